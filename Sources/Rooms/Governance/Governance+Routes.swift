internal import Accounts
internal import HTML
internal import HTTP
internal import Kernel
internal import Storage
internal import Supervision

extension Governance {
  static let documentRoutes: [Route] = [
    .get("/documents", .readRegistry, listPage),
    .get("/documents/new", .changeRegistry) { call in
      var draft = DocumentDraft()
      draft.jurisdiction = region(of: try call.actor())
      return try editPage(nil, draft, [], call)
    },
    .post("/documents", .changeRegistry) { call in try editAnswer(nil, call) },
    .get("/documents/:id", .readRegistry) { call in try onePage([], call) },
    .get("/documents/:id/edit", .changeRegistry) { call in
      let id = try call.id("id", DocumentID.init)
      let actor = try call.actor()
      let known = try call.house.store.read { try own(id, actor, $0) }
      return try editPage(known, DocumentDraft(known), [], call)
    },
    .post("/documents/:id/edit", .changeRegistry) { call in
      try editAnswer(try call.id("id", DocumentID.init), call)
    },
    .post("/documents/:id/clauses", .changeRegistry) { call in
      let form = call.request.form
      return try answer(call, .saved) { id, actor in
        try addClause(
          to: id, label: (form["label"] ?? "").trimmed, title: (form["title"] ?? "").trimmed,
          content: (form["content"] ?? "").trimmed, by: actor, call.house)
      }
    },
    .post("/documents/:id/citations", .changeRegistry) { call in
      let form = call.request.form
      return try answer(call, .saved) { id, actor in
        try cite((form["cited"] ?? "").trimmed, in: id, by: actor, call.house)
      }
    },
    .post("/documents/:id/links", .changeRegistry) { call in
      let form = call.request.form
      return try answer(call, .saved) { id, actor in
        try link(
          form["clause"].flatMap { Int($0) } ?? 0, of: id,
          to: form["kind"].flatMap(LinkKind.init(rawValue:)) ?? .page,
          (form["target"] ?? "").trimmed, note: (form["note"] ?? "").trimmed, by: actor,
          call.house)
      }
    },
    .post("/documents/:id/links/end", .changeRegistry) { call in
      let form = call.request.form
      return try answer(call, .ended) { id, actor in
        try unlink(
          form["link"].flatMap { Int($0) } ?? 0, of: id, reason: (form["reason"] ?? "").trimmed,
          by: actor, call.house)
      }
    },
  ]

  static let responsibilityRoutes: [Route] = [
    .get("/responsibilities", .readRegistry) { call in
      try matrixPage(ResponsibilityDraft(), [], call)
    },
    .post("/responsibilities", .changeRegistry) { call in
      let form = call.request.form
      func text(_ name: String) -> String { (form[name] ?? "").trimmed }
      let draft = ResponsibilityDraft(
        matter: text("matter"), department: text("department"), level: text("level"),
        authority: text("authority"), part: text("part"), duty: text("duty"),
        document: text("document"), label: text("label"), validFrom: text("valid-from"),
        reason: text("reason"))
      do {
        try create(draft, by: try call.actor(), call.house)
      } catch Problem.refused(let reasons) {
        return try matrixPage(draft, reasons, call)
      }
      return .redirect(to: Link.responsibilities.done(.saved).address)
    },
    .post("/responsibilities/:id/end", .changeRegistry) { call in
      guard let id = call.parameters.integer("id") else { throw Problem.notFound }
      do {
        try endResponsibility(
          id, reason: (call.request.form["reason"] ?? "").trimmed, by: try call.actor(),
          call.house)
      } catch Problem.refused(let reasons) {
        return try matrixPage(ResponsibilityDraft(), reasons, call)
      }
      return .redirect(to: Link.responsibilities.done(.ended).address)
    },
  ]

  private static func region(of actor: Actor) -> String { actor.authority?.region ?? "x" }

  @Sendable private static func listPage(_ call: Call) throws -> Response {
    let actor = try call.actor()
    let query = call.request.query
    let page = Paging.page(query["page"])
    let find = searchText(query["find"])
    let kind = query["kind"] ?? ""
    let model = try call.house.store.read { db in
      let found = try documents(
        region: region(of: actor), find: find, kind: kind, page: page, db)
      return GovernancePages.ListModel(
        rows: found.rows, coverage: try coverage(of: found.rows.map(\.id), db),
        paging: Paging(page: page, total: found.total), find: find, kind: kind,
        codes: try Reference.registryCodes(db), regions: CodeNames(try Reference.regions(db)),
        today: call.now.day, mayChange: Keeper.mayKeep(actor))
    }
    return .html(GovernancePages.list(call.frame(.documents), model).document())
  }

