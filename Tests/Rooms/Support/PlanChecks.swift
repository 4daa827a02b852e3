import Foundation
import Storage
import Testing

@testable import Kernel

/// A connection that remembers what was asked of it.
final class ListeningConnection: Connection {
  private let inner: any Connection
  private(set) var statements: [SQL] = []

  init(_ inner: any Connection) { self.inner = inner }

  var engine: Engine { inner.engine }

  @discardableResult
  func execute(_ sql: SQL) throws(StoreError) -> Int {
    statements.append(sql)
    return try inner.execute(sql)
  }

  func forEachRow(_ sql: SQL, _ body: (Row) throws -> Void) throws {
    statements.append(sql)
    try inner.forEachRow(sql, body)
  }

  func executeScript(_ script: String) throws(StoreError) {
    try inner.executeScript(script)
  }
}

/// Tables of codes and notices: they fit one page of memory and may be read whole.
private let smallTables: Set<String> = [
  "regions", "departments", "fields", "legal_rules", "calendar_days", "authorities",
  "form_templates", "form_items", "form_checks", "reference_files", "journal_head",
  "journal_closed",
]

/// Refuses a statement whose plan reads a large table row by row, without an index.
///
///     try store.read { db in try expectIndexed("SELECT …", db) }
///
/// On PostgreSQL the planner is told to avoid such reading: where it reads a table so all the same,
/// no index serves the statement.
func expectIndexed(
  _ sql: SQL, _ db: any Connection, sourceLocation: SourceLocation = #_sourceLocation
) throws {
  if db.engine == .postgres {
    return try expectIndexedOnPostgres(sql, db, sourceLocation: sourceLocation)
  }
  let steps = try db.map("EXPLAIN QUERY PLAN \(sql)") { try $0.get("detail", as: String.self) }
  for step in steps {
    let words = step.split(separator: " ")
    guard words.first == "SCAN", words.count > 1, !step.contains("USING"),
      !step.contains("CONSTANT ROW"), !step.hasPrefix("SCAN (")
    else { continue }
    // A statement inside the statement has steps of its own.
    if sql.text.contains(") \(words[1]) ") || sql.text.contains(") \(words[1])\n")
      || sql.text.hasSuffix(") \(words[1])")
    {
      continue
    }
    let table = tableName(String(words[1]), in: sql.text)
    #expect(
      smallTables.contains(table), "\(table) is read whole: \(step)\n\(sql.text)",
      sourceLocation: sourceLocation)
  }
}

private func expectIndexedOnPostgres(
  _ sql: SQL, _ db: any Connection, sourceLocation: SourceLocation
) throws {
  guard sql.text.hasPrefix("SELECT") else { return }
  try db.execute("SET LOCAL enable_seqscan = off")
  let steps = try db.map("EXPLAIN (COSTS OFF) \(sql)") {
    try $0.get("QUERY PLAN", as: String.self)
  }
  try db.execute("SET LOCAL enable_seqscan = on")
  for step in steps {
    guard let place = step.range(of: "Seq Scan on ") else { continue }
    let table = step[place.upperBound...].prefix { !$0.isWhitespace }
    #expect(
      smallTables.contains(String(table)), "\(table) is read whole: \(step)\n\(sql.text)",
      sourceLocation: sourceLocation)
  }
}

/// Refuses any statement of `body` whose plan reads a large table row by row.
func expectIndexed(
  _ store: any Store, sourceLocation: SourceLocation = #_sourceLocation,
  _ body: (any Connection) throws -> Void
) throws {
  try store.read { db in
    let listening = ListeningConnection(db)
    try body(listening)
    #expect(!listening.statements.isEmpty, sourceLocation: sourceLocation)
    for sql in listening.statements {
      try expectIndexed(sql, db, sourceLocation: sourceLocation)
    }
  }
}

/// The table behind an alias of a statement: `FROM bodies b`.
private func tableName(_ alias: String, in text: String) -> String {
  let words = text.split { " \n(),".contains($0) }.map(String.init)
  for (index, word) in words.enumerated()
  where index >= 2 && word == alias && ["FROM", "JOIN"].contains(words[index - 2].uppercased()) {
    return words[index - 1]
  }
  return alias
}
