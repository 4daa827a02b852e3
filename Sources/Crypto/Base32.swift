private let base32Alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".utf8)

/// Base 32 without padding (RFC 4648 §6): for secrets that people type.
package func base32(_ bytes: [UInt8]) -> String {
  var text: [UInt8] = []
  var bits: UInt32 = 0
  var held = 0
  for byte in bytes {
    bits = bits << 8 | UInt32(byte)
    held += 8
    while held >= 5 {
      held -= 5
      text.append(base32Alphabet[Int(bits >> UInt32(held) & 31)])
    }
    bits &= 1 << UInt32(held) - 1
  }
  if held > 0 { text.append(base32Alphabet[Int(bits << UInt32(5 - held) & 31)]) }
  return String(decoding: text, as: UTF8.self)
}

/// The bytes of base 32 text without padding, in either case; nil for any other character.
package func bytes(base32 text: String) -> [UInt8]? {
  var result: [UInt8] = []
  var bits: UInt32 = 0
  var held = 0
  for character in text.uppercased().utf8 {
    guard let value = base32Alphabet.firstIndex(of: character) else { return nil }
    bits = bits << 5 | UInt32(value)
    held += 5
    if held >= 8 {
      held -= 8
      result.append(UInt8(truncatingIfNeeded: bits >> UInt32(held)))
      bits &= 1 << UInt32(held) - 1
    }
  }
  return held < 5 ? result : nil
}