  private static func onePage(_ problems: [String], _ call: Call) throws -> Response {
    let actor = try call.actor()
    let id = try call.id("id", DocumentID.init)
    let model = try call.house.store.read { db in
      let document = try document(id, region: region(of: actor), db)
      return GovernancePages.OneModel(
        document: document, clauses: try clauses(of: id, db),
        fulfilments: try fulfilments(of: id, call.house.rooms, db),
        duties: try responsibilities(of: id, db),
        cites: try citations(of: id, cites: true, db),
        citedBy: try citations(of: id, cites: false, db), versions: try versions(of: id, db),
        history: try Journal.history(of: "document", id, db),
        codes: try Reference.registryCodes(db), regions: CodeNames(try Reference.regions(db)),
        today: call.now.day,
        mayChange: Keeper.mayKeep(actor) && actor.scope.contains(document.jurisdiction),
        mayLink: Keeper.mayKeep(actor),
        closed: call.house.rooms.clauseTargets.filter { !actor.may($0.permission) }.map(\.link),
        problems: problems)
    }
    return .html(
      GovernancePages.one(call.frame(.documents), model).document(),
      status: problems.isEmpty ? 200 : 422)
  }

  private static func answer(
    _ call: Call, _ done: Flash, _ body: (DocumentID, Actor) throws -> Void
  ) throws -> Response {
    let id = try call.id("id", DocumentID.init)
    do {
      try body(id, try call.actor())
    } catch Problem.refused(let reasons) {
      return try onePage(reasons, call)
    }
    return .redirect(to: Link.document(id).done(done).address)
  }

  private static func editPage(
    _ document: Document?, _ draft: DocumentDraft, _ problems: [String], _ call: Call
  ) throws -> Response {
    let actor = try call.actor()
    let model = try call.house.store.read { db in
      GovernancePages.EditModel(
        document: document, draft: draft,
        kinds: try Reference.registryCodes(db).choices(.document, on: call.now.day),
        regions: CodeNames(try Reference.regions(db, in: actor.scope)), problems: problems)
    }
    return .html(
      GovernancePages.edit(call.frame(.documents), model).document(),
      status: problems.isEmpty ? 200 : 422)
  }

  private static func editAnswer(_ id: DocumentID?, _ call: Call) throws -> Response {
    let actor = try call.actor()
    let form = call.request.form
    func text(_ name: String) -> String { (form[name] ?? "").trimmed }
    let known = try id.map { id in try call.house.store.read { try own(id, actor, $0) } }
    let draft = DocumentDraft(
      number: known?.number ?? text("number"), title: text("title"), issuer: text("issuer"),
      kind: text("kind"), jurisdiction: text("jurisdiction"), issuedOn: text("issued-on"),
      validFrom: text("valid-from"), validUntil: text("valid-until"), note: text("note"),
      reason: text("reason"))
    do {
      let saved = try save(draft, over: id, by: actor, call.house)
      return .redirect(to: Link.document(saved).done(.saved).address)
    } catch Problem.refused(let reasons) {
      return try editPage(known, draft, reasons, call)
    }
  }

  private static func matrixPage(
    _ draft: ResponsibilityDraft, _ problems: [String], _ call: Call
  ) throws -> Response {
    let actor = try call.actor()
    let query = call.request.query
    let filter = ResponsibilityFilter(
      find: searchText(query["find"]), department: query["department"] ?? "",
      level: query["level"] ?? "")
    let model = try call.house.store.read { db in
      ResponsibilityPages.Model(
        rows: try responsibilities(region: region(of: actor), filter, db), filter: filter,
        codes: try Reference.registryCodes(db),
        departments: CodeNames(
          try Reference.departments(db).filter { $0.code != Keeper.expertDepartment }),
        regions: CodeNames(try Reference.regions(db)),
        authorities: try Authorities.existing(actor.scope, on: call.now.day, db)
          .map { ($0.id.description, $0.name) },
        draft: draft, scope: actor.scope, today: call.now.day,
        mayChange: Keeper.mayKeep(actor), problems: problems)
    }
    return .html(
      ResponsibilityPages.list(call.frame(.responsibilities), model).document(),
      status: problems.isEmpty ? 200 : 422)
  }
}

extension DocumentDraft {
  init(_ known: Governance.Document) {
    self.init(
      number: known.number, title: known.title, issuer: known.issuer, kind: known.kind,
      jurisdiction: known.jurisdiction, issuedOn: known.issuedOn?.iso ?? "",
      validFrom: known.validFrom?.iso ?? "", validUntil: known.validUntil?.iso ?? "",
      note: known.note)
  }
}
