internal import Crypto
internal import HTML
package import HTTP
internal import Storage
internal import Supervision

extension House {
  /// Answers one request. Never throws: every refusal has a page.
  package func handle(_ request: Request) -> Response {
    var response = answer(request)
    secure(&response)
    return response
  }

  /// The page for a request the server itself refuses (too large, too busy, malformed).
  package func refuse(_ status: Int, _ request: Request) -> Response {
    let call = anonymousCall(request)
    var response = ErrorPages.response(status, call, ErrorPages.serverReasons(status))
    secure(&response)
    return response
  }

  private func answer(_ request: Request) -> Response {
    switch router.match(request.method, request.path) {
    case .notFound:
      return (try? signedInCall(request)).map { ErrorPages.response(404, $0, []) }
        ?? ErrorPages.response(404, anonymousCall(request), [])
    case .wrongMethod(let allowed):
      var response = ErrorPages.response(405, anonymousCall(request), [])
      response.setHeader("Allow", allowed.map(\.rawValue).joined(separator: ", "))
      return response
    case .found(let route, let parameters):
      return answer(request, route, parameters)
    }
  }

  private func answer(_ request: Request, _ route: Route, _ parameters: Parameters) -> Response {
    var call = anonymousCall(request, parameters)
    do {
      call = try signedInCall(request, parameters).acting(with: route.permission)
      try check(route, call)
      var response = try route.handler(call)
      keepVisitor(call, &response)
      return response
    } catch {
      var response = ErrorPages.response(for: error, call)
      keepVisitor(call, &response)
      return response
    }
  }

  private func check(_ route: Route, _ call: Call) throws {
    if route.permission != .anyone {
      guard let visitor = call.visitor else { throw Problem.signInNeeded }
      guard visitor.may(route.permission) else { throw Problem.forbidden }
      if visitor.hasInitialPassword, !House.openWithInitialPassword.contains(route.pattern) {
        throw Problem.initialPassword
      }
      if visitor.owesSecondFactor, !visitor.hasInitialPassword,
        !House.openWithoutSecondFactor.contains(route.pattern)
      {
        throw Problem.secondFactorNeeded
      }
    }
    guard route.method == .post else { return }
    let given = call.request.form["form-token"] ?? ""
    guard call.visitor != nil || call.request.cookie(House.visitorCookie) != nil,
      equal(Array(given.utf8), Array(call.formToken.utf8))
    else { throw Problem.staleForm }
    let faults = FormGuard.faults(in: call.request)
    guard faults.isEmpty else { throw Problem.refused(faults) }
  }

  /// Where a password that somebody else knows may be changed, and nothing else be done.
  private static let openWithInitialPassword: Set<String> = [
    "/account", "/account/password", "/sign-out", "/account/sign-out-everywhere",
  ]

  /// Where a second factor may be set up, and nothing else be done.
  private static let openWithoutSecondFactor: Set<String> = openWithInitialPassword.union([
    "/account/second-factor"
  ])

  // MARK: who calls

  package static let sessionCookie = "mingcha-session"
  static let visitorCookie = "mingcha-visitor"

  private func signedInCall(_ request: Request, _ parameters: Parameters = Parameters()) throws
    -> Call
  {
    guard let token = request.cookie(House.sessionCookie), !token.isEmpty,
      let visitor = try rooms.visitor(token, self)
    else { return anonymousCall(request, parameters) }
    return Call(
      house: self, request: request, parameters: parameters, visitor: visitor,
      formToken: House.formToken(for: token), freshSecret: nil, now: now())
  }

  private func anonymousCall(_ request: Request, _ parameters: Parameters = Parameters()) -> Call {
    let known = request.cookie(House.visitorCookie)
    let fresh =
      known == nil && request.path.hasPrefix(Link.signIn.address)
      ? base64URL(surroundings.entropy.bytes(32)) : nil
    return Call(
      house: self, request: request, parameters: parameters, visitor: nil,
      formToken: House.formToken(for: known ?? fresh ?? ""), freshSecret: fresh, now: now())
  }

  /// The token every form of a session carries: nobody computes it without the cookie.
  static func formToken(for secret: String) -> String {
    base64URL(hmacSHA256(key: Array(secret.utf8), message: Array("mingcha-form".utf8)))
  }

  /// A visitor without a session gets a secret of its own with the sign-in form, so that the form
  /// can be told from a forged one.
  private func keepVisitor(_ call: Call, _ response: inout Response) {
    guard let secret = call.freshSecret, call.request.method != .post else { return }
    response.setCookie(
      Cookie(
        name: House.visitorCookie, value: secret, secure: surroundings.isSecure, sameSite: .strict))
  }

  /// What every answer carries so that a browser guards the page.
  private func secure(_ response: inout Response) {
    if response.header(ContentPolicy.header) == nil {
      response.setHeader(ContentPolicy.header, ContentPolicy.standard.rawValue)
    }
    if surroundings.isSecure {
      response.setHeader("Strict-Transport-Security", "max-age=31536000")
    }
    response.setHeader("X-Content-Type-Options", "nosniff")
    response.setHeader("Referrer-Policy", "same-origin")
    response.setHeader("Cross-Origin-Opener-Policy", "same-origin")
    if response.header("Cache-Control") == nil { response.setHeader("Cache-Control", "no-store") }
  }
}
