package import Kernel
internal import Storage
package import Supervision
internal import Visits

extension Findings {
  /// Opens the rectification of an approved visit, inside the approval.
  package static func open(
    _ visit: VisitID, demand: String, dueOn: CalendarDay, _ transaction: Transaction
  ) throws {
    try transaction.db.execute(
      """
      INSERT INTO rectifications (visit, body, region, due_on, stage, demand, opened_at)
      SELECT id, body, region, \(dueOn.iso), \(RectificationStage.open), \(demand),
        \(transaction.now.milliseconds)
      FROM visits WHERE id = \(visit)
      """)
  }

  /// The body says what it has put right.
  ///
  /// - Throws: `Problem.notFound` for another body's, `Problem.refused` with what to do.
  package static func answer(
    _ id: RectificationID, content: String, by actor: Actor, _ call: Call
  ) throws {
    let content = content.trimmed
    guard let body = actor.body else { throw Problem.forbidden }
    guard !content.isEmpty else { throw Problem.refused("请写明整改了什么、怎样整改、何时完成，再提交。") }
    guard content.count <= 5000 else { throw Problem.refused("整改情况不能超过 5000 个字，请精简后提交。") }
    try call.house.perform(by: actor) { transaction in
      let found = try transaction.db.one(
        "SELECT stage, body FROM rectifications WHERE id = \(id)"
      ) { (try $0.get("stage", as: RectificationStage.self), try $0.get("body", as: BodyID.self)) }
      guard let found, found.1 == body else { throw Problem.notFound }
      try move(id, from: found.0, by: .answer, content: content, transaction)
      transaction.journal("rectification.answer", ("rectification", id.description))
    }
  }

  /// Moves the stage and writes the history line.
  static func move(
    _ id: RectificationID, from stage: RectificationStage, by step: RectificationStep,
    content: String, _ transaction: Transaction
  ) throws {
    try Visits.allow(stage.verdict(on: step))
    guard let target = stage.target(of: step), let actor = transaction.actor else {
      throw Problem.forbidden
    }
    let now = transaction.now.milliseconds
    let closedAt: Int64? = target == .closed ? now : nil
    let changed = try transaction.db.execute(
      """
      UPDATE rectifications SET stage = \(target), closed_at = \(closedAt)
      WHERE id = \(id) AND stage = \(stage)
      """)
    guard changed == 1 else { throw Problem.conflict("有人刚刚办理了这项整改，请返回刷新后再看。") }
    try transaction.db.execute(
      """
      INSERT INTO rectification_entries (rectification, number, step, content, at, account, name)
      SELECT \(id), coalesce(max(number), 0) + 1, \(step.rawValue), \(content), \(now),
        \(actor.account), \(actor.name)
      FROM rectification_entries WHERE rectification = \(id)
      """)
  }
}
