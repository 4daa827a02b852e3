internal import Draw
package import Kernel
internal import Plans
package import Storage
internal import Supervision

extension Draws {
  /// What everybody may know about a draw at this moment: nothing of the result and no secret
  /// while it is sealed.
  ///
  /// - Returns: `nil` when there is no such draw.
  package static func publicModel(_ draw: DrawID, _ db: any Connection) throws -> DrawModel? {
    try model(draw, seesSealed: false, db)
  }

  /// - Parameter seesSealed: whether a sealed result is shown, as to those who organise the visits.
  static func model(_ id: DrawID, seesSealed: Bool, _ db: any Connection) throws -> DrawModel? {
    guard let record = try record(id, db) else { return nil }
    let hasResult = record.stage == .revealed || (record.stage == .drawnSealed && seesSealed)
    // A secret handed in early would let the last contributor choose; a void draw hides nothing.
    let showsSecrets = hasResult || record.stage == .void
    let isShut = record.stage == .drawnSealed && !hasResult
    return DrawModel(
      id: id, number: record.number, title: record.title, plan: record.plan,
      authority: record.authorityName, region: record.region, stage: record.stage,
      isSealed: record.isSealed, suite: record.suite, frozenAt: record.frozenAt,
      challengeUntil: record.challengeUntil, drawnAt: record.drawnAt,
      revealedAt: record.revealedAt, voidedAt: record.voidedAt, voidReason: record.voidReason,
      roots: record.roots, beacon: record.beacon,
      contributors: try contributors(of: id, showsSecrets: showsSecrets, db),
      stages: isShut
        ? try forecastStages(of: id, db) : try stages(of: id, hasResult: hasResult, db),
      drawnDigest: record.drawnDigest, endDigest: record.endDigest,
      result: hasResult
        ? DrawnResult(picks: try picks(of: id, db), amendments: try amendments(of: id, db)) : nil)
  }

  static func contributors(of draw: DrawID, showsSecrets: Bool, _ db: any Connection) throws
    -> [DrawContributor]
  {
    try db.map(
      """
      SELECT contributor, authority, commitment, committed_at, secret, handed_in_at
      FROM draw_contributors WHERE draw = \(draw) ORDER BY contributor LIMIT 100
      """
    ) { row in
      let secret: String? = try row.get("secret")
      return DrawContributor(
        name: try row.get("contributor"), authority: try row.get("authority"),
        commitment: try row.get("commitment"), committedAt: try moment(row, "committed_at"),
        secret: showsSecrets ? secret : nil, handedInAt: try moment(row, "handed_in_at"))
    }
  }

  static func moment(_ row: Row, _ column: StaticString) throws -> Instant? {
    let milliseconds: Int64? = try row.get(column)
    return milliseconds.map { Instant(milliseconds: $0) }
  }

  static func stages(of draw: DrawID, hasResult: Bool, _ db: any Connection) throws -> [DrawnField]
  {
    var strata: [Int: [DrawnStratum]] = [:]
    try db.forEachRow(
      """
      SELECT stage, name, records, weight, allocated FROM draw_strata WHERE draw = \(draw)
      ORDER BY stage, name LIMIT 10000
      """
    ) { row in
      strata[try row.get("stage"), default: []].append(
        DrawnStratum(
          name: try row.get("name"), records: try row.get("records"),
          weight: try row.get("weight"), allocated: try row.get("allocated")))
    }
    return try db.map(
      """
      SELECT number, name, field, pool, quota, drawn, shortfall FROM draw_stages
      WHERE draw = \(draw) ORDER BY number LIMIT 1000
      """
    ) { row in
      let number: Int = try row.get("number")
      let drawn: Int? = try row.get("drawn")
      let shortfall: Int? = try row.get("shortfall")
      return DrawnField(
        number: number, name: try row.get("name"), field: try row.get("field"),
        pool: try row.get("pool"), quota: try row.get("quota"), drawn: hasResult ? drawn : nil,
        shortfall: hasResult ? shortfall : nil, strata: strata[number] ?? [])
    }
  }

