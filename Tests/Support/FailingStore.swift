package import Storage
internal import Synchronization

/// A store whose `failing`-th statement of a write throws, to prove that all or nothing is stored.
///
///     for number in 1... {
///       let store = FailingStore(real, failing: number)
///       do { try command(store) } catch { … }
///       if !store.hasFailed { break }  // all statements went through
///       // here: nothing of the command is stored
///     }
package final class FailingStore: Store {
  /// What the planned failure says, for telling it from a real one.
  package static let plannedMessage = "planned failure of this statement"

  private let store: any Store
  private let failing: Int
  private let count = Mutex(0)

  /// - Parameter failing: counted over all writes through this store, from 1.
  package init(_ store: any Store, failing: Int) {
    self.store = store
    self.failing = failing
  }

  package var engine: Engine { store.engine }
  package var hasFailed: Bool { count.withLock { $0 } >= failing }

  package func read<T>(_ body: (any Connection) throws -> T) throws -> T {
    try store.read(body)
  }

  @discardableResult
  package func write<T>(_ body: (any Connection) throws -> T) throws -> T {
    try store.write { connection in
      try body(FailingConnection(connection) { self.isDue() })
    }
  }

  package func close() { store.close() }

  private func isDue() -> Bool {
    count.withLock { count in
      count += 1
      return count == failing
    }
  }
}

private final class FailingConnection: Connection {
  private let connection: any Connection
  private let isDue: () -> Bool

  init(_ connection: any Connection, isDue: @escaping () -> Bool) {
    self.connection = connection
    self.isDue = isDue
  }

  var engine: Engine { connection.engine }

  @discardableResult
  func execute(_ sql: SQL) throws(StoreError) -> Int {
    try fail(sql.text)
    return try connection.execute(sql)
  }

  func forEachRow(_ sql: SQL, _ body: (Row) throws -> Void) throws {
    try fail(sql.text)
    try connection.forEachRow(sql, body)
  }

  func executeScript(_ script: String) throws(StoreError) {
    try fail(script)
    try connection.executeScript(script)
  }

  private func fail(_ sql: String) throws(StoreError) {
    if isDue() { throw StoreError.statement(sql: sql, message: FailingStore.plannedMessage) }
  }
}
