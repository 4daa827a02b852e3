/// SHA-256 compression, FIPS 180-4 §6.2.2.
enum SHA256 {
  static let initialValue = ChainingValue(
    a: 0x6a09_e667, b: 0xbb67_ae85, c: 0x3c6e_f372, d: 0xa54f_f53a, e: 0x510e_527f,
    f: 0x9b05_688c, g: 0x1f83_d9ab, h: 0x5be0_cd19)

  @inline(__always)
  static func compress(_ value: inout ChainingValue, _ block: Block) {
    var schedule = block
    var v = value
    var start = 0
    while true {
      // Eight rounds bring every variable back to its own place.
      for eight in 0..<2 {
        let first = 8 &* eight
        round(v.a, v.b, v.c, &v.d, v.e, v.f, v.g, &v.h, start, first, schedule)
        round(v.h, v.a, v.b, &v.c, v.d, v.e, v.f, &v.g, start, first &+ 1, schedule)
        round(v.g, v.h, v.a, &v.b, v.c, v.d, v.e, &v.f, start, first &+ 2, schedule)
        round(v.f, v.g, v.h, &v.a, v.b, v.c, v.d, &v.e, start, first &+ 3, schedule)
        round(v.e, v.f, v.g, &v.h, v.a, v.b, v.c, &v.d, start, first &+ 4, schedule)
        round(v.d, v.e, v.f, &v.g, v.h, v.a, v.b, &v.c, start, first &+ 5, schedule)
        round(v.c, v.d, v.e, &v.f, v.g, v.h, v.a, &v.b, start, first &+ 6, schedule)
        round(v.b, v.c, v.d, &v.e, v.f, v.g, v.h, &v.a, start, first &+ 7, schedule)
      }
      start &+= 16
      if start == 64 { break }
      for index in 0..<16 {
        schedule[index] =
          schedule[index] &+ smallSigma0(schedule[(index &+ 1) & 15])
          &+ schedule[(index &+ 9) & 15] &+ smallSigma1(schedule[(index &+ 14) & 15])
      }
    }
    value.a &+= v.a
    value.b &+= v.b
    value.c &+= v.c
    value.d &+= v.d
    value.e &+= v.e
    value.f &+= v.f
    value.g &+= v.g
    value.h &+= v.h
  }

  @inline(__always)
  private static func round(
    _ a: UInt32, _ b: UInt32, _ c: UInt32, _ d: inout UInt32, _ e: UInt32, _ f: UInt32,
    _ g: UInt32, _ h: inout UInt32, _ start: Int, _ index: Int, _ schedule: Block
  ) {
    let sum1 = e.rotatedLeft(26) ^ e.rotatedLeft(21) ^ e.rotatedLeft(7)
    let choice = g ^ (e & (f ^ g))
    let added = h &+ sum1 &+ choice &+ constants[start &+ index] &+ schedule[index]
    let sum0 = a.rotatedLeft(30) ^ a.rotatedLeft(19) ^ a.rotatedLeft(10)
    let majority = (a & b) | (c & (a | b))
    d &+= added
    h = added &+ sum0 &+ majority
  }

  @inline(__always)
  private static func smallSigma0(_ x: UInt32) -> UInt32 {
    x.rotatedLeft(25) ^ x.rotatedLeft(14) ^ (x &>> 3)
  }

  @inline(__always)
  private static func smallSigma1(_ x: UInt32) -> UInt32 {
    x.rotatedLeft(15) ^ x.rotatedLeft(13) ^ (x &>> 10)
  }

  static let constants: InlineArray<64, UInt32> = [
    0x428a_2f98, 0x7137_4491, 0xb5c0_fbcf, 0xe9b5_dba5, 0x3956_c25b, 0x59f1_11f1, 0x923f_82a4,
    0xab1c_5ed5, 0xd807_aa98, 0x1283_5b01, 0x2431_85be, 0x550c_7dc3, 0x72be_5d74, 0x80de_b1fe,
    0x9bdc_06a7, 0xc19b_f174, 0xe49b_69c1, 0xefbe_4786, 0x0fc1_9dc6, 0x240c_a1cc, 0x2de9_2c6f,
    0x4a74_84aa, 0x5cb0_a9dc, 0x76f9_88da, 0x983e_5152, 0xa831_c66d, 0xb003_27c8, 0xbf59_7fc7,
    0xc6e0_0bf3, 0xd5a7_9147, 0x06ca_6351, 0x1429_2967, 0x27b7_0a85, 0x2e1b_2138, 0x4d2c_6dfc,
    0x5338_0d13, 0x650a_7354, 0x766a_0abb, 0x81c2_c92e, 0x9272_2c85, 0xa2bf_e8a1, 0xa81a_664b,
    0xc24b_8b70, 0xc76c_51a3, 0xd192_e819, 0xd699_0624, 0xf40e_3585, 0x106a_a070, 0x19a4_c116,
    0x1e37_6c08, 0x2748_774c, 0x34b0_bcb5, 0x391c_0cb3, 0x4ed8_aa4a, 0x5b9c_ca4f, 0x682e_6ff3,
    0x748f_82ee, 0x78a5_636f, 0x84c8_7814, 0x8cc7_0208, 0x90be_fffa, 0xa450_6ceb, 0xbef9_a3f7,
    0xc671_78f2,
  ]
}
