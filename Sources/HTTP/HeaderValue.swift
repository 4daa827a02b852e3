/// A header value with parameters, such as `text/html; charset=utf-8` (RFC 9110 §5.6.6).
package struct HeaderValue: Sendable {
  /// What stands before the first `;`, in lower case.
  package let text: String
  /// Names in lower case; of a repeated name the first counts.
  package private(set) var parameters: [String: String] = [:]

  package init(_ value: String) {
    var rest = value.unicodeScalars[...]
    text = Self.trimmed(Self.take(&rest) { $0 == ";" }).lowercased()
    while !rest.isEmpty {
      rest.removeFirst()
      let name = Self.trimmed(Self.take(&rest) { $0 == "=" || $0 == ";" }).lowercased()
      guard rest.first == "=" else { continue }
      rest.removeFirst()
      rest = rest.drop { $0 == " " || $0 == "\t" }
      let value: String
      if rest.first == "\"" {
        value = Self.quoted(&rest)
      } else {
        value = Self.trimmed(Self.take(&rest) { $0 == ";" })
      }
      if !name.isEmpty, parameters[name] == nil { parameters[name] = value }
    }
  }

  private static func take(
    _ rest: inout Substring.UnicodeScalarView, until isEnd: (Unicode.Scalar) -> Bool
  ) -> Substring.UnicodeScalarView {
    let taken = rest.prefix { !isEnd($0) }
    rest = rest[taken.endIndex...]
    return taken
  }

  /// Only `\"` is an escape: browsers send the backslashes of a path as they are.
  private static func quoted(_ rest: inout Substring.UnicodeScalarView) -> String {
    var text = String.UnicodeScalarView()
    rest.removeFirst()
    while let scalar = rest.popFirst(), scalar != "\"" {
      if scalar == "\\", rest.first == "\"" {
        rest.removeFirst()
        text.append("\"")
      } else {
        text.append(scalar)
      }
    }
    _ = take(&rest) { $0 == ";" }
    return String(text)
  }

  private static func trimmed(_ text: Substring.UnicodeScalarView) -> String {
    let front = text.drop { $0 == " " || $0 == "\t" }
    guard let last = front.lastIndex(where: { $0 != " " && $0 != "\t" }) else { return "" }
    return String(front[...last])
  }
}
