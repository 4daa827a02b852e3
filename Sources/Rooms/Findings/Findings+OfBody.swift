internal import Bodies
internal import HTML
internal import Kernel
internal import Storage
internal import Supervision
internal import Visits

/// A rectification demanded of a body.
private struct BodyRectification {
  let id: RectificationID
  let dueOn: CalendarDay
  let stage: RectificationStage?
  let demand: String
  let openedAt: Instant
  let closedAt: Instant?
}

extension Findings {
  private static let timelineKind = TimelineKind("rectification", "问题整改", .bad)

  /// The rectifications of a body that the reader may see, for its page and its dossier.
  static let bodyPart = BodyPart(
    kind: timelineKind,
    page: { question in
      let rectifications = try rectifications(question)
      var content = BodyPageContent()
      content.card = card(rectifications)
      content.subjects = [("rectification", rectifications.map(\.id.description))]
      return content
    },
    timeline: { question in try deeds(try rectifications(question), question.db) })

  private static func rectifications(_ question: BodyQuestion) throws -> [BodyRectification] {
    try question.db.map(
      """
      SELECT r.id, r.due_on, r.stage, r.demand, r.opened_at, r.closed_at
      FROM rectifications r JOIN visits v ON v.id = r.visit
      WHERE r.body = \(question.id) AND \(Visits.visible(to: question.actor))
      ORDER BY r.id DESC LIMIT 100
      """
    ) { row in
      let closed: Int64? = try row.get("closed_at")
      return BodyRectification(
        id: try row.get("id"), dueOn: try row.get("due_on"),
        stage: RectificationStage(rawValue: try row.get("stage")), demand: try row.get("demand"),
        openedAt: Instant(milliseconds: try row.get("opened_at")),
        closedAt: closed.map { Instant(milliseconds: $0) })
    }
  }

  private static func card(_ rectifications: [BodyRectification]) -> Markup? {
    guard !rectifications.isEmpty else { return nil }
    return Kernel.card("整改") {
      dataTable(["要求", "期限", "阶段", "闭环时间"]) {
        each(rectifications) { row in
          tr {
            td(.class("name")) { a(.href(Link.rectification(row.id))) { row.demand } }
            td { row.dueOn.chinese }
            td { row.stage?.label }
            td { row.closedAt?.chinese ?? "" }
          }
        }
      }
    }.markup
  }

  private static func deeds(
    _ rectifications: [BodyRectification], _ db: any Connection
  ) throws -> [TimelineEntry] {
    guard !rectifications.isEmpty else { return [] }
    var entries = rectifications.map { row in
      TimelineEntry(
        at: row.openedAt, kind: timelineKind, title: "责令整改，期限\(row.dueOn.chinese)",
        detail: row.demand, link: .rectification(row.id))
    }
    try db.forEachRow(
      "SELECT rectification, step, content, at, name FROM rectification_entries WHERE "
        + .among("rectification", rectifications.map(\.id))
        + " ORDER BY rectification, number LIMIT 5000"
    ) { row in
      let id: RectificationID = try row.get("rectification")
      let step: String = try row.get("step")
      let name: String = try row.get("name")
      let content: String = try row.get("content")
      entries.append(
        TimelineEntry(
          at: Instant(milliseconds: try row.get("at")), kind: timelineKind,
          title: RectificationStep(rawValue: step)?.verb ?? step,
          detail: content.isEmpty ? name : "\(name)：\(content)", link: .rectification(id)))
    }
    return entries
  }
}
