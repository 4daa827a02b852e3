internal import Foundation
package import Storage
internal import StoragePostgres
internal import StorageSQLite
internal import Synchronization
internal import Testing

/// A fresh empty database, and stores on it as several processes would have them.
///
///     let database = try TestDatabase(on: engine)
///     defer { database.remove() }
///     let store = try database.open()
///
/// Not a closure around the test on purpose: in Swift 6.3.1 a closure that follows a `#expect` with
/// a closure of the same type inside, both inside an outer closure, silently runs the code of the
/// one in the `#expect`. In the body of a function they are told apart.
package final class TestDatabase: Sendable {
  package let engine: EngineUnderTest
  /// The path of an SQLite file; the URL of a PostgreSQL database.
  package let address: String
  private let undo: @Sendable () -> Void
  private let stores = Mutex<[any Store]>([])

  /// Cancels the test case when the engine needs a server that is not there.
  package convenience init(on engine: EngineUnderTest) throws {
    switch engine {
    case .sqlite: try self.init()
    case .postgres: try self.init(postgres: "ENCODING 'UTF8' LOCALE 'C.UTF-8'")
    }
  }

  /// A PostgreSQL database with these options of CREATE DATABASE.
  package init(postgres options: String) throws {
    let name = Self.freshName()
    let cluster = try Self.cluster()
    try cluster.create(name, options)
    engine = .postgres
    address = cluster.url(of: name)
    undo = { cluster.drop(name) }
  }

  private init() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: Self.freshName())
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    engine = .sqlite
    address = folder.appending(path: "store.sqlite").path
    undo = { try? FileManager.default.removeItem(at: folder) }
  }

  /// Another store on this database; `remove` closes it.
  ///
  /// - Parameter busyMilliseconds: how long a writer waits for another store; only a hang takes longer.
  package func open(
    busyMilliseconds: Int = 600_000, connections: Int = 4
  ) throws -> any Store {
    let store: any Store =
      switch engine {
      case .sqlite:
        try SQLiteStore(
          path: address, readers: connections, busyMilliseconds: busyMilliseconds,
          waitSeconds: 600)
      case .postgres:
        try PostgresStore(
          url: address, connections: connections, busyMilliseconds: busyMilliseconds,
          waitSeconds: 600)
      }
    stores.withLock { $0.append(store) }
    return store
  }

  /// Closes all stores and removes the database.
  package func remove() {
    for store in stores.withLock({ $0 }) { store.close() }
    undo()
  }

  private static func cluster() throws -> PostgresCluster {
    if let url = EngineUnderTest.postgresURL { return try PostgresCluster(url: url) }
    // A cancelled case alone would look like a passed one.
    let reason: Comment = "not run: MINGCHA_TEST_POSTGRES is not set, see Tests/postgres.sh"
    Issue.record(reason, severity: .warning)
    try Test.cancel(reason)
  }

  private static func freshName() -> String {
    "mingcha_test_" + UUID().uuidString.lowercased().replacing("-", with: "")
  }
}
