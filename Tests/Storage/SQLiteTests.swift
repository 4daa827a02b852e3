import Foundation
import Storage
import StorageSQLite
import TestSupport
import Testing

@Suite("SQLite") struct SQLiteTests {
  @Test("a full disk is told as full and nothing is half-written")
  func full() throws {
    let database = try TestDatabase(on: .sqlite)
    defer { database.remove() }
    let store = try database.open()
    try store.write { connection in
      try connection.executeScript(
        """
        CREATE TABLE files(id INTEGER PRIMARY KEY NOT NULL, bytes BLOB NOT NULL) STRICT;
        INSERT INTO files(bytes) VALUES (x'01');
        """)
    }
    let block = [UInt8](repeating: 7, count: 50_000)
    let error = #expect(throws: StoreError.self) {
      try store.write { connection in
        // The bound stands on this connection, which is the only one that writes.
        try connection.forEachRow("PRAGMA max_page_count = 60") { _ in }
        for _ in 0..<20 { try connection.execute("INSERT INTO files(bytes) VALUES (\(block))") }
      }
    }
    guard case .full = error else {
      Issue.record("\(String(describing: error)) is not full")
      return
    }
    #expect(try store.read { try $0.count("SELECT count(*) AS value FROM files") } == 1)
    // A change that fits goes through afterwards.
    try store.write { try $0.execute("INSERT INTO files(bytes) VALUES (x'02')") }
    #expect(try store.read { try $0.count("SELECT count(*) AS value FROM files") } == 2)
  }

  @Test("a full disk that the closure swallows does not let the rest be stored alone")
  func swallowedFull() throws {
    let database = try TestDatabase(on: .sqlite)
    defer { database.remove() }
    let store = try database.open()
    try store.write { connection in
      try connection.executeScript(
        "CREATE TABLE files(id INTEGER PRIMARY KEY NOT NULL, bytes BLOB NOT NULL) STRICT;")
    }
    #expect(throws: StoreError.self) {
      try store.write { connection in
        try connection.forEachRow("PRAGMA max_page_count = 20") { _ in }
        let block = [UInt8](repeating: 7, count: 500_000)
        _ = try? connection.execute("INSERT INTO files(bytes) VALUES (\(block))")
        _ = try? connection.execute("INSERT INTO files(bytes) VALUES (x'02')")
      }
    }
    #expect(try store.read { try $0.count("SELECT count(*) AS value FROM files") } == 0)
  }

  @Test("every connection has the promised settings")
  func settings() throws {
    let database = try TestDatabase(on: .sqlite)
    defer { database.remove() }
    let store = try database.open()
    func setting(_ sql: SQL, _ connection: any Connection) throws -> Value? {
      try connection.one(sql) { $0.all[0].value }
    }
    func check(_ connection: any Connection) throws {
      #expect(try setting("PRAGMA journal_mode", connection) == .text("wal"))
      #expect(try setting("PRAGMA synchronous", connection) == .integer(2))
      #expect(try setting("PRAGMA foreign_keys", connection) == .integer(1))
      #expect(try setting("PRAGMA temp_store", connection) == .integer(2))
    }
    try store.write(check)
    try store.read(check)
  }

  @Test("closing leaves one file with everything in it")
  func closing() throws {
    let database = try TestDatabase(on: .sqlite)
    defer { database.remove() }
    let store = try database.open()
    try store.write { connection in
      try connection.executeScript("CREATE TABLE t(a INTEGER NOT NULL) STRICT;")
      try connection.execute("INSERT INTO t(a) VALUES (5)")
    }
    #expect(try store.read { try $0.count("SELECT count(*) AS value FROM t") } == 1)
    store.close()
    let folder = URL(filePath: database.address).deletingLastPathComponent()
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["store.sqlite"])
  }

  @Test("text that another program stored as invalid UTF-8 is refused, not repaired")
  func invalidText() throws {
    let database = try TestDatabase(on: .sqlite)
    defer { database.remove() }
    let store = try database.open()
    try store.write { connection in
      try connection.executeScript(
        """
        CREATE TABLE t(word TEXT NOT NULL) STRICT;
        INSERT INTO t(word) VALUES (CAST(x'41ff42' AS TEXT));
        """)
    }
    #expect(throws: StoreError.column(name: "value", problem: "a blob is not String")) {
      try store.read { try $0.value("SELECT word AS value FROM t", as: String.self) }
    }
  }

  @Test("a folder that is missing, a file that is no database and memory are refused")
  func unfitFiles() throws {
    let database = try TestDatabase(on: .sqlite)
    defer { database.remove() }
    let text = String(repeating: "This is a letter, not a database. ", count: 100)
    try text.write(toFile: database.address, atomically: true, encoding: .utf8)
    for path in [database.address, database.address + "/nowhere/a.sqlite", ":memory:", ""] {
      let error = #expect(throws: StoreError.self) { try SQLiteStore(path: path) }
      guard case .unavailable = error else {
        Issue.record("\(String(describing: error)) for \(path)")
        continue
      }
    }
    #expect(try String(contentsOfFile: database.address, encoding: .utf8) == text)
  }
}
