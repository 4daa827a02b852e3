/// Ordered name/value pairs: a query or a form.
package struct Fields: Sendable {
  /// How many pairs a text may hold before it is refused; lookups are linear.
  package static let countLimit = 10_000

  package private(set) var pairs: [(name: String, value: String)]

  package init(_ pairs: [(String, String)] = []) {
    self.pairs = pairs.map { (name: $0.0, value: $0.1) }
  }

  package var isEmpty: Bool { pairs.isEmpty }

  /// The first value of that name.
  package subscript(name: String) -> String? {
    pairs.first { $0.name == name }?.value
  }

  /// Every value of that name, in the order sent.
  package func all(_ name: String) -> [String] {
    pairs.lazy.filter { $0.name == name }.map(\.value)
  }

  package mutating func append(_ name: String, _ value: String) {
    pairs.append((name: name, value: value))
  }

  /// Reads `application/x-www-form-urlencoded` text; `+` is a space.
  ///
  /// - Returns: `nil` for a broken escape, bytes that are not UTF-8, U+0000, or more than
  ///   `countLimit` pairs: a damaged form is refused, never repaired.
  package static func parse(urlEncoded bytes: some Collection<UInt8>) -> Fields? {
    var fields = Fields()
    for pair in bytes.split(separator: UInt8(ascii: "&")) {
      let end = pair.firstIndex(of: UInt8(ascii: "=")) ?? pair.endIndex
      guard fields.pairs.count < countLimit,
        let name = PercentEncoding.decode(pair[..<end], plusIsSpace: true),
        let value = PercentEncoding.decode(pair[end...].dropFirst(), plusIsSpace: true)
      else { return nil }
      fields.append(name, value)
    }
    return fields
  }

  /// The text for a query or a form body, in the stored order.
  package func urlEncoded() -> String {
    pairs.map { PercentEncoding.encode($0.name) + "=" + PercentEncoding.encode($0.value) }
      .joined(separator: "&")
  }
}
