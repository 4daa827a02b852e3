internal import Desk
internal import HTML
internal import Kernel
internal import Plans
internal import SelfChecks
internal import Storage
internal import Supervision

/// How many visits of a field are done.
private struct FieldProgress {
  let name: String
  let total: Int
  let finished: Int
  let faulty: Int
}

private struct PlanProgress {
  let plan: PlanID
  let title: String
  let fields: [FieldProgress]
}

extension Visits {
  /// How far the latest plans are, for the desk.
  static let deskPart = DeskPart { actor, db in
    try progress(actor, db).map { progressCard($0).markup }
  }

  /// How far the latest plans of the scope are, field by field.
  private static func progress(_ actor: Actor, _ db: any Connection) throws -> [PlanProgress] {
    guard actor.may(.readVisits) else { return [] }
    let plans = try db.map(
      "SELECT p.id, p.title FROM plans p WHERE p.stage IN ('drawn', 'inspecting') AND "
        + actor.seesPlan + " ORDER BY p.year DESC, p.id DESC LIMIT 3"
    ) { (id: try $0.get("id", as: PlanID.self), title: try $0.get("title", as: String.self)) }
    return try plans.map { plan in
      PlanProgress(
        plan: plan.id, title: plan.title,
        fields: try db.map(
          """
          SELECT f.name,
            count(*) AS total,
            CAST(sum(CASE WHEN v.stage IN ('approved', 'published') THEN 1 ELSE 0 END) AS INTEGER)
              AS finished,
            CAST(sum(CASE WHEN EXISTS (SELECT 1 FROM visit_results r
              WHERE r.visit = v.id AND r.code <> '1') THEN 1 ELSE 0 END) AS INTEGER) AS faulty
          FROM visits v JOIN fields f ON f.code = v.field
          WHERE v.plan = \(plan.id) AND v.stage <> 'withdrawn' AND \(actor.seesVisit)
          GROUP BY f.name, f.position ORDER BY f.position LIMIT 100
          """
        ) { row in
          FieldProgress(
            name: try row.get("name"), total: try row.get("total"),
            finished: try row.get("finished"), faulty: try row.get("faulty"))
        })
    }
  }

  private static func progressCard(_ plan: PlanProgress) -> some HTML {
    let total = plan.fields.reduce(0) { $0 + $1.total }
    let finished = plan.fields.reduce(0) { $0 + $1.finished }
    let faulty = plan.fields.reduce(0) { $0 + $1.faulty }
    return card(plan.title, note: "进度") {
      factRow([
        ("应查", String(total)), ("已完成", String(finished)), ("发现问题", String(faulty)),
        ("完成率", total == 0 ? "—" : "\(finished * 100 / total)%"),
      ])
      div(.class("scroll")) {
        table(.class("stacked")) {
          thead {
            tr {
              heading("领域")
              heading("应查", isNumber: true)
              heading("完成")
              heading("已查", isNumber: true)
              heading("有问题", isNumber: true)
            }
          }
          tbody {
            each(plan.fields) { field in
              tr {
                td(.class("name")) { field.name }
                td(.class("num"), .data("data-label", "应查")) { field.total }
                td(.class("wrap")) { bar(field.finished, of: field.total) }
                td(.class("num"), .data("data-label", "已查")) { field.finished }
                td(.class("num"), .data("data-label", "有问题")) {
                  field.faulty == 0 ? "—" : String(field.faulty)
                }
              }
            }
          }
        }
      }
    }
  }
}
