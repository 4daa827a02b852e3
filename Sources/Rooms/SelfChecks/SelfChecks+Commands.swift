package import Kernel
internal import Storage
internal import Supervision

extension SelfChecks {
  /// Opens a self-check for every active body in the plan's region, due with the plan.
  ///
  /// Follows when a plan is frozen; what is open already stays as it is, so that a second freeze
  /// after a void draw asks nobody twice.
  ///
  /// - Returns: how many were opened.
  /// - Throws: `Problem.notFound` for an unknown plan.
  @discardableResult
  static func openAll(_ plan: PlanID, _ transaction: Transaction) throws -> Int {
    let region: String? = try transaction.db.value(
      "SELECT region AS value FROM plans WHERE id = \(plan)")
    guard let region else { throw Problem.notFound }
    return try transaction.db.execute(
      """
      INSERT INTO self_checks (plan, body, template, region, due_on, stage)
      SELECT p.id, b.id, p.template, b.region, p.self_check_until, 'open'
      FROM plans p JOIN bodies b ON b.status = 'active'
      WHERE p.id = \(plan) AND \(RegionScope(region: region).condition("b.region"))
      ORDER BY b.id
      ON CONFLICT (plan, body) DO NOTHING
      """)
  }

  /// Keeps what the body has filled in so far; what has not changed keeps its time.
  ///
  /// - Returns: how many items were stored.
  /// - Throws: `SelfCheckRefusal` when a description is too long.
  @discardableResult
  package static func save(_ id: SelfCheckID, _ given: [SelfCheckAnswer], _ call: Call) throws
    -> Int
  {
    let actor = try call.actor()
    let changed = try call.house.store.read { db in
      try allow(try own(id, actor, db), .save)
      let known = try answers(id, db)
      return given.filter { answer in
        guard let old = known[answer.item] else {
          return answer.answer != nil || !answer.description.isEmpty
        }
        return old.answer != answer.answer || old.description != answer.description
      }
    }
    let faults = SelfCheckRule.lengthFaults(changed)
    guard faults.isEmpty else { throw SelfCheckRefusal(faults: faults) }
    guard !changed.isEmpty else { return 0 }
    try call.house.perform(by: actor) { transaction in
      try allow(try own(id, actor, transaction.db), .save)
      for answer in changed { try store(answer, of: id, actor, transaction) }
      try transaction.db.execute(
        "UPDATE self_checks SET stage = 'draft' WHERE id = \(id)")
      transaction.journal(
        "self-check.save", ("self-check", id.description), [("items", String(changed.count))])
    }
    return changed.count
  }

  private static func store(
    _ answer: SelfCheckAnswer, of id: SelfCheckID, _ actor: Actor, _ transaction: Transaction
  ) throws {
    try transaction.db.execute(
      """
      INSERT INTO self_check_answers (self_check, item, answer, description, at, account)
      VALUES (\(id), \(answer.item), \(answer.answer?.rawValue ?? ""), \(answer.description),
        \(transaction.now.milliseconds), \(actor.account))
      ON CONFLICT (self_check, item) DO UPDATE SET answer = excluded.answer,
        description = excluded.description, at = excluded.at, account = excluded.account
      """)
  }

  /// Hands a complete self-check in; from then on it can only be read.
  ///
  /// - Throws: `SelfCheckRefusal` naming every item that is missing.
  package static func submit(_ id: SelfCheckID, isPledged: Bool, _ call: Call) throws {
    let actor = try call.actor()
    try call.house.perform(by: actor) { transaction in
      let check = try own(id, actor, transaction.db)
      if check.isSubmitted { try allow(check, .submit) }
      let faults = SelfCheckRule.faults(
        try Reference.form(check.template, transaction.db), try answers(id, transaction.db),
        isPledged: isPledged)
      guard faults.isEmpty else { throw SelfCheckRefusal(faults: faults) }
      try allow(check, .submit)
      try transaction.db.execute(
        """
        UPDATE self_checks SET stage = 'submitted', submitted_at = \(transaction.now.milliseconds),
          submitted_by = \(actor.account)
        WHERE id = \(id)
        """)
      transaction.journal(
        "self-check.submit", ("self-check", id.description), [("pledge", "given")])
    }
  }

  private static func allow(_ check: SelfCheck, _ step: SelfCheckStep) throws {
    if let reason = check.stage.verdict(on: step).reason { throw Problem.refused(reason) }
  }
}

/// Why a self-check was not stored or handed in, item by item.
package struct SelfCheckRefusal: Error {
  package let faults: [SelfCheckFault]
}
