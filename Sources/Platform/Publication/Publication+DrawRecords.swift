internal import Storage
internal import Supervision

extension Publication {
  /// A draw as far as its stage lets the public see it.
  ///
  /// - Throws: `Problem.notFound`.
  static func drawRecord(_ draw: DrawID, version: Int, at now: Instant, _ db: any Connection)
    throws -> DrawRecord
  {
    let word: String? = try db.value("SELECT stage AS value FROM draws WHERE id = \(draw)")
    guard let stage = word.flatMap(DrawStage.init(rawValue:)) else { throw Problem.notFound }
    let isRevealed = stage == .revealed
    let contributors = try contributors(draw, isRevealed: isRevealed, db)
    let stages = stage == .drawnSealed ? [] : try stages(draw, isRevealed: isRevealed, db)
    let picks = isRevealed ? try picks(draw, db) : []
    let amendments = isRevealed ? try amendments(draw, db) : []
    let seed = isRevealed ? try seed(draw, db) : nil
    let found = try db.one(
      """
      SELECT d.number, d.plan, d.title, a.name AS authority, d.region, r.name AS region_name,
        d.suite, d.is_sealed, d.roster_count, d.inspector_count, d.roster_root,
        d.inspectors_root, d.conflicts_root, d.rules_hash, d.beacon_source, d.beacon_issue,
        d.beacon_format, d.beacon_fallback, d.beacon_after, d.challenge_until, d.beacon_value,
        d.beacon_at, d.frozen_at, d.drawn_at, d.revealed_at, d.voided_at, d.void_reason,
        d.end_digest
      FROM draws d JOIN authorities a ON a.id = d.authority JOIN regions r ON r.code = d.region
      WHERE d.id = \(draw)
      """
    ) { row in
      DrawRecord(
        draw: try row.get("number"), version: version, publishedAt: now.iso,
        stage: stage.rawValue, plan: try row.get("plan"), title: try row.get("title"),
        authority: try row.get("authority"), region: try codeName(row, "region", "region_name"),
        suite: try row.get("suite"), isSealed: try row.get("is_sealed"),
        frozenAt: try moment(row, "frozen_at") ?? "",
        challengeUntil: try moment(row, "challenge_until") ?? "",
        drawnAt: try moment(row, "drawn_at"), revealedAt: try moment(row, "revealed_at"),
        voidedAt: try moment(row, "voided_at"), voidReason: try row.get("void_reason"),
        roster: DrawRecord.Root(
          root: try row.get("roster_root"), records: try row.get("roster_count")),
        inspectors: DrawRecord.Root(
          root: try row.get("inspectors_root"), records: try row.get("inspector_count")),
        conflictsRoot: try row.get("conflicts_root"), rulesHash: try row.get("rules_hash"),
        beacon: try beacon(row), contributors: contributors, stages: stages, picks: picks,
        amendments: amendments, seed: seed, endDigest: try row.get("end_digest"))
    }
    guard let found else { throw Problem.notFound }
    return found
  }

  private static func beacon(_ row: Row) throws -> DrawRecord.Beacon {
    DrawRecord.Beacon(
      source: try row.get("beacon_source"), issue: try row.get("beacon_issue"),
      writtenAs: try row.get("beacon_format"), fallback: try row.get("beacon_fallback"),
      notBefore: try moment(row, "beacon_after") ?? "", value: try row.get("beacon_value"),
      recordedAt: try moment(row, "beacon_at"))
  }

  private static func contributors(
    _ draw: DrawID, isRevealed: Bool, _ db: any Connection
  ) throws -> [DrawRecord.Contributor] {
    try db.map(
      """
      SELECT c.contributor, a.name AS authority, c.commitment, c.committed_at, c.secret
      FROM draw_contributors c JOIN authorities a ON a.id = c.authority
      WHERE c.draw = \(draw) ORDER BY c.contributor LIMIT 200
      """
    ) { row in
      let secret: String? = try row.get("secret")
      return DrawRecord.Contributor(
        contributor: try row.get("contributor"), authority: try row.get("authority"),
        commitment: try row.get("commitment"), committedAt: try moment(row, "committed_at"),
        secret: isRevealed ? secret : nil)
    }
  }

