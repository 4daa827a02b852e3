internal import Draw
internal import Draws
internal import Kernel
internal import Storage
internal import Supervision

extension Fairness {
  /// The draws that are public as a whole, in the order in which they were drawn. A sealed draw is
  /// not among them: nothing that follows from its result may be seen.
  static func revealed(_ db: any Connection) throws -> [RevealedDraw] {
    try db.map(
      """
      SELECT d.id, d.number, d.title, a.name AS authority, d.region, d.drawn_at, d.drawn_digest
      FROM draws d JOIN authorities a ON a.id = d.authority
      WHERE d.stage = 'revealed' AND d.drawn_at IS NOT NULL AND d.drawn_digest IS NOT NULL
      ORDER BY d.drawn_at, d.number LIMIT 100000
      """
    ) { row in
      RevealedDraw(
        id: try row.get("id"), number: try row.get("number"), title: try row.get("title"),
        authority: try row.get("authority"), region: try row.get("region"),
        drawnAt: Instant(milliseconds: try row.get("drawn_at")),
        digest: try row.get("drawn_digest"))
    }
  }

  static func add(
    _ draw: RevealedDraw, to ledger: inout FairnessLedger, _ db: any Connection
  ) throws {
    let strata = try db.map(
      """
      SELECT s.number, s.name AS stage_name, t.name, t.allocated, r.content
      FROM draw_stages s JOIN draw_strata t ON t.draw = s.draw AND t.stage = s.number
        JOIN draw_rulers r ON r.draw = t.draw AND r.stage = t.stage AND r.stratum = t.name
      WHERE s.draw = \(draw.id) ORDER BY s.number, t.name LIMIT 100000
      """
    ) { row in
      FairnessLedger.Stratum(
        stage: try row.get("number"), stageName: try row.get("stage_name"),
        name: try row.get("name"), allocated: try row.get("allocated"),
        content: try row.get("content"))
    }
    ledger.add(
      draw, strata, roster: try Draws.file(FileName.roster, of: draw.id, db) ?? [],
      transcript: try Draws.file(FileName.transcript, of: draw.id, db) ?? [])
  }
}
