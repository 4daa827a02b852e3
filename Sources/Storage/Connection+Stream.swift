extension Connection {
  /// Calls `body` for every row of an answer that may be larger than memory.
  ///
  /// On PostgreSQL the rows come through a cursor, some thousands at a time; `forEachRow` would
  /// fetch them all. One stream at a time on a connection; other statements may run inside.
  package func stream(_ sql: SQL, _ body: (Row) throws -> Void) throws {
    guard engine == .postgres else { return try forEachRow(sql, body) }
    try execute("DECLARE mingcha_stream NO SCROLL CURSOR FOR " + sql)
    var count = 0
    repeat {
      count = 0
      try forEachRow("FETCH FORWARD 4096 FROM mingcha_stream") { row in
        count += 1
        try body(row)
      }
    } while count == 4096
    try execute("CLOSE mingcha_stream")
  }

  /// Puts many rows into a table, as fast as the engine takes them.
  ///
  /// On PostgreSQL no other statement may run on the connection until it returns.
  ///
  /// - Parameters:
  ///   - columns: which columns the values are for, in this order; the others take their default.
  ///   - next: puts the values of the next row into the array, which holds the last row's, and
  ///     returns true; false at the end.
  /// - Returns: how many rows.
  @discardableResult
  package func insertRows(
    into table: SQLName, _ columns: [SQLName], _ next: (inout [Value]) throws -> Bool
  ) throws -> Int {
    if let bulk = self as? any BulkConnection {
      return try bulk.insertMany(into: table, columns, next)
    }
    let head: SQL = "INSERT INTO \(table) (" + SQLName.list(columns) + ") VALUES ("
    var values: [Value] = []
    var count = 0
    while try next(&values) {
      try execute(head + .joined(values.map { "\($0)" }, by: ", ") + ")")
      count += 1
    }
    return count
  }
}
