internal import HTML
internal import HTTP
internal import Kernel
internal import Storage
internal import Supervision

extension Accounts {
  static let challengeCookie = "mingcha-challenge"

  /// In and out.
  static let doorRoutes: [Route] = [
    .get("/sign-in", .anyone) { call in
      if call.visitor != nil { return .redirect(to: Link.desk.address) }
      return signInPage(call, login: "", next: call.request.query["next"] ?? "", problem: nil)
    },
    .post("/sign-in", .anyone) { call in
      let form = call.request.form
      let login = (form["login"] ?? "").lowercased()
      let next = form["next"] ?? ""
      let outcome = try signIn(
        login: login, password: form["password"] ?? "", address: call.request.clientAddress,
        agent: call.request.header("user-agent") ?? "", house: call.house)
      return through(outcome, call, next: next, wrong: "登录名或密码不对。请检查后重新输入；忘记密码请联系系统管理员。") {
        signInPage(call, login: login, next: next, problem: $0)
      }
    },
    .get("/sign-in/code", .anyone) { call in
      guard try challengeToken(call) != nil else { return .redirect(to: Link.signIn.address) }
      return codePage(call, problem: nil, next: call.request.query["next"] ?? "")
    },
    .post("/sign-in/code", .anyone) { call in
      let form = call.request.form
      let next = form["next"] ?? ""
      guard let token = try challengeToken(call) else {
        return .redirect(to: Link.signIn.with([("next", next)]).address)
      }
      let outcome = try answer(
        token, code: form["code"] ?? "", Caller(call.request), call.house)
      return through(
        outcome, call, next: next, wrong: "动态口令或恢复码不对，或者已经用过。请等验证器显示下一个数字后再输入。"
      ) { codePage(call, problem: $0, next: next) }
    },
    .post("/sign-out", .signedIn) { call in
      try signOut(call, everywhere: false)
      return signedOut(call)
    },
    .post("/account/sign-out-everywhere", .signedIn) { call in
      try signOut(call, everywhere: true)
      return signedOut(call)
    },
  ]

  /// Lets somebody in, or says what is missing or wrong.
  static func through(
    _ outcome: SignIn, _ call: Call, next: String, wrong: String, refuse: (String) -> Response
  ) -> Response {
    switch outcome {
    case .signedIn(let token):
      var response = Response.redirect(to: (Link(local: next) ?? .desk).address)
      response.setCookie(cookie(House.sessionCookie, token, call))
      response.setCookie(cookie(challengeCookie, nil, call))
      return response
    case .challenged(let token):
      var response = Response.redirect(to: Link.signInCode.with([("next", next)]).address)
      response.setCookie(cookie(challengeCookie, token, call))
      return response
    case .wrong:
      return refuse(wrong)
    case .locked(let until):
      return refuse("连续多次输错密码，账号已锁定，请在 \(until.timeOfDay) 之后再试，或请安全管理员解锁。")
    case .crowded(let until):
      return refuse("您所在的网络输错密码的次数太多，请在 \(until.timeOfDay) 之后再试。")
    }
  }

  /// - Parameter value: nil deletes the cookie.
  static func cookie(_ name: String, _ value: String?, _ call: Call) -> Cookie {
    Cookie(
      name: name, value: value ?? "", maxAgeSeconds: value == nil ? 0 : nil,
      secure: call.house.surroundings.isSecure)
  }

  private static func challengeToken(_ call: Call) throws -> String? {
    guard let token = call.request.cookie(challengeCookie),
      try challenged(token, call.house) != nil
    else { return nil }
    return token
  }

  static func signInPage(_ call: Call, login: String, next: String, problem: String?) -> Response {
    .html(
      AccountPages.signIn(
        call.frame(.nowhere), login: login, next: next, provider: call.house.provider?.label,
        problem: problem
      ).document(), status: problem == nil ? 200 : 422)
  }

  private static func codePage(_ call: Call, problem: String?, next: String) -> Response {
    .html(
      AccountPages.secondFactor(call.frame(.nowhere), next: next, problem: problem).document(),
      status: problem == nil ? 200 : 422)
  }

  private static func signedOut(_ call: Call) -> Response {
    var response = Response.redirect(to: Link.signIn.done(.signedOut).address)
    response.setCookie(cookie(House.sessionCookie, nil, call))
    return response
  }
}
