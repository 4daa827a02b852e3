/// 32 hash bytes as four big-endian words, so that comparing words compares bytes.
struct Digest: Sendable, Equatable {
  let first, second, third, fourth: UInt64

  init(_ first: UInt64, _ second: UInt64, _ third: UInt64, _ fourth: UInt64) {
    self.first = first
    self.second = second
    self.third = third
    self.fourth = fourth
  }

  var bytes: [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(32)
    append(to: &bytes)
    return bytes
  }

  /// The bytes of many digests, one after the other.
  static func bytes(of digests: [Digest]) -> [UInt8] {
    unsafe [UInt8](unsafeUninitializedCapacity: digests.count * 32) { buffer, filled in
      let words = UnsafeMutableRawBufferPointer(buffer)
      for (index, digest) in digests.enumerated() {
        let start = index &* 32
        unsafe words.storeBytes(of: digest.first.bigEndian, toByteOffset: start, as: UInt64.self)
        unsafe words.storeBytes(
          of: digest.second.bigEndian, toByteOffset: start &+ 8, as: UInt64.self)
        unsafe words.storeBytes(
          of: digest.third.bigEndian, toByteOffset: start &+ 16, as: UInt64.self)
        unsafe words.storeBytes(
          of: digest.fourth.bigEndian, toByteOffset: start &+ 24, as: UInt64.self)
      }
      filled = digests.count * 32
    }
  }

  func append(to bytes: inout [UInt8]) {
    appendBigEndian(first, to: &bytes)
    appendBigEndian(second, to: &bytes)
    appendBigEndian(third, to: &bytes)
    appendBigEndian(fourth, to: &bytes)
  }

  private func appendBigEndian(_ word: UInt64, to bytes: inout [UInt8]) {
    for shift in stride(from: UInt64(56), through: 0, by: -8) {
      bytes.append(UInt8(truncatingIfNeeded: word &>> shift))
    }
  }
}

extension Digest: Comparable {
  @inline(__always)
  static func < (one: Digest, other: Digest) -> Bool {
    if one.first != other.first { return one.first < other.first }
    if one.second != other.second { return one.second < other.second }
    if one.third != other.third { return one.third < other.third }
    return one.fourth < other.fourth
  }
}
