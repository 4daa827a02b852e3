internal import HTML
internal import HTTP
package import Kernel
internal import Storage
internal import Supervision

extension Link {
  static let signInCode = Link("/sign-in/code")
  static let signOutEverywhere = Link("/account/sign-out-everywhere")
  static let changePassword = Link("/account/password")
  package static let accounts = Link("/accounts")
  static func account(_ id: AccountID) -> Link { Link("/accounts", id) }
  static func accountRoles(_ id: AccountID) -> Link { Link("/accounts", id, "roles") }
  static func accountInspector(_ id: AccountID) -> Link { Link("/accounts", id, "inspector") }
  static func accountPassword(_ id: AccountID) -> Link { Link("/accounts", id, "password") }
  static func accountUnlock(_ id: AccountID) -> Link { Link("/accounts", id, "unlock") }
  static func accountEnd(_ id: AccountID) -> Link { Link("/accounts", id, "end") }
  static func accountSecondFactor(_ id: AccountID) -> Link {
    Link("/accounts", id, "second-factor")
  }
  static func accountSessionsEnd(_ id: AccountID) -> Link { Link("/accounts", id, "sessions/end") }
  static let accountRules = Link("/account-rules")
  package static let signIns = Link("/sign-ins")
}

extension Accounts {
  package static let routes: [Route] =
    doorRoutes + OwnAccount.routes + identityRoutes + administrationRoutes

  private static let administrationRoutes: [Route] = [
    .get("/accounts", .readAccounts) { call in try listPage(call, problems: []) },
    .post("/accounts", .manageAccounts, createAnswer),
    .get("/accounts/:id", .readAccounts, onePage),
    .post("/accounts/:id/roles", .assignRoles) { call in
      let id = try call.id("id", AccountID.init)
      let words = call.request.form.all("role")
      let roles = words.compactMap { Role(rawValue: $0) }
      guard roles.count == words.count else { throw Problem.refused("有不认识的角色，请刷新页面重新选择。") }
      try setRoles(
        Set(roles), of: id, distinct: (call.request.form["distinct"] ?? "").trimmed, call)
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
    .post("/accounts/:id/second-factor", .assignRoles) { call in
      let id = try call.id("id", AccountID.init)
      try resetSecondFactor(
        of: id, reason: (call.request.form["reason"] ?? "").trimmed, call)
      return .redirect(to: Link.account(id).done(.saved).address)
    },
    .post("/accounts/:id/sessions/end", .assignRoles) { call in
      let id = try call.id("id", AccountID.init)
      try endSessions(of: id, call)
      return .redirect(to: Link.account(id).done(.saved).address)
    },
    .post("/accounts/:id/end", .manageAccounts) { call in
      let id = try call.id("id", AccountID.init)
      try end(id, reason: (call.request.form["reason"] ?? "").trimmed, call)
      return .redirect(to: Link.accounts.done(.ended).address)
    },
    .get("/account-rules", .readAccounts) { call in try rulesPage(call, typed: [:], problems: []) },
    .post("/account-rules", .assignRoles, rulesAnswer),
    .get("/sign-ins", .readSignIns) { call in
      let actor = try call.actor()
      let query = call.request.query
      let (login, onlyFailures) = (query["login"] ?? "", query["outcome"] == "failed")
      let page = Paging.page(query["page"])
      let found = try call.house.store.read {
        try signIns(actor, login: login, onlyFailures: onlyFailures, page: page, $0)
      }
      let model = AccountPages.SignInsModel(
        rows: found.rows, paging: Paging(page: page, total: found.total), login: login,
        onlyFailures: onlyFailures)
      return .html(AccountPages.signIns(call.frame(.signIns), model).document())
    },
  ]

  @Sendable private static func onePage(_ call: Call) throws -> Response {
    let actor = try call.actor()
    let id = try call.id("id", AccountID.init)
    let issuer = call.house.provider?.issuer
    let model = try call.house.store.read { db in
      AccountPages.OneModel(
        actor: actor, id: id, row: try manageable(id, actor, db), now: call.now,
        sessions: try sessions(of: id, call.now, db), signIns: try signIns(of: id, db),
        factorSince: try SecondFactor.stored(id, db)?.since, rules: try rules(db),
        identities: try identities(of: id, db), issuer: issuer,
        changes: try Journal.history(
          of: "account", id, which: " AND action NOT LIKE 'account.sign-%'", db))
    }
    return .html(AccountPages.one(call.frame(.accounts), model).document())
  }

  private static func rulesPage(
    _ call: Call, typed: [AccountRule: String], problems: [String]
  ) throws -> Response {
    let actor = try call.actor()
    let (known, history, isTop) = try call.house.store.read { db in
      let changes = try Journal.history(
        of: [("house", ["1"])], which: " AND action = 'account.rules'", db)
      return (try rules(db), changes, try isAtTop(actor, db))
    }
    let model = AccountPages.RulesModel(
      rules: known, mayChange: actor.may(.assignRoles) && isTop, typed: typed,
      history: history,
      problems: problems)
    return .html(
      AccountPages.rules(call.frame(.accounts), model).document(),
      status: problems.isEmpty ? 200 : 422)
  }

  @Sendable private static func rulesAnswer(_ call: Call) throws -> Response {
    var typed: [AccountRule: String] = [:]
    var wanted: [AccountRule: Int] = [:]
    var problems: [String] = []
    for rule in AccountRule.allCases {
      let text = (call.request.form[rule.rawValue] ?? "").trimmed
      typed[rule] = text
      if let number = Int(text) {
        wanted[rule] = number
      } else {
        problems.append("“\(rule.label)”请填写整数。")
      }
    }
    guard problems.isEmpty else { return try rulesPage(call, typed: typed, problems: problems) }
    do {
      try setRules(wanted, call)
    } catch Problem.refused(let reasons) {
      return try rulesPage(call, typed: typed, problems: reasons)
    }
    return .redirect(to: Link.accountRules.done(.saved).address)
  }

  private static func listPage(_ call: Call, problems: [String]) throws -> Response {
    let actor = try call.actor()
    let search = call.request.query["find"] ?? ""
    let page = Paging.page(call.request.query["page"])
    let form = call.request.form
    let model = try call.house.store.read { db in
      let found = try list(actor, search: search, page: page, db)
      return AccountPages.ListModel(
        rows: found.rows, paging: Paging(page: page, total: found.total), search: search,
        now: call.now, actor: actor, authorities: try authorities(actor, db),
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
      try owner(form["authority"] ?? "", creditCode: form["credit-code"] ?? "", actor, $0)
    }
    let rules = try call.house.store.read { try Accounts.rules($0) }
    let problems =
      faults(inPassword: password, login: login, name: name, rules)
      + faults(inLogin: login, name: name) + belongs.problems
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
