internal import HTML
internal import HTTP
package import Kernel
internal import Storage
internal import Supervision

extension Link {
  package static let authorities = Link("/authorities")
  /// The same tree for everybody in the office.
  package static let organisation = Link("/organisation")
  static func authority(_ id: AuthorityID) -> Link { Link("/authorities", id) }
  static func authorityEdit(_ id: AuthorityID) -> Link { Link("/authorities", id, "edit") }
  static func authorityEnd(_ id: AuthorityID) -> Link { Link("/authorities", id, "end") }
  static func authorityOffices(_ id: AuthorityID) -> Link { Link("/authorities", id, "offices") }
  static func authorityOfficesEnd(_ id: AuthorityID) -> Link {
    Link("/authorities", id, "offices/end")
  }
}

extension Authorities {
  package static let routes: [Route] = [
    .get("/organisation", .readRegistry) { call in
      try page(call, Draft(), isAdministration: false, problems: [])
    },
    .get("/authorities", .readAccounts) { call in
      try page(call, Draft(), isAdministration: true, problems: [])
    },
    .post("/authorities", .manageAccounts) { call in
      let draft = draft(call.request.form)
      do {
        try create(draft, call)
      } catch Problem.refused(let reasons) {
        return try page(call, draft, isAdministration: true, problems: reasons)
      }
      return .redirect(to: Link.authorities.done(.saved).address)
    },
    .get("/authorities/:id", .readAccounts) { call in try onePage(call, nil, []) },
    .post("/authorities/:id/edit", .manageAccounts) { call in
      let draft = draft(call.request.form)
      return try answer(call, draft, .saved) { id in try edit(id, draft, call) }
    },
    .post("/authorities/:id/end", .manageAccounts) { call in
      let form = call.request.form
      return try answer(call, nil, .ended) { id in
        guard let day = CalendarDay(iso: (form["until"] ?? "").trimmed) else {
          throw Problem.refused("请填写最后一天，写成 2026-12-31 这样。")
        }
        try end(id, on: day, reason: (form["reason"] ?? "").trimmed, call)
      }
    },
    .post("/authorities/:id/offices", .manageAccounts) { call in
      let form = call.request.form
      return try answer(call, nil, .saved) { id in
        try addOffice(
          to: id, name: (form["name"] ?? "").trimmed, duty: (form["duty"] ?? "").trimmed,
          reason: (form["reason"] ?? "").trimmed, call)
      }
    },
    .post("/authorities/:id/offices/end", .manageAccounts) { call in
      let form = call.request.form
      return try answer(call, nil, .ended) { id in
        try endOffice(
          form["office"].flatMap { Int($0) } ?? 0, of: id,
          reason: (form["reason"] ?? "").trimmed, call)
      }
    },
  ]

  private static func draft(_ form: Fields) -> Draft {
    Draft(
      name: (form["name"] ?? "").trimmed, department: form["department"] ?? "",
      level: form["level"] ?? "", region: form["region"] ?? "",
      area: (form["area"] ?? "").trimmed, isSupport: form["support"] == "1",
      parent: form["parent"] ?? "", validFrom: (form["valid-from"] ?? "").trimmed,
      reason: (form["reason"] ?? "").trimmed, seen: form["seen"].flatMap { Int($0) } ?? 0)
  }

  /// Runs a command about one authority; what is wrong is told on its page.
  private static func answer(
    _ call: Call, _ draft: Draft?, _ done: Flash, _ body: (AuthorityID) throws -> Void
  ) throws -> Response {
    let id = try call.id("id", AuthorityID.init)
    do {
      try body(id)
    } catch Problem.refused(let reasons) {
      return try onePage(call, draft, reasons)
    }
    return .redirect(to: Link.authority(id).done(done).address)
  }

  private static func page(
    _ call: Call, _ draft: Draft, isAdministration: Bool, problems: [String]
  ) throws -> Response {
    let actor = try call.actor()
    let model = try call.house.store.read { db in
      let tree = try AuthorityTree.load(actor.scope, db)
      return AuthorityPages.Model(
        tree: tree, offices: try offices(actor.scope, db), today: call.now.day,
        isAdministration: isAdministration,
        mayCreate: isAdministration && actor.may(.manageAccounts)
          && actor.authority?.isUnit == false,
        find: searchText(call.request.query["find"]), draft: draft,
        choices: try choices(tree, actor, call.now.day, db), problems: problems)
    }
    return .html(
      AuthorityPages.list(call.frame(isAdministration ? .authorities : .organisation), model)
        .document(), status: problems.isEmpty ? 200 : 422)
  }

  private static func choices(
    _ tree: AuthorityTree, _ actor: Actor, _ day: CalendarDay, _ db: any Connection
  ) throws -> AuthorityPages.Choices {
    AuthorityPages.Choices(
      departments: try Reference.departments(on: day, db).filter {
        $0.code != "expert" && Accounts.administers(actor, authoritiesOf: $0.code)
      },
      regions: try Reference.regions(db, in: actor.scope),
      superiors: tree.nodes.map(\.record).filter { !$0.isSupport && $0.exists(on: day) }
        .map { ($0.id.description, $0.name) })
  }

  private static func onePage(
    _ call: Call, _ draft: Draft?, _ problems: [String]
  ) throws -> Response {
    let actor = try call.actor()
    let id = try call.id("id", AuthorityID.init)
    let model = try call.house.store.read { db in
      let record = try one(id, in: actor.scope, db)
      let tree = try AuthorityTree.load(actor.scope, db)
      let versions = try versions(of: id, db)
      let seen = versions.first { $0.known.until == nil }?.id ?? 0
      return AuthorityPages.OneModel(
        record: record,
        parent: tree.nodes.first { $0.record.id == record.parent }?.record.name
          ?? (record.parent == nil ? "按部门和行政区划推定" : ""),
        offices: try offices(of: id, db), versions: versions,
        history: try Journal.history(of: "authority", id, db),
        draft: draft ?? Draft(record, seen: seen),
        choices: try choices(tree, actor, call.now.day, db), today: call.now.day,
        mayChange: actor.may(.manageAccounts)
          && Accounts.administers(actor, authoritiesOf: record.department), problems: problems)
    }
    return .html(
      AuthorityPages.one(call.frame(.authorities), model).document(),
      status: problems.isEmpty ? 200 : 422)
  }
}
