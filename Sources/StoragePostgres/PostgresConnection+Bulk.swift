internal import Storage

extension PostgresConnection: BulkConnection {
  func tables() throws -> [TableDescription] {
    var columns: [SQLName: [TableDescription.Column]] = [:]
    try forEachRow(
      """
      SELECT c.relname AS table_name, a.attname AS name, t.typname AS type
      FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid JOIN pg_type t ON t.oid = a.atttypid
      WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind = 'r' AND a.attnum > 0
        AND NOT a.attisdropped AND a.attgenerated = ''
      ORDER BY c.relname, a.attnum
      """
    ) { row in
      let table = try SQLName(try row.get("table_name"))
      let name = try SQLName(try row.get("name"))
      guard let kind = Self.kind(try row.get("type")) else {
        throw StoreError.column(name: "\(table).\(name)", problem: "a type that cannot be copied")
      }
      columns[table, default: []].append(TableDescription.Column(name: name, kind: kind))
    }
    let keys = try pairs(
      """
      SELECT c.relname AS first, a.attname AS second
      FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid
        CROSS JOIN LATERAL unnest(i.indkey) WITH ORDINALITY AS k(column_number, place)
        JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = k.column_number
      WHERE i.indisprimary AND c.relnamespace = current_schema()::regnamespace
      ORDER BY c.relname, k.place
      """)
    let parents = try pairs(
      """
      SELECT c.relname AS first, p.relname AS second
      FROM pg_constraint f JOIN pg_class c ON c.oid = f.conrelid
        JOIN pg_class p ON p.oid = f.confrelid
      WHERE f.contype = 'f' AND c.relnamespace = current_schema()::regnamespace
      ORDER BY c.relname, p.relname
      """)
    return TableDescription.parentsFirst(
      columns.map { name, columns in
        TableDescription(
          name: name, columns: columns, key: keys[name] ?? [], parents: Set(parents[name] ?? []))
      })
  }

  private func pairs(_ sql: SQL) throws -> [SQLName: [SQLName]] {
    var found: [SQLName: [SQLName]] = [:]
    try forEachRow(sql) { row in
      found[try SQLName(try row.get("first")), default: []]
        .append(try SQLName(try row.get("second")))
    }
    return found
  }

  private static func kind(_ type: String) -> TableDescription.Column.Kind? {
    switch type {
    case "int8", "int4", "int2": .integer
    case "text": .text
    case "bytea": .blob
    default: nil
    }
  }

  func loosen() throws -> String {
    // For the indexes that the script builds.
    try execute("SET LOCAL maintenance_work_mem = '256MB'")
    var keys = ""
    try forEachRow(
      """
      SELECT c.relname AS table_name, f.conname AS name, pg_get_constraintdef(f.oid) AS definition
      FROM pg_constraint f JOIN pg_class c ON c.oid = f.conrelid
      WHERE f.contype = 'f' AND c.relnamespace = current_schema()::regnamespace
      ORDER BY c.relname, f.conname
      """
    ) { row in
      let table = try SQLName(try row.get("table_name"))
      let name = try SQLName(try row.get("name"))
      let definition: String = try row.get("definition")
      keys += "ALTER TABLE \"\(table)\" ADD CONSTRAINT \"\(name)\" \(definition);\n"
      try execute("ALTER TABLE \(table) DROP CONSTRAINT \(name)")
    }
    var indexes = ""
    try forEachRow(
      """
      SELECT x.relname AS name, pg_get_indexdef(i.indexrelid) AS definition
      FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid JOIN pg_class x ON x.oid = i.indexrelid
      WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind = 'r'
        AND NOT EXISTS (SELECT 1 FROM pg_constraint k WHERE k.conindid = i.indexrelid)
      ORDER BY x.relname
      """
    ) { row in
      indexes += try row.get("definition", as: String.self) + ";\n"
      try execute("DROP INDEX \(try SQLName(try row.get("name")))")
    }
    // A foreign key may need a unique index, so the indexes come back first.
    return indexes + keys
  }

  func insertMany(
    into table: SQLName, _ columns: [SQLName], _ next: (inout [Value]) throws -> Bool
  ) throws -> Int {
    let sql: SQL = "COPY \(table) (" + SQLName.list(columns) + ") FROM STDIN (FORMAT binary)"
    let text = sql.text
    try refuseAfterFailure(text)
    do {
      return try copy(text, columns: columns.count, next)
    } catch let error as StoreError {
      failure = error
      throw error
    }
  }
}
