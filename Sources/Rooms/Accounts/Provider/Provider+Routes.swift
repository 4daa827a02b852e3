internal import HTML
internal import HTTP
internal import Kernel
internal import Storage
internal import Supervision

extension Link {
  static let providerSignIn = Link("/sign-in/provider")
  static let providerAnswer = Link("/sign-in/provider/answer")
  static func accountIdentities(_ id: AccountID) -> Link { Link("/accounts", id, "identities") }
}

extension Accounts {
  private static let attemptCookie = "mingcha-provider"

  static let identityRoutes: [Route] = [
    .get("/sign-in/provider", .anyone) { call in
      let (provider, redirect) = try providerAndRedirect(call)
      let attempt = ProviderAttempt(next: call.request.query["next"] ?? "", call.house)
      do {
        var response = Response.redirect(
          to: try provider.signInAddress(attempt, redirect: redirect))
        response.setCookie(cookie(attemptCookie, try attempt.cookie(call.house), call))
        return response
      } catch let fault as IdentityFault {
        return refused(fault, call)
      }
    },
    .get("/sign-in/provider/answer", .anyone) { call in
      var response = try answerOfProvider(call)
      response.setCookie(cookie(attemptCookie, nil, call))
      return response
    },
    .post("/accounts/:id/identities", .manageAccounts) { call in
      let id = try call.id("id", AccountID.init)
      if let subject = call.request.form["unlink"] {
        try unlink(subject, from: id, call)
      } else {
        try link((call.request.form["subject"] ?? "").trimmed, to: id, call)
      }
      return .redirect(to: Link.account(id).done(.saved).address)
    },
  ]

  private static func providerAndRedirect(_ call: Call) throws -> (IdentityProvider, String) {
    guard let provider = call.house.provider else { throw Problem.notFound }
    guard let site = call.site else {
      throw Problem.refused("不知道本系统的网址，不能使用统一身份认证。请系统管理员用 --site 写明网址。")
    }
    return (provider, site.address(of: .providerAnswer))
  }

  private static func answerOfProvider(_ call: Call) throws -> Response {
    let (provider, redirect) = try providerAndRedirect(call)
    let query = call.request.query
    guard let kept = call.request.cookie(attemptCookie),
      let attempt = try ProviderAttempt(cookie: kept, call.house),
      attempt.isAnswered(by: query["state"] ?? ""),
      query["iss"].map({ $0 == provider.issuer }) ?? true
    else {
      return page(call, "这次登录已经过期，或者不是从本系统开始的。请重新登录。", subject: nil)
    }
    if let error = query["error"] {
      // Anybody may write this into the address: only what an error code is made of is logged.
      let code = error.utf8.filter { $0 == UInt8(ascii: "_") || (0x61...0x7A).contains($0) }
      return refused(
        .provider("answers the sign-in with \(String(decoding: code.prefix(60), as: UTF8.self))"),
        call)
    }
    do {
      let subject = try provider.redeem(
        code: query["code"] ?? "", attempt, redirect: redirect)
      return try enter(provider.issuer, subject, attempt.next, call)
    } catch let fault as IdentityFault {
      return refused(fault, call)
    }
  }

  /// Lets in whom the provider has recognised, if an account is linked and in use.
  private static func enter(
    _ issuer: String, _ subject: String, _ next: String, _ call: Call
  ) throws -> Response {
    let known = try call.house.store.read { db in
      try account(issuer: issuer, subject: subject, db).flatMap { try credentials($0, db) }
    }
    guard let known else {
      return page(
        call, "您已通过身份认证，但这个身份还没有关联账号。请把下面的身份编号告诉系统管理员，由其在您的账号页面关联。",
        subject: subject)
    }
    guard known.state == "active" else {
      return page(call, "您的账号已停用。如需恢复，请联系系统管理员。", subject: nil)
    }
    let outcome: SignIn
    if let until = known.lockedUntil, until > call.now {
      outcome = .locked(until: until)
    } else {
      outcome = try pass(known.actor, .provider, Caller(call.request), call.house)
    }
    return through(outcome, call, next: next, wrong: "") { page(call, $0, subject: nil) }
  }

  private static func refused(_ fault: IdentityFault, _ call: Call) -> Response {
    call.house.surroundings.log(
      "event=provider-refused request=\(call.request.id) fault=\"\(fault)\"")
    return page(
      call, "统一身份认证没有成功，没有登录。请重试；仍不成功时改用密码登录，并把编号 \(call.request.id) 告诉系统管理员。",
      subject: nil)
  }

  private static func page(_ call: Call, _ sentence: String, subject: String?) -> Response {
    .html(
      AccountPages.providerRefused(call.frame(.nowhere), sentence, subject: subject).document(),
      status: 422)
  }
}
