// The portable way to hash many messages: SIMD of the standard library, eight at a time.

/// One word of eight messages.
typealias Lanes = SIMD8<UInt32>

extension SIMD8<UInt32> {
  @inline(__always)
  fileprivate func turned(_ bits: UInt32) -> Lanes { self &<< bits | self &>> (32 &- bits) }
}

extension MessageBatch {
  func hashInLanes(
    _ parts: [Range<Int>], in bytes: ArraySlice<UInt8>, into digests: inout [Digest]
  ) {
    var messages = [[UInt8]](repeating: [], count: 8)
    for first in stride(from: 0, to: parts.count, by: 8) {
      let count = min(8, parts.count - first)
      for lane in 0..<count {
        lay(bytes[parts[first + lane]], into: &messages[lane])
      }
      var state = LaneState(prefix.value)
      let longest = messages[..<count].reduce(0) { max($0, $1.count) }
      for offset in stride(from: 0, to: longest, by: 64) {
        var words = InlineArray<16, Lanes>(repeating: Lanes(repeating: 0))
        var isActive = SIMDMask<Lanes.MaskStorage>(repeating: false)
        for lane in 0..<count where offset < messages[lane].count {
          isActive[lane] = true
          let message = messages[lane]
          let block = Block(message.span, at: offset)
          for word in 0..<16 { words[word][lane] = block[word] }
        }
        var next = state
        switch prefix.suite {
        case .sha256: next.hashSHA256(words)
        case .sm3: next.hashSM3(words)
        }
        for word in 0..<8 { state[word].replace(with: next[word], where: isActive) }
      }
      for lane in 0..<count { digests[first + lane] = state.value(of: lane).digest }
    }
  }

  /// The padded blocks of one message.
  private func lay(_ part: ArraySlice<UInt8>, into message: inout [UInt8]) {
    message.removeAll(keepingCapacity: true)
    message += head
    if hasLength { message.append(UInt8(part.count)) }
    message += part
    let bits = UInt64(prefix.hashedBytes + message.count) * 8
    message.append(0x80)
    while message.count % 64 != 56 { message.append(0) }
    for shift in stride(from: UInt64(56), through: 0, by: -8) {
      message.append(UInt8(truncatingIfNeeded: bits &>> shift))
    }
  }
}

/// The chaining values of eight messages.
private struct LaneState {
  private var words: InlineArray<8, Lanes>

  init(_ value: ChainingValue) {
    words = [
      Lanes(repeating: value.a), Lanes(repeating: value.b), Lanes(repeating: value.c),
      Lanes(repeating: value.d), Lanes(repeating: value.e), Lanes(repeating: value.f),
      Lanes(repeating: value.g), Lanes(repeating: value.h),
    ]
  }

  subscript(word: Int) -> Lanes {
    get { words[word] }
    set { words[word] = newValue }
  }

  func value(of lane: Int) -> ChainingValue {
    ChainingValue(
      a: words[0][lane], b: words[1][lane], c: words[2][lane], d: words[3][lane],
      e: words[4][lane], f: words[5][lane], g: words[6][lane], h: words[7][lane])
  }

  /// FIPS 180-4 §6.2.2.
  mutating func hashSHA256(_ block: InlineArray<16, Lanes>) {
    var w = block
    var v = words
    for t in 0..<64 {
      let here = t & 15
      if t >= 16 {
        let x = w[(t &+ 1) & 15]
        let y = w[(t &+ 14) & 15]
        w[here] =
          w[here] &+ (x.turned(25) ^ x.turned(14) ^ (x &>> 3)) &+ w[(t &+ 9) & 15]
          &+ (y.turned(15) ^ y.turned(13) ^ (y &>> 10))
      }
      let (a, b, c, e, f, g) = (v[0], v[1], v[2], v[4], v[5], v[6])
      let sum1 = e.turned(26) ^ e.turned(21) ^ e.turned(7)
      let added = v[7] &+ sum1 &+ (g ^ (e & (f ^ g))) &+ SHA256.constants[t] &+ w[here]
      let sum0 = a.turned(30) ^ a.turned(19) ^ a.turned(10)
      v = [added &+ sum0 &+ ((a & b) | (c & (a | b))), a, b, c, v[3] &+ added, e, f, g]
    }
    for word in 0..<8 { words[word] &+= v[word] }
  }

  /// GB/T 32905-2016 §5.3.
  mutating func hashSM3(_ block: InlineArray<16, Lanes>) {
    var w = block
    var v = words
    for t in 0..<64 {
      let here = t & 15
      let ahead = (t &+ 4) & 15
      if t >= 12 {
        let x = w[ahead] ^ w[(t &+ 11) & 15] ^ w[(t &+ 1) & 15].turned(15)
        w[ahead] =
          x ^ x.turned(15) ^ x.turned(23) ^ w[(t &+ 7) & 15].turned(7) ^ w[(t &+ 14) & 15]
      }
      let (a, b, c, d, e, f, g, h) = (v[0], v[1], v[2], v[3], v[4], v[5], v[6], v[7])
      let constant: UInt32 = t < 16 ? 0x79cc_4519 : 0x7a87_9d8a
      let turned = a.turned(12)
      let one = (turned &+ e &+ constant.rotatedLeft(UInt32(t & 31))).turned(7)
      let ff = t < 16 ? a ^ b ^ c : (a & b) | (c & (a | b))
      let gg = t < 16 ? e ^ f ^ g : g ^ (e & (f ^ g))
      let first = ff &+ d &+ (one ^ turned) &+ (w[here] ^ w[ahead])
      let second = gg &+ h &+ one &+ w[here]
      v = [
        first, a, b.turned(9), c, second ^ second.turned(9) ^ second.turned(17), e, f.turned(19), g,
      ]
    }
    for word in 0..<8 { words[word] ^= v[word] }
  }
}
