internal import Accounts
internal import HTML
internal import HTTP
package import Kernel
internal import SelfChecks
internal import Storage
internal import Supervision
internal import Visits

extension Link {
  package static let rectifications = Link("/rectifications")
  static func rectification(_ id: RectificationID) -> Link { Link("/rectifications", id) }
  static func rectificationJudge(_ id: RectificationID) -> Link {
    Link("/rectifications", id, "judge")
  }
  package static func ownRectification(_ id: RectificationID) -> Link {
    Link("/portal/rectifications", id)
  }
  static func visitCountersign(_ id: VisitID) -> Link { Link("/visits", id, "countersign") }
  static func visitReturn(_ id: VisitID) -> Link { Link("/visits", id, "return") }
  static func visitApprove(_ id: VisitID) -> Link { Link("/visits", id, "approve") }
}

/// 检查结果与整改.
package enum Findings {
  package static let routes: [Route] = [
    .get("/visits/:id/review", .readVisits) { call in try reviewPage(call) },
    .post("/visits/:id/countersign", .inspect) { call in
      try decision(call, .countersigned) { try countersign($0, call) }
    },
    .post("/visits/:id/return", .readVisits) { call in
      try decision(call, .returned) { id in
        try sendBack(id, reason: call.request.form["reason"] ?? "", call)
      }
    },
    .post("/visits/:id/approve", .review) { call in
      let id = try call.id("id", VisitID.init)
      do {
        let draft = ApprovalDraft(call.request.form)
        if let refused = try approve(id, draft, call) {
          return try reviewPage(call, draft: refused)
        }
      } catch Problem.refused(let reasons) {
        return try reviewPage(call, problems: reasons)
      }
      return .redirect(to: Link.desk.done(.approved).address)
    },
    .get("/rectifications", .readVisits, listPage),
    .get("/rectifications/:id", .readVisits) { call in try onePage(call, problems: []) },
    .post("/rectifications/:id/judge", .readVisits, judgeAnswer),
  ]

  private static func decision(
    _ call: Call, _ done: Flash, _ body: (VisitID) throws -> Void
  ) throws -> Response {
    let id = try call.id("id", VisitID.init)
    do {
      try body(id)
    } catch Problem.refused(let reasons) {
      return try reviewPage(call, problems: reasons)
    }
    return .redirect(to: Link.desk.done(done).address)
  }

  private static func reviewPage(
    _ call: Call, draft: ApprovalDraft? = nil, problems: [String] = []
  ) throws -> Response {
    let id = try call.id("id", VisitID.init)
    let actor = try call.actor()
    let model = try call.house.store.read { db in
      let standing = try Visits.standing(id, actor, db)
      let visit = standing.visit
      // What is not submitted is not there to be reviewed.
      guard visit.stage == .submitted || visit.stage == .countersigned || !problems.isEmpty else {
        throw Problem.refused(
          visit.stage.verdict(on: .countersign).reason ?? standing.waitingFor)
      }
      let checklist = try Visits.checklist(visit, db)
      let circumstances = try Visits.circumstances(id, db)
      return FindingsPages.ReviewModel(
        standing: standing, checklist: checklist, results: try Visits.results(id, db),
        reasons: checklist.proposal(circumstances).reasons,
        decisions: try Visits.decisions(id, db), members: try Visits.members(id, db),
        submitter: try Accounts.name(of: visit.submittedBy, db),
        countersigner: try Accounts.name(of: visit.countersignedBy, db),
        draft: draft ?? ApprovalDraft(checklist, today: call.now.day),
        returnReason: call.request.form["reason"] ?? "", problems: problems)
    }
    return .html(
      FindingsPages.review(call.frame(.visits), model).document(),
      status: problems.isEmpty && draft == nil ? 200 : 422)
  }

  @Sendable private static func listPage(_ call: Call) throws -> Response {
    let actor = try call.actor()
    let filter = Filter(call.request.query)
    let page = Paging.page(call.request.query["page"])
    let model = try call.house.store.read { db in
      let found = try list(filter, actor, today: call.now.day, page: page, db)
      return FindingsPages.ListModel(
        rows: found.rows, paging: Paging(page: page, total: found.total), filter: filter,
        isInspector: actor.inspector != nil, today: call.now.day)
    }
    return .html(FindingsPages.list(call.frame(.rectifications), model).document())
  }

  private static func onePage(_ call: Call, problems: [String]) throws -> Response {
    let id = try call.id("id", RectificationID.init)
    let actor = try call.actor()
    let model = try call.house.store.read { db in
      let rectification = try load(id, actor, db)
      return FindingsPages.OneModel(
        rectification: rectification, entries: try entries(of: id, db),
        history: try Journal.history(of: "rectification", id, db),
        verdict: try mayJudge(rectification, actor, db),
        content: call.request.form["content"] ?? "", problems: problems, today: call.now.day)
    }
    return .html(
      FindingsPages.one(call.frame(.rectifications), model).document(),
      status: problems.isEmpty ? 200 : 422)
  }

  @Sendable private static func judgeAnswer(_ call: Call) throws -> Response {
    let id = try call.id("id", RectificationID.init)
    let form = call.request.form
    let actor = try call.actor()
    _ = try call.house.store.read { try load(id, actor, $0) }
    guard let step = RectificationStep(rawValue: form["step"] ?? ""), step != .answer else {
      throw Problem.refused("请用页面上的“确认整改到位”或“退回补充”按钮办理。")
    }
    do {
      try judge(id, step, content: form["content"] ?? "", call)
    } catch Problem.refused(let reasons) {
      return try onePage(call, problems: reasons)
    }
    return .redirect(to: Link.desk.done(step == .close ? .closed : .returned).address)
  }
}