  private static func stages(_ draw: DrawID, isRevealed: Bool, _ db: any Connection) throws
    -> [DrawRecord.Stage]
  {
    var strata: [Int: [DrawRecord.Stratum]] = [:]
    try db.forEachRow(
      """
      SELECT stage, name, records, weight, allocated FROM draw_strata WHERE draw = \(draw)
      ORDER BY stage, name LIMIT 10000
      """
    ) { row in
      strata[try row.get("stage"), default: []].append(
        DrawRecord.Stratum(
          name: try row.get("name"), records: try row.get("records"),
          weight: try row.get("weight"), allocated: try row.get("allocated")))
    }
    return try db.map(
      """
      SELECT s.number, s.name, s.field, f.name AS field_name, s.pool, s.quota, s.drawn,
        s.shortfall
      FROM draw_stages s JOIN fields f ON f.code = s.field
      WHERE s.draw = \(draw) ORDER BY s.number LIMIT 1000
      """
    ) { row in
      let number: Int = try row.get("number")
      let drawn: Int? = try row.get("drawn")
      let shortfall: Int? = try row.get("shortfall")
      return DrawRecord.Stage(
        number: number, name: try row.get("name"),
        field: try codeName(row, "field", "field_name"), pool: try row.get("pool"),
        quota: try row.get("quota"), drawn: isRevealed ? drawn : nil,
        shortfall: isRevealed ? shortfall : nil, strata: strata[number] ?? [])
    }
  }

  private static func picks(_ draw: DrawID, _ db: any Connection) throws -> [DrawRecord.Pick] {
    try db.map(
      """
      SELECT p.stage, p.place, p.body, b.uscc, b.name, b.region, r.name AS region_name,
        p.stratum, p.ticket, p.state
      FROM draw_picks p JOIN bodies b ON b.id = p.body JOIN regions r ON r.code = b.region
      WHERE p.draw = \(draw) ORDER BY p.stage, p.place LIMIT 100000
      """
    ) { row in
      DrawRecord.Pick(
        stage: try row.get("stage"), place: try row.get("place"), body: try row.get("body"),
        uscc: try row.get("uscc"), name: try row.get("name"),
        region: try codeName(row, "region", "region_name"), stratum: try row.get("stratum"),
        ticket: try row.get("ticket"), state: try row.get("state"))
    }
  }

  private static func amendments(_ draw: DrawID, _ db: any Connection) throws
    -> [DrawRecord.Amendment]
  {
    try db.map(
      """
      SELECT m.number, m.kind, b.name, m.reason, m.at
      FROM draw_amendments m JOIN bodies b ON b.id = m.body
      WHERE m.draw = \(draw) ORDER BY m.number LIMIT 10000
      """
    ) { row in
      DrawRecord.Amendment(
        number: try row.get("number"), kind: try row.get("kind"), body: try row.get("name"),
        reason: try row.get("reason"), at: try moment(row, "at") ?? "")
    }
  }

  /// `K`, as the transcript states it.
  private static func seed(_ draw: DrawID, _ db: any Connection) throws -> String? {
    let transcript: [UInt8]? = try db.value(
      """
      SELECT content AS value FROM draw_files
      WHERE draw = \(draw) AND name = 'transcript.txt'
      """)
    guard let transcript else { return nil }
    for line in transcript.split(separator: UInt8(ascii: "\n")) {
      let fields = line.split(separator: UInt8(ascii: "\t"))
      if fields.count == 2, fields[0].elementsEqual("seed".utf8) {
        return String(decoding: fields[1], as: UTF8.self)
      }
    }
    return nil
  }
}
