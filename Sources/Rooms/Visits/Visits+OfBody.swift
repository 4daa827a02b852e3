internal import Bodies
internal import HTML
internal import Kernel
internal import Storage
internal import Supervision

/// A visit to a body.
private struct BodyVisit {
  let id: VisitID
  let title: String
  let field: String
  let stage: VisitStage?
  let dueOn: CalendarDay
  let startsAt: Instant?
  let results: [InspectionResult]
}

extension Visits {
  private static let timelineKind = TimelineKind("visit", "现场检查", .warning)

  /// The visits to a body that the reader may see, for its page and its dossier.
  static let bodyPart = BodyPart(
    kind: timelineKind,
    page: { question in
      let visits = try visits(question)
      var content = BodyPageContent()
      content.card = card(visits, question.fields)
      content.subjects = [("visit", visits.map(\.id.description))]
      return content
    },
    timeline: { question in try deeds(try visits(question), question.db) })

  private static func visits(_ question: BodyQuestion) throws -> [BodyVisit] {
    var results: [VisitID: [InspectionResult]] = [:]
    try question.db.forEachRow(
      """
      SELECT r.visit, r.code FROM visits v JOIN visit_results r ON r.visit = v.id
      WHERE v.body = \(question.id) ORDER BY r.visit, r.code LIMIT 1000
      """
    ) { row in
      guard let result = InspectionResult(rawValue: try row.get("code")) else { return }
      results[try row.get("visit"), default: []].append(result)
    }
    return try question.db.map(
      """
      SELECT v.id, p.title, v.field, v.stage, v.due_on, v.starts_at
      FROM visits v JOIN plans p ON p.id = v.plan WHERE v.body = \(question.id) AND
      """ + " " + visible(to: question.actor) + " ORDER BY v.id DESC LIMIT 100"
    ) { row in
      let id: VisitID = try row.get("id")
      let starts: Int64? = try row.get("starts_at")
      return BodyVisit(
        id: id, title: try row.get("title"), field: try row.get("field"),
        stage: VisitStage(rawValue: try row.get("stage")), dueOn: try row.get("due_on"),
        startsAt: starts.map { Instant(milliseconds: $0) }, results: results[id] ?? [])
    }
  }

  private static func card(_ visits: [BodyVisit], _ fields: CodeNames) -> Markup {
    Kernel.card("现场检查") {
      if visits.isEmpty {
        p(.class("quiet")) { "没有现场检查记录。" }
      } else {
        dataTable(["检查", "领域", "阶段", "时间", "结果"]) {
          each(visits) { visit in
            tr {
              td(.class("name")) { a(.href(Link.visit(visit.id))) { visit.title } }
              td { fields[visit.field] }
              td { visit.stage?.label }
              td { visit.startsAt?.chinese ?? "应于\(visit.dueOn.chinese)前" }
              td(.class("quiet")) { visit.results.map(\.label).joined(separator: "；") }
            }
          }
        }
      }
    }.markup
  }

  /// What was done about visits.
  private static func deeds(
    _ visits: [BodyVisit], _ db: any Connection
  ) throws -> [TimelineEntry] {
    guard !visits.isEmpty else { return [] }
    let byID = Dictionary(visits.map { ($0.id, $0) }) { first, _ in first }
    var entries: [TimelineEntry] = []
    func add(_ visit: BodyVisit, _ at: Int64?, _ title: String, _ detail: String = "") {
      guard let at else { return }
      entries.append(
        TimelineEntry(
          at: Instant(milliseconds: at), kind: timelineKind, title: "\(title)：\(visit.title)",
          detail: detail, link: .visit(visit.id)))
    }
    let ids = visits.map(\.id)
    try db.forEachRow(
      "SELECT id, notice_at, notice_read_at, began_at, place FROM visits WHERE "
        + .among("id", ids) + " ORDER BY id LIMIT 1000"
    ) { row in
      guard let visit = byID[try row.get("id")] else { return }
      let place: String = try row.get("place")
      add(visit, try row.get("notice_at"), "告知检查")
      add(visit, try row.get("notice_read_at"), "机构查看检查告知")
      add(visit, try row.get("began_at"), "开始现场检查", place)
    }
    try db.forEachRow(
      "SELECT visit, step, at, name, reason FROM visit_decisions WHERE " + .among("visit", ids)
        + " ORDER BY visit, number LIMIT 5000"
    ) { row in
      guard let visit = byID[try row.get("visit")] else { return }
      let step: String = try row.get("step")
      let isSubmission = step == VisitStep.submit.rawValue
      let results = isSubmission ? visit.results.map(\.label).joined(separator: "；") : ""
      let reason: String = try row.get("reason")
      let detail = [try row.get("name"), results, reason].filter { !$0.isEmpty }
      add(
        visit, try row.get("at"), VisitStep(rawValue: step)?.verb ?? step,
        detail.joined(separator: "，"))
    }
    return entries
  }
}
