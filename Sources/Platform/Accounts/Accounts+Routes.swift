internal import HTML
internal import HTTP
internal import Storage
internal import Supervision

extension Link {
  static let signOutEverywhere = Link("/account/sign-out-everywhere")
  static let changePassword = Link("/account/password")
  static let accounts = Link("/accounts")
  static func account(_ id: AccountID) -> Link { Link("/accounts", id) }
  static func accountRoles(_ id: AccountID) -> Link { Link("/accounts", id, "roles") }
  static func accountInspector(_ id: AccountID) -> Link { Link("/accounts", id, "inspector") }
  static func accountPassword(_ id: AccountID) -> Link { Link("/accounts", id, "password") }
  static func accountUnlock(_ id: AccountID) -> Link { Link("/accounts", id, "unlock") }
  static func accountEnd(_ id: AccountID) -> Link { Link("/accounts", id, "end") }
}

extension Accounts {
  static let routes: [Route] = [
    .get("/sign-in", .anyone) { call in
      if call.visitor != nil { return .redirect(to: Link.desk.address) }
      return .html(
        AccountPages.signIn(
          call.frame(.nowhere), login: "", next: call.request.query["next"] ?? "", problem: nil
        ).document())
    },
    .post("/sign-in", .anyone, signInAnswer),
    .post("/sign-out", .signedIn) { call in
      try signOut(call, everywhere: false)
      return signedOut(call)
    },
    .get("/account", .signedIn) { call in try ownPage(call, problems: []) },
    .post("/account/sign-out-everywhere", .signedIn) { call in
      try signOut(call, everywhere: true)
      return signedOut(call)
    },
    .post("/account/password", .signedIn) { call in
      do {
        try changePassword(
          old: call.request.form["old"] ?? "", new: call.request.form["new"] ?? "", call)
      } catch Problem.refused(let reasons) {
        return try ownPage(call, problems: reasons)
      }
      return .redirect(to: Link.account.done(.saved).address)
    },
    .get("/accounts", .readAccounts) { call in try listPage(call, problems: []) },
    .post("/accounts", .manageAccounts, createAnswer),
    .get("/accounts/:id", .readAccounts) { call in
      let actor = try call.actor()
      let id = try call.id("id", AccountID.init)
      let row = try call.house.store.read { try manageable(id, actor, $0) }
      return .html(AccountPages.one(call.frame(.accounts), actor, id, row).document())
    },
    .post("/accounts/:id/roles", .assignRoles) { call in
      let id = try call.id("id", AccountID.init)
      let words = call.request.form.all("role")
      let roles = words.compactMap { Role(rawValue: $0) }
      guard roles.count == words.count else { throw Problem.refused("有不认识的角色，请刷新页面重新选择。") }
      try setRoles(Set(roles), of: id, call)
      return .redirect(to: Link.account(id).done(.saved).address)
    },
    .post("/accounts/:id/inspector", .manageAccounts) { call in
      let id = try call.id("id", AccountID.init)
      try setInspector((call.request.form["code"] ?? "").trimmed, of: id, call)
      return .redirect(to: Link.account(id).done(.saved).address)
    },
    .post("/accounts/:id/password", .manageAccounts) { call in
      let id = try call.id("id", AccountID.init)
      try resetPassword(call.request.form["new"] ?? "", of: id, call)
      return .redirect(to: Link.account(id).done(.saved).address)
    },
    .post("/accounts/:id/unlock", .assignRoles) { call in
      let id = try call.id("id", AccountID.init)
      try unlock(id, call)
      return .redirect(to: Link.account(id).done(.unlocked).address)
    },
    .post("/accounts/:id/end", .manageAccounts) { call in
      let id = try call.id("id", AccountID.init)
      try end(id, reason: call.request.form["reason"] ?? "", call)
      return .redirect(to: Link.accounts.done(.ended).address)
    },
  ]

  @Sendable private static func signInAnswer(_ call: Call) throws -> Response {
    let form = call.request.form
    let login = (form["login"] ?? "").lowercased()
    let next = form["next"] ?? ""
    let outcome = try signIn(
      login: login, password: form["password"] ?? "", address: call.request.clientAddress,
      agent: call.request.header("user-agent") ?? "", house: call.house)
    let problem: String
    switch outcome {
    case .signedIn(let token):
      var response = Response.redirect(to: (Link(local: next) ?? .desk).address)
      response.setCookie(
        Cookie(
          name: House.sessionCookie, value: token, secure: call.house.surroundings.isSecure))
      return response
    case .wrong:
      problem = "登录名或密码不对。请检查后重新输入；忘记密码请联系系统管理员。"
    case .locked(let until):
      problem = "连续多次输错密码，账号已锁定，请在 \(until.timeOfDay) 之后再试，或请安全管理员解锁。"
    case .crowded(let until):
      problem = "您所在的网络输错密码的次数太多，请在 \(until.timeOfDay) 之后再试。"
    }
    return .html(
      AccountPages.signIn(call.frame(.nowhere), login: login, next: next, problem: problem)
        .document(), status: 422)
  }

  private static func signedOut(_ call: Call) -> Response {
    var response = Response.redirect(to: Link.signIn.done(.signedOut).address)
    response.setCookie(
      Cookie(
        name: House.sessionCookie, value: "", maxAgeSeconds: 0,
        secure: call.house.surroundings.isSecure))
    return response
  }

  private static func ownPage(_ call: Call, problems: [String]) throws -> Response {
    let actor = try call.actor()
    let open = try call.house.store.read { try sessions(of: actor.account, $0) }
    return .html(
      AccountPages.own(call.frame(.account), actor, open, problems).document(),
      status: problems.isEmpty ? 200 : 422)
  }

  private static func listPage(_ call: Call, problems: [String]) throws -> Response {
    let actor = try call.actor()
    let search = call.request.query["find"] ?? ""
    let page = Paging.page(call.request.query["page"])
    let form = call.request.form
    let model = try call.house.store.read { db in
      let found = try list(actor.scope, search: search, page: page, db)
      return AccountPages.ListModel(
        rows: found.rows, paging: Paging(page: page, total: found.total), search: search,
        now: call.now, actor: actor, authorities: try authorities(actor.scope, db),
        draft: AccountPages.Draft(
          login: form["login"] ?? "", name: form["name"] ?? "",
          authority: form["authority"] ?? "", creditCode: form["credit-code"] ?? ""),
        problems: problems)
    }
    return .html(
      AccountPages.list(call.frame(.accounts), model).document(),
      status: problems.isEmpty ? 200 : 422)
  }

  @Sendable private static func createAnswer(_ call: Call) throws -> Response {
    let actor = try call.actor()
    let form = call.request.form
    let login = form["login"] ?? ""
    let name = form["name"] ?? ""
    let password = form["password"] ?? ""
    let belongs = try call.house.store.read {
      try owner(form["authority"] ?? "", creditCode: form["credit-code"] ?? "", actor.scope, $0)
    }
    let problems =
      faults(inPassword: password, login: login) + faults(inLogin: login, name: name)
      + belongs.problems
    guard problems.isEmpty else { return try listPage(call, problems: problems) }
    do {
      try create(
        NewAccount(
          login: login, name: name, password: password, authority: belongs.authority,
          body: belongs.body, roles: []), call)
    } catch Problem.refused(let reasons) {
      return try listPage(call, problems: reasons)
    }
    return .redirect(to: Link.accounts.done(.saved).address)
  }
}
