package enum Engine: String, Sendable {
  case sqlite
  case postgres
}

/// A database: many readers, one writer at a time.
///
/// `write` is one transaction: it commits when the closure returns and rolls back when it throws.
/// Writers queue behind each other on both engines, so numbers and chains made in them are gapless.
/// `read` sees one unchanging state for the length of the closure and cannot change it.
///
/// A statement that the engine refused ends the transaction on both engines, even when the closure
/// swallows the error: what follows is refused and the write rolls back and throws that error.
/// One thread is in one transaction at a time; a second inside the first is refused.
package protocol Store: Sendable {
  var engine: Engine { get }
  func read<T>(_ body: (any Connection) throws -> T) throws -> T
  @discardableResult
  func write<T>(_ body: (any Connection) throws -> T) throws -> T
  /// Ends all connections; later calls fail.
  func close()
}

/// A connection inside a transaction, lent to a closure and never kept.
package protocol Connection: AnyObject {
  var engine: Engine { get }
  /// - Returns: the number of rows changed.
  @discardableResult
  func execute(_ sql: SQL) throws(StoreError) -> Int
  /// Calls `body` for every row; the row is valid only during the call.
  func forEachRow(_ sql: SQL, _ body: (Row) throws -> Void) throws
  /// Runs a script of several statements written in the common dialect of migrations
  /// (SQLite's STRICT types; PostgreSQL translates the type names).
  func executeScript(_ script: String) throws(StoreError)
}

extension Connection {
  package func all<T: RowDecodable>(_ sql: SQL, as type: T.Type = T.self) throws -> [T] {
    var rows: [T] = []
    try forEachRow(sql) { rows.append(try T(row: $0)) }
    return rows
  }

  package func first<T: RowDecodable>(_ sql: SQL, as type: T.Type = T.self) throws -> T? {
    var found: T?
    try forEachRow(sql) { if found == nil { found = try T(row: $0) } }
    return found
  }

  /// The rows through a closure.
  package func map<T>(_ sql: SQL, _ body: (Row) throws -> T) throws -> [T] {
    var rows: [T] = []
    try forEachRow(sql) { rows.append(try body($0)) }
    return rows
  }

  /// The first row through a closure.
  package func one<T>(_ sql: SQL, _ body: (Row) throws -> T) throws -> T? {
    var found: T?
    try forEachRow(sql) { if found == nil { found = try body($0) } }
    return found
  }

  /// The value of the column `value` in the first row.
  package func value<T: Loadable>(_ sql: SQL, as type: T.Type = T.self) throws -> T? {
    try one(sql) { try $0.get("value") }
  }

  /// Number of rows: `SELECT count(*) AS value …`.
  package func count(_ sql: SQL) throws -> Int {
    try value(sql) ?? 0
  }
}
