internal import Accounts
internal import HTML
internal import HTTP
package import Kernel
internal import Storage
internal import Supervision

extension Link {
  package static let bodies = Link("/bodies")
  static let bodiesExport = Link("/bodies/export")
  package static func body(_ id: BodyID) -> Link { Link("/bodies", id) }
  static let bodyNew = Link("/bodies/new")
  static func bodyEdit(_ id: BodyID) -> Link { Link("/bodies", id, "edit") }
  static func bodyEnd(_ id: BodyID) -> Link { Link("/bodies", id, "end") }
}

extension Bodies {
  package static let bodyRoutes: [Route] = [
    .get("/bodies", .readRegistry, bodyList),
    .get("/bodies/export", .readRegistry) { try Imports.exportAnswer(.bodies, $0) },
    .get("/bodies/new", .changeRegistry) { call in
      try newPage(BodyForm(), [], call)
    },
    .post("/bodies/new", .changeRegistry, newAnswer),
    .get("/bodies/:id", .readRegistry, bodyPage),
    .get("/bodies/:id/edit", .changeRegistry, bodyEdit),
    .post("/bodies/:id/edit", .changeRegistry, bodyEditAnswer),
    .get("/bodies/:id/end", .changeRegistry) { call in try endPage([], call) },
    .post("/bodies/:id/end", .changeRegistry, endAnswer),
  ]

  @Sendable private static func bodyPage(_ call: Call) throws -> Response {
    let actor = try call.actor()
    let id = try call.id("id", BodyID.init)
    let asOf = AsOf(call.request.query["on"], now: call.now)
    let model = try call.house.store.read { db in
      let shown = try body(id, in: actor.scope, asOf, db)
      let header = try header(of: id, asOf, for: actor, on: call.now.day, db)
      let question = try BodyQuestion(header.body, for: actor, on: call.now.day, db)
      let parts = try call.house.rooms.contributions(BodyPart.self).compactMap {
        try $0.page?(question)
      }
      return BodyPages.Model(
        header: header,
        parts: parts, accounts: try Accounts.portalAccounts(of: id, db),
        source: try Imports.source(header.body.importedBy, actor, db),
        history: try Journal.history(
          of: [("body", [id.description])] + parts.flatMap(\.subjects), db),
        regions: CodeNames(try Reference.regions(db)), fields: question.fields, shown: shown,
        certificates: try Facts.list(.certificates, of: id, asOf, size: 5, db).facts,
        sites: try Facts.list(.sites, of: id, asOf, db).facts,
        marks: try Facts.list(.marks, of: id, asOf, db).facts,
        words: try FactWords.load(for: [id], db), files: try BodyFiles.current(of: id, asOf, db),
        actor: actor)
    }
    return .html(BodyPages.one(call.frame(.bodies), model).document())
  }

  @Sendable private static func bodyList(_ call: Call) throws -> Response {
    let actor = try call.actor()
    let filter = BodyFilter(call.request.query)
    let place = ListPlace(call.request.query)
    let today = call.now.day
    let model = try call.house.store.read { db in
      BodyPages.ListModel(
        list: try bodies(filter, in: actor.scope, from: place, on: today, db), filter: filter,
        scope: actor.scope.narrowed(to: filter.region),
        regions: CodeNames(try Reference.regions(db)),
        regionChoices: CodeNames(try Reference.regions(db, in: actor.scope)),
        fields: CodeNames(try Reference.fields(db)),
        codes: try Reference.registryCodes(of: .mark, db), today: today,
        mayChange: Keeper.mayKeep(actor))
    }
    return .html(BodyPages.list(call.frame(.bodies), model).document())
  }

  @Sendable private static func bodyEdit(_ call: Call) throws -> Response {
    let id = try call.id("id", BodyID.init)
    let actor = try call.actor()
    return try call.house.store.read { db in
      let known = try body(id, in: actor.scope, db)
      try Keeper.requireKeeper(actor)
      try Bodies.requireOwnRegion(known, actor)
      return try editPage(known, BodyForm(known), [], call, db)
    }
  }

  private static func editPage(
    _ body: Body, _ form: BodyForm, _ problems: [String], _ call: Call, _ db: any Connection
  ) throws -> Response {
    let actor = try call.actor()
    let model = BodyPages.EditModel(
      body: body, form: form, regions: CodeNames(try Reference.regions(db, in: actor.scope)),
      fields: CodeNames(try Reference.fields(db)), codes: try Reference.registryCodes(db),
      today: call.now.day, problems: problems)
    return .html(
      BodyPages.edit(call.frame(.bodies), model).document(),
      status: problems.isEmpty && form.problems.isEmpty ? 200 : 422)
  }

  @Sendable private static func bodyEditAnswer(_ call: Call) throws -> Response {
    let actor = try call.actor()
    let id = try call.id("id", BodyID.init)
    var form = BodyForm(call.request.form)
    let (known, reader) = try call.house.store.read { db in
      (
        try body(id, in: actor.scope, db),
        BodyFormReader(
          cells: try CellReader.load(for: actor, db), codes: try Reference.registryCodes(db),
          today: call.now.day)
      )
    }
    let read = form.draft(uscc: known.row.uscc, over: known, reader)
    form.problems = read.problems
    var problems: [String] = []
    if let draft = read.draft {
      do {
        try change(
          id, to: draft, reason: form.reason, seen: form.seen, by: actor, call.house)
        return .redirect(to: Link.body(id).done(.saved).address)
      } catch Problem.refused(let reasons) {
        problems = reasons
      }
    }
    return try call.house.store.read { try editPage(known, form, problems, call, $0) }
  }

  /// What this person's files and forms are read with.
}
