import Storage
import StoragePostgres
import TestSupport
import Testing

@Suite(
  "PostgreSQL",
  .enabled(if: EngineUnderTest.postgresURL != nil, "MINGCHA_TEST_POSTGRES is not set"))
struct PostgresTests {
  static let table = "CREATE TABLE t(a INTEGER NOT NULL) STRICT;"

  private static func processID(_ connection: any Connection) throws -> Int {
    try #require(try connection.value("SELECT pg_backend_pid() AS value", as: Int.self))
  }

  private static func terminate(_ process: Int, through store: any Store) throws {
    let isGone = try store.read {
      try $0.value(
        "SELECT pg_terminate_backend(\(process)::integer, 5000) AS value", as: Bool.self)
    }
    #expect(isGone == true)
  }

  private static func isUnavailable(_ error: (any Error)?) -> Bool {
    if case .unavailable? = error as? StoreError { true } else { false }
  }

  @Test("connections that the server ended while idle are replaced at the next call")
  func idle() throws {
    let database = try TestDatabase(on: .postgres)
    defer { database.remove() }
    let store = try database.open(connections: 2)
    let other = try database.open(connections: 2)
    try store.write { try $0.executeScript(Self.table) }
    let reader = try store.read { try Self.processID($0) }
    let writer = try store.write { try Self.processID($0) }
    try Self.terminate(reader, through: other)
    try Self.terminate(writer, through: other)
    #expect(try store.read { try Self.processID($0) } != reader)
    try store.write { try $0.execute("INSERT INTO t(a) VALUES (1)") }
    #expect(try store.read { try $0.count("SELECT count(*) AS value FROM t") } == 1)
  }

  @Test("a read whose connection ends before its first answer goes on unnoticed")
  func readBeforeFirstAnswer() throws {
    let database = try TestDatabase(on: .postgres)
    defer { database.remove() }
    let store = try database.open(connections: 2)
    let other = try database.open(connections: 2)
    try store.write { try $0.executeScript(Self.table) }
    try store.write { try $0.execute("INSERT INTO t(a) VALUES (1)") }
    let process = try store.read { try Self.processID($0) }
    var calls = 0
    let count = try store.read { connection in
      calls += 1
      try onOtherThread { try Self.terminate(process, through: other) }
      return try connection.count("SELECT count(*) AS value FROM t")
    }
    #expect(count == 1)
    #expect(calls == 1)
  }

