internal import HTML
internal import HTTP
package import Kernel
package import Storage
package import Supervision

extension Bodies {
  package static let factRoutes: [Route] = [
    .get("/bodies/:id/facts/:kind", .readRegistry, factList),
    .get("/bodies/:id/facts/:kind/new", .changeRegistry) { call in
      try factForm(nil, FactForm(), [], call)
    },
    .post("/bodies/:id/facts/:kind/new", .changeRegistry, factAnswer),
    .get("/bodies/:id/facts/:kind/:fact", .changeRegistry) { call in
      try factForm(try factNumber(call), nil, [], call)
    },
    .post("/bodies/:id/facts/:kind/:fact", .changeRegistry, factAnswer),
    .post("/bodies/:id/facts/:kind/:fact/end", .changeRegistry, factEnd),
    .get("/bodies/:id/history", .readRegistry, bodyHistory),
  ]

  private static func factNumber(_ call: Call) throws -> Int {
    guard let number = call.parameters.integer("fact") else { throw Problem.notFound }
    return number
  }

  private static func factKind(_ call: Call) throws -> FactKind {
    guard let kind = call.parameters["kind"].flatMap(FactKind.named) else {
      throw Problem.notFound
    }
    return kind
  }

  @Sendable private static func factList(_ call: Call) throws -> Response {
    let actor = try call.actor()
    let id = try call.id("id", BodyID.init)
    let kind = try factKind(call)
    let asOf = AsOf(call.request.query["on"], now: call.now)
    let page = Paging.page(call.request.query["page"])
    let model = try call.house.store.read { db in
      let header = try header(of: id, asOf, for: actor, on: call.now.day, db)
      let found = try Facts.list(kind, of: id, asOf, page: page, db)
      let isLinks = kind.code == FactKind.links.code
      return FactPages.ListModel(
        header: header, kind: kind, facts: found.facts,
        paging: Paging(page: page, total: found.total),
        words: try FactWords.load(for: [id], db),
        later: isLinks ? try laterBodies(of: id, asOf, actor, db) : [])
    }
    return .html(FactPages.list(call.frame(.bodies), model).document())
  }

  /// - Parameter typed: what was sent; `nil` shows what is registered.
  private static func factForm(
    _ number: Int?, _ typed: FactForm?, _ problems: [String], _ call: Call
  ) throws -> Response {
    let actor = try call.actor()
    let id = try call.id("id", BodyID.init)
    let kind = try factKind(call)
    let model = try call.house.store.read { db in
      let body = try body(id, in: actor.scope, db)
      try Keeper.requireKeeper(actor)
      try Bodies.requireOwnRegion(body, actor)
      let fact = try number.map { try Facts.one(kind, $0, of: id, db) }
      let words = try FactWords.load(for: [id], db)
      let reader = try FactReader.load(for: id, actor, on: call.now.day, db)
      let form = typed ?? fact.map { FactForm($0, kind, words) } ?? FactForm()
      return FactPages.FormModel(
        body: body, kind: kind, fact: fact, form: form, words: words, today: call.now.day,
        sites: reader.sites.sorted { $0.value < $1.value }.map(\.key),
        warnings: fact.map { doubts($0, kind, call.now.day) } ?? [], problems: problems)
    }
    return .html(
      FactPages.form(call.frame(.bodies), model).document(),
      status: problems.isEmpty && model.form.problems.isEmpty ? 200 : 422)
  }

  /// What is doubtful about a certificate's number.
  private static func doubts(_ fact: Fact, _ kind: FactKind, _ day: CalendarDay) -> [String] {
    guard kind.code == FactKind.certificates.code,
      fact.text("kind", kind) == Certificates.mainKind
    else { return [] }
    return CertificateNumber.check(fact.text("number", kind), currentYear: day.year).reasons
  }

