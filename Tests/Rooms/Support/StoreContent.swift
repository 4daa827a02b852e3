import Storage
import Testing

/// Every row of every table as text, read one by one and not as a backup reads them.
func content(of store: any Store) throws -> [String: [String]] {
  try store.read { db in
    let bulk = try #require(db as? any BulkConnection)
    var content: [String: [String]] = [:]
    for table in try bulk.tables() {
      var rows: [String] = []
      let names = SQLName.list(table.columns.map(\.name).sorted())
      try db.forEachRow("SELECT " + names + " FROM \(table.name)") { row in
        rows.append(row.all.map { "\($0.name)=\($0.value)" }.joined(separator: "\u{1}"))
      }
      content[table.name.description] = rows.sorted()
    }
    return content
  }
}
