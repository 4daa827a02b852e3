internal import HTML
internal import HTTP
package import Kernel
internal import SelfChecks
internal import Storage
internal import Supervision

extension Link {
  package static let visits = Link("/visits")
  package static func visit(_ id: VisitID) -> Link { Link("/visits", id) }
  static func visitSchedule(_ id: VisitID) -> Link { Link("/visits", id, "schedule") }
  static func visitNotice(_ id: VisitID) -> Link { Link("/visits", id, "notice") }
  static func visitBegin(_ id: VisitID) -> Link { Link("/visits", id, "begin") }
  static func visitChecklist(_ id: VisitID) -> Link { Link("/visits", id, "checklist") }
  static func visitSubmit(_ id: VisitID) -> Link { Link("/visits", id, "submit") }
  static func visitItem(_ id: VisitID, _ item: Int) -> Link {
    Link("/visits", id, "items", item)
  }
  package static func visitReview(_ id: VisitID) -> Link { Link("/visits", id, "review") }
  /// The notice as the body reads it; the first reading is kept as proof of delivery.
  package static func notice(_ id: VisitID) -> Link { Link("/notices", id) }
}

/// 现场检查.
package enum Visits {
  package static let routes: [Route] = [
    .get("/visits", .readVisits, listPage),
    .get("/visits/:id", .readVisits) { call in try onePage(call, schedule: nil, problems: []) },
    .post("/visits/:id/schedule", .readVisits, scheduleAnswer),
    .get("/visits/:id/notice", .readVisits) { call in
      let id = try call.id("id", VisitID.init)
      let actor = try call.actor()
      let model = try call.house.store.read { db in
        try noticeModel(
          try load(id, actor, db), back: ("返回检查任务", .visit(id)), now: call.now, db)
      }
      return .html(VisitPages.notice(call.frame(.visits), model).document())
    },
    .post("/visits/:id/notice", .inspect) { call in
      let id = try call.id("id", VisitID.init)
      return try step(call, .notified) { try notify(id, call) }
    },
    .post("/visits/:id/begin", .inspect) { call in
      let id = try call.id("id", VisitID.init)
      return try step(call, .began) { try begin(id, call) }
    },
    .get("/visits/:id/checklist", .readVisits) { call in
      let id = try call.id("id", VisitID.init)
      let actor = try call.actor()
      let model = try call.house.store.read { db in
        let standing = try standing(id, actor, db)
        return VisitPages.ChecklistModel(
          standing: standing, checklist: try checklist(standing.visit, db))
      }
      return .html(VisitPages.checklist(call.frame(.visits), model).document())
    },
    .get("/visits/:id/items/:item", .readVisits) { call in try itemPage(call, draft: nil) },
    .post("/visits/:id/items/:item", .inspect, itemAnswer),
    .get("/visits/:id/submit", .inspect) { call in try submitPage(call, draft: nil) },
    .post("/visits/:id/submit", .inspect, submitAnswer),
    .get("/notices/:id", .ownPortal) { call in
      let visit = try readNotice(try call.id("id", VisitID.init), call)
      let model = try call.house.store.read { db in
        try noticeModel(visit, back: ("返回机构门户", .portal), now: call.now, db)
      }
      return .html(VisitPages.notice(call.frame(.portal), model).document())
    },
  ]

  // MARK: pages

  @Sendable private static func listPage(_ call: Call) throws -> Response {
    let actor = try call.actor()
    let filter = VisitFilter(call.request.query)
    let page = Paging.page(call.request.query["page"])
    let today = call.now.day
    let model = try call.house.store.read { db in
      let found = try list(filter, actor, today: today, page: page, db)
      return VisitPages.ListModel(
        rows: found.rows, paging: Paging(page: page, total: found.total), filter: filter,
        progress: try progress(filter, actor, today: today, db), plans: try plans(actor, db),
        fields: try Reference.fields(db), regions: try Reference.regions(db, in: actor.scope),
        isInspector: actor.inspector != nil, today: today)
    }
    return .html(VisitPages.list(call.frame(.visits), model).document())
  }

  private static func onePage(
    _ call: Call, schedule: ScheduleDraft?, problems: [String]
  ) throws -> Response {
    let id = try call.id("id", VisitID.init)
    let actor = try call.actor()
    let model = try call.house.store.read { db in
      let standing = try standing(id, actor, db)
      let visit = standing.visit
      return VisitPages.OneModel(
        standing: standing, members: try members(id, db), checklist: try checklist(visit, db),
        decisions: try decisions(id, db), results: try results(id, db),
        measures: try measures(id, db), history: try Journal.history(of: "visit", id, db),
        noticeRule: try NoticeRule.find(visit.region, on: call.now.day, db),
        noticeVerdict: try noticeVerdict(standing, call.now, db),
        parts: try call.house.rooms.contributions(VisitPart.self).compactMap {
          try $0.line(id, db)
        },
        schedule: schedule
          ?? ScheduleDraft(
            starts: visit.startsAt?.local ?? "", place: visit.place, reason: "", problems: []),
        now: call.now, problems: problems)
    }
    let isFine = problems.isEmpty && (schedule?.problems ?? []).isEmpty
    return .html(
      VisitPages.one(call.frame(.visits), model).document(), status: isFine ? 200 : 422)
  }

  private static func noticeModel(
    _ visit: Visit, back: (String, Link), now: Instant, _ db: any Connection
  ) throws -> VisitPages.NoticeModel {
    VisitPages.NoticeModel(
      visit: visit, members: try members(visit.id, db),
      items: try Reference.form(visit.template, db),
      rule: try NoticeRule.find(visit.region, on: now.day, db), back: back)
  }

  // MARK: steps

  /// Runs a step without a form of its own; a refusal is shown where the step is.
  private static func step(_ call: Call, _ done: Flash, _ body: () throws -> Void) throws
    -> Response
  {
    let id = try call.id("id", VisitID.init)
    do {
      try body()
    } catch Problem.refused(let reasons) {
      return try onePage(call, schedule: nil, problems: reasons)
    }
    return .redirect(to: Link.visit(id).done(done).address)
  }

  @Sendable private static func scheduleAnswer(_ call: Call) throws -> Response {
    let id = try call.id("id", VisitID.init)
    let form = call.request.form
    let starts = form["starts"] ?? ""
    let place = form["place"] ?? ""
    let reason = form["reason"] ?? ""
    do {
      try schedule(id, startsAt: starts, place: place, reason: reason, call)
    } catch Problem.refused(let reasons) {
      return try onePage(
        call,
        schedule: ScheduleDraft(starts: starts, place: place, reason: reason, problems: reasons),
        problems: [])
    }
    return .redirect(to: Link.visit(id).done(.scheduled).address)
  }

  private static func itemPage(_ call: Call, draft: AnswerDraft?) throws -> Response {
    let id = try call.id("id", VisitID.init)
    let actor = try call.actor()
    let model = try call.house.store.read { db in
      let standing = try standing(id, actor, db)
      let list = try checklist(standing.visit, db)
      guard let number = call.parameters.integer("item"), let item = list.item(number) else {
        throw Problem.notFound
      }
      let verdict = standing.verdict(on: .saveAnswer)
      return VisitPages.ItemModel(
        visit: standing.visit, checklist: list, item: item,
        draft: draft ?? AnswerDraft(item.answer),
        team: try members(id, db).count { $0.leftAt == nil }, mayAnswer: verdict.isAllowed,
        reason: verdict.reason)
    }
    return .html(
      VisitPages.item(call.frame(.visits), model).document(), status: draft == nil ? 200 : 422)
  }

  @Sendable private static func itemAnswer(_ call: Call) throws -> Response {
    let id = try call.id("id", VisitID.init)
    guard let number = call.parameters.integer("item") else { throw Problem.notFound }
    let draft = AnswerDraft(call.request.form)
    if let unsaved = try saveAnswer(id, item: number, draft, call) {
      return try itemPage(call, draft: unsaved)
    }
    let actor = try call.actor()
    let list = try call.house.store.read { try checklist(try load(id, actor, $0), $0) }
    if let next = list.after(number) {
      return .redirect(to: Link.visitItem(id, next).done(.answered).address)
    }
    let target = list.firstOpen == nil ? Link.visitSubmit(id) : Link.visitChecklist(id)
    return .redirect(to: target.done(.answered).address)
  }

  private static func submitPage(_ call: Call, draft: SubmitDraft?) throws -> Response {
    let id = try call.id("id", VisitID.init)
    let actor = try call.actor()
    let model = try call.house.store.read { db in
      let visit = try allowed(.submit, id, actor, db).visit
      let list = try checklist(visit, db)
      let draft =
        try draft
        ?? SubmitDraft(
          summary: visit.summary, circumstances: try circumstances(id, db),
          note: visit.circumstanceNote)
      return VisitPages.SubmitModel(
        visit: visit, checklist: list, proposal: list.proposal(draft.circumstances), draft: draft)
    }
    let isFine = draft?.problems.isEmpty ?? true
    return .html(
      VisitPages.submit(call.frame(.visits), model).document(), status: isFine ? 200 : 422)
  }

  @Sendable private static func submitAnswer(_ call: Call) throws -> Response {
    let id = try call.id("id", VisitID.init)
    let draft = SubmitDraft(call.request.form)
    if call.request.form["step"] == "preview" { return try submitPage(call, draft: draft) }
    if let refused = try submit(id, draft, call) { return try submitPage(call, draft: refused) }
    return .redirect(to: Link.visit(id).done(.submitted).address)
  }
}
