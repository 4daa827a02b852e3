internal import Draws
package import Kernel
internal import Storage
package import Supervision

// What follows here from what other rooms do, inside their commands; none of it journals.

extension Visits {
  /// Opens the visit of a drawn body with its team.
  ///
  /// - Throws: `Problem.refused` when the plan, the body or a member is unknown.
  @discardableResult
  static func open(_ new: BodyDrawn, _ transaction: Transaction) throws -> VisitID {
    let now = transaction.now.milliseconds
    let id: VisitID? = try transaction.db.value(
      """
      INSERT INTO visits (draw, plan, body, field, template, region, stage, code, due_on, place,
        summary, circumstance_note, updated_at)
      SELECT \(new.draw), p.id, b.id, \(new.field), p.template, b.region,
        \(VisitStage.planned), \(new.code), p.visits_until,
        coalesce((SELECT s.address FROM sites s WHERE s.body = b.id AND s.until IS NULL
          ORDER BY s.id LIMIT 1), b.address),
        '', '', \(now)
      FROM plans p JOIN bodies b ON b.id = \(new.body) WHERE p.id = \(new.plan)
      RETURNING id AS value
      """)
    guard let id else { throw Problem.refused("计划或机构不存在，无法生成检查任务，请核对抽取结果。") }
    for member in new.team { try add(member, to: id, transaction) }
    return id
  }

  /// Takes a body out of a draw's visits, for the reason given there.
  ///
  /// - Throws: `Problem.refused` when the inspection has gone too far.
  static func withdraw(_ event: BodyWithdrawn, _ transaction: Transaction) throws {
    let (id, stage) = try find(event.draw, event.body, transaction)
    try allow(stage.verdict(on: .withdraw))
    try move(id, from: stage, by: .withdraw, transaction)
    try decide(id, .withdraw, reason: event.reason, transaction)
  }

  /// Puts another person in the place of a recused member.
  ///
  /// - Throws: `Problem.refused` when the person is not on the team or the inspection is over.
  static func replaceMember(_ event: MemberReplaced, _ transaction: Transaction) throws {
    let (id, stage) = try find(event.draw, event.body, transaction)
    guard stage.target(of: .withdraw) != nil else {
      throw Problem.refused("这次检查处于“\(stage.label)”阶段，检查组不能再调整；只能在提交结果之前回避换人。")
    }
    let changed = try transaction.db.execute(
      """
      UPDATE visit_members SET left_at = \(transaction.now.milliseconds)
      WHERE visit = \(id) AND person = \(event.person) AND left_at IS NULL
      """)
    guard changed == 1 else {
      throw Problem.refused("编号 \(event.person) 不在这次检查的检查组里，请核对要回避的人员编号。")
    }
    try add(event.successor, to: id, transaction)
  }

  /// Says that the result has been made public.
  package static func markPublished(_ visit: VisitID, _ transaction: Transaction) throws {
    let stage: VisitStage? = try transaction.db.value(
      "SELECT stage AS value FROM visits WHERE id = \(visit)")
    guard let stage else { throw Problem.notFound }
    try allow(stage.verdict(on: .publish))
    try move(visit, from: stage, by: .publish, transaction)
    try decide(visit, .publish, reason: "", transaction)
  }

  // MARK: parts of commands

  private static func find(
    _ draw: DrawID, _ body: BodyID, _ transaction: Transaction
  ) throws -> (id: VisitID, stage: VisitStage) {
    let found = try transaction.db.one(
      "SELECT id, stage FROM visits WHERE draw = \(draw) AND body = \(body)"
    ) { (id: try $0.get("id", as: VisitID.self), stage: try $0.get("stage", as: VisitStage.self)) }
    guard let found else { throw Problem.refused("这家机构在本次抽取中没有检查任务，请核对机构。") }
    return found
  }

  private static func add(
    _ member: DrawnMember, to visit: VisitID, _ transaction: Transaction
  ) throws {
    let added = try transaction.db.execute(
      """
      INSERT INTO visit_members (visit, person, name, department, role, inspector, expert, ticket)
      SELECT \(visit), \(member.person), m.name, \(member.department), \(member.role), m.inspector,
        m.expert, \(member.ticket)
      FROM (
        SELECT name, id AS inspector, NULL AS expert FROM inspectors WHERE code = \(member.person)
        UNION ALL
        SELECT name, NULL AS inspector, id AS expert FROM experts WHERE code = \(member.person)
      ) m
      WHERE true
      ON CONFLICT (visit, person) DO UPDATE SET left_at = NULL, role = excluded.role,
        department = excluded.department, ticket = excluded.ticket
      """)
    guard added == 1 else {
      throw Problem.refused("检查人员库和专家库里没有编号 \(member.person)，无法编入检查组，请核对名录。")
    }
  }

  /// Turns a legal no into the refusal a person reads.
  package static func allow(_ verdict: Verdict) throws {
    if let reason = verdict.reason { throw Problem.refused(reason) }
  }

  /// Moves the stage; somebody else's step in between is a conflict.
  package static func move(
    _ visit: VisitID, from stage: VisitStage, by step: VisitStep, _ transaction: Transaction
  ) throws {
    guard let target = stage.target(of: step) else {
      throw Problem.refused(stage.verdict(on: step).reason ?? "")
    }
    let changed = try transaction.db.execute(
      """
      UPDATE visits SET stage = \(target), updated_at = \(transaction.now.milliseconds)
      WHERE id = \(visit) AND stage = \(stage)
      """)
    guard changed == 1 else { throw Problem.conflict("有人刚刚办理了这次检查的下一步，请返回刷新后再看。") }
  }

  /// Writes one line of the visit's decision history.
  package static func decide(
    _ visit: VisitID, _ step: VisitStep, reason: String, _ transaction: Transaction
  ) throws {
    let name = transaction.actor?.name ?? "系统"
    try transaction.db.execute(
      """
      INSERT INTO visit_decisions (visit, number, step, at, account, name, reason)
      SELECT \(visit), coalesce(max(number), 0) + 1, \(step.rawValue),
        \(transaction.now.milliseconds), \(transaction.actor?.account), \(name), \(reason)
      FROM visit_decisions WHERE visit = \(visit)
      """)
  }
}
