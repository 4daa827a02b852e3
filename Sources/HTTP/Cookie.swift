/// A cookie to set (RFC 6265).
package struct Cookie: Sendable, Equatable {
  package enum SameSite: String, Sendable {
    case lax = "Lax"
    case strict = "Strict"
  }

  package var name: String
  package var value: String
  /// `nil`: until the browser closes; 0: delete it now.
  package var maxAgeSeconds: Int?
  package var path: String
  package var secure: Bool
  package var httpOnly: Bool
  package var sameSite: SameSite

  /// - Precondition: `name` is an HTTP token; names are literals of the program.
  package init(
    name: String, value: String, maxAgeSeconds: Int? = nil, path: String = "/",
    secure: Bool = false, httpOnly: Bool = true, sameSite: SameSite = .lax
  ) {
    precondition(HeaderText.isName(name), "not a cookie name")
    self.name = name
    self.value = value
    self.maxAgeSeconds = maxAgeSeconds
    self.path = path
    self.secure = secure
    self.httpOnly = httpOnly
    self.sameSite = sameSite
  }

  /// The value of a `Set-Cookie` header; bytes a cookie cannot hold are percent-encoded.
  package var headerText: String {
    var text = name + "=" + PercentEncoding.encode(value, isPlain: Self.isPlain)
    text += "; Path=" + PercentEncoding.encode(path, isPlain: Self.isPlain)
    if let maxAgeSeconds { text += "; Max-Age=\(maxAgeSeconds)" }
    if secure { text += "; Secure" }
    if httpOnly { text += "; HttpOnly" }
    return text + "; SameSite=" + sameSite.rawValue
  }

  /// `cookie-octet` of RFC 6265 §4.1.1 without `%`, so that decoding is the exact inverse.
  private static func isPlain(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: ","), UInt8(ascii: ";"), UInt8(ascii: "\\"),
      UInt8(ascii: "%"):
      false
    default:
      (0x21...0x7E).contains(byte)
    }
  }
}
