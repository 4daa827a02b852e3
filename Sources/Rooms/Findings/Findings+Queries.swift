package import Kernel
package import Storage

extension Findings {
  static let rectificationColumns: SQL =
    """
    SELECT r.id, r.visit, r.body, b.name AS body_name, p.title AS plan_title,
      f.name AS field_name, g.name AS region_name, r.due_on, r.stage, r.demand, r.opened_at,
      r.closed_at
    FROM rectifications r JOIN bodies b ON b.id = r.body JOIN visits v ON v.id = r.visit
      JOIN plans p ON p.id = v.plan JOIN fields f ON f.code = v.field
      JOIN regions g ON g.code = r.region
    """

  /// A body's rectifications, the newest first.
  package static func rectifications(of body: BodyID, _ db: any Connection) throws
    -> [Rectification]
  {
    try db.all(rectificationColumns + " WHERE r.body = \(body) ORDER BY r.id DESC LIMIT 200")
  }

  /// What was said in a rectification, in order.
  package static func entries(
    of rectification: RectificationID, _ db: any Connection
  ) throws -> [RectificationEntry] {
    try db.all(
      """
      SELECT number, step, content, at, name FROM rectification_entries
      WHERE rectification = \(rectification) ORDER BY number LIMIT 500
      """)
  }

  /// The rectification that a visit led to.
  static func rectification(of visit: VisitID, _ db: any Connection) throws -> Rectification? {
    try db.first(rectificationColumns + " WHERE r.visit = \(visit)")
  }
}
