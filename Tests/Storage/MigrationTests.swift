import Storage
import TestSupport
import Testing

@Suite("Migrations") struct MigrationTests {
  private static let first = Migration(
    number: 1, name: "m0001_house",
    script: "CREATE TABLE rooms(id INTEGER PRIMARY KEY NOT NULL, name TEXT NOT NULL) STRICT;",
    digest: "d1")
  private static let second = Migration(
    number: 2, name: "m0002_doors",
    script: """
      -- A door; it leads; nowhere
      CREATE TABLE doors(id INTEGER PRIMARY KEY NOT NULL, picture BLOB) STRICT;
      INSERT INTO rooms(id, name) VALUES (1, 'hall; or INTEGER');
      """, digest: "d2")
  private static let failing = Migration(
    number: 2, name: "m0002_bad",
    script: """
      CREATE TABLE doors(id INTEGER PRIMARY KEY NOT NULL) STRICT;
      INSERT INTO rooms(id, name) VALUES (1, 'half');
      INSERT INTO windows(id) VALUES (1);
      """, digest: "d2")

  private static func records(_ store: any Store) throws -> [String] {
    try store.read { connection in
      try connection.map(
        "SELECT number, name, digest, applied_at FROM schema_migrations ORDER BY number LIMIT 99"
      ) { $0.all.map { "\($0.value)" }.joined(separator: " ") }
    }
  }

