internal import Draws
internal import Kernel
internal import Storage
internal import Supervision

// The models of single public pages, put together from several queries.

extension Publication {
  static func bodyModel(_ id: BodyID, _ memo: PublicMemo, _ db: any Connection) throws
    -> PublicPages.BodyModel
  {
    let row = try body(id, db)
    let drawn = try drawn(id, db)
    return PublicPages.BodyModel(
      body: row, fields: try fieldNames(of: id, db), drawn: drawn,
      notDrawn: try notDrawn(row, besides: Set(drawn.map(\.draw)), db),
      results: try entries(try results(of: id, db), memo))
  }

  /// The latest revealed draws of the body's region whose frozen roster names it, where chance
  /// did not take it.
  private static func notDrawn(
    _ body: BodyRow, besides drawn: Set<Int>, _ db: any Connection
  ) throws -> [DrawRow] {
    let candidates: [(row: DrawRow, region: String)] = try db.map(
      """
      SELECT d.id, d.number, d.title, a.name AS authority, d.stage, d.is_sealed, d.frozen_at,
        d.drawn_at, d.end_digest, d.region
      FROM draws d JOIN authorities a ON a.id = d.authority
      WHERE d.stage = 'revealed' ORDER BY d.number DESC LIMIT 50
      """
    ) { (try DrawRow(row: $0), try $0.get("region")) }
    let near = candidates.filter {
      !drawn.contains($0.row.number) && RegionScope(region: $0.region).contains(body.region)
    }
    return try near.prefix(10).compactMap { candidate in
      let roster: [UInt8]? = try db.value(
        """
        SELECT content AS value FROM draw_files
        WHERE draw = \(candidate.row.id) AND name = 'roster.tsv'
        """)
      return names(body.uscc, in: roster ?? []) ? candidate.row : nil
    }
  }

  static func planModel(_ id: PlanID, today: CalendarDay, _ db: any Connection) throws
    -> PublicPlanPages.Model
  {
    let versions = try versions(.plan, id.number, db)
    guard let row = versions.first else { throw Problem.notFound }
    let draws = try Draws.draws(of: id, db)
    let live = draws.first { $0.stage != .void }
    let stages = try live.flatMap { try Draws.publicModel($0.id, db)?.stages } ?? []
    return PublicPlanPages.Model(
      row: row, record: try PlanRecord(canonical: row.record), versions: versions, draws: draws,
      stages: stages, published: try publishedCount(of: id, db), today: today)
  }

  static func publishedCount(of plan: PlanID, _ db: any Connection) throws -> Int {
    try db.count(
      """
      SELECT count(*) AS value FROM publications
      WHERE plan = \(plan) AND kind = 'result' AND version = 1
      """)
  }

  static func regionNames(_ db: any Connection) throws -> [String: String] {
    Dictionary(
      try Reference.regions(db, in: RegionScope(region: "000000")).map { ($0.code, $0.name) },
      uniquingKeysWith: { first, _ in first })
  }
}
