internal import CPostgres
internal import Storage

/// One connection with its prepared statements; it opens anew when the server went away.
///
/// `@unchecked Sendable`: one thread at a time holds it; the lock of the `Pool` that lends it hands
/// it from one to the next.
@safe final class PostgresConnection: Connection, @unchecked Sendable {
  enum Purpose {
    case reading
    case writing

    /// Writers of all processes queue behind one lock, so there is one at a time as on SQLite; its
    /// number spells MINGCHA.
    var begin: String {
      switch self {
      case .reading: "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"
      case .writing:
        "BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE; "
          + "SELECT pg_advisory_xact_lock(21754173758588993)"
      }
    }
  }

  let engine = Engine.postgres
  private let access: PostgresAccess
  private(set) var handle: OpaquePointer
  private var statements = PreparedNames()
  private var purpose: Purpose?
  /// The closure has seen an answer of this transaction, so it cannot begin anew unnoticed.
  private var hasDelivered = false
  /// The refusal that ended the running transaction.
  var failure: StoreError?
  /// What the server holds for this connection is of no more use.
  private var isStale = false

  init(_ access: PostgresAccess) throws(StoreError) {
    self.access = access
    unsafe handle = try access.connect()
  }

  deinit {
    unsafe PQfinish(handle)
  }

  // MARK: Transactions

  /// Runs `body` in one transaction; rolls back when it or the commit throws.
  func transaction<T>(_ purpose: Purpose, _ body: (any Connection) throws -> T) throws -> T {
    try begin(purpose)
    do {
      let result = try body(self)
      if let failure { throw failure }
      try commit()
      return result
    } catch {
      end("ROLLBACK")
      throw error
    }
  }

  /// Begins; a connection that died while it lay idle is replaced, because nothing has run yet.
  private func begin(_ purpose: Purpose) throws(StoreError) {
    if !isUsable { try reopen() }
    do throws(StoreError) {
      try run(purpose.begin)
    } catch {
      guard case .unavailable = error, isLost else {
        end("ROLLBACK")
        throw error
      }
      try reopen()
      try run(purpose.begin)
    }
    self.purpose = purpose
    hasDelivered = false
    failure = nil
  }

  private func commit() throws(StoreError) {
    guard purpose == .writing else { return end("COMMIT") }
    try refuseAfterFailure("COMMIT")
    let result: PostgresResult
    do throws(StoreError) {
      result = try run("COMMIT")
    } catch {
      guard case .unavailable(let reason) = error else { throw error }
      throw StoreError.unavailable(
        "\(reason); the connection was lost at the commit, look whether the change was stored")
    }
    guard result.command == "COMMIT" else {
      throw StoreError.statement(sql: "COMMIT", message: "the server rolled back instead")
    }
    purpose = nil
  }

  /// Ends without caring for the answer; what remains open is found by the next `begin`.
  private func end(_ command: String) {
    purpose = nil
    failure = nil
    if unsafe PQtransactionStatus(handle) != PQTRANS_IDLE { _ = try? run(command) }
  }

  private var isLost: Bool { unsafe PQstatus(handle) != CONNECTION_OK }

  private var isUsable: Bool {
    !isStale && !isLost && (unsafe PQtransactionStatus(handle) == PQTRANS_IDLE)
  }

  private func reopen() throws(StoreError) {
    let fresh = unsafe try access.connect()
    unsafe PQfinish(handle)
    unsafe handle = unsafe fresh
    statements = PreparedNames()
    isStale = false
  }

  // MARK: Connection

  @discardableResult
  func execute(_ sql: SQL) throws(StoreError) -> Int {
    try answer(to: sql).changedCount
  }

  /// The whole answer is fetched before the first row is shown.
  func forEachRow(_ sql: SQL, _ body: (Row) throws -> Void) throws {
    let result = try answer(to: sql)
    let row = Row(result)
    for index in 0..<result.rowCount {
      result.row = index
      try body(row)
    }
  }

