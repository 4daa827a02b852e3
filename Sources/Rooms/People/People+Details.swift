internal import Kernel
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

extension People {
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
          code: code, name: try row.get("name"), department: Keeper.expertDepartment,
          inspector: nil,
          expert: try row.get("id"))
      }
    }
    return found
  }
}
