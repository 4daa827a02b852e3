/// SM3 compression, GB/T 32905-2016 §5.3.
enum SM3 {
  static let initialValue = ChainingValue(
    a: 0x7380_166f, b: 0x4914_b2b9, c: 0x1724_42d7, d: 0xda8a_0600, e: 0xa96f_30bc,
    f: 0x1631_38aa, g: 0xe38d_ee4d, h: 0xb0fb_0e4e)

  static func compress(_ value: inout ChainingValue, _ block: Block) {
    let words = expand(block)
    var v = value
    for index in 0..<64 {
      let early = index < 16
      let constant: UInt32 = early ? 0x79cc_4519 : 0x7a87_9d8a
      let turned = v.a.rotatedLeft(12)
      let ss1 = (turned &+ v.e &+ constant.rotatedLeft(UInt32(index & 31))).rotatedLeft(7)
      let ss2 = ss1 ^ turned
      let ff = early ? v.a ^ v.b ^ v.c : (v.a & v.b) | (v.c & (v.a | v.b))
      let gg = early ? v.e ^ v.f ^ v.g : v.g ^ (v.e & (v.f ^ v.g))
      let tt1 = ff &+ v.d &+ ss2 &+ (words[index] ^ words[index &+ 4])
      let tt2 = gg &+ v.h &+ ss1 &+ words[index]
      v = ChainingValue(
        a: tt1, b: v.a, c: v.b.rotatedLeft(9), d: v.c,
        e: tt2 ^ tt2.rotatedLeft(9) ^ tt2.rotatedLeft(17), f: v.e, g: v.f.rotatedLeft(19), h: v.g)
    }
    value.a ^= v.a
    value.b ^= v.b
    value.c ^= v.c
    value.d ^= v.d
    value.e ^= v.e
    value.f ^= v.f
    value.g ^= v.g
    value.h ^= v.h
  }

  /// Message expansion, §5.3.2; the second sequence `W'` is `W[j] ^ W[j + 4]`.
  @inline(__always)
  private static func expand(_ block: Block) -> InlineArray<68, UInt32> {
    var words = InlineArray<68, UInt32>(repeating: 0)
    for index in 0..<16 { words[index] = block[index] }
    for index in 16..<68 {
      let x = words[index &- 16] ^ words[index &- 9] ^ words[index &- 3].rotatedLeft(15)
      words[index] =
        x ^ x.rotatedLeft(15) ^ x.rotatedLeft(23) ^ words[index &- 13].rotatedLeft(7)
        ^ words[index &- 6]
    }
    return words
  }
}
