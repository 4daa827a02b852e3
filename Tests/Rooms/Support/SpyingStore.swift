import Storage
import Synchronization

/// A store that remembers what was asked of it, so that a test can explain each statement.
final class SpyingStore: Store {
  private let inner: any Store
  private let seen = Mutex<[SQL]>([])

  init(_ inner: any Store) { self.inner = inner }

  var statements: [SQL] { seen.withLock { $0 } }
  var engine: Engine { inner.engine }
  func close() {}
  func read<T>(_ body: (any Connection) throws -> T) throws -> T {
    try inner.read { try body(SpyingConnection($0, self)) }
  }
  func write<T>(_ body: (any Connection) throws -> T) throws -> T {
    try inner.write { try body(SpyingConnection($0, self)) }
  }
  fileprivate func note(_ sql: SQL) { seen.withLock { $0.append(sql) } }
}

private final class SpyingConnection: Connection {
  private let inner: any Connection
  private let store: SpyingStore

  init(_ inner: any Connection, _ store: SpyingStore) {
    self.inner = inner
    self.store = store
  }

  var engine: Engine { inner.engine }

  func execute(_ sql: SQL) throws(StoreError) -> Int {
    store.note(sql)
    return try inner.execute(sql)
  }

  func forEachRow(_ sql: SQL, _ body: (Row) throws -> Void) throws {
    store.note(sql)
    try inner.forEachRow(sql, body)
  }

  func executeScript(_ script: String) throws(StoreError) {
    try inner.executeScript(script)
  }
}
