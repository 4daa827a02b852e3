internal import Storage

extension Registry {
  private static let importTables: SQL = " FROM imports i LEFT JOIN accounts a ON a.id = i.account"

  private static func importCondition(_ scope: RegionScope) -> SQL {
    "i.authority IN (SELECT id FROM authorities WHERE " + scope.condition("region") + ")"
  }

  /// The imports of the authorities in a scope, newest first.
  static func importRecords(
    in scope: RegionScope, page: Int, _ db: any Connection
  ) throws -> (rows: [ImportRecord], total: Int) {
    let condition = importCondition(scope)
    let total = try db.count("SELECT count(*) AS value FROM imports i WHERE " + condition)
    let rows: [ImportRecord] = try db.all(
      "SELECT " + ImportRecord.columns + importTables + " WHERE " + condition
        + " ORDER BY i.id DESC LIMIT \(Paging.pageSize) OFFSET \(Paging.offset(page))")
    return (rows, total)
  }

  /// - Throws: `Problem.notFound` when it is not there or of an authority outside the scope.
  static func importRecord(
    _ id: ImportID, in scope: RegionScope, _ db: any Connection
  ) throws -> ImportRecord {
    let found: ImportRecord? = try db.first(
      "SELECT " + ImportRecord.columns + importTables + " WHERE i.id = \(id) AND "
        + importCondition(scope))
    guard let found else { throw Problem.notFound }
    return found
  }

  /// One page of what was found in a file.
  static func findings(
    of id: ImportID, page: Int, _ db: any Connection
  ) throws -> (rows: [ImportFinding], total: Int) {
    let total = try db.count(
      "SELECT count(*) AS value FROM import_findings WHERE import = \(id)")
    let rows: [ImportFinding] = try db.all(
      """
      SELECT is_refused, row_number, column_name, value, reason, suggestion FROM import_findings
      WHERE import = \(id) ORDER BY number
      LIMIT \(Paging.pageSize) OFFSET \(Paging.offset(page))
      """)
    return (rows, total)
  }

  static func allFindings(of id: ImportID, _ db: any Connection) throws -> [ImportFinding] {
    try db.all(
      """
      SELECT is_refused, row_number, column_name, value, reason, suggestion FROM import_findings
      WHERE import = \(id) ORDER BY number LIMIT \(exportLimit)
      """)
  }
}
