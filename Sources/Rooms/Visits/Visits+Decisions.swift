package import Kernel
internal import Storage
package import Supervision

// What the findings room decides about a visit, stored here because the tables are this room's.

extension Visits {
  package static func countersigned(_ visit: Visit, _ transaction: Transaction) throws {
    try move(visit.id, from: visit.stage, by: .countersign, transaction)
    try transaction.db.execute(
      """
      UPDATE visits SET countersigned_by = \(transaction.actor?.account) WHERE id = \(visit.id)
      """)
    try decide(visit.id, .countersign, reason: "", transaction)
  }

  package static func approved(
    _ visit: Visit, publishOn: CalendarDay, measures: Set<Measure>, comment: String,
    _ transaction: Transaction
  ) throws {
    try move(visit.id, from: visit.stage, by: .approve, transaction)
    try transaction.db.execute(
      """
      UPDATE visits SET approved_by = \(transaction.actor?.account),
        approved_at = \(transaction.now.milliseconds), publish_on = \(publishOn.iso)
      WHERE id = \(visit.id)
      """)
    for measure in Measure.allCases where measures.contains(measure) {
      try transaction.db.execute(
        "INSERT INTO visit_measures (visit, measure) VALUES (\(visit.id), \(measure))")
    }
    try decide(visit.id, .approve, reason: comment, transaction)
  }

  static func measures(_ id: VisitID, _ db: any Connection) throws -> [Measure] {
    let stored = Set(
      try db.map("SELECT measure FROM visit_measures WHERE visit = \(id) ORDER BY measure LIMIT 20")
      { try $0.get("measure", as: Measure.self) })
    return Measure.allCases.filter { stored.contains($0) }
  }
}
