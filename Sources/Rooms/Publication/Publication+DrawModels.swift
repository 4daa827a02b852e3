internal import Draws
internal import HTML
internal import Kernel
internal import Plans
internal import Storage
internal import Supervision

extension Publication {
  /// - Parameter field: the number of the field whose tickets are shown; the first without one.
  /// - Throws: `Problem.notFound`.
  static func drawModel(number: Int, field: Int?, _ rulers: RulerMemo, _ db: any Connection) throws
    -> PublicDrawPages.Model
  {
    let id = try draw(number: number, db)
    guard let draw = try Draws.publicModel(id, db) else { throw Problem.notFound }
    let versions = try versions(.draw, id.number, db)
    let shown =
      draw.result == nil
      ? nil : draw.stages.first { $0.number == field } ?? draw.stages.first
    return PublicDrawPages.Model(
      draw: draw, row: versions.first, versions: versions, field: shown,
      ruler: try shown.map { try rulers.piece(of: draw, stage: $0.number, isWhole: true, db) }
        ?? Markup(),
      files: try Draws.publicFileNames(id, db),
      progress: try progress(of: draw, db), resultsUntil: try resultsUntil(draw.plan, db))
  }

  /// Whether a line of the roster begins with this id.
  static func names(_ id: String, in roster: [UInt8]) -> Bool {
    let wanted = Array(("\n" + id + "\t").utf8)
    // The header stands before the first id, so every id has a line feed before it.
    return roster.indices.contains { index in
      roster[index] == wanted[0] && roster.count - index >= wanted.count
        && roster[index..<index + wanted.count].elementsEqual(wanted)
    }
  }

  private static func progress(of draw: DrawModel, _ db: any Connection) throws
    -> (published: Int, total: Int)
  {
    guard let result = draw.result else { return (0, 0) }
    return (
      try publishedCount(of: draw.plan, db), result.picks.count { $0.state != .left }
    )
  }

  private static func resultsUntil(_ plan: PlanID, _ db: any Connection) throws -> CalendarDay? {
    let day: String? = try db.value(
      "SELECT results_until AS value FROM plans WHERE id = \(plan)")
    return day.flatMap { CalendarDay(iso: $0) }
  }
}
