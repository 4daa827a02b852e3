/// Lower-case hexadecimal.
package func hex(_ bytes: some Sequence<UInt8>) -> String {
  let digits = Array("0123456789abcdef".utf8)
  var text: [UInt8] = []
  for byte in bytes {
    text.append(digits[Int(byte >> 4)])
    text.append(digits[Int(byte & 15)])
  }
  return String(decoding: text, as: UTF8.self)
}

/// The bytes of hexadecimal text in either case; nil for an odd length or another character.
package func bytes(hex text: String) -> [UInt8]? {
  let characters = Array(text.utf8)
  guard characters.count.isMultiple(of: 2) else { return nil }
  var result: [UInt8] = []
  result.reserveCapacity(characters.count / 2)
  for index in stride(from: 0, to: characters.count, by: 2) {
    guard let high = nibble(characters[index]), let low = nibble(characters[index + 1]) else {
      return nil
    }
    result.append(high << 4 | low)
  }
  return result
}

/// base64url without padding (RFC 4648 §5): safe in addresses and cookies.
package func base64URL(_ bytes: [UInt8]) -> String {
  var text: [UInt8] = []
  text.reserveCapacity((bytes.count * 4 + 2) / 3)
  var bits: UInt32 = 0
  var held = 0
  for byte in bytes {
    bits = bits << 8 | UInt32(byte)
    held += 8
    while held >= 6 {
      held -= 6
      text.append(base64Alphabet[Int(bits >> UInt32(held) & 63)])
    }
  }
  if held > 0 { text.append(base64Alphabet[Int(bits << UInt32(6 - held) & 63)]) }
  return String(decoding: text, as: UTF8.self)
}

/// The bytes of base64url text without padding.
///
/// Nil for any other character, an impossible length, or bits left over at the end, so one value has one text.
package func bytes(base64URL text: String) -> [UInt8]? {
  var result: [UInt8] = []
  var bits: UInt32 = 0
  var held = 0
  for character in text.utf8 {
    guard let value = base64Alphabet.firstIndex(of: character) else { return nil }
    bits = bits << 6 | UInt32(value)
    held += 6
    if held >= 8 {
      held -= 8
      result.append(UInt8(truncatingIfNeeded: bits >> UInt32(held)))
    }
  }
  let rest = bits & (1 << UInt32(held) - 1)
  return held < 6 && rest == 0 ? result : nil
}

private let base64Alphabet = Array(
  "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".utf8)

private func nibble(_ character: UInt8) -> UInt8? {
  switch character {
  case UInt8(ascii: "0")...UInt8(ascii: "9"): character - UInt8(ascii: "0")
  case UInt8(ascii: "a")...UInt8(ascii: "f"): character - UInt8(ascii: "a") + 10
  case UInt8(ascii: "A")...UInt8(ascii: "F"): character - UInt8(ascii: "A") + 10
  default: nil
  }
}
