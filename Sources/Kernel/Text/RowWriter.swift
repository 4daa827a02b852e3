package import Storage

/// Gathers rows of one table and puts them in by the thousand.
package struct RowWriter {
  private let table: SQLName
  private let columns: [SQLName]
  private var values: [Value] = []
  private static let most = 4096

  /// - Parameter columns: with spaces between them.
  package init(into table: String, _ columns: String) throws {
    self.table = try SQLName(table)
    self.columns = try columns.split(separator: " ").map { try SQLName(String($0)) }
  }

  /// Adds one row, its values in the order of the columns.
  package mutating func add(_ row: [Value], _ db: any Connection) throws {
    values += row
    if values.count >= Self.most * columns.count { try finish(db) }
  }

  /// Writes what is left.
  package mutating func finish(_ db: any Connection) throws {
    guard !values.isEmpty else { return }
    let values = values
    let width = columns.count
    var place = 0
    try db.insertRows(into: table, columns) { row in
      guard place < values.count else { return false }
      row.replaceSubrange(row.indices, with: values[place..<(place + width)])
      place += width
      return true
    }
    self.values.removeAll(keepingCapacity: true)
  }
}
