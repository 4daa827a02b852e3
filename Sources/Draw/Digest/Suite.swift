/// The hash suite of a draw: SHA-256 (FIPS 180-4) or SM3 (GB/T 32905-2016).
package enum Suite: Sendable {
  case sha256, sm3

  /// Hashes `message` to 32 bytes.
  package func hash(_ message: [UInt8]) -> [UInt8] {
    HashPrefix(self).digest(of: message).bytes
  }

  /// Chaining value before the first block.
  var initialValue: ChainingValue {
    switch self {
    case .sha256: SHA256.initialValue
    case .sm3: SM3.initialValue
    }
  }

  /// Hashes whole blocks into the chaining value.
  func compress(_ value: inout ChainingValue, blocks: borrowing Span<UInt8>) {
    #if arch(x86_64)
      if self == .sha256, Kernel.hashesBlocks {
        Kernel.hashBlocks(blocks, into: &value)
        return
      }
    #endif
    for offset in stride(from: 0, to: blocks.count, by: 64) {
      compress(&value, Block(blocks, at: offset))
    }
  }

  /// Hashes one block into the chaining value.
  @inline(__always)
  func compress(_ value: inout ChainingValue, _ block: Block) {
    switch self {
    case .sha256: SHA256.compress(&value, block)
    case .sm3: SM3.compress(&value, block)
    }
  }
}

// Written out because the synthesized conversion compares strings by Unicode rules.
extension Suite: RawRepresentable {
  package init?(rawValue: String) {
    self.init(name: [UInt8](rawValue.utf8)[...])
  }

  package var rawValue: String {
    switch self {
    case .sha256: "sha256"
    case .sm3: "sm3"
    }
  }

  // The one for raw values would compare strings.
  package static func == (one: Suite, other: Suite) -> Bool {
    switch (one, other) {
    case (.sha256, .sha256), (.sm3, .sm3): true
    default: false
    }
  }

  init?(name: ArraySlice<UInt8>) {
    if name.equals("sha256") {
      self = .sha256
    } else if name.equals("sm3") {
      self = .sm3
    } else {
      return nil
    }
  }
}
