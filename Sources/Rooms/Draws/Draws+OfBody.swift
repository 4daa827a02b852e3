internal import Bodies
internal import HTML
internal import Kernel
internal import Plans
internal import Storage
internal import Supervision

/// A body in a draw.
private struct Pick {
  let draw: DrawID
  let number: Int
  let title: String
  let drawStage: DrawStage?
  let field: String
  let place: Int
  let stratum: String
  let allocated: Int
  let records: Int
  let state: String
  /// When the roster was taken from the registry.
  let frozenAt: Instant
  let drawnAt: Instant?
  /// Whether this reader may open the draw.
  let isOpen: Bool

  var stateLabel: String {
    switch state {
    case "left": "已退出"
    case "replacement": "递补"
    default: "抽中"
    }
  }
}

extension Draws {
  private static let timelineKind = TimelineKind("draw", "抽取", .act)

  /// The draws a body was in, for its page and its dossier.
  static let bodyPart = BodyPart(
    kind: timelineKind,
    page: { question in
      var content = BodyPageContent()
      content.card = card(try picks(question), question.id)
      return content
    },
    timeline: { question in
      try picks(question).map { pick in
        TimelineEntry(
          at: pick.drawnAt ?? pick.frozenAt, kind: timelineKind,
          title: "第\(pick.number)号抽取：\(pick.stateLabel)",
          detail:
            "\(pick.title)，\(pick.field)，\(pick.stratum)类\(pick.records)家中抽\(pick.allocated)家",
          link: pick.isOpen ? .draw(pick.draw) : nil)
      }
    })

  private static func picks(_ question: BodyQuestion) throws -> [Pick] {
    let actor = question.actor
    // A sealed result is known to those who organise its visits, and to nobody else of the house.
    let isOpen: SQL = "EXISTS (SELECT 1 FROM plans p WHERE p.id = d.plan AND \(actor.seesPlan))"
    let sees: SQL =
      seesSealed(actor)
      ? " AND (d.stage <> 'drawn-sealed' OR " + isOpen + ")" : " AND d.stage <> 'drawn-sealed'"
    return try question.db.map(
      """
      SELECT d.id, d.number, d.title, d.stage AS draw_stage, s.name AS stage_name, p.place,
        p.stratum, p.state, t.allocated, t.records, d.frozen_at, d.drawn_at,
        CASE WHEN \(isOpen) THEN 1 ELSE 0 END AS is_open
      FROM draw_picks p JOIN draws d ON d.id = p.draw
      JOIN draw_stages s ON s.draw = p.draw AND s.number = p.stage
      JOIN draw_strata t ON t.draw = p.draw AND t.stage = p.stage AND t.name = p.stratum
      WHERE p.body = \(question.id)
      """ + sees + " ORDER BY d.number DESC LIMIT 100"
    ) { row in
      let drawn: Int64? = try row.get("drawn_at")
      return Pick(
        draw: try row.get("id"), number: try row.get("number"), title: try row.get("title"),
        drawStage: DrawStage(rawValue: try row.get("draw_stage")),
        field: try row.get("stage_name"), place: try row.get("place"),
        stratum: try row.get("stratum"), allocated: try row.get("allocated"),
        records: try row.get("records"), state: try row.get("state"),
        frozenAt: Instant(milliseconds: try row.get("frozen_at")),
        drawnAt: drawn.map { Instant(milliseconds: $0) },
        isOpen: try row.get("is_open", as: Int.self) == 1)
    }
  }

  private static func card(_ picks: [Pick], _ body: BodyID) -> Markup {
    Kernel.card("抽取", note: "抽中时的机会与位次") {
      if picks.isEmpty {
        p(.class("quiet")) { "没有可以查看的抽中记录。" }
      } else {
        dataTable(["抽取", "领域", "机会", "位次", "结果", "名单取自"]) {
          each(picks) { pick in
            tr {
              td(.class("name")) {
                let title = "第\(pick.number)号 \(pick.title)"
                if pick.isOpen { a(.href(Link.draw(pick.draw))) { title } } else { title }
              }
              td { pick.field }
              td { "\(pick.stratum)类 \(pick.allocated)/\(pick.records)" }
              td(.class("num")) { pick.place }
              td {
                chip(.plain, pick.stateLabel)
                if pick.drawStage == .void { chip(.warning, "抽取已作废") }
              }
              td {
                a(.href(Link.body(body).with([("on", pick.frozenAt.localSeconds)]))) {
                  "\(pick.frozenAt.chinese)的登记"
                }
              }
            }
          }
        }
      }
    }.markup
  }
}
