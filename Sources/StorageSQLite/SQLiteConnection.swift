internal import CSQLite
internal import Storage

/// One connection with its prepared statements.
///
/// `@unchecked Sendable`: one thread at a time holds it; the lock of the `Pool` that lends it hands
/// it from one to the next.
@safe final class SQLiteConnection: Connection, @unchecked Sendable {
  /// Above this many cached statements the longer unused half is dropped.
  private static let cacheLimit = 256

  let engine = Engine.sqlite
  private let handle: OpaquePointer
  private var cache: [String: SQLiteStatement] = [:]
  private var useCount = 0
  private var isInTransaction = false
  /// The refusal that ended the running transaction, as PostgreSQL would.
  private var failure: StoreError?

  /// Takes over `handle`, which came from `sqlite3_open_v2`.
  init(handle: OpaquePointer) {
    unsafe self.handle = handle
  }

  deinit {
    cache = [:]
    unsafe sqlite3_close_v2(handle)
  }

  // MARK: Transactions

  /// Runs `body` between `begin` and COMMIT; rolls back when either throws.
  func transaction<T>(_ begin: SQL, _ body: (any Connection) throws -> T) throws -> T {
    try execute(begin)
    isInTransaction = true
    do {
      let result = try body(self)
      if let failure { throw failure }
      try execute("COMMIT")
      isInTransaction = false
      return result
    } catch {
      rollBack()
      throw error
    }
  }

  private func rollBack() {
    isInTransaction = false
    failure = nil
    // SQLITE_FULL and some others have rolled back already.
    if unsafe sqlite3_get_autocommit(handle) == 0 {
      unsafe sqlite3_exec(handle, "ROLLBACK", nil, nil, nil)
    }
  }

  // MARK: Connection

  @discardableResult
  func execute(_ sql: SQL) throws(StoreError) -> Int {
    let before = unsafe sqlite3_total_changes64(handle)
    let statement = try start(sql)
    defer { finish(statement) }
    while try next(statement) {}
    // The count of the last change stays when a statement changes nothing, such as CREATE.
    let after = unsafe sqlite3_total_changes64(handle)
    return before == after ? 0 : Int(unsafe sqlite3_changes64(handle))
  }

  func forEachRow(_ sql: SQL, _ body: (Row) throws -> Void) throws {
    let statement = try start(sql)
    defer { finish(statement) }
    let row = Row(statement)
    while try next(statement) { try body(row) }
  }

  func executeScript(_ script: String) throws(StoreError) {
    try refuseAfterFailure("the script")
    let code = unsafe sqlite3_exec(
      handle, Storage.script(script, for: .sqlite), nil, nil, nil)
    if code != SQLITE_OK { throw fail(code, "the script") }
  }

  // MARK: Statements

  private func start(_ sql: SQL) throws(StoreError) -> SQLiteStatement {
    let text = sql.text
    try refuseAfterFailure(text)
    let statement = try prepared(text)
    var index = 0
    for value in sql.values {
      index += 1
      let code = try statement.bind(value, at: index)
      if code != SQLITE_OK {
        statement.reset()
        throw fail(code, text)
      }
    }
    statement.isInUse = true
    return statement
  }

  func next(_ statement: SQLiteStatement) throws(StoreError) -> Bool {
    switch statement.step() {
    case SQLITE_ROW: return true
    case SQLITE_DONE: return false
    case let code: throw fail(code, statement.sql)
    }
  }

  func finish(_ statement: SQLiteStatement) {
    statement.reset()
    statement.isInUse = false
  }

  func prepared(_ text: String) throws(StoreError) -> SQLiteStatement {
    useCount += 1
    if let cached = cache[text], !cached.isInUse {
      cached.lastUse = useCount
      return cached
    }
    let statement = try prepare(text)
    statement.lastUse = useCount
    if cache[text] == nil {
      if cache.count >= Self.cacheLimit { dropUnused() }
      cache[text] = statement
    }
    return statement
  }

  private func dropUnused() {
    let uses = cache.values.map(\.lastUse).sorted()
    let middle = uses[uses.count / 2]
    cache = cache.filter { $0.value.lastUse >= middle || $0.value.isInUse }
  }

  private func prepare(_ text: String) throws(StoreError) -> SQLiteStatement {
    var statement: OpaquePointer?
    var text = text
    var restIsEmpty = true
    let code = text.withUTF8 { bytes in
      unsafe bytes.withMemoryRebound(to: CChar.self) { characters in
        var rest: UnsafePointer<CChar>?
        let code = unsafe sqlite3_prepare_v3(
          handle, characters.baseAddress, CInt(characters.count),
          CUnsignedInt(SQLITE_PREPARE_PERSISTENT), &statement, &rest)
        if let start = characters.baseAddress, let rest = unsafe rest {
          restIsEmpty = unsafe characters[(rest - start)...].allSatisfy(Self.isBlank)
        }
        return code
      }
    }
    if code != SQLITE_OK { throw fail(code, text) }
    guard let statement = unsafe statement else {
      throw doom(.statement(sql: text, message: "there is no statement in the text"))
    }
    let owned = unsafe SQLiteStatement(handle: statement, sql: text)
    guard restIsEmpty else {
      throw doom(.statement(sql: text, message: "more than one statement in the text"))
    }
    return owned
  }

  private static func isBlank(_ character: CChar) -> Bool {
    character == CChar(UInt8(ascii: ";")) || 0...CChar(UInt8(ascii: " ")) ~= character
  }

  // MARK: Failures

  func refuseAfterFailure(_ sql: String) throws(StoreError) {
    guard isInTransaction else { return }
    if failure != nil {
      throw StoreError.statement(
        sql: sql, message: "an earlier statement of this transaction was refused")
    }
    if unsafe sqlite3_get_autocommit(handle) != 0 {
      throw doom(.statement(sql: sql, message: "the transaction was ended by a statement"))
    }
  }

  func fail(_ code: CInt, _ sql: String) -> StoreError {
    let message = unsafe String(cString: sqlite3_errmsg(handle))
    let extended = unsafe sqlite3_extended_errcode(handle)
    return doom(StoreError(sqlite: code, extended: extended, message: message, sql: sql))
  }

  private func doom(_ error: StoreError) -> StoreError {
    if isInTransaction, failure == nil { failure = error }
    return error
  }
}
