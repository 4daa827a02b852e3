/// Percent-encoding of RFC 3986 and of HTML forms, strict in both directions.
package enum PercentEncoding {
  /// Decodes `%XX`; with `plusIsSpace`, `+` stands for a space as in forms.
  ///
  /// - Returns: `nil` for a broken escape, for bytes that are not UTF-8 and for U+0000,
  ///   which no text column can hold.
  package static func decode(
    _ bytes: some Sequence<UInt8>, plusIsSpace: Bool = false
  ) -> String? {
    var decoded: [UInt8] = []
    decoded.reserveCapacity(bytes.underestimatedCount)
    var iterator = bytes.makeIterator()
    while let byte = iterator.next() {
      switch byte {
      case UInt8(ascii: "%"):
        guard let high = iterator.next().flatMap(digit), let low = iterator.next().flatMap(digit)
        else { return nil }
        decoded.append(high << 4 | low)
      case UInt8(ascii: "+") where plusIsSpace:
        decoded.append(UInt8(ascii: " "))
      default:
        decoded.append(byte)
      }
      if decoded.last == 0 { return nil }
    }
    return String(validating: decoded, as: UTF8.self)
  }

  /// Escapes every byte of the UTF-8 text that `isPlain` does not allow.
  package static func encode(_ text: String, isPlain: (UInt8) -> Bool = isUnreserved) -> String {
    var encoded = ""
    for byte in text.utf8 {
      if isPlain(byte) {
        encoded.unicodeScalars.append(Unicode.Scalar(byte))
      } else {
        append(byte, to: &encoded)
      }
    }
    return encoded
  }

  /// Letters, digits and `-._~` (RFC 3986 §2.3).
  package static func isUnreserved(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"),
      UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "~"):
      true
    default:
      false
    }
  }

  private static func append(_ byte: UInt8, to text: inout String) {
    text += "%"
    for nibble in [byte >> 4, byte & 15] {
      let base = nibble < 10 ? UInt8(ascii: "0") : UInt8(ascii: "A") - 10
      text.unicodeScalars.append(Unicode.Scalar(base + nibble))
    }
  }

  private static func digit(_ byte: UInt8) -> UInt8? {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
    case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
    case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
    default: nil
    }
  }
}
