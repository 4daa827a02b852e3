/// SM3 compression, GB/T 32905-2016 §5.3.
enum SM3 {
  static let initialValue = ChainingValue(
    a: 0x7380_166f, b: 0x4914_b2b9, c: 0x1724_42d7, d: 0xda8a_0600, e: 0xa96f_30bc,
    f: 0x1631_38aa, g: 0xe38d_ee4d, h: 0xb0fb_0e4e)

  @inline(__always)
  static func compress(_ value: inout ChainingValue, _ block: Block) {
    var words = InlineArray<68, UInt32>(repeating: 0)
    for index in 0..<16 { words[index] = block[index] }
    for index in 16..<68 {
      let x = words[index &- 16] ^ words[index &- 9] ^ words[index &- 3].rotatedLeft(15)
      words[index] =
        x ^ x.rotatedLeft(15) ^ x.rotatedLeft(23) ^ words[index &- 13].rotatedLeft(7)
        ^ words[index &- 6]
    }
    var v = value
    // Four rounds bring every variable back to its own place.
    for index in stride(from: 0, to: 64, by: 4) {
      let w0 = words[index]
      let w1 = words[index &+ 1]
      let w2 = words[index &+ 2]
      let w3 = words[index &+ 3]
      round(v.a, &v.b, v.c, &v.d, v.e, &v.f, v.g, &v.h, index, w0, words[index &+ 4])
      round(v.d, &v.a, v.b, &v.c, v.h, &v.e, v.f, &v.g, index &+ 1, w1, words[index &+ 5])
      round(v.c, &v.d, v.a, &v.b, v.g, &v.h, v.e, &v.f, index &+ 2, w2, words[index &+ 6])
      round(v.b, &v.c, v.d, &v.a, v.f, &v.g, v.h, &v.e, index &+ 3, w3, words[index &+ 7])
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

  /// One round, §5.3.3, on variables named by their place in this round; `W'` is `w ^ later`.
  @inline(__always)
  private static func round(
    _ a: UInt32, _ b: inout UInt32, _ c: UInt32, _ d: inout UInt32, _ e: UInt32,
    _ f: inout UInt32, _ g: UInt32, _ h: inout UInt32, _ index: Int, _ w: UInt32,
    _ later: UInt32
  ) {
    let isEarly = index < 16
    let constant: UInt32 = isEarly ? 0x79cc_4519 : 0x7a87_9d8a
    let turned = a.rotatedLeft(12)
    let ss1 = (turned &+ e &+ constant.rotatedLeft(UInt32(truncatingIfNeeded: index) & 31))
      .rotatedLeft(7)
    let ff = isEarly ? a ^ b ^ c : (a & b) | (c & (a | b))
    let gg = isEarly ? e ^ f ^ g : g ^ (e & (f ^ g))
    let tt2 = gg &+ h &+ ss1 &+ w
    d = ff &+ d &+ (ss1 ^ turned) &+ (w ^ later)
    h = tt2 ^ tt2.rotatedLeft(9) ^ tt2.rotatedLeft(17)
    b = b.rotatedLeft(9)
    f = f.rotatedLeft(19)
  }
}
