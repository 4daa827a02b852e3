internal import Draws
internal import HTML
internal import HTTP
internal import Kernel
internal import SelfChecks
internal import Storage
internal import Supervision

extension Publication {
  static let officeRoutes: [Route] = [
    .get("/publications", .readVisits) { call in
      let actor = try call.actor()
      let page = Paging.page(call.request.query["page"])
      let today = call.now.day
      let model = try call.house.store.read { db in
        let found = try published(actor.scope, page: page, db)
        return PublicationOfficePages.Model(
          due: try due(actor, db), published: try entries(found.rows, call.house.publicMemo),
          paging: Paging(page: page, total: found.total), actor: actor, today: today,
          rule: try Reference.rules(db).rule("result-publication", on: today))
      }
      return .html(PublicationOfficePages.list(call.frame(.publications), model).document())
    },
    .post("/publications/:id/publish", .publish) { call in
      try publishNow(try call.id("id", VisitID.init), call)
      return .redirect(to: Link.publications.done(.published).address)
    },
    .get("/publications/:id/correct", .publish) { call in try correctionPage(call) },
    .post("/publications/:id/correct", .publish) { call in
      let id = try call.id("id", VisitID.init)
      let form = call.request.form
      let draft = CorrectionDraft(
        codes: form.all("result"), summary: (form["summary"] ?? "").normalizedLines.trimmed,
        reason: (form["reason"] ?? "").normalizedLines.trimmed,
        version: Int(form["version"] ?? "") ?? 0)
      do {
        try correct(id, draft, call)
      } catch Problem.refused(let reasons) {
        return try correctionPage(call, draft: draft, problems: reasons)
      }
      return .redirect(to: Link.publicResult(id.number).done(.corrected).address)
    },
  ]

  package static func entries(_ rows: [PublishedRow], _ memo: PublicMemo) throws
    -> [PublicResultPages.Entry]
  {
    try rows.map { ($0, try memo.record($0)) }
  }

  private static func correctionPage(
    _ call: Call, draft: CorrectionDraft? = nil, problems: [String] = []
  ) throws -> Response {
    let actor = try call.actor()
    let id = try call.id("id", VisitID.init)
    let row = try call.house.store.read { db in
      let row = try current(of: id, actor.scope, db)
      try requireLine(of: id, actor, db)
      return row
    }
    let record = try ResultRecord(canonical: row.record)
    let asItStands = CorrectionDraft(
      codes: record.results.map(\.code), summary: record.summary, version: record.version)
    let model = PublicationOfficePages.CorrectModel(
      entry: (row, record), draft: draft ?? asItStands, problems: problems)
    return .html(
      PublicationOfficePages.correct(call.frame(.publications), model).document(),
      status: problems.isEmpty ? 200 : 422)
  }
}