  /// The chances as published at the freeze, computed again from the frozen files: what the
  /// drawing stored may tell which bodies earlier fields have taken.
  static func forecastStages(of draw: DrawID, _ db: any Connection) throws -> [DrawnField] {
    let forecast = try Draw.forecast(try frozenFiles(of: draw, db))
    let fields = try stages(of: draw, hasResult: false, db)
    return zip(forecast.stages, fields).map { stage, field in
      DrawnField(
        number: stage.number, name: stage.name, field: field.field, pool: stage.pool,
        quota: stage.quota,
        strata: stage.strata.map {
          DrawnStratum(
            name: $0.name, records: $0.records, weight: $0.weight, allocated: $0.allocated)
        })
    }
  }

  static func picks(of draw: DrawID, _ db: any Connection) throws -> [DrawnPick] {
    try db.map(
      """
      SELECT p.stage, p.place, p.body, b.uscc, b.name, r.name AS region, p.stratum, p.ticket,
        p.state
      FROM draw_picks p JOIN bodies b ON b.id = p.body JOIN regions r ON r.code = b.region
      WHERE p.draw = \(draw) ORDER BY p.stage, p.place LIMIT 100000
      """
    ) { row in
      DrawnPick(
        stage: try row.get("stage"), place: try row.get("place"), body: try row.get("body"),
        uscc: try row.get("uscc"), name: try row.get("name"), region: try row.get("region"),
        stratum: try row.get("stratum"), ticket: try row.get("ticket"),
        state: try row.get("state"))
    }
  }

  /// The amendments with what each led to, as the transcript states it.
  static func amendments(of draw: DrawID, _ db: any Connection) throws -> [DrawnAmendment] {
    let rows = try db.map(
      """
      SELECT a.number, a.at, b.name, a.reason, a.end_digest
      FROM draw_amendments a JOIN bodies b ON b.id = a.body
      WHERE a.draw = \(draw) ORDER BY a.number LIMIT 10000
      """
    ) { row in
      (
        number: try row.get("number", as: Int.self), at: try row.get("at", as: Int64.self),
        name: try row.get("name", as: String.self), reason: try row.get("reason", as: String.self),
        digest: try row.get("end_digest", as: String.self)
      )
    }
    guard !rows.isEmpty else { return [] }
    let transcript = try file(FileName.transcript, of: draw, db) ?? []
    var outcomes = outcomes(in: transcript)
    for (number, outcome) in outcomes {
      guard case .replaced(let uscc, let stratum, let ticket) = outcome else { continue }
      let name: String? = try db.value("SELECT name AS value FROM bodies WHERE uscc = \(uscc)")
      outcomes[number] = .replaced(by: name ?? uscc, stratum: stratum, ticket: ticket)
    }
    return rows.map { row in
      DrawnAmendment(
        number: row.number, at: Instant(milliseconds: row.at), bodyName: row.name,
        reason: row.reason, outcome: outcomes[row.number] ?? .withdrawn, endDigest: row.digest)
    }
  }

  /// The `replace`, `withdraw` and `recuse` lines of a transcript by amendment number.
  private static func outcomes(in transcript: [UInt8]) -> [Int: DrawnOutcome] {
    var outcomes: [Int: DrawnOutcome] = [:]
    for line in transcript.split(separator: UInt8(ascii: "\n")).reversed() {
      let fields = line.split(separator: UInt8(ascii: "\t")).map {
        String(decoding: $0, as: UTF8.self)
      }
      switch (fields.first, fields.count) {
      case ("replace", 7):
        outcomes[Int(fields[1]) ?? 0] = .replaced(
          by: fields[3], stratum: fields[4], ticket: fields[5])
      case ("withdraw", 4): outcomes[Int(fields[1]) ?? 0] = .withdrawn
      case ("recuse", 8):
        outcomes[Int(fields[1]) ?? 0] = .recused(
          person: fields[4], department: fields[3], by: fields[5], ticket: fields[6])
      // Amendments stand at the end: the first line of the draw itself ends the search.
      case ("pick", _), ("load", _): return outcomes
      default: continue
      }
    }
    return outcomes
  }
}
