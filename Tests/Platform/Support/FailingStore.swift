import Foundation
import Storage
import StorageSQLite
import Synchronization

/// A real store whose n-th statement of a writing transaction fails.
final class FailingStore: Store {
  private let inner: SQLiteStore
  private let folder: URL
  private let countdown = Mutex<Int?>(nil)

  init() throws {
    folder = FileManager.default.temporaryDirectory
      .appending(path: "mingcha-failing-" + UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    inner = try SQLiteStore(path: folder.appending(path: "mingcha.db").path)
  }

  deinit {
    inner.close()
    try? FileManager.default.removeItem(at: folder)
  }

  var engine: Engine { inner.engine }
  func close() { inner.close() }
  func read<T>(_ body: (any Connection) throws -> T) throws -> T { try inner.read(body) }

  func write<T>(_ body: (any Connection) throws -> T) throws -> T {
    try inner.write { try body(FailingConnection($0, self)) }
  }

  /// Fails the n-th statement from now on, counted from 1; `nil` fails none.
  func fail(at statement: Int?) { countdown.withLock { $0 = statement } }

  fileprivate func step() throws(StoreError) {
    let isDue = countdown.withLock { left in
      guard let now = left else { return false }
      left = now - 1
      return now == 1
    }
    if isDue { throw .full("the disk is full") }
  }

  /// Every row of the tables that a visit's commands write, and the journal.
  func dump() throws -> String {
    try inner.read { db in
      var text = ""
      let tables: [SQL] = [
        "SELECT id, stage, summary, submitted_by, countersigned_by, approved_by, publish_on, updated_at FROM visits ORDER BY id",
        "SELECT visit, code FROM visit_results ORDER BY visit, code",
        "SELECT visit, circumstance FROM visit_circumstances ORDER BY visit, circumstance",
        "SELECT visit, measure FROM visit_measures ORDER BY visit, measure",
        "SELECT visit, number, step, at FROM visit_decisions ORDER BY visit, number",
        "SELECT id, stage, demand FROM rectifications ORDER BY id",
        "SELECT number, digest FROM journal ORDER BY number",
      ]
      for table in tables {
        try db.forEachRow(table) { text += "\($0.all)\n" }
      }
      return text
    }
  }
}

private final class FailingConnection: Connection {
  private let inner: any Connection
  private let store: FailingStore

  init(_ inner: any Connection, _ store: FailingStore) {
    self.inner = inner
    self.store = store
  }

  var engine: Engine { inner.engine }

  func execute(_ sql: SQL) throws(StoreError) -> Int {
    try store.step()
    return try inner.execute(sql)
  }

  func forEachRow(_ sql: SQL, _ body: (Row) throws -> Void) throws {
    try store.step()
    try inner.forEachRow(sql, body)
  }

  func executeScript(_ script: String) throws(StoreError) {
    try store.step()
    try inner.executeScript(script)
  }
}
