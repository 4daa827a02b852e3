internal import CSQLite
internal import Storage

extension SQLiteConnection: BulkConnection {
  func tables() throws -> [TableDescription] {
    var columns: [SQLName: [TableDescription.Column]] = [:]
    var keys: [SQLName: [(place: Int, name: SQLName)]] = [:]
    // Virtual tables and what stands behind them are derived; hidden columns are computed.
    try forEachRow(
      """
      SELECT t.name AS table_name, c.name AS name, c.type AS type, c.pk AS place
      FROM pragma_table_list t JOIN pragma_table_xinfo(t.name) c
      WHERE t.schema = 'main' AND t.type = 'table' AND t.name NOT LIKE 'sqlite~_%' ESCAPE '~'
        AND c.hidden = 0
      ORDER BY t.name, c.cid
      """
    ) { row in
      let table = try SQLName(try row.get("table_name"))
      let name = try SQLName(try row.get("name"))
      guard let kind = Self.kind(try row.get("type")) else {
        throw StoreError.column(name: "\(table).\(name)", problem: "a type that cannot be copied")
      }
      columns[table, default: []].append(TableDescription.Column(name: name, kind: kind))
      let place: Int = try row.get("place")
      if place > 0 { keys[table, default: []].append((place, name)) }
    }
    var parents: [SQLName: Set<SQLName>] = [:]
    try forEachRow(
      """
      SELECT t.name AS table_name, f."table" AS parent
      FROM pragma_table_list t JOIN pragma_foreign_key_list(t.name) f
      WHERE t.schema = 'main' AND t.type = 'table'
      """
    ) { row in
      parents[try SQLName(try row.get("table_name")), default: []]
        .insert(try SQLName(try row.get("parent")))
    }
    return TableDescription.parentsFirst(
      columns.map { name, columns in
        TableDescription(
          name: name, columns: columns,
          key: (keys[name] ?? []).sorted { $0.place < $1.place }.map(\.name),
          parents: parents[name] ?? [])
      })
  }

  private static func kind(_ type: String) -> TableDescription.Column.Kind? {
    switch type {
    case "INTEGER", "INT": .integer
    case "TEXT": .text
    case "BLOB": .blob
    default: nil
    }
  }

  /// Foreign keys stay, since they cannot be dropped, and the unique indexes that they may need;
  /// parents first, each row is tested in its turn.
  func loosen() throws -> String {
    var names: [SQLName] = []
    var script = ""
    try forEachRow(
      """
      SELECT name, sql FROM sqlite_schema
      WHERE type = 'index' AND sql IS NOT NULL AND sql NOT LIKE 'CREATE UNIQUE %' ORDER BY name
      """
    ) { row in
      names.append(try SQLName(try row.get("name")))
      script += try row.get("sql", as: String.self) + ";\n"
    }
    for name in names { try execute("DROP INDEX \(name)") }
    try execute("PRAGMA defer_foreign_keys = ON")
    return script
  }

  func insertMany(
    into table: SQLName, _ columns: [SQLName], _ next: (inout [Value]) throws -> Bool
  ) throws -> Int {
    let places: [SQL] = columns.map { _ in "\(Value.null)" }
    let sql: SQL =
      "INSERT INTO \(table) (" + SQLName.list(columns) + ") VALUES (" + .joined(places, by: ", ")
      + ")"
    let text = sql.text
    try refuseAfterFailure(text)
    let statement = try prepared(text)
    statement.isInUse = true
    defer { finish(statement) }
    var values: [Value] = []
    var count = 0
    while try next(&values) {
      for (index, value) in values.enumerated() {
        let code = try statement.bind(value, at: index + 1)
        if code != SQLITE_OK { throw fail(code, text) }
      }
      while try self.next(statement) {}
      statement.reset()
      count += 1
    }
    return count
  }
}
