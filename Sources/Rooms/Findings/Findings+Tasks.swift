package import Kernel
internal import SelfChecks
package import Storage
package import Supervision
internal import Visits

extension Findings {
  /// What a person should do next in findings, the earliest first.
  package static func tasks(for actor: Actor, now: Instant, _ db: any Connection) throws
    -> [DeskTask]
  {
    var tasks: [DeskTask] = []
    if actor.may(.review) {
      tasks += try reviewTasks(actor, db)
      tasks += try overdueTasks(actor, now, db)
    }
    if actor.may(.review) || actor.may(.inspect) { tasks += try answeredTasks(actor, db) }
    if actor.may(.ownPortal), let body = actor.body { tasks += try ownTasks(body, db) }
    return DeskTask.sorted(tasks)
  }

  /// The rectifications a body has to answer.
  private static func ownTasks(_ body: BodyID, _ db: any Connection) throws -> [DeskTask] {
    try rectifications(of: body, db).filter { $0.stage.verdict(on: .answer).isAllowed }.map {
      DeskTask(
        due: $0.dueOn?.end, matter: $0.stage == .returned ? "补充整改" : "整改",
        subject: "\($0.fieldName)整改", note: $0.planTitle, link: .ownRectification($0.id))
    }
  }

  private static func reviewTasks(_ actor: Actor, _ db: any Connection) throws -> [DeskTask] {
    let own: SQL =
      actor.inspector.map { inspector in
        """
         AND NOT EXISTS (SELECT 1 FROM visit_members m WHERE m.visit = v.id
          AND m.inspector = \(inspector))
        """
      } ?? .empty
    return try db.map(
      """
      SELECT v.id, b.name AS body_name, f.name AS field_name, v.due_on
      FROM visits v JOIN bodies b ON b.id = v.body JOIN fields f ON f.code = v.field
        JOIN plans p ON p.id = v.plan JOIN authorities a ON a.id = p.authority
      WHERE v.stage = 'countersigned' AND a.department = \(actor.authority?.department) AND
      """ + " " + actor.scope.condition("v.region") + own + " ORDER BY v.due_on, v.id LIMIT 200"
    ) { row in
      let day = CalendarDay(iso: try row.get("due_on", as: String.self))
      return DeskTask(
        due: day?.end, matter: "结果审核", subject: try row.get("body_name"),
        note: "\(try row.get("field_name", as: String.self))，已会签，等您审核",
        link: .visitReview(try row.get("id")))
    }
  }

  /// Answers that wait to be judged: by the own team, or in the regions a supervisor sees.
  private static func answeredTasks(_ actor: Actor, _ db: any Connection) throws -> [DeskTask] {
    let team: SQL =
      """
      r.visit IN (SELECT visit FROM visit_members WHERE inspector = \(actor.inspector)
        AND left_at IS NULL)
      """
    let line: SQL = "a.department = \(actor.authority?.department) AND "
    let mine =
      actor.may(.review)
      ? "(" + line + actor.scope.condition("r.region") + " OR " + team + ")" : team
    return try db.map(
      """
      SELECT r.id, b.name AS body_name, r.due_on FROM rectifications r
        JOIN visits v ON v.id = r.visit JOIN bodies b ON b.id = r.body
        JOIN plans p ON p.id = v.plan JOIN authorities a ON a.id = p.authority
      WHERE r.stage = 'answered' AND
      """ + " " + mine + " ORDER BY r.due_on, r.id LIMIT 200"
    ) { row in
      let day = CalendarDay(iso: try row.get("due_on", as: String.self))
      return DeskTask(
        due: day?.end, matter: "整改复核", subject: try row.get("body_name"), note: "机构已提交整改材料",
        link: .rectification(try row.get("id")))
    }
  }

  /// Bodies that are late: one line for all of them.
  private static func overdueTasks(
    _ actor: Actor, _ now: Instant, _ db: any Connection
  ) throws -> [DeskTask] {
    let found = try db.one(
      """
      SELECT count(*) AS number, min(r.due_on) AS due_on
      FROM rectifications r JOIN visits v ON v.id = r.visit JOIN plans p ON p.id = v.plan
        JOIN authorities a ON a.id = p.authority
      WHERE r.stage IN ('open', 'returned') AND r.due_on < \(now.day.iso)
        AND a.department = \(actor.authority?.department) AND
      """ + " " + actor.scope.condition("r.region")
    ) { row in
      (
        number: try row.get("number", as: Int.self),
        due: try row.get("due_on", as: String?.self).flatMap { CalendarDay(iso: $0) }
      )
    }
    guard let found, found.number > 0 else { return [] }
    return [
      DeskTask(
        due: found.due?.end, matter: "督促整改", subject: "逾期未答复的机构",
        note: "\(found.number) 家机构的整改已过期限",
        link: Link.rectifications.with([("overdue", "yes")]))
    ]
  }
}
