/// Sixteen big-endian words: the 64 bytes both hash functions take at a time.
typealias Block = InlineArray<16, UInt32>

extension InlineArray where count == 16, Element == UInt32 {
  /// The 64 bytes from `offset` on.
  @inline(__always)
  init(_ bytes: borrowing Span<UInt8>, at offset: Int) {
    self.init(repeating: 0)
    for index in 0..<16 {
      let at = offset &+ 4 &* index
      self[index] =
        UInt32(bytes[at]) << 24 | UInt32(bytes[at &+ 1]) << 16 | UInt32(bytes[at &+ 2]) << 8
        | UInt32(bytes[at &+ 3])
    }
  }
}

/// The eight words a hash function carries from block to block.
struct ChainingValue: Sendable {
  var a, b, c, d, e, f, g, h: UInt32

  var digest: Digest {
    Digest(
      UInt64(a) << 32 | UInt64(b), UInt64(c) << 32 | UInt64(d), UInt64(e) << 32 | UInt64(f),
      UInt64(g) << 32 | UInt64(h))
  }
}

extension UInt32 {
  @inline(__always)
  func rotatedLeft(_ bits: UInt32) -> UInt32 { self &<< bits | self &>> (32 &- bits) }
}