  @Test(
    "each migration is applied once, and later ones are added", arguments: EngineUnderTest.allCases)
  func once(engine: EngineUnderTest) throws {
    let database = try TestDatabase(on: engine)
    defer { database.remove() }
    let store = try database.open()
    #expect(try migrate(store, [Self.first], now: 5).map(\.number) == [1])
    #expect(try migrate(store, [Self.first], now: 6).isEmpty)
    #expect(try migrate(store, [Self.first, Self.second], now: 7).map(\.number) == [2])
    #expect(try migrate(store, [Self.first, Self.second], now: 8).isEmpty)
    #expect(
      try Self.records(store) == [
        #"integer(1) text("m0001_house") text("d1") integer(5)"#,
        #"integer(2) text("m0002_doors") text("d2") integer(7)"#,
      ])
    let name = try store.read { try $0.value("SELECT name AS value FROM rooms", as: String.self) }
    #expect(name == "hall; or INTEGER")
  }

  @Test(
    "no migrations at all is a schema with its record only", arguments: EngineUnderTest.allCases)
  func none(engine: EngineUnderTest) throws {
    let database = try TestDatabase(on: engine)
    defer { database.remove() }
    let store = try database.open()
    #expect(try migrate(store, [], now: 1).isEmpty)
    #expect(try Self.records(store).isEmpty)
  }

  @Test(
    "two programs that start at once apply each migration once", arguments: EngineUnderTest.allCases
  )
  func together(engine: EngineUnderTest) throws {
    let database = try TestDatabase(on: engine)
    defer { database.remove() }
    try onThreads(8) { _ in
      let store = try database.open(busyMilliseconds: 600_000)
      defer { store.close() }
      _ = try migrate(store, [Self.first, Self.second], now: 1)
    }
    let store = try database.open()
    defer { store.close() }
    #expect(try Self.records(store).count == 2)
  }

  @Test("a changed digest is refused with both digests", arguments: EngineUnderTest.allCases)
  func changed(engine: EngineUnderTest) throws {
    let database = try TestDatabase(on: engine)
    defer { database.remove() }
    let store = try database.open()
    _ = try migrate(store, [Self.first, Self.second], now: 1)
    let edited = Migration(number: 1, name: "m0001_house", script: "SELECT 1;", digest: "d9")
    let error = #expect(throws: StoreError.self) {
      try migrate(store, [edited, Self.second], now: 2)
    }
    let text = String(describing: error)
    for fact in ["migration 1", "m0001_house", "d1", "d9", "must not be edited"] {
      #expect(text.contains(fact), "\(fact)")
    }
    #expect(try migrate(store, [Self.first, Self.second], now: 3).isEmpty)
  }

  @Test("a database of a newer program is refused", arguments: EngineUnderTest.allCases)
  func newer(engine: EngineUnderTest) throws {
    let database = try TestDatabase(on: engine)
    defer { database.remove() }
    let store = try database.open()
    _ = try migrate(store, [Self.first, Self.second], now: 1)
    let before = try Self.records(store)
    let error = #expect(throws: StoreError.self) { try migrate(store, [Self.first], now: 2) }
    let text = String(describing: error)
    for fact in ["migration 2", "m0002_doors", "newer version"] {
      #expect(text.contains(fact), "\(fact)")
    }
    #expect(try Self.records(store) == before)
  }

  @Test("a record with a hole is refused", arguments: EngineUnderTest.allCases)
  func hole(engine: EngineUnderTest) throws {
    let database = try TestDatabase(on: engine)
    defer { database.remove() }
    let store = try database.open()
    _ = try migrate(store, [Self.first, Self.second], now: 1)
    try store.write { try $0.execute("DELETE FROM schema_migrations WHERE number = 1") }
    let error = #expect(throws: StoreError.self) {
      try migrate(store, [Self.first, Self.second], now: 2)
    }
    #expect(String(describing: error).contains("damaged"))
  }

  @Test(
    "gaps, doubles and wrong order in the program are refused before anything is touched",
    arguments: EngineUnderTest.allCases)
  func order(engine: EngineUnderTest) throws {
    let third = Migration(number: 3, name: "m0003", script: "SELECT 1;", digest: "d3")
    let database = try TestDatabase(on: engine)
    defer { database.remove() }
    let store = try database.open()
    for list in [
      [Self.second], [Self.first, third], [Self.second, Self.first], [Self.first, Self.first],
    ] {
      let error = #expect(throws: StoreError.self) { try migrate(store, list, now: 1) }
      guard case .migration = error else {
        Issue.record("\(String(describing: error))")
        continue
      }
    }
    #expect(throws: StoreError.self) { try Self.records(store) }
  }

  @Test(
    "a failing migration is named and leaves nothing behind", arguments: EngineUnderTest.allCases)
  func leavesNothing(engine: EngineUnderTest) throws {
    let database = try TestDatabase(on: engine)
    defer { database.remove() }
    let store = try database.open()
    let error = #expect(throws: StoreError.self) {
      try migrate(store, [Self.first, Self.failing], now: 1)
    }
    guard case .migration(let text) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(text.contains("migration 2 m0002_bad"))
    #expect(text.contains("windows"))
    #expect(try Self.records(store).count == 1)
    #expect(try store.read { try $0.count("SELECT count(*) AS value FROM rooms") } == 0)
    #expect(throws: StoreError.self) {
      try store.read { try $0.count("SELECT count(*) AS value FROM doors") }
    }
    #expect(try migrate(store, [Self.first, Self.second], now: 2).map(\.number) == [2])
  }

  @Test("identities count on where SQLite's row numbers do", arguments: EngineUnderTest.allCases)
  func identities(engine: EngineUnderTest) throws {
    let database = try TestDatabase(on: engine)
    defer { database.remove() }
    let store = try database.open()
    _ = try migrate(store, [Self.first], now: 1)
    let ids = try store.write { connection in
      try (1...3).map { _ in
        try connection.value(
          "INSERT INTO rooms(name) VALUES ('x') RETURNING id AS value", as: Int.self)
      }
    }
    #expect(ids == [1, 2, 3])
  }

  @Test(
    "a row after those a script numbered by hand gets the next number",
    arguments: EngineUnderTest.allCases)
  func numberedByHand(engine: EngineUnderTest) throws {
    let database = try TestDatabase(on: engine)
    defer { database.remove() }
    let store = try database.open()
    _ = try migrate(store, [Self.first], now: 1)
    try store.write { connection in
      try connection.executeScript("INSERT INTO rooms(id, name) VALUES (1, 'a'), (7, 'b');")
      let next: SQL = "INSERT INTO rooms(name) VALUES ('c') RETURNING id AS value"
      #expect(try connection.value(next, as: Int.self) == 8)
      // A later script does not set the numbering back.
      try connection.executeScript("CREATE TABLE other(id INTEGER PRIMARY KEY NOT NULL) STRICT;")
      #expect(try connection.value(next, as: Int.self) == 9)
    }
  }
}
