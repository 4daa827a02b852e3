/// A complete request: nothing more will arrive when a handler sees it.
package struct Request: Sendable {
  package var method: Method
  /// Decoded, always starting with `/`. An encoded slash is refused, so `/` always separates.
  package var path: String
  package var query: Fields
  package var form: Fields
  package var files: [UploadedFile]
  /// The body when it is not a form (JSON, text); empty otherwise.
  package var body: [UInt8]
  /// Names in lower case, in the order sent.
  package let headers: [(name: String, value: String)]
  /// The peer of the connection; behind a proxy that is the proxy.
  package var remoteAddress: String
  /// Whether this server ended the TLS connection itself.
  package var isSecure: Bool
  /// Random, made by the server; goes into the log and onto error pages.
  package var id: String

  package init(
    method: Method = .get, path: String = "/", query: Fields = Fields(), form: Fields = Fields(),
    files: [UploadedFile] = [], body: [UInt8] = [], headers: [(String, String)] = [],
    remoteAddress: String = "127.0.0.1", isSecure: Bool = false, id: String = "0000000000000000"
  ) {
    self.method = method
    self.path = path
    self.query = query
    self.form = form
    self.files = files
    self.body = body
    self.headers = headers.map { (name: $0.0.lowercased(), value: $0.1) }
    self.remoteAddress = remoteAddress
    self.isSecure = isSecure
    self.id = id
  }

  /// The first header of that name, whatever its case.
  package func header(_ name: String) -> String? {
    let name = name.lowercased()
    return headers.first { $0.name == name }?.value
  }

  /// The value of a cookie, with the escapes `Cookie` writes undone.
  ///
  /// - Returns: `nil` when it was not sent or is damaged.
  package func cookie(_ name: String) -> String? {
    for header in headers where header.name == "cookie" {
      for pair in header.value.utf8.split(separator: UInt8(ascii: ";")) {
        let pair = pair.drop { $0 == UInt8(ascii: " ") }
        guard let equals = pair.firstIndex(of: UInt8(ascii: "=")),
          pair[..<equals].elementsEqual(name.utf8)
        else { continue }
        return PercentEncoding.decode(pair[equals...].dropFirst())
      }
    }
    return nil
  }
}
