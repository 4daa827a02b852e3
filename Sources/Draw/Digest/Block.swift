/// Sixteen big-endian words: the 64 bytes both hash functions take at a time.
typealias Block = InlineArray<16, UInt32>

extension InlineArray where count == 16, Element == UInt32 {
  /// The 64 bytes from `offset` on.
  @inline(__always)
  init(_ bytes: borrowing Span<UInt8>, at offset: Int) {
    self.init(repeating: 0)
    for index in 0..<16 { self[index] = bytes.bigEndianWord(at: offset &+ 4 &* index) }
  }
}

extension Span<UInt8> {
  @inline(__always)
  borrowing func bigEndianWord(at offset: Int) -> UInt32 {
    UInt32(self[offset]) << 24 | UInt32(self[offset &+ 1]) << 16
      | UInt32(self[offset &+ 2]) << 8 | UInt32(self[offset &+ 3])
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
