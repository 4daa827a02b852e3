internal import Storage
internal import Supervision

extension Imports {
  private static let importTables: SQL = " FROM imports i LEFT JOIN accounts a ON a.id = i.account"

  /// Files of the own department in the own region and below, of the libraries somebody may bring;
  /// the keeper of the registry sees those of every department there.
  private static func importCondition(_ actor: Actor, _ datasets: Datasets) -> SQL {
    let own: SQL =
      actor.isInLine(of: Keeper.department)
      ? .empty : " AND department = \(actor.authority?.department)"
    return "i.authority IN (SELECT id FROM authorities WHERE " + actor.scope.condition("region")
      + own + ") AND " + .among("i.kind", datasets.brought(by: actor))
  }

  /// The imports that somebody sees, newest first.
  static func importRecords(
    for actor: Actor, page: Int, _ datasets: Datasets, _ db: any Connection
  ) throws -> (rows: [ImportRecord], total: Int) {
    let condition = importCondition(actor, datasets)
    let total = try db.count("SELECT count(*) AS value FROM imports i WHERE " + condition)
    let rows = try db.map(
      "SELECT " + ImportRecord.columns + importTables + " WHERE " + condition
        + " ORDER BY i.id DESC LIMIT \(Paging.pageSize) OFFSET \(Paging.offset(page))"
    ) { try ImportRecord(row: $0, datasets) }
    return (rows, total)
  }

  /// - Throws: `Problem.notFound` when it is not there or not the person's to see.
  static func importRecord(
    _ id: ImportID, for actor: Actor, _ datasets: Datasets, _ db: any Connection
  ) throws -> ImportRecord {
    let found = try db.one(
      "SELECT " + ImportRecord.columns + importTables + " WHERE i.id = \(id) AND "
        + importCondition(actor, datasets)
    ) { try ImportRecord(row: $0, datasets) }
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
      WHERE import = \(id) ORDER BY number LIMIT \(ImportOutcome.findingLimit + 1000)
      """)
  }

  /// One page of the rows that have or would have an effect.
  static func importRows(
    of id: ImportID, _ effect: ImportedRow.Effect, page: Int, _ db: any Connection
  ) throws -> (rows: [ImportedRow], total: Int) {
    let total = try db.count(
      "SELECT count(*) AS value FROM import_rows WHERE import = \(id) AND effect = \(effect)")
    let rows = try db.map(
      """
      SELECT row_number, title, changes FROM import_rows
      WHERE import = \(id) AND effect = \(effect) ORDER BY row_number
      LIMIT \(Paging.pageSize) OFFSET \(Paging.offset(page))
      """
    ) { row in
      ImportedRow(
        effect: effect, number: try row.get("row_number"), title: try row.get("title"),
        changes: try row.get("changes"))
    }
    return (rows, total)
  }

  /// Which column of a file is which, as far as anybody has said.
  static func importPlaces(_ id: ImportID, _ db: any Connection) throws -> [String: Int] {
    var places: [String: Int] = [:]
    try db.forEachRow(
      "SELECT code, place FROM import_columns WHERE import = \(id) ORDER BY place LIMIT 500"
    ) { places[try $0.get("code")] = try $0.get("place") }
    return places
  }

  /// What was chosen for files with the same header; nil when there was none, or when the library
  /// asks for more since.
  static func rememberedPlaces(
    _ kind: ImportKind, _ layout: TableLayout, _ db: any Connection
  ) throws -> [String: Int]? {
    var places: [String: Int] = [:]
    try db.forEachRow(
      """
      SELECT code, place FROM import_sources
      WHERE kind = \(kind) AND fingerprint = \(layout.fingerprint) ORDER BY place LIMIT 500
      """
    ) { places[try $0.get("code")] = try $0.get("place") }
    let known = Set(kind.columns.map(\.code))
    places = places.filter { known.contains($0.key) && $0.value < layout.header.count }
    let isWhole = kind.columns.allSatisfy { !$0.isRequired || places[$0.code] != nil }
    return places.isEmpty || !isWhole ? nil : places
  }

  /// The import of the same file that has not come to its end.
  static func runningImport(
    _ digest: String, _ kind: ImportKind, for actor: Actor, _ datasets: Datasets,
    _ db: any Connection
  ) throws -> ImportRecord? {
    try db.one(
      "SELECT " + ImportRecord.columns + importTables
        + " WHERE i.file_digest = \(digest) AND i.state IN ('checking', 'accepting')"
        + " AND i.kind = \(kind) AND " + importCondition(actor, datasets) + " ORDER BY i.id LIMIT 1"
    ) { try ImportRecord(row: $0, datasets) }
  }

  /// Who acts when nobody at a page does: the house itself, as the market authority of the widest
  /// region.
  ///
  /// - Throws: `Problem.refused` before the house is set up.
  static func houseActor(_ db: any Connection) throws -> Actor {
    let authority = try db.one(
      """
      SELECT id, name, department, level, region FROM authorities
      WHERE department = 'market' ORDER BY region, id LIMIT 1
      """
    ) { row in
      AuthoritySummary(
        id: try row.get("id"), name: try row.get("name"), department: try row.get("department"),
        level: try row.get("level"), region: try row.get("region"))
    }
    guard let authority else {
      throw Problem.refused("数据库里还没有机关，请先运行 mingcha setup。")
    }
    return Actor(
      account: AccountID(0), login: "", name: "系统", roles: [.planner, .systemAdministrator],
      authority: authority, body: nil, inspector: nil)
  }
}
