package import Kernel
package import Storage

extension Authorities {
  /// The authorities of a scope by name and by code.
  package static func byName(
    _ scope: RegionScope, _ db: any Connection
  ) throws -> [String: AuthoritySummary] {
    var found: [String: AuthoritySummary] = [:]
    try db.forEachRow(
      "SELECT id, code, name, department, level, region FROM authorities WHERE "
        + scope.condition("region") + " ORDER BY code LIMIT 10000"
    ) { row in
      let authority = AuthoritySummary(
        id: try row.get("id"), name: try row.get("name"), department: try row.get("department"),
        level: try row.get("level"), region: try row.get("region"))
      found[authority.name] = authority
      found[try row.get("code")] = authority
    }
    return found
  }
}
