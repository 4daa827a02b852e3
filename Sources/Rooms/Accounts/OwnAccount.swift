internal import Crypto
internal import HTML
internal import HTTP
package import Kernel
internal import Storage
internal import Supervision

extension Link {
  package static let secondFactor = Link("/account/second-factor")
  static let secondFactorChange = Link("/account/second-factor/change")
  static let sessionEnd = Link("/account/sessions/end")
  static let delegations = Link("/account/delegations")
  static let delegationEnd = Link("/account/delegations/end")
}

/// What everybody does with the own account.
enum OwnAccount {
  static let routes: [Route] = [
    .get("/account", .signedIn) { call in try page(call, problems: []) },
    .post("/account/password", .signedIn) { call in
      let form = call.request.form
      return try answer(call, .saved) {
        try Accounts.changePassword(old: form["old"] ?? "", new: form["new"] ?? "", call)
      }
    },
    .post("/account/sessions/end", .signedIn) { call in
      try Accounts.endSession(call.request.form["session"] ?? "", call)
      return .redirect(to: Link.account.done(.saved).address)
    },
    .get("/account/second-factor", .signedIn) { call in
      let actor = try call.actor()
      let has = try call.house.store.read { try SecondFactor.stored(actor.account, $0) != nil }
      guard !has else { return .redirect(to: Link.account.address) }
      return try setUpPage(
        call, actor, try SecondFactor.propose(to: actor.account, call.house), problems: [])
    },
    .post("/account/second-factor", .signedIn, setUp),
    .post("/account/second-factor/change", .signedIn) { call in
      let form = call.request.form
      let code = form["code"] ?? ""
      do {
        if form["what"] == "remove" {
          try SecondFactor.remove(confirmedBy: code, call)
          return .redirect(to: Link.account.done(.saved).address)
        }
        let codes = try SecondFactor.renewCodes(confirmedBy: code, call)
        return .html(AccountPages.recoveryCodes(call.frame(.account), codes).document())
      } catch Problem.refused(let reasons) {
        return try page(call, problems: reasons)
      }
    },
    .post("/account/delegations", .signedIn) { call in
      let form = call.request.form
      let draft = DelegationDraft(
        borrower: form["borrower"] ?? "", role: form["role"] ?? "", from: form["from"] ?? "",
        until: form["until"] ?? "", reason: (form["reason"] ?? "").trimmed)
      return try answer(call, .lent, draft) { try Delegations.lend(draft, call) }
    },
    .post("/account/delegations/end", .signedIn) { call in
      try Delegations.end(Int(call.request.form["delegation"] ?? "") ?? 0, call)
      return .redirect(to: Link.account.done(.takenBack).address)
    },
  ]

  /// Runs a command of the own page; what is wrong is told on that page.
  private static func answer(
    _ call: Call, _ done: Flash, _ draft: DelegationDraft = DelegationDraft(),
    _ command: () throws -> Void
  ) throws -> Response {
    do {
      try command()
    } catch Problem.refused(let reasons) {
      return try page(call, draft, problems: reasons)
    }
    return .redirect(to: Link.account.done(done).address)
  }

  private static func page(
    _ call: Call, _ draft: DelegationDraft = DelegationDraft(), problems: [String]
  ) throws -> Response {
    let actor = try call.actor()
    let model = try call.house.store.read { db in
      AccountPages.OwnModel(
        actor: actor, now: call.now,
        sessions: try Accounts.sessions(of: actor.account, call.now, db),
        current: Accounts.digest(call.request.cookie(House.sessionCookie) ?? ""),
        signIns: try Accounts.signIns(of: actor.account, db),
        factorSince: try SecondFactor.stored(actor.account, db)?.since,
        recoveryCodesLeft: try SecondFactor.recoveryCodesLeft(actor.account, db),
        rules: try Accounts.rules(db),
        isPasswordOld: try Accounts.isPasswordOld(actor.account, call.now, db),
        delegations: try Delegations.list(of: actor.account, db),
        borrowers: try Delegations.borrowers(for: actor, db), draft: draft, problems: problems)
    }
    return .html(
      AccountPages.own(call.frame(.account), model).document(),
      status: problems.isEmpty ? 200 : 422)
  }

  private static func setUpPage(
    _ call: Call, _ actor: Actor, _ proposal: (secret: [UInt8], sealed: String),
    problems: [String]
  ) throws -> Response {
    let model = AccountPages.FactorModel(
      address: TOTP.address(secret: proposal.secret, login: actor.login),
      secret: base32(proposal.secret), sealed: proposal.sealed, problems: problems)
    return .html(
      AccountPages.secondFactorSetUp(call.frame(.account), model).document(),
      status: problems.isEmpty ? 200 : 422)
  }

  @Sendable private static func setUp(_ call: Call) throws -> Response {
    let actor = try call.actor()
    let sealed = call.request.form["proposed"] ?? ""
    guard let secret = try SecondFactor.proposed(sealed, to: actor.account, call.house) else {
      throw Problem.staleForm
    }
    do {
      let codes = try SecondFactor.setUp(secret, code: call.request.form["code"] ?? "", call)
      return .html(AccountPages.recoveryCodes(call.frame(.account), codes).document())
    } catch Problem.refused(let reasons) {
      return try setUpPage(call, actor, (secret, sealed), problems: reasons)
    }
  }
}
