/// What the house asks another server.
package struct WebRequest: Sendable {
  package var method: Method
  package var address: String
  package var headers: [(name: String, value: String)]
  /// Sent as `application/x-www-form-urlencoded` with a POST.
  package var form: Fields

  package init(
    _ method: Method, _ address: String, headers: [(name: String, value: String)] = [],
    form: Fields = Fields()
  ) {
    self.method = method
    self.address = address
    self.headers = headers
    self.form = form
  }
}

/// What another server answered.
package struct WebAnswer: Sendable {
  package let status: Int
  package let body: [UInt8]

  package init(status: Int, body: [UInt8]) {
    self.status = status
    self.body = body
  }
}

/// Why another server gave no answer.
package enum WebFault: Error, Equatable {
  /// Not an address this client asks.
  case address(String)
  case unreachable(String)
  /// Its certificate is not one to trust.
  case untrusted(String)
  case timeout
  case tooLarge(limit: Int)
}

/// Asks other servers; given to whoever needs it, as a clock is.
package protocol WebClient: Sendable {
  func send(_ request: WebRequest) throws(WebFault) -> WebAnswer
}
