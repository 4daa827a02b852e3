package import Kernel
package import Storage
package import Supervision

/// A draft has been frozen, for good.
package struct PlanFrozen: Event {
  package let plan: PlanID
}

extension Plans {
  /// Takes a plan one step further inside a running command, which journals it.
  ///
  /// - Throws: `Problem.refused` when its stage does not allow the step, `Problem.notFound`.
  package static func move(_ plan: PlanID, by step: PlanStep, _ transaction: Transaction) throws {
    let stage: PlanStage? = try transaction.db.value(
      "SELECT stage AS value FROM plans WHERE id = \(plan)")
    guard let stage else { throw Problem.notFound }
    guard let target = stage.target(of: step) else {
      throw Problem.refused(stage.verdict(on: step).reason ?? "")
    }
    try transaction.db.execute(
      """
      UPDATE plans SET stage = \(target), updated_at = \(transaction.now.milliseconds)
      WHERE id = \(plan)
      """)
  }

  /// Freezes a draft inside a running command, which journals it.
  ///
  /// - Throws: `Problem.refused` when its stage does not allow it.
  package static func freeze(_ plan: PlanID, _ transaction: Transaction) throws {
    try move(plan, by: .publish, transaction)
    try transaction.announce(PlanFrozen(plan: plan))
  }

  /// Stores a new draft.
  ///
  /// - Throws: `Problem.refused` with every fault of the content.
  @discardableResult
  package static func create(
    _ content: PlanContent, by actor: Actor, _ house: House, at moment: Instant? = nil
  ) throws -> PlanID {
    guard let authority = actor.authority else { throw Problem.forbidden }
    return try house.perform(by: actor, at: moment) { transaction in
      try check(content, region: authority.region, transaction)
      let id: PlanID? = try transaction.db.value(
        """
        INSERT INTO plans (title, year, basis, authority, region, template, total, target_ratio,
          suite, minimum, is_unannounced, self_check_until, visits_from, visits_until,
          results_until, stage, created_by, created_at, updated_at)
        VALUES (\(content.title), \(content.year), \(content.basis), \(authority.id),
          \(authority.region), \(content.template), \(content.total), \(content.targetRatio),
          \(content.suite), \(content.minimum), \(content.isUnannounced),
          \(content.selfCheckUntil.iso), \(content.visitsFrom.iso), \(content.visitsUntil.iso),
          \(content.resultsUntil.iso), \(PlanStage.draft), \(actor.account),
          \(transaction.now.milliseconds), \(transaction.now.milliseconds))
        RETURNING id AS value
        """)
      guard let id else { throw Problem.conflict("计划没有保存，请重试。") }
      try insertParts(of: content, id, transaction.db)
      transaction.journal(
        "plan.create", ("plan", id.description),
        [("year", String(content.year)), ("total", String(content.total))])
      return id
    }
  }

  /// Replaces the content of a draft.
  ///
  /// - Throws: `Problem.refused` when the plan is no draft or belongs to another authority.
  package static func edit(
    _ id: PlanID, _ content: PlanContent, by actor: Actor, _ house: House
  ) throws {
    try house.perform(by: actor) { transaction in
      let plan = try own(id, actor, transaction.db)
      guard plan.stage.target(of: .edit) != nil else {
        throw Problem.refused(plan.stage.verdict(on: .edit).reason ?? "")
      }
      let db = transaction.db
      try check(content, region: plan.region, transaction)
      try db.execute("DELETE FROM plan_roles WHERE plan = \(id)")
      try db.execute("DELETE FROM plan_fields WHERE plan = \(id)")
      try db.execute("DELETE FROM plan_weights WHERE plan = \(id)")
      try db.execute(
        """
        UPDATE plans SET title = \(content.title), year = \(content.year),
          basis = \(content.basis), template = \(content.template), total = \(content.total),
          target_ratio = \(content.targetRatio), suite = \(content.suite),
          minimum = \(content.minimum), is_unannounced = \(content.isUnannounced),
          self_check_until = \(content.selfCheckUntil.iso),
          visits_from = \(content.visitsFrom.iso), visits_until = \(content.visitsUntil.iso),
          results_until = \(content.resultsUntil.iso),
          updated_at = \(transaction.now.milliseconds)
        WHERE id = \(id)
        """)
      try insertParts(of: content, id, db)
      transaction.journal(
        "plan.edit", ("plan", id.description), [("total", String(content.total))])
    }
  }

  /// Closes a plan whose visits have all come to their end.
  package static func close(_ id: PlanID, by actor: Actor, _ house: House) throws {
    try house.perform(by: actor) { transaction in
      _ = try own(id, actor, transaction.db)
      let open = try openVisits(of: id, transaction.db)
      guard open == 0 else {
        throw Problem.refused("还有 \(open) 家机构的检查没有公开结果或退出，全部办完后才能办结计划。")
      }
      try move(id, by: .close, transaction)
      transaction.journal("plan.close", ("plan", id.description))
    }
  }

  /// Refuses content that no draft may hold; the sum of the quotas may still be on its way.
  private static func check(_ content: PlanContent, region: String, _ transaction: Transaction)
    throws
  {
    let faults = try ruleFaults(
      of: content, region: region, today: transaction.now.day, transaction.db
    ).filter { $0.input != "total" || content.total < 1 }
    guard faults.isEmpty else { throw Problem.refused(faults.map(\.sentence)) }
  }

  /// A plan the actor's own authority has made.
  ///
  /// - Throws: `Problem.notFound` outside the scope, `Problem.refused` for another authority's.
  package static func own(_ id: PlanID, _ actor: Actor, _ db: any Connection) throws -> Plan {
    let plan = try plan(id, for: actor, db)
    guard plan.authority == actor.authority?.id else {
      throw Problem.refused("这份计划由\(plan.authorityName)编制，只能由该单位的计划员办理。")
    }
    return plan
  }

  private static func insertParts(of content: PlanContent, _ id: PlanID, _ db: any Connection)
    throws
  {
    for (credit, weight) in content.weights.sorted(by: { $0.key < $1.key }) {
      try db.execute(
        """
        INSERT INTO plan_weights (plan, credit_class, weight)
        VALUES (\(id), \(credit.rawValue), \(weight))
        """)
    }
    for (index, field) in content.fields.enumerated() {
      try db.execute(
        """
        INSERT INTO plan_fields (plan, position, name, field, quota, focus)
        VALUES (\(id), \(index + 1), \(field.name), \(field.field), \(field.quota),
          \(field.focus))
        """)
      for (place, role) in field.roles.enumerated() {
        try db.execute(
          """
          INSERT INTO plan_roles (plan, position, place, department, people, is_lead)
          VALUES (\(id), \(index + 1), \(place + 1), \(role.department), \(role.people),
            \(role.isLead))
          """)
      }
    }
  }
}
