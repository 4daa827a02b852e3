/// 统一社会信用代码 (GB 32100-2015): 18 characters, the last a check digit.
///
/// A value has the shape of a code; its check digit may still be wrong, because wrong codes are in
/// real use. Ask `check` and warn.
package struct UnifiedSocialCreditCode: Hashable, Comparable, Sendable, CustomStringConvertible {
  package let text: String

  /// Nil unless the text has the shape: 18 characters of the alphabet, digits where GB/T 2260 has
  /// them.
  package init?(_ text: String) {
    guard Self.shapeFault(text) == nil else { return nil }
    self.text = text
  }

  package enum Check: Hashable, Sendable {
    case valid
    /// All characters are possible, the last one should be another.
    case wrongCheckDigit(expected: Character)
    /// It cannot be a code; `reason` is a Chinese sentence.
    case malformed(reason: String)

    package var isValid: Bool { self == .valid }

    /// What to tell the person; nil when valid.
    package var reason: String? {
      switch self {
      case .valid: nil
      case .wrongCheckDigit(let expected):
        "统一社会信用代码的校验位不符，按GB 32100应为“\(expected)”。请对照证照核对；"
          + "如证照上确为此码，可以确认后保留。"
      case .malformed(let reason): reason
      }
    }
  }

  package static func check(_ text: String) -> Check {
    if let reason = shapeFault(text) { return .malformed(reason: reason) }
    let bytes = Array(text.utf8)
    guard let expected = checkDigit(bytes.prefix(17)) else {
      return .malformed(reason: "统一社会信用代码含有不允许的字符。")
    }
    return bytes[17] == expected
      ? .valid : .wrongCheckDigit(expected: Character(Unicode.Scalar(expected)))
  }

  /// The whole code for its first 17 characters; nil when they cannot begin one.
  package static func make(prefix17: String) -> String? {
    guard let digit = checkDigit(prefix17.utf8) else { return nil }
    let text = prefix17 + String(Character(Unicode.Scalar(digit)))
    return shapeFault(text) == nil ? text : nil
  }

  /// The valid code that was probably meant: half-width, in capitals, without spaces and hyphens,
  /// with digits for the letters that look like them.
  ///
  /// For a hint only; nil when that is not valid or nothing had to be changed.
  package static func suggestion(for text: String) -> String? {
    var plain = ""
    for scalar in text.unicodeScalars where !scalar.isInvisible && scalar != "-" {
      let isWide = (0xFF01...0xFF5E).contains(scalar.value)
      let narrow = isWide ? Unicode.Scalar(UInt8(scalar.value - 0xFEE0)) : scalar
      let capital = narrow.properties.uppercaseMapping
      if !narrow.properties.isWhitespace { plain += lookAlikes[capital] ?? capital }
    }
    return plain != text && check(plain).isValid ? plain : nil
  }

  package var check: Check { Self.check(text) }

  /// The GB/T 2260 code of the registering place.
  package var regionCode: String { String(text.dropFirst(2).prefix(6)) }

  /// The 9 characters of GB 11714 inside.
  package var organizationCode: String { String(text.dropFirst(8).prefix(9)) }

  package var description: String { text }

  package static func < (a: Self, b: Self) -> Bool {
    a.text.utf8.lexicographicallyPrecedes(b.text.utf8)
  }

  private static let alphabet = Array("0123456789ABCDEFGHJKLMNPQRTUWXY".utf8)

  private static func checkDigit(_ prefix: some Collection<UInt8>) -> UInt8? {
    guard prefix.count == 17 else { return nil }
    var sum = 0
    var weight = 1
    for byte in prefix {
      guard let value = alphabet.firstIndex(of: byte) else { return nil }
      sum += value * weight
      weight = weight * 3 % 31
    }
    return alphabet[(31 - sum % 31) % 31]
  }

  private static func shapeFault(_ text: String) -> String? {
    let name = "统一社会信用代码"
    if text.allSatisfy(\.isWhitespace) { return "没有填写\(name)。" }
    if text.unicodeScalars.contains(where: \.isFullWidth) {
      return "\(name)含有全角字符，请改用半角（英文输入法）的数字和字母。"
    }
    if text.contains(where: \.isWhitespace) { return "\(name)含有空格，请删去。" }
    if text.unicodeScalars.contains(where: \.isInvisible) {
      return "\(name)含有看不见的字符（多由复制粘贴带入），请手工重新输入。"
    }
    guard text.unicodeScalars.count == 18 else {
      return "\(name)应为18位，这里有\(text.unicodeScalars.count)位，请核对是否漏输或多输。"
    }
    let bytes = Array(text.utf8)
    if bytes.contains(where: { (0x61...0x7A).contains($0) }) {
      return "\(name)的字母应为大写，请改为大写。"
    }
    for (index, scalar) in text.unicodeScalars.enumerated() {
      let known = scalar.isASCII && alphabet.contains(UInt8(scalar.value))
      if known { continue }
      let place = "\(name)第\(index + 1)位是“\(scalar)”"
      if let likely = confusable[scalar] {
        return "\(place)，代码中不使用字母I、O、S、V、Z，可能是\(likely)，请核对。"
      }
      return "\(place)，代码只由数字和大写字母组成，请核对。"
    }
    if Set(bytes).count == 1 { return "\(name)的各位完全相同，不是真实的代码。" }
    if let index = bytes[2..<8].firstIndex(where: { !(0x30...0x39).contains($0) }) {
      return "\(name)第\(index + 1)位应为数字（第3至8位是登记机关行政区划代码），请核对。"
    }
    return nil
  }

  private static let lookAlikes = ["I": "1", "O": "0", "S": "5", "Z": "2"]

  private static let confusable: [Unicode.Scalar: String] = [
    "I": "数字1", "O": "数字0", "S": "数字5", "V": "字母U或Y", "Z": "数字2",
  ]
}

/// 组织机构代码 (GB 11714-1997): 8 characters and a check character.
package enum OrganizationCode {
  /// Whether the check character is right; a hyphen before it may stand or not.
  package static func isValid(_ text: String) -> Bool {
    var bytes = Array(text.utf8)
    if bytes.count == 10, bytes[8] == UInt8(ascii: "-") { bytes.remove(at: 8) }
    guard bytes.count == 9 else { return false }
    return checkCharacter(bytes.prefix(8)) == bytes[8]
  }

  /// The check character for 8 characters `0-9A-Z`; nil for others.
  package static func checkCharacter(forPrefix8 text: String) -> Character? {
    checkCharacter(text.utf8).map { Character(Unicode.Scalar($0)) }
  }

  private static func checkCharacter(_ prefix: some Collection<UInt8>) -> UInt8? {
    let weights = [3, 7, 9, 10, 5, 8, 4, 2]
    guard prefix.count == weights.count else { return nil }
    var sum = 0
    for (byte, weight) in zip(prefix, weights) {
      switch byte {
      case 0x30...0x39: sum += Int(byte - 0x30) * weight
      case 0x41...0x5A: sum += Int(byte - 0x41 + 10) * weight
      default: return nil
      }
    }
    switch 11 - sum % 11 {
    case 10: return UInt8(ascii: "X")
    case 11: return UInt8(ascii: "0")
    case let digit: return UInt8(0x30 + digit)
    }
  }
}

extension Unicode.Scalar {
  /// A full-width form of an ASCII character, or the ideographic space.
  var isFullWidth: Bool { (0xFF01...0xFF5E).contains(value) || value == 0x3000 }

  /// Takes no place on the screen: control characters, joiners, byte order marks.
  var isInvisible: Bool {
    properties.generalCategory == .control || properties.generalCategory == .format
  }
}
