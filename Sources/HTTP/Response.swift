/// An answer: status, headers and a body.
package struct Response: Sendable {
  package enum Body: Sendable {
    case empty
    case bytes([UInt8])
    /// A file that is sent from disk; `size` in bytes must be its size.
    case file(path: String, size: Int)
  }

  package var status: Int
  package private(set) var headers: [(name: String, value: String)] = []
  package var body: Body
  /// Whether the server may gzip the body for clients that accept it.
  ///
  /// Off by default: compressing a page that holds both a secret (an anti-forgery token) and text
  /// from the address tells the length of their overlap (the BREACH attack). Switch it on only
  /// for answers without secrets, such as open data.
  package var isCompressible = false
  /// Whether the file of the body is deleted once it is open for sending.
  package var removesFile = false

  package init(status: Int, body: Body = .empty) {
    self.status = status
    self.body = body
  }

  /// The first header of that name, whatever its case.
  package func header(_ name: String) -> String? {
    let name = name.lowercased()
    return headers.first { $0.name.lowercased() == name }?.value
  }

  /// Sets a header in place of any of the same name. Control characters in the value are dropped.
  ///
  /// - Precondition: `name` is an HTTP token; names are literals of the program.
  package mutating func setHeader(_ name: String, _ value: String) {
    removeHeader(name)
    addHeader(name, value)
  }

  /// Adds a header beside any of the same name. Control characters in the value are dropped.
  package mutating func addHeader(_ name: String, _ value: String) {
    precondition(HeaderText.isName(name), "not a header name")
    headers.append((name: name, value: HeaderText.value(value)))
  }

  package mutating func removeHeader(_ name: String) {
    let lower = name.lowercased()
    headers.removeAll { $0.name.lowercased() == lower }
  }

  package mutating func setCookie(_ cookie: Cookie) {
    addHeader("Set-Cookie", cookie.headerText)
  }
}
