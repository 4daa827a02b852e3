internal import HTML
internal import HTTP
package import Kernel
internal import Plans
internal import Storage
internal import Supervision

/// 抽取: the ceremony and what it leaves behind.
package enum Draws {
  package static let routes: [Route] = [
    .get("/draws", .readDraws, listPage),
    .get("/draws/:id", .readDraws) { call in try onePage(call, problems: []) },
    .get("/draws/:id/ceremony", .readDraws, ceremonyPage),
    .get("/draws/:id/files.zip", .readDraws, zipAnswer),
    .get("/draws/:id/file", .readDraws, fileAnswer),
    .get("/plans/:id/freeze", .conductDraw, freezePage),
    .post("/plans/:id/freeze", .conductDraw, freezeAnswer),
    .post("/draws/:id/commit", .contributeToDraw) { call in
      try step(call, .committed) { id, actor in
        try commit(
          id, commitment: call.request.form["commitment"] ?? "", by: actor, call.house)
      }
    },
    .post("/draws/:id/secret", .contributeToDraw, secretAnswer),
    .post("/draws/:id/beacon", .conductDraw) { call in
      let form = call.request.form
      return try step(call, .beaconed) { id, actor in
        try recordBeacon(
          id, value: (form["value"] ?? "").trimmed, evidence: (form["evidence"] ?? "").trimmed,
          isFallback: form["fallback"] == "1", by: actor, call.house)
      }
    },
    .post("/draws/:id/hand-in", .contributeToDraw) { call in
      try step(call, .handedIn) { id, actor in
        try handIn(id, secret: call.request.form["secret"] ?? "", by: actor, call.house)
      }
    },
    .post("/draws/:id/draw", .conductDraw, drawAnswer),
    .post("/draws/:id/reveal", .publish) { call in
      try step(call, .revealed) { id, actor in
        try reveal(id, reason: call.request.form["reason"] ?? "", by: actor, call.house)
      }
    },
    .post("/draws/:id/void", .conductDraw) { call in
      try step(call, .voided) { id, actor in
        try void(id, reason: call.request.form["reason"] ?? "", by: actor, call.house)
      }
    },
    .get("/draws/:id/amend", .conductDraw) { call in try amendPage(call, problems: []) },
    .post("/draws/:id/amend", .conductDraw, amendAnswer),
  ]

  /// Runs one step; a refusal is shown on the draw's page with what was typed.
  private static func step(
    _ call: Call, _ done: Flash, _ body: (DrawID, Actor) throws -> Void
  ) throws -> Response {
    let id = try call.id("id", DrawID.init)
    do {
      try body(id, try call.actor())
    } catch Problem.refused(let reasons) {
      return try onePage(call, problems: reasons)
    }
    return .redirect(to: Link.draw(id).done(done).address)
  }

  @Sendable private static func listPage(_ call: Call) throws -> Response {
    let actor = try call.actor()
    let stage = call.request.query["stage"].flatMap(DrawStage.init(rawValue:))
    let page = Paging.page(call.request.query["page"])
    let model = try call.house.store.read { db in
      let found = try list(actor, stage: stage, page: page, db)
      return DrawPages.ListModel(
        rows: found.rows, paging: Paging(page: page, total: found.total), stage: stage)
    }
    return .html(DrawPages.list(call.frame(.draws), model).document())
  }

  /// Who organises the visits sees a sealed result; nobody else does.
  package static func seesSealed(_ actor: Actor) -> Bool { actor.may(.conductDraw) }

  private static func onePage(_ call: Call, problems: [String]) throws -> Response {
    let actor = try call.actor()
    let id = try call.id("id", DrawID.init)
    let asked = call.request.query["stage"].flatMap(Int.init)
    let form = call.request.form
    // A secret typed wrongly is not written back into the page.
    let typed = Dictionary(
      ["reason", "commitment", "value", "evidence", "fallback"].map { ($0, form[$0] ?? "") },
      uniquingKeysWith: { first, _ in first })
    let page = try call.house.store.read { db in
      let record = try record(id, for: actor, db)
      guard let model = try model(id, seesSealed: seesSealed(actor), db) else {
        throw Problem.notFound
      }
      let isOwn = record.authority == actor.authority?.id
      let stage =
        asked.flatMap { asked in model.stages.first { $0.number == asked }?.number }
        ?? model.stages.first?.number ?? 1
      let conducts = isOwn && actor.may(.conductDraw)
      return DrawPages.OneModel(
        draw: model,
        next: DrawNext(
          model, actor, isOwn: isOwn, refusal: record.refusal,
          waiting: try waitingVisits(of: id, db), now: call.now),
        isOwn: isOwn, mayConduct: conducts,
        mayAmend: conducts && record.stage.target(of: .amend) != nil,
        mayVoid: try conducts && record.stage.target(of: .void) != nil && !isSettled(record, db),
        files: record.stage == .drawnSealed ? [] : try fileNames(of: id, db), stage: stage,
        ruler: try call.house.rulers.piece(of: model, stage: stage, isWhole: true, db),
        problems: problems, typed: typed, history: try Journal.history(of: "draw", id, db))
    }
    return .html(
      DrawPages.one(call.frame(.draws), page).document(), status: problems.isEmpty ? 200 : 422)
  }

  @Sendable private static func ceremonyPage(_ call: Call) throws -> Response {
    let actor = try call.actor()
    let id = try call.id("id", DrawID.init)
    let model = try call.house.store.read { db in
      let record = try record(id, for: actor, db)
      guard let model = try publicModel(id, db) else { throw Problem.notFound }
      return DrawPages.CeremonyModel(
        draw: model,
        rulers: try model.stages.map {
          try call.house.rulers.piece(of: model, stage: $0.number, isWhole: false, db)
        },
        refusal: record.refusal)
    }
    return .html(DrawPages.ceremony(call.frame(.draws), model).document())
  }

  // MARK: steps with pages of their own

  @Sendable private static func secretAnswer(_ call: Call) throws -> Response {
    let actor = try call.actor()
    let id = try call.id("id", DrawID.init)
    let line: (secret: String, commitment: String)
    do {
      line = try commitWithNewSecret(id, by: actor, call.house)
    } catch Problem.refused(let reasons) {
      return try onePage(call, problems: reasons)
    }
    return .html(
      DrawPages.secret(
        call.frame(.draws), id, contributor: actor.authority?.name ?? "", secret: line.secret,
        commitment: line.commitment
      ).document())
  }

  @Sendable private static func drawAnswer(_ call: Call) throws -> Response {
    let actor = try call.actor()
    let id = try call.id("id", DrawID.init)
    do {
      switch try draw(id, by: actor, call.house) {
      case .drawn: return .redirect(to: Link.draw(id).done(.drawn).address)
      // The page says why and what is left to do.
      case .impossible: return .redirect(to: Link.draw(id).address)
      }
    } catch Problem.refused(let reasons) {
      return try onePage(call, problems: reasons)
    }
  }
}
