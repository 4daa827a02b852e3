internal import CSQLite
internal import Storage

extension StoreError {
  /// What a result code of SQLite means.
  init(sqlite code: CInt, extended: CInt, message: String, sql: String) {
    switch code & 0xff {
    case SQLITE_BUSY, SQLITE_LOCKED:
      self = .busy("another process holds the database: \(message)")
    case SQLITE_FULL:
      self = .full(message)
    case SQLITE_CONSTRAINT where extended != Self.datatypeMismatch:
      self = .constraint(name: Self.constraintName(message, extended))
    case SQLITE_CANTOPEN, SQLITE_NOTADB, SQLITE_CORRUPT, SQLITE_IOERR, SQLITE_PERM:
      self = .unavailable("SQLite code \(extended): \(message)")
    default:
      self = .statement(sql: sql, message: message)
    }
  }

  /// SQLITE_CONSTRAINT_DATATYPE: a STRICT column was given another type; a programming mistake.
  private static let datatypeMismatch = SQLITE_CONSTRAINT | (12 << 8)
  private static let foreignKey = SQLITE_CONSTRAINT | (3 << 8)

  private static func constraintName(_ message: String, _ extended: CInt) -> String {
    if extended == foreignKey { return "FOREIGN KEY" }
    // "UNIQUE constraint failed: bodies.code" or "… failed: index 'bodies_by_name'"
    let mark = " constraint failed: "
    var name = Substring(message)
    var rest = name
    while !rest.isEmpty {
      if rest.hasPrefix(mark) {
        name = rest.dropFirst(mark.count)
        break
      }
      rest = rest.dropFirst()
    }
    if name.hasPrefix("index '"), name.hasSuffix("'") { name = name.dropFirst(7).dropLast() }
    return String(name)
  }
}
