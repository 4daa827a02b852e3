internal import Bodies
internal import HTML
internal import Kernel
internal import Plans
internal import Storage
internal import Supervision

/// A self-check of a body with the plan it belongs to.
private struct PlannedCheck {
  let id: SelfCheckID
  let plan: PlanID
  /// Whether this person may open the plan; a superior's reaches into the own region.
  let isOpen: Bool
  let title: String
  let planStage: PlanStage?
  let dueOn: CalendarDay
  let stage: SelfCheckStage?
  let submittedAt: Instant?
}

extension SelfChecks {
  private static let timelineKind = TimelineKind("plan", "计划与自查", .act)

  /// The plans a body is in with its self-checks, for its page and its dossier.
  static let bodyPart = BodyPart(
    kind: timelineKind,
    page: { question in
      let checks = try checks(question)
      var content = BodyPageContent()
      content.card = card(checks)
      content.subjects = [("self-check", checks.map(\.id.description))]
      return content
    },
    timeline: { question in
      try checks(question).compactMap { check in
        check.submittedAt.map {
          TimelineEntry(
            at: $0, kind: timelineKind, title: "提交自查：\(check.title)",
            detail: check.stage?.label ?? "", link: .selfCheck(check.id))
        }
      }
    })

  private static func checks(_ question: BodyQuestion) throws -> [PlannedCheck] {
    let actor = question.actor
    return try question.db.map(
      """
      SELECT s.id, s.plan, p.title, p.stage AS plan_stage, s.due_on, s.stage, s.submitted_at,
        CASE WHEN \(actor.seesPlan) THEN 1 ELSE 0 END AS is_open
      FROM self_checks s JOIN plans p ON p.id = s.plan WHERE s.body = \(question.id)
        AND \(actor.seesSelfCheck)
      ORDER BY s.plan DESC LIMIT 100
      """
    ) { row in
      let submitted: Int64? = try row.get("submitted_at")
      return PlannedCheck(
        id: try row.get("id"), plan: try row.get("plan"),
        isOpen: try row.get("is_open", as: Int.self) == 1, title: try row.get("title"),
        planStage: PlanStage(rawValue: try row.get("plan_stage")), dueOn: try row.get("due_on"),
        stage: SelfCheckStage(rawValue: try row.get("stage")),
        submittedAt: submitted.map { Instant(milliseconds: $0) })
    }
  }

  private static func card(_ checks: [PlannedCheck]) -> Markup {
    Kernel.card("计划与自查", note: "纳入名单的计划") {
      if checks.isEmpty {
        p(.class("quiet")) { "还没有进入过任何计划的名单。" }
      } else {
        dataTable(["计划", "计划阶段", "自查期限", "自查"]) {
          each(checks) { row in
            tr {
              td(.class("name")) {
                if row.isOpen { a(.href(Link.plan(row.plan))) { row.title } } else { row.title }
              }
              td { row.planStage?.label }
              td { row.dueOn.chinese }
              td {
                a(.href(Link.selfCheck(row.id))) { row.stage?.label ?? "查看" }
                if let at = row.submittedAt { span(.class("small quiet")) { " " + at.chinese } }
              }
            }
          }
        }
      }
    }.markup
  }
}