  @Test("a read whose connection ends after an answer fails, and the next one works")
  func readAfterAnswer() throws {
    let database = try TestDatabase(on: .postgres)
    defer { database.remove() }
    let store = try database.open(connections: 2)
    let other = try database.open(connections: 2)
    try store.write { try $0.executeScript(Self.table) }
    let error = #expect(throws: StoreError.self) {
      try store.read { connection in
        let process = try Self.processID(connection)
        try onOtherThread { try Self.terminate(process, through: other) }
        return try connection.count("SELECT count(*) AS value FROM t")
      }
    }
    #expect(Self.isUnavailable(error))
    #expect(try store.read { try $0.count("SELECT count(*) AS value FROM t") } == 0)
  }

  @Test("a write whose connection ends is not stored and not run again")
  func write() throws {
    let database = try TestDatabase(on: .postgres)
    defer { database.remove() }
    let store = try database.open(connections: 2)
    let other = try database.open(connections: 2)
    try store.write { try $0.executeScript(Self.table) }
    var calls = 0
    let error = #expect(throws: StoreError.self) {
      try store.write { connection in
        calls += 1
        try connection.execute("INSERT INTO t(a) VALUES (1)")
        let process = try Self.processID(connection)
        try onOtherThread { try Self.terminate(process, through: other) }
        try connection.execute("INSERT INTO t(a) VALUES (2)")
      }
    }
    #expect(Self.isUnavailable(error))
    #expect(calls == 1)
    try store.write { try $0.execute("INSERT INTO t(a) VALUES (3)") }
    #expect(try store.read { try $0.value("SELECT a AS value FROM t", as: Int.self) } == 3)
  }

  @Test("a connection that ends before the commit leaves the write in doubt and says so")
  func commit() throws {
    let database = try TestDatabase(on: .postgres)
    defer { database.remove() }
    let store = try database.open(connections: 2)
    let other = try database.open(connections: 2)
    try store.write { try $0.executeScript(Self.table) }
    let error = #expect(throws: StoreError.self) {
      try store.write { connection in
        try connection.execute("INSERT INTO t(a) VALUES (1)")
        let process = try Self.processID(connection)
        try onOtherThread { try Self.terminate(process, through: other) }
      }
    }
    #expect(Self.isUnavailable(error))
    #expect(String(describing: error).contains("at the commit"))
    #expect(try store.read { try $0.count("SELECT count(*) AS value FROM t") } == 0)
  }

  @Test("a table that changes under a prepared statement costs one call at most")
  func changedTable() throws {
    let database = try TestDatabase(on: .postgres)
    defer { database.remove() }
    let store = try database.open(connections: 2)
    let other = try database.open(connections: 2)
    try store.write { try $0.executeScript(Self.table) }
    let sql: SQL = "SELECT * FROM t"
    try store.write { try $0.execute("INSERT INTO t(a) VALUES (1)") }
    #expect(try store.read { try $0.map(sql) { $0.all.count } } == [1])
    try other.write { try $0.executeScript("ALTER TABLE t ADD COLUMN b BLOB;") }
    _ = try? store.read { try $0.map(sql) { $0.all.count } }
    #expect(try store.read { try $0.map(sql) { $0.all.count } } == [2])
  }

  @Test("notices of the server go nowhere and harm nothing")
  func notices() throws {
    let database = try TestDatabase(on: .postgres)
    defer { database.remove() }
    let store = try database.open()
    for _ in 0..<2 {
      try store.write { connection in
        try connection.executeScript("CREATE TABLE IF NOT EXISTS t(a INTEGER NOT NULL) STRICT;")
      }
    }
    #expect(try store.read { try $0.count("SELECT count(*) AS value FROM t") } == 0)
  }

  @Test(
    "a database that does not order text by its bytes is refused with the way to make one",
    arguments: [
      ("ENCODING 'SQL_ASCII' LOCALE 'C'", "SQL_ASCII"),
      ("ENCODING 'UTF8' LOCALE_PROVIDER icu ICU_LOCALE 'zh' LOCALE 'C.UTF-8'", "ICU"),
    ])
  func unfitDatabase(options: String, fact: String) throws {
    let database = try TestDatabase(postgres: options)
    defer { database.remove() }
    let error = #expect(throws: StoreError.self) { try PostgresStore(url: database.address) }
    #expect(Self.isUnavailable(error))
    for part in [fact, "CREATE DATABASE", "C.UTF-8"] {
      #expect(String(describing: error).contains(part), "\(part)")
    }
  }

  @Test("C, POSIX and C.UTF-8 are taken", arguments: ["C", "POSIX", "C.UTF-8"])
  func fitDatabase(locale: String) throws {
    let database = try TestDatabase(postgres: "ENCODING 'UTF8' LOCALE '\(locale)'")
    defer { database.remove() }
    let store = try PostgresStore(url: database.address)
    defer { store.close() }
    #expect(try store.read { try $0.count("SELECT 1 AS value") } == 1)
  }
}

@Suite("PostgreSQL out of reach") struct PostgresAbsentTests {
  @Test(
    "a server that is not there or a URL that is none is refused without the password",
    arguments: [
      "postgres://user:secret@%2Fnonexistent/db", "postgres://user:secret@[::1:x/db",
      "postgres://user:secret@host:port/db", "postgres://user:secret@%zz/db",
      "postgres://u@%2Fnonexistent/db?password=secret&nonsense=1",
    ])
  func absent(url: String) {
    let error = #expect(throws: StoreError.self) { try PostgresStore(url: url) }
    guard case .unavailable(let reason) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(!reason.contains("secret"))
    #expect(!reason.isEmpty)
  }
}
