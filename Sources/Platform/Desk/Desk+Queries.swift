internal import Storage
internal import Supervision

extension Desk {
  /// What every room has for this person, the earliest due first, undated last.
  static func tasks(for actor: Actor, now: Instant, _ db: any Connection) throws -> [DeskTask] {
    let all: [DeskTask] =
      try Plans.tasks(for: actor, now: now, db) + Draws.tasks(for: actor, now: now, db)
      + SelfChecks.tasks(for: actor, now: now, db) + Visits.tasks(for: actor, now: now, db)
      + Findings.tasks(for: actor, now: now, db) + Publication.tasks(for: actor, now: now, db)
      + Handovers.tasks(for: actor, now: now, db)
    return all.enumerated().sorted { left, right in
      switch (left.element.due, right.element.due) {
      case (let a?, let b?) where a != b: a < b
      case (_?, nil): true
      case (nil, _?): false
      default: left.offset < right.offset
      }
    }.map(\.element)
  }

  /// How far the latest plans of the scope are, field by field.
  static func progress(_ actor: Actor, _ db: any Connection) throws -> [PlanProgress] {
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
}
