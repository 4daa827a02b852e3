/// A hash after whole blocks: the common beginning of many messages is hashed only once.
struct HashPrefix: Sendable {
  let suite: Suite
  private(set) var value: ChainingValue
  private(set) var hashedBytes = 0

  init(_ suite: Suite) {
    self.suite = suite
    value = suite.initialValue
  }

  /// - Parameter beginning: a whole number of 64-byte blocks.
  init(_ suite: Suite, beginning: [UInt8]) {
    precondition(beginning.count % 64 == 0, "a prefix is made of whole blocks")
    self.init(suite)
    suite.compress(&value, blocks: beginning.span)
    hashedBytes = beginning.count
  }

  /// Hashes the beginning followed by `rest`.
  func digest(of rest: [UInt8]) -> Digest {
    digest(of: rest.span)
  }

  func digest(of rest: borrowing Span<UInt8>) -> Digest {
    var value = value
    let offset = rest.count & ~63
    if offset > 0 { suite.compress(&value, blocks: rest.extracting(first: offset)) }
    var last = Block(repeating: 0)
    let count = rest.count &- offset
    for index in 0..<count / 4 { last[index] = rest.bigEndianWord(at: offset &+ 4 &* index) }
    for index in count & ~3..<count {
      last[index / 4] |= UInt32(rest[offset &+ index]) &<< Self.shift(index)
    }
    last[count / 4] |= 0x80 &<< Self.shift(count)
    if count >= 56 {
      suite.compress(&value, last)
      last = Block(repeating: 0)
    }
    let bits = UInt64(hashedBytes &+ rest.count) &* 8
    last[14] = UInt32(truncatingIfNeeded: bits &>> 32)
    last[15] = UInt32(truncatingIfNeeded: bits)
    suite.compress(&value, last)
    return value.digest
  }

  /// Where byte `index` of a block sits in its big-endian word.
  @inline(__always)
  private static func shift(_ index: Int) -> UInt32 {
    24 &- 8 &* UInt32(truncatingIfNeeded: index & 3)
  }
}
