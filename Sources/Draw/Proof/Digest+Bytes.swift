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
