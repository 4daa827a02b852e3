package import Kernel
package import Storage
internal import Supervision

extension Bodies {
  /// The field codes of these bodies.
  static func fields(of bodies: [BodyID], _ db: any Connection) throws -> [BodyID: [String]] {
    guard !bodies.isEmpty else { return [:] }
    var fields: [BodyID: [String]] = [:]
    try db.forEachRow(
      "SELECT body, field FROM body_fields WHERE " + .among("body", bodies)
        + " ORDER BY body, field LIMIT 100000"
    ) { fields[try $0.get("body"), default: []].append(try $0.get("field")) }
    return fields
  }

  /// One body with its fields.
  ///
  /// Jurisdiction follows the site (沪市监认检〔2021〕529号 二（三）3): who has a site of the body in
  /// the scope sees it too.
  ///
  /// - Throws: `Problem.notFound` when it is not there or outside the scope.
  package static func body(_ id: BodyID, in scope: RegionScope, _ db: any Connection) throws -> Body
  {
    let found: Body? = try db.first(
      "SELECT " + Body.columns + " FROM bodies b WHERE b.id = \(id)")
    guard var body = found, try sees(body, scope, db) else { throw Problem.notFound }
    body.fields = try fields(of: [id], db)[id] ?? []
    return body
  }

  private static func sees(
    _ body: Body, _ scope: RegionScope, _ db: any Connection
  ) throws -> Bool {
    if scope.contains(body.row.region) { return true }
    let sites = try db.count(
      "SELECT count(*) AS value FROM sites WHERE body = \(body.id) AND until IS NULL AND "
        + scope.condition("region"))
    return sites > 0
  }

  /// Record numbers by credit code; codes nobody has are left out.
  static func bodyIDs(_ usccs: [String], _ db: any Connection) throws -> [String: BodyID] {
    var found: [String: BodyID] = [:]
    for start in stride(from: 0, to: usccs.count, by: 500) {
      let part = Array(usccs[start..<min(start + 500, usccs.count)])
      try db.forEachRow(
        "SELECT uscc, id FROM bodies WHERE " + .among("uscc", part) + " ORDER BY uscc LIMIT 500"
      ) { found[try $0.get("uscc")] = try $0.get("id") }
    }
    return found
  }
}
