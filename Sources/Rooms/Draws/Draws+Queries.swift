internal import Draw
package import Kernel
internal import Plans
package import Storage
package import Supervision

/// A draw as stored.
struct StoredDraw {
  package let id: DrawID
  package let number: Int
  let plan: PlanID
  package let authority: AuthorityID
  let authorityName: String
  let region: String
  package let title: String
  package let stage: DrawStage
  let suite: String
  let isSealed: Bool
  let roots: DrawRoots
  let beacon: DrawBeacon
  let challengeUntil: Instant
  package let frozenAt: Instant
  package let drawnAt: Instant?
  let revealedAt: Instant?
  let voidedAt: Instant?
  let voidReason: String?
  /// Why the engine found no teams, once it has.
  let refusal: String?
  let drawnDigest: String?
  package let endDigest: String?
}

/// A draw in the list.
package struct DrawRow: RowDecodable, Sendable {
  package let id: DrawID
  package let number: Int
  package let title: String
  package let authority: String
  package let stage: DrawStage
  package let isSealed: Bool
  package let frozenAt: Instant
  package let drawnAt: Instant?
  package let endDigest: String?

  package init(row: Row) throws {
    id = try row.get("id")
    number = try row.get("number")
    title = try row.get("title")
    authority = try row.get("authority")
    stage = try row.get("stage")
    isSealed = try row.get("is_sealed")
    frozenAt = Instant(milliseconds: try row.get("frozen_at"))
    drawnAt = try Draws.moment(row, "drawn_at")
    endDigest = try row.get("end_digest")
  }
}

extension Draws {
  private static let recordColumns: SQL = """
    d.id, d.number, d.plan, d.authority, a.name AS authority_name, d.region, d.title, d.stage,
      d.suite, d.is_sealed, d.roster_count, d.inspector_count, d.roster_root, d.inspectors_root,
      d.conflicts_root, d.rules_hash, d.beacon_source, d.beacon_issue, d.beacon_format,
      d.beacon_example, d.beacon_fallback, d.beacon_after, d.beacon_value, d.beacon_evidence,
      d.beacon_is_fallback, d.beacon_at, d.challenge_until, d.frozen_at, d.drawn_at,
      d.revealed_at, d.voided_at, d.void_reason, d.refusal, d.drawn_digest, d.end_digest
    """

  static func record(_ id: DrawID, _ db: any Connection) throws -> StoredDraw? {
    try db.one(
      "SELECT " + recordColumns
        + " FROM draws d JOIN authorities a ON a.id = d.authority WHERE d.id = \(id)", record)
  }

  private static func record(_ row: Row) throws -> StoredDraw {
    let isFallback: Bool? = try row.get("beacon_is_fallback")
    return StoredDraw(
      id: try row.get("id"), number: try row.get("number"), plan: try row.get("plan"),
      authority: try row.get("authority"), authorityName: try row.get("authority_name"),
      region: try row.get("region"), title: try row.get("title"), stage: try row.get("stage"),
      suite: try row.get("suite"), isSealed: try row.get("is_sealed"),
      roots: DrawRoots(
        roster: try row.get("roster_root"), rosterCount: try row.get("roster_count"),
        inspectors: try row.get("inspectors_root"),
        inspectorCount: try row.get("inspector_count"),
        conflicts: try row.get("conflicts_root"), rules: try row.get("rules_hash")),
      beacon: DrawBeacon(
        source: try row.get("beacon_source"), issue: try row.get("beacon_issue"),
        format: try row.get("beacon_format"), example: try row.get("beacon_example"),
        fallback: try row.get("beacon_fallback"),
        after: Instant(milliseconds: try row.get("beacon_after")),
        value: try row.get("beacon_value"), evidence: try row.get("beacon_evidence"),
        isFallback: isFallback ?? false, recordedAt: try moment(row, "beacon_at")),
      challengeUntil: Instant(milliseconds: try row.get("challenge_until")),
      frozenAt: Instant(milliseconds: try row.get("frozen_at")),
      drawnAt: try moment(row, "drawn_at"), revealedAt: try moment(row, "revealed_at"),
      voidedAt: try moment(row, "voided_at"), voidReason: try row.get("void_reason"),
      refusal: try row.get("refusal"), drawnDigest: try row.get("drawn_digest"),
      endDigest: try row.get("end_digest"))
  }

