/// Eight bytes at a time, the first one lowest: what is told of all of them at once.
struct EightBytes {
  private static let ones: UInt64 = 0x0101_0101_0101_0101
  private static let highs: UInt64 = 0x8080_8080_8080_8080

  let word: UInt64

  @inline(__always)
  init(_ word: UInt64) { self.word = word }

  /// How many of the bytes from the first on are printable ASCII, 0x20 to 0x7E.
  @inline(__always)
  var plainPrefix: Int {
    // A high bit where a byte is below 0x20, is 0x7F, or has its high bit set. Borrows and carries
    // only disturb bytes above one that is told anyway.
    let low = (word &- 0x20 &* Self.ones) & ~word
    let delete = word &+ Self.ones
    return ((low | delete | word) & Self.highs).trailingZeroBitCount / 8
  }

  /// How many of the bytes are line feeds.
  @inline(__always)
  var lineFeeds: Int {
    let other = word ^ 0x0A &* Self.ones
    let seven = other & ~Self.highs
    // The high bit is clear where the byte is zero.
    return (~((seven &+ ~Self.highs) | other) & Self.highs).nonzeroBitCount
  }
}

extension ArraySlice<UInt8> {
  /// How many lines end in these bytes.
  package var lineFeeds: Int {
    unsafe withUnsafeBytes { bytes in
      var count = 0
      var index = 0
      while index &+ 8 <= bytes.count {
        let word = unsafe bytes.loadUnaligned(fromByteOffset: index, as: UInt64.self)
        count &+= EightBytes(UInt64(littleEndian: word)).lineFeeds
        index &+= 8
      }
      while index < bytes.count {
        if unsafe bytes[index] == 0x0A { count &+= 1 }
        index &+= 1
      }
      return count
    }
  }
}
