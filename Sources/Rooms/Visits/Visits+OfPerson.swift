internal import HTML
internal import Kernel
internal import People
internal import Storage
internal import Supervision

/// A visit somebody takes part in.
private struct MemberVisit {
  let visit: VisitID
  let bodyName: String
  let role: String
  let stage: VisitStage?
  let dueOn: CalendarDay
  let hasLeft: Bool
}

extension Visits {
  /// The visits a person takes part in, for the person's page.
  static let personPart = PersonPart { person, actor, today, db in
    switch person {
    case .inspector(let id):
      card(try memberVisits("m.inspector = \(id)", actor, db), isExpert: false, today)
    case .expert(let id):
      card(try memberVisits("m.expert = \(id)", actor, db), isExpert: true, today)
    }
  }

  private static func memberVisits(
    _ condition: SQL, _ actor: Actor, _ db: any Connection
  ) throws -> [MemberVisit] {
    try db.map(
      """
      SELECT m.visit, b.name, coalesce(d.name, m.role) AS role, v.stage, v.due_on, m.left_at
      FROM visit_members m JOIN visits v ON v.id = m.visit JOIN bodies b ON b.id = v.body
      LEFT JOIN departments d ON d.code = m.role WHERE
      """ + " " + condition + " AND " + visible(to: actor) + " ORDER BY m.visit DESC LIMIT 200"
    ) { row in
      MemberVisit(
        visit: try row.get("visit"), bodyName: try row.get("name"), role: try row.get("role"),
        stage: VisitStage(rawValue: try row.get("stage")), dueOn: try row.get("due_on"),
        hasLeft: try row.get("left_at", as: Int64?.self) != nil)
    }
  }

  private static func card(
    _ visits: [MemberVisit], isExpert: Bool, _ today: CalendarDay
  ) -> Markup {
    let current = visits.count {
      $0.dueOn.year == today.year && !$0.hasLeft && $0.stage != .withdrawn
    }
    return Kernel.card("参加的检查", note: "\(today.year)年 \(current) 家") {
      if visits.isEmpty {
        p(.class("quiet")) { "没有参加过检查。" }
      } else {
        dataTable(["机构", "组内角色", "阶段", "完成期限"]) {
          each(visits) { visit in
            tr {
              td(.class("name")) { a(.href(Link.visit(visit.visit))) { visit.bodyName } }
              td { isExpert ? "专家（协助）" : visit.role }
              td { visit.hasLeft ? "已退出检查组" : visit.stage?.label }
              td { visit.dueOn.chinese }
            }
          }
        }
      }
    }.markup
  }
}
