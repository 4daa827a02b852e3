internal import Kernel
internal import Storage
internal import Supervision

/// A body that came out of the one looked at.
struct LaterBody: Sendable {
  let id: BodyID
  let name: String
  let kind: String
  let day: CalendarDay
  /// Whether the reader may see it.
  let isOpen: Bool
}

extension Bodies {
  static func laterBodies(
    of id: BodyID, _ asOf: AsOf, _ actor: Actor, _ db: any Connection
  ) throws -> [LaterBody] {
    let codes = try Reference.registryCodes(db)
    return try db.map(
      """
      SELECT b.id, b.name, b.region, l.kind, l.happened_on
      FROM body_links l JOIN bodies b ON b.id = l.body WHERE l.earlier = \(id) AND
      """ + " " + asOf.condition("l.since", "l.until") + " ORDER BY l.happened_on, l.id LIMIT 100"
    ) { row in
      LaterBody(
        id: try row.get("id"), name: try row.get("name"),
        kind: codes.name(.link, try row.get("kind")), day: try row.get("happened_on"),
        isOpen: actor.scope.contains(try row.get("region")))
    }
  }
}