  func executeScript(_ script: String) throws(StoreError) {
    try refuseAfterFailure("the script")
    do throws(StoreError) {
      try run(translateForPostgres(Storage.script(script, for: .postgres)))
      if purpose == .writing { try run(Self.advanceIdentities) }
      hasDelivered = true
    } catch {
      failure = error
      throw error
    }
  }

  /// Puts every identity behind the numbers that a script gave by hand, where SQLite's next row
  /// number would be too.
  private static let advanceIdentities = """
    DO $$
    DECLARE
      identity record;
      last bigint;
    BEGIN
      FOR identity IN
        SELECT format('%I.%I', table_schema, table_name) AS place, column_name AS name
        FROM information_schema.columns
        WHERE is_identity = 'YES' AND table_schema = current_schema()
      LOOP
        EXECUTE format('SELECT max(%I) FROM %s', identity.name, identity.place) INTO last;
        PERFORM setval(sequence, greatest(last, pg_sequence_last_value(sequence)))
        FROM (SELECT pg_get_serial_sequence(identity.place, identity.name)::regclass) s(sequence)
        WHERE last > 0;
      END LOOP;
    END $$
    """

  // MARK: Statements

  private func answer(to sql: SQL) throws(StoreError) -> PostgresResult {
    let text = sql.text
    try refuseAfterFailure(text)
    do throws(StoreError) {
      let parameters = try PostgresParameters(sql.values, of: text)
      let result = try send(text, parameters)
      hasDelivered = true
      return result
    } catch {
      failure = error
      throw error
    }
  }

  /// Sends; a reader that lost its connection before it saw anything begins anew, once.
  private func send(_ text: String, _ parameters: PostgresParameters) throws(StoreError)
    -> PostgresResult
  {
    do throws(StoreError) {
      return try sendOnce(text, parameters)
    } catch {
      guard case .unavailable = error, isLost, purpose == .reading, !hasDelivered else {
        throw error
      }
      try reopen()
      try run(Purpose.reading.begin)
      return try sendOnce(text, parameters)
    }
  }

  private func sendOnce(_ text: String, _ parameters: PostgresParameters) throws(StoreError)
    -> PostgresResult
  {
    let name = try prepared(text, parameters)
    return unsafe try check(
      parameters.withPointers { values, lengths, formats in
        unsafe PQexecPrepared(
          handle, name, CInt(parameters.types.count), values, lengths, formats, 0)
      }, text)
  }

  private func prepared(_ text: String, _ parameters: PostgresParameters) throws(StoreError)
    -> String
  {
    let key = parameters.cacheKey(text)
    if let name = statements.name(for: key) { return name }
    for unused in statements.dropUnused() { try run("DEALLOCATE \(unused)") }
    let name = statements.freshName()
    _ = unsafe try check(
      PQprepare(handle, name, text, CInt(parameters.types.count), parameters.types), text)
    statements.remember(name, for: key)
    return name
  }

  /// Runs text without parameters, also several statements.
  @discardableResult
  private func run(_ text: String) throws(StoreError) -> PostgresResult {
    unsafe try check(PQexec(handle, text), text)
  }

  // MARK: Failures

  func refuseAfterFailure(_ sql: String) throws(StoreError) {
    if failure != nil {
      throw StoreError.statement(
        sql: sql, message: "an earlier statement of this transaction was refused")
    }
    if unsafe PQtransactionStatus(handle) == PQTRANS_IDLE {
      let ended = StoreError.statement(
        sql: sql, message: "the transaction was ended by a statement")
      failure = ended
      throw ended
    }
  }

  func check(_ answer: OpaquePointer?, _ sql: String) throws(StoreError) -> PostgresResult {
    let result = unsafe answer.map { unsafe PostgresResult(handle: $0) }
    if let result, result.isSuccess { return result }
    let state = result?.field(mingcha_diag_sqlstate) ?? ""
    // A server that became read-only, or a table that changed under a prepared statement.
    if state == "25006" && purpose == .writing || state == "0A000" { isStale = true }
    let primary = result?.field(mingcha_diag_message) ?? ""
    throw StoreError(
      postgres: result, connectionIsLost: isLost,
      message: primary.isEmpty ? unsafe PostgresAccess.message(of: handle) : primary, sql: sql)
  }
}
