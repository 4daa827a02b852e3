package import Storage
internal import Supervision

/// A body somebody must not visit, and why.
struct ConflictRow: Sendable {
  let body: BodyID
  let bodyName: String
  let region: String
  let source: ConflictSource.Kind
  let reason: String
}

/// A visit somebody takes part in.
struct MemberVisit: Sendable {
  let visit: VisitID
  let bodyName: String
  let role: String
  let stage: VisitStage?
  let dueOn: CalendarDay
  let hasLeft: Bool
}

extension Registry {
  static func visits(
    ofInspector id: InspectorID, _ actor: Actor, _ db: any Connection
  ) throws -> [MemberVisit] {
    try memberVisits("m.inspector = \(id)", actor, db)
  }

  static func visits(
    ofExpert id: ExpertID, _ actor: Actor, _ db: any Connection
  ) throws -> [MemberVisit] {
    try memberVisits("m.expert = \(id)", actor, db)
  }

  private static func memberVisits(
    _ condition: SQL, _ actor: Actor, _ db: any Connection
  ) throws -> [MemberVisit] {
    try db.map(
      """
      SELECT m.visit, b.name, coalesce(d.name, m.role) AS role, v.stage, v.due_on, m.left_at
      FROM visit_members m JOIN visits v ON v.id = m.visit JOIN bodies b ON b.id = v.body
      LEFT JOIN departments d ON d.code = m.role WHERE
      """ + " " + condition + " AND " + Visits.visible(to: actor)
        + " ORDER BY m.visit DESC LIMIT 200"
    ) { row in
      MemberVisit(
        visit: try row.get("visit"), bodyName: try row.get("name"), role: try row.get("role"),
        stage: VisitStage(rawValue: try row.get("stage")), dueOn: try row.get("due_on"),
        hasLeft: try row.get("left_at", as: Int64?.self) != nil)
    }
  }

  /// The people behind the codes of a draw's files; codes nobody has are left out.
  package static func people(
    _ codes: [String], _ db: any Connection
  ) throws -> [String: DrawablePerson] {
    var found: [String: DrawablePerson] = [:]
    for start in stride(from: 0, to: codes.count, by: 500) {
      let part = Array(codes[start..<min(start + 500, codes.count)])
      try db.forEachRow(
        "SELECT id, code, name, department FROM inspectors WHERE " + .among("code", part)
          + " ORDER BY code LIMIT 500"
      ) { row in
        let code: String = try row.get("code")
        found[code] = DrawablePerson(
          code: code, name: try row.get("name"), department: try row.get("department"),
          inspector: try row.get("id"), expert: nil)
      }
      try db.forEachRow(
        "SELECT id, code, name FROM experts WHERE " + .among("code", part)
          + " ORDER BY code LIMIT 500"
      ) { row in
        let code: String = try row.get("code")
        found[code] = DrawablePerson(
          code: code, name: try row.get("name"), department: expertDepartment, inspector: nil,
          expert: try row.get("id"))
      }
    }
    return found
  }
}
