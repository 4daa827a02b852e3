/// Hashes the leaves and nodes of an RFC 6962 Merkle tree.
///
/// Rule: mingcha-draw-1 §2.
struct TreeHasher: Sendable {
  private let start: HashPrefix
  private var message: [UInt8] = []

  init(_ suite: Suite) { start = HashPrefix(suite) }

  /// - Parameter line: without its line feed.
  mutating func leaf(_ line: ArraySlice<UInt8>) -> Digest {
    message.removeAll(keepingCapacity: true)
    message.append(0)
    message += line
    return start.digest(of: message)
  }

  mutating func parent(_ left: Digest, _ right: Digest) -> Digest {
    message.removeAll(keepingCapacity: true)
    message.append(1)
    left.append(to: &message)
    right.append(to: &message)
    return start.digest(of: message)
  }
}

extension Digest {
  /// - Returns: nil unless there are 32 bytes.
  init?(_ bytes: [UInt8]) {
    guard bytes.count == 32 else { return nil }
    var words: [UInt64] = []
    for start in stride(from: 0, to: 32, by: 8) {
      words.append(bytes[start..<start + 8].reduce(0) { $0 &<< 8 | UInt64($1) })
    }
    self.init(words[0], words[1], words[2], words[3])
  }
}