  @Sendable private static func factAnswer(_ call: Call) throws -> Response {
    let actor = try call.actor()
    let id = try call.id("id", BodyID.init)
    let kind = try factKind(call)
    let number = call.parameters["fact"] == nil ? nil : try factNumber(call)
    var form = FactForm(call.request.form, kind)
    let read = try call.house.store.read { db in
      let known = try number.map { number in
        _ = try body(id, in: actor.scope, db)
        return try Facts.one(kind, number, of: id, db)
      }
      return try FactReader.load(
        for: id, naming: [form.values["earlier"] ?? ""], actor, on: call.now.day, db
      ).draft(kind, form.values, fields: form.fields.sorted(), over: known)
    }
    form.problems = read.problems
    if number != nil, form.reason.isEmpty { form.problems["reason"] = "请写明修改理由。" }
    guard let draft = read.draft, form.problems.isEmpty else {
      return try factForm(number, form, [], call)
    }
    let answer = FactAnswer(kind: kind, body: id, draft: draft, reason: form.reason)
    do {
      if let number {
        let seen = Int64(call.request.form["seen"] ?? "") ?? 0
        try Facts.edit(number, answer, seen: seen, by: actor, call.house)
      } else {
        try Facts.add(answer, by: actor, call.house)
      }
    } catch Problem.refused(let reasons) {
      return try factForm(number, form, reasons, call)
    }
    return .redirect(to: Link.bodyFacts(id, kind).done(.saved).address)
  }

  @Sendable private static func factEnd(_ call: Call) throws -> Response {
    let id = try call.id("id", BodyID.init)
    let kind = try factKind(call)
    let number = try factNumber(call)
    do {
      try Facts.end(
        kind, number, of: id, reason: (call.request.form["end-reason"] ?? "").trimmed,
        by: try call.actor(), call.house)
    } catch Problem.refused(let reasons) {
      return try factForm(number, nil, reasons, call)
    }
    return .redirect(to: Link.bodyFacts(id, kind).done(.closedFact).address)
  }

  @Sendable private static func bodyHistory(_ call: Call) throws -> Response {
    let actor = try call.actor()
    let id = try call.id("id", BodyID.init)
    let kind = call.request.query["kind"] ?? ""
    let page = Paging.page(call.request.query["page"])
    let model = try call.house.store.read { db in
      let header = try header(of: id, .now, for: actor, on: call.now.day, db)
      let lines = try story(of: header.body, call.house.rooms, db).filter {
        kind.isEmpty || $0.kinds.contains(kind)
      }
      let first = min(Paging.offset(page), lines.count)
      let shown = Array(lines[first..<min(first + Paging.pageSize, lines.count)])
      return BodyPages.HistoryModel(
        header: header, kind: kind, paging: Paging(page: page, total: lines.count), lines: shown,
        openImports: try Set(shown.compactMap { $0.change?.file }).filter { file in
          try Imports.source(file, actor, db)?.isOpen ?? false
        })
    }
    return .html(BodyPages.historyPage(call.frame(.bodies), model).document())
  }

  /// What stands above every page about a body.
  package static func header(
    of id: BodyID, _ asOf: AsOf, for actor: Actor, on today: CalendarDay, _ db: any Connection
  ) throws -> BodyHeader {
    let body = try body(id, in: actor.scope, db)
    return BodyHeader(
      body: body, asOf: asOf, counts: try Facts.counts(of: id, asOf, db), today: today,
      mayChange: Keeper.mayKeep(actor) && actor.scope.contains(body.row.region))
  }
}

extension FactForm {
  /// What is registered, as the form shows it.
  init(_ fact: Fact, _ kind: FactKind, _ words: FactWords) {
    for (place, column) in kind.columns.enumerated() {
      let text = words.written(fact.values[place], column)
      values[column.key] = column.isPersonal ? column.masked(text) : text
    }
    fields = Set(fact.fields)
  }

  init(_ form: Fields, _ kind: FactKind) {
    for column in kind.columns { values[column.key] = form[column.key] ?? "" }
    fields = Set(form.all("field"))
    reason = (form["reason"] ?? "").trimmed
  }
}
