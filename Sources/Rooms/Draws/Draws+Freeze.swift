internal import Draw
internal import Items
package import Kernel
package import Plans
package import Storage
package import Supervision

extension Draws {
  /// The authorities that may contribute: of the plan's region, of its departments; any department
  /// where the plan names no partner.
  package static func contributorChoices(for plan: Plan, _ db: any Connection) throws
    -> [ContributorChoice]
  {
    let all = try db.map(
      """
      SELECT a.id, a.name, a.department, (
        SELECT count(*) FROM accounts c JOIN account_roles r ON r.account = c.id
        WHERE c.authority = a.id AND c.state = 'active' AND r.role = 'planner') AS planners
      FROM authorities a WHERE a.region = \(plan.region) AND a.valid_until IS NULL ORDER BY a.name LIMIT 500
      """
    ) { row in
      ContributorChoice(
        id: try row.get("id"), name: try row.get("name"), department: try row.get("department"),
        planners: try row.get("planners"))
    }
    let departments = plan.content.departments
    let isJoint = Set(departments).count > 1
    return all.filter {
      $0.id == plan.authority || !isJoint || departments.contains($0.department)
    }
  }

  /// Freezes roster, people, conflicts and rules under the next draw number, and opens what follows.
  ///
  /// - Throws: `Problem.refused` with every reason: the plan's stage and content, the registry, a
  ///   live draw, the announcement.
  @discardableResult
  package static func freeze(
    _ plan: PlanID, _ ceremony: Ceremony, by actor: Actor, _ house: House,
    at moment: Instant? = nil
  ) throws -> DrawID {
    try house.perform(by: actor, at: moment) { transaction in
      let db = transaction.db
      let plan = try Plans.own(plan, actor, db)
      try checkStage(of: plan, db)
      let choices = try contributorChoices(for: plan, db)
      let files = try Plans.frozenFiles(
        plan.content, region: plan.region, today: transaction.now.day, db)
      let outlook = try Plans.outlook(
        plan.content, region: plan.region, today: transaction.now.day, files, db)
      let faults =
        outlook.faults + ceremony.faults(choices, own: plan.authority, now: transaction.now)
      let sentences = faults.map(\.sentence) + (try Plans.itemFaults(of: plan, db))
      guard sentences.isEmpty else { throw Problem.refused(sentences) }
      let forecast = try refusing { () throws(Refusal) in try Draw.forecast(files) }
      let id = try insert(plan, ceremony, forecast.roots, actor, transaction)
      try store(files, of: id, db)
      try store(forecast.stages, plan.content, of: id, db)
      for choice in choices where ceremony.contributors.contains(choice.id) {
        try db.execute(
          """
          INSERT INTO draw_contributors (draw, contributor, authority)
          VALUES (\(id), \(choice.name), \(choice.id))
          """)
      }
      if plan.stage == .draft { try Plans.freeze(plan.id, transaction) }
      try transaction.announce(DrawChanged(draw: id))
      transaction.journal(
        "draw.freeze", ("draw", id.description),
        [
          ("plan", plan.id.description), ("roster", hex(forecast.roots.roster.root)),
          ("rules", hex(forecast.roots.rulesHash)),
        ])
      return id
    }
  }

  /// A draft is frozen once; a frozen plan again only after its draw became void.
  private static func checkStage(of plan: Plan, _ db: any Connection) throws {
    let live = try db.one(
      "SELECT number, stage FROM draws WHERE plan = \(plan.id) AND stage <> 'void'"
    ) {
      (number: try $0.get("number", as: Int.self), stage: try $0.get("stage", as: DrawStage.self))
    }
    if let live {
      throw Problem.refused(
        "这份计划已有第 \(live.number) 号抽取（\(live.stage.label)）。同一计划不能重复抽取；"
          + "只有抽取之前作废了第 \(live.number) 号，才能重新封存。")
    }
    guard plan.stage == .draft || plan.stage == .frozen else {
      throw Problem.refused(plan.stage.verdict(on: .publish).reason ?? "")
    }
  }

  private static func insert(
    _ plan: Plan, _ ceremony: Ceremony, _ roots: Roots, _ actor: Actor,
    _ transaction: Transaction
  ) throws -> DrawID {
    let last = try transaction.db.value(
      "SELECT coalesce(max(number), 0) AS value FROM draws", as: Int.self)
    let content = plan.content
    let id: DrawID? = try transaction.db.value(
      """
      INSERT INTO draws (number, plan, authority, region, title, stage, suite, is_sealed,
        roster_count, inspector_count, roster_root, inspectors_root, conflicts_root, rules_hash,
        beacon_source, beacon_issue, beacon_format, beacon_example, beacon_fallback,
        beacon_after, challenge_until, frozen_at, frozen_by)
      VALUES (\((last ?? 0) + 1), \(plan.id), \(plan.authority), \(plan.region),
        \(content.title), \(DrawStage.frozen), \(content.suite), \(content.isUnannounced),
        \(roots.roster.records), \(roots.inspectors?.records ?? 0), \(hex(roots.roster.root)),
        \(hex(roots.inspectors?.root ?? [])), \(hex(roots.conflicts?.root ?? [])),
        \(hex(roots.rulesHash)), \(ceremony.source), \(ceremony.issue), \(ceremony.format),
        \(ceremony.example), \(ceremony.fallback), \(ceremony.beaconAfter.milliseconds),
        \(ceremony.challengeUntil.milliseconds), \(transaction.now.milliseconds),
        \(actor.account))
      RETURNING id AS value
      """)
    guard let id else { throw Problem.conflict("封存没有保存，请重试。") }
    return id
  }

  private static func store(_ files: FrozenFiles, of draw: DrawID, _ db: any Connection) throws {
    try write(FileName.roster, files.roster, of: draw, db)
    try write(FileName.rules, files.rules, of: draw, db)
    if let inspectors = files.inspectors {
      try write(FileName.inspectors, inspectors, of: draw, db)
    }
    if let conflicts = files.conflicts { try write(FileName.conflicts, conflicts, of: draw, db) }
  }

  static func write(_ name: String, _ bytes: [UInt8], of draw: DrawID, _ db: any Connection) throws
  {
    try db.execute(
      """
      INSERT INTO draw_files (draw, name, content) VALUES (\(draw), \(name), \(bytes))
      ON CONFLICT (draw, name) DO UPDATE SET content = excluded.content
      """)
  }

  private static func store(
    _ stages: [StageForecast], _ content: PlanContent, of draw: DrawID, _ db: any Connection
  ) throws {
    for (stage, field) in zip(stages, content.fields) {
      try db.execute(
        """
        INSERT INTO draw_stages (draw, number, name, field, pool, quota)
        VALUES (\(draw), \(stage.number), \(stage.name), \(field.field), \(stage.pool),
          \(stage.quota))
        """)
      try insert(stage.strata, stage: stage.number, of: draw, db)
    }
  }

  static func insert(
    _ strata: [StratumResult], stage: Int, of draw: DrawID, _ db: any Connection
  ) throws {
    for stratum in strata {
      try db.execute(
        """
        INSERT INTO draw_strata (draw, stage, name, records, weight, allocated)
        VALUES (\(draw), \(stage), \(stratum.name), \(stratum.records), \(stratum.weight),
          \(stratum.allocated))
        """)
    }
  }

  /// The engine's refusal as the one a person reads.
  static func refusing<T>(_ body: () throws(Refusal) -> T) throws -> T {
    do throws(Refusal) {
      return try body()
    } catch {
      throw Problem.refused(error.description)
    }
  }
}
