internal import Storage
internal import Supervision

extension Registry {
  /// One page of bodies with the fields of each, by three statements.
  struct BodyPage: Sendable {
    let rows: [BodyRow]
    let fields: [BodyID: [String]]
    let total: Int
  }

  static func bodies(
    _ filter: BodyFilter, in scope: RegionScope, page: Int, _ db: any Connection
  ) throws -> BodyPage {
    let conditions = bodyConditions(filter, in: scope)
    let total = try db.count(
      "SELECT count(*) AS value FROM bodies b" + SQL.conditions(conditions))
    let rows: [BodyRow] = try db.all(
      "SELECT " + BodyRow.columns + " FROM bodies b" + SQL.conditions(conditions)
        + bodyOrder(filter.sort)
        + " LIMIT \(Paging.pageSize) OFFSET \(Paging.offset(page))")
    return BodyPage(rows: rows, fields: try fields(of: rows.map(\.id), db), total: total)
  }

  /// Every body of the list, for the export; 500 at a time in memory.
  static func forEachBody(
    _ filter: BodyFilter, in scope: RegionScope, _ db: any Connection,
    _ visit: (Body) throws -> Void
  ) throws {
    var part: [Body] = []
    func flush() throws {
      let fields = try fields(of: part.map(\.id), db)
      for index in part.indices {
        part[index].fields = fields[part[index].id] ?? []
        try visit(part[index])
      }
      part.removeAll(keepingCapacity: true)
    }
    try db.stream(
      "SELECT " + Body.columns + " FROM bodies b"
        + SQL.conditions(bodyConditions(filter, in: scope)) + bodyOrder(filter.sort)
    ) { row in
      part.append(try Body(row: row))
      if part.count == 500 { try flush() }
    }
    try flush()
  }

  /// How many rows a list of one page holds at most.
  static let exportLimit = 200_000

  private static func bodyConditions(_ filter: BodyFilter, in scope: RegionScope) -> [SQL] {
    var conditions = [scope.narrowed(to: filter.region).exactCondition("b.region")]
    if let credit = filter.credit { conditions.append("b.credit_class = \(credit)") }
    if let status = filter.status { conditions.append("b.status = \(status)") }
    if !filter.field.isEmpty {
      conditions.append(
        """
        EXISTS (SELECT 1 FROM body_fields f WHERE f.body = b.id AND f.field = \(filter.field))
        """)
    }
    if !filter.text.isEmpty {
      let upper = filter.text.uppercased()
      // Numbers are ASCII; other text can only be part of a name.
      conditions.append(
        filter.text.utf8.allSatisfy { $0 < 0x80 }
          ? "(" + .contains("b.name", filter.text) + " OR " + .contains("b.uscc", upper) + " OR "
            + .contains("b.certificate_number", upper) + ")"
          : .contains("b.name", filter.text))
    }
    return conditions
  }

  private static func bodyOrder(_ sort: BodyFilter.Sort) -> SQL {
    switch sort {
    case .region: " ORDER BY b.region, b.name, b.id"
    case .name: " ORDER BY b.name, b.region, b.id"
    case .credit: " ORDER BY b.credit_class DESC, b.region DESC, b.name DESC, b.id DESC"
    case .certificate: " ORDER BY b.certificate_until, b.region, b.name, b.id"
    }
  }

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
  static func body(_ id: BodyID, in scope: RegionScope, _ db: any Connection) throws -> Body {
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
