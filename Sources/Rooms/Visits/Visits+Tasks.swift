package import Kernel
internal import Plans
internal import SelfChecks
package import Storage
package import Supervision

extension Visits {
  /// What a person should do next in visits, the earliest first.
  package static func tasks(for actor: Actor, now: Instant, _ db: any Connection) throws
    -> [DeskTask]
  {
    var tasks: [DeskTask] = []
    if actor.may(.inspect), let inspector = actor.inspector {
      tasks += try teamTasks(inspector, actor, now, db)
    }
    if actor.may(.changePlans) { tasks += try planningTasks(actor, now, db) }
    if actor.may(.ownPortal), let body = actor.body { tasks += try noticeTasks(body, db) }
    return DeskTask.sorted(tasks)
  }

  private struct TaskRow: RowDecodable {
    let id: VisitID
    let body: String
    let field: String
    let region: String
    let stage: VisitStage
    let dueOn: CalendarDay?
    let startsAt: Instant?
    let saved: Int
    let submitter: InspectorID?

    init(row: Row) throws {
      id = try row.get("id")
      body = try row.get("body_name")
      field = try row.get("field_name")
      region = try row.get("region")
      stage = try row.get("stage")
      dueOn = CalendarDay(iso: try row.get("due_on", as: String.self))
      startsAt = try row.get("starts_at", as: Int64?.self).map { Instant(milliseconds: $0) }
      saved = try row.get("saved")
      submitter = try row.get("submitter")
    }
  }

  private static func teamTasks(
    _ inspector: InspectorID, _ actor: Actor, _ now: Instant, _ db: any Connection
  ) throws -> [DeskTask] {
    let rows: [TaskRow] = try db.all(
      """
      SELECT v.id, b.name AS body_name, f.name AS field_name, v.region, v.stage, v.due_on,
        v.starts_at, s.inspector AS submitter,
        (SELECT count(*) FROM visit_answers a WHERE a.visit = v.id) AS saved
      FROM visit_members m JOIN visits v ON v.id = m.visit JOIN bodies b ON b.id = v.body
        JOIN fields f ON f.code = v.field LEFT JOIN accounts s ON s.id = v.submitted_by
      WHERE m.inspector = \(inspector) AND m.left_at IS NULL
        AND v.stage IN ('planned', 'scheduled', 'noticed', 'inspecting', 'submitted', 'returned')
      ORDER BY v.due_on, v.id LIMIT 200
      """)
    var rules: [String: NoticeRule?] = [:]
    return try rows.compactMap { row in
      if rules[row.region] == nil {
        rules[row.region] = .some(try NoticeRule.find(row.region, on: now.day, db))
      }
      return teamTask(row, actor, now, rules[row.region] ?? nil)
    }
  }

  private static func teamTask(
    _ row: TaskRow, _ actor: Actor, _ now: Instant, _ rule: NoticeRule?
  ) -> DeskTask? {
    func task(_ due: Instant?, _ matter: String, _ note: String, _ link: Link? = nil) -> DeskTask {
      DeskTask(
        due: due, matter: matter, subject: row.body, note: note, link: link ?? .visit(row.id))
    }
    let end = row.dueOn?.end
    switch row.stage {
    case .planned:
      return task(end, "安排检查", "\(row.field)，请在计划检查期内确定时间")
    case .scheduled:
      guard let start = row.startsAt, let rule else { return task(row.startsAt, "检查告知", "") }
      let opens = rule.window.opens(before: start)
      let note =
        now >= start
        ? "检查时间已过，请改期后再告知"
        : now < opens ? "\(opens.chinese) 起可以告知" : "须在检查前 \(rule.rule.value) 小时之内送达"
      return task(start, "检查告知", note)
    case .noticed:
      return task(row.startsAt, "到场检查", row.startsAt.map { "\($0.chinese) 开始" } ?? "")
    case .inspecting:
      return task(end, "检查记录", "已存 \(row.saved) 项", .visitChecklist(row.id))
    case .returned:
      return task(end, "补充后重新提交", "结果被退回，理由见任务页")
    case .submitted:
      guard row.submitter != actor.inspector else { return nil }
      return task(end, "结果会签", "同组人员已提交，等您会签", .visitReview(row.id))
    default:
      return nil
    }
  }

  /// A planner sees one line for all visits that nobody has scheduled.
  private static func planningTasks(
    _ actor: Actor, _ now: Instant, _ db: any Connection
  ) throws -> [DeskTask] {
    let found = try db.map(
      """
      SELECT p.id, p.title, count(*) AS number, min(v.due_on) AS due_on
      FROM visits v JOIN plans p ON p.id = v.plan JOIN authorities a ON a.id = p.authority
      WHERE v.stage = 'planned' AND a.department = \(actor.authority?.department) AND
      """ + " " + actor.scope.condition("v.region")
        + " GROUP BY p.id, p.title ORDER BY p.id LIMIT 50"
    ) { row in
      (
        plan: try row.get("id", as: PlanID.self), title: try row.get("title", as: String.self),
        number: try row.get("number", as: Int.self),
        due: CalendarDay(iso: try row.get("due_on", as: String.self))
      )
    }
    return found.map { line in
      DeskTask(
        due: line.due?.end, matter: "安排检查", subject: line.title,
        note: "\(line.number) 家机构还没有确定检查时间",
        link: Link.visits.with([("plan", line.plan.description), ("stage", "planned")]))
    }
  }
}

extension DeskTask {
  /// The earliest first; what has no day comes last.
  package static func sorted(_ tasks: [DeskTask]) -> [DeskTask] {
    tasks.sorted { ($0.due?.milliseconds ?? .max) < ($1.due?.milliseconds ?? .max) }
  }
}
