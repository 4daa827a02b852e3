internal import Foundation
package import Storage
internal import StoragePostgres
internal import StorageSQLite
internal import Testing

/// The engines every store test runs on: `@Test(arguments: EngineUnderTest.allCases)`.
///
/// PostgreSQL needs the URL of a cluster in `MINGCHA_TEST_POSTGRES`, see `Tests/postgres.sh`; without
/// it each of those cases is cancelled with a warning that names it.
package enum EngineUnderTest: String, CaseIterable, Sendable, CustomStringConvertible {
  case sqlite
  case postgres

  package var description: String { rawValue }

  /// The URL of the cluster for tests, when there is one.
  package static var postgresURL: String? {
    let url = ProcessInfo.processInfo.environment["MINGCHA_TEST_POSTGRES"]
    return url?.isEmpty == false ? url : nil
  }
}

/// A fresh empty database, and stores on it as several processes would have them.
package struct TestDatabase {
  package let engine: EngineUnderTest
  /// Where the file of an SQLite database lies; the URL of a PostgreSQL database.
  package let address: String

  /// Another store on the same database, which the caller closes.
  package func open(busyMilliseconds: Int = 5000, connections: Int = 4) throws -> any Store {
    switch engine {
    case .sqlite:
      try SQLiteStore(path: address, readers: connections, busyMilliseconds: busyMilliseconds)
    case .postgres:
      try PostgresStore(
        url: address, connections: connections, busyMilliseconds: busyMilliseconds)
    }
  }
}

/// Calls `body` with a fresh empty database that is removed afterwards.
///
/// Cancels the test case when the engine needs a server that is not there.
package func withDatabase<T>(on engine: EngineUnderTest, _ body: (TestDatabase) throws -> T)
  throws -> T
{
  let name = "mingcha_test_" + UUID().uuidString.lowercased().replacing("-", with: "")
  switch engine {
  case .sqlite:
    let folder = FileManager.default.temporaryDirectory.appending(path: name)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    return try body(
      TestDatabase(engine: engine, address: folder.appending(path: "store.sqlite").path))
  case .postgres:
    guard let url = EngineUnderTest.postgresURL else {
      // A cancelled case alone would look like a passed one.
      let reason: Comment = "not run: MINGCHA_TEST_POSTGRES is not set, see Tests/postgres.sh"
      Issue.record(reason, severity: .warning)
      try Test.cancel(reason)
    }
    let cluster = try PostgresCluster(url: url)
    try cluster.create(name)
    defer { cluster.drop(name) }
    return try body(TestDatabase(engine: engine, address: cluster.url(of: name)))
  }
}

/// Calls `body` with a store on a fresh empty database that is removed afterwards.
package func withStore<T>(on engine: EngineUnderTest, _ body: (any Store) throws -> T) throws -> T {
  try withDatabase(on: engine) { database in
    let store = try database.open()
    defer { store.close() }
    return try body(store)
  }
}