  /// A draw the actor may see: of a plan that is the actor's to see, or one the own authority
  /// contributes to.
  ///
  /// - Throws: `Problem.notFound` when it is elsewhere.
  static func record(_ id: DrawID, for actor: Actor, _ db: any Connection) throws -> StoredDraw {
    guard let record = try record(id, db) else { throw Problem.notFound }
    if try Plans.isVisible(record.plan, to: actor, db) { return record }
    guard let authority = actor.authority?.id,
      try isContributor(authority, to: id, db)
    else { throw Problem.notFound }
    return record
  }

  private static func isContributor(
    _ authority: AuthorityID, to draw: DrawID, _ db: any Connection
  ) throws -> Bool {
    try db.count(
      """
      SELECT count(*) AS value FROM draw_contributors
      WHERE draw = \(draw) AND authority = \(authority)
      """) > 0
  }

  /// The draws a person may see, the latest first.
  static func list(
    _ actor: Actor, stage: DrawStage?, page: Int, _ db: any Connection
  ) throws -> (rows: [DrawRow], total: Int) {
    var conditions: [SQL] = [
      "(d.plan IN (SELECT p.id FROM plans p WHERE " + actor.seesPlan
        + """
        ) OR d.id IN (SELECT draw FROM draw_contributors WHERE authority = \(actor.authority?.id)))
        """
    ]
    if let stage { conditions.append("d.stage = \(stage)") }
    let total = try db.count("SELECT count(*) AS value FROM draws d" + SQL.conditions(conditions))
    let rows: [DrawRow] = try db.all(
      """
      SELECT d.id, d.number, d.title, a.name AS authority, d.stage, d.is_sealed, d.frozen_at,
        d.drawn_at, d.end_digest
      FROM draws d JOIN authorities a ON a.id = d.authority
      """ + SQL.conditions(conditions)
        + " ORDER BY d.number DESC LIMIT \(Paging.pageSize) OFFSET \(Paging.offset(page))")
    return (rows, total)
  }

  /// Every draw of a plan, void ones included, the latest first.
  package static func draws(of plan: PlanID, _ db: any Connection) throws -> [DrawRow] {
    try db.all(
      """
      SELECT d.id, d.number, d.title, a.name AS authority, d.stage, d.is_sealed, d.frozen_at,
        d.drawn_at, d.end_digest
      FROM draws d JOIN authorities a ON a.id = d.authority
      WHERE d.plan = \(plan) ORDER BY d.number DESC LIMIT 100
      """)
  }

  /// Who is on the team of a body now.
  static func team(of body: BodyID, _ draw: DrawID, _ db: any Connection) throws -> [(
    person: String, name: String, department: String
  )] {
    try db.map(
      """
      SELECT m.person, m.name, d.name AS department FROM visits v
      JOIN visit_members m ON m.visit = v.id JOIN departments d ON d.code = m.department
      WHERE v.draw = \(draw) AND v.body = \(body) AND m.left_at IS NULL
      ORDER BY m.role, m.ticket LIMIT 100
      """
    ) { (try $0.get("person"), try $0.get("name"), try $0.get("department")) }
  }

  // MARK: files

  package static func file(_ name: String, of draw: DrawID, _ db: any Connection) throws -> [UInt8]?
  {
    try db.value("SELECT content AS value FROM draw_files WHERE draw = \(draw) AND name = \(name)")
  }

  /// - Throws: `Problem.conflict` when a frozen file is missing, which only a damaged database
  ///   shows.
  static func frozenFiles(of draw: DrawID, _ db: any Connection) throws -> FrozenFiles {
    guard let roster = try file(FileName.roster, of: draw, db),
      let rules = try file(FileName.rules, of: draw, db)
    else { throw Problem.conflict("封存的文件不完整，数据库可能已损坏，请联系系统管理员从备份恢复。") }
    return FrozenFiles(
      roster: roster, rules: rules, inspectors: try file(FileName.inspectors, of: draw, db),
      conflicts: try file(FileName.conflicts, of: draw, db))
  }

  /// The names of the stored files in the order of the specification.
  static func fileNames(of draw: DrawID, _ db: any Connection) throws -> [(
    name: String, size: Int
  )] {
    try db.map(
      """
      SELECT name, length(content) AS size FROM draw_files WHERE draw = \(draw)
      ORDER BY name LIMIT 20
      """
    ) { (try $0.get("name"), try $0.get("size")) }
  }
}
