import Storage
import TestSupport
import Testing

@Suite("Transactions") struct TransactionTests {
  private struct Planned: Error {}

  private static let tables = """
    CREATE TABLE counters(name TEXT PRIMARY KEY NOT NULL, value INTEGER NOT NULL) STRICT;
    CREATE TABLE entries(number INTEGER PRIMARY KEY NOT NULL, word TEXT NOT NULL UNIQUE) STRICT;
    INSERT INTO counters(name, value) VALUES ('a', 1), ('b', 2);
    INSERT INTO entries(number, word) VALUES (1, 'one');
    """

  private static let steps: [SQL] = [
    "UPDATE counters SET value = value + 1 WHERE name = 'a'",
    "INSERT INTO entries(number, word) VALUES (2, 'two')",
    "DELETE FROM entries WHERE number = 1",
    "INSERT INTO counters(name, value) VALUES ('c', 3)",
    "UPDATE entries SET word = 'deux' WHERE number = 2",
  ]

  private static func state(_ store: any Store) throws -> [String] {
    try store.read { connection in
      let counters = try connection.map("SELECT name, value FROM counters ORDER BY name LIMIT 99") {
        "\(try $0.get("name", as: String.self)) \(try $0.get("value", as: Int.self))"
      }
      let entries = try connection.map(
        "SELECT number, word FROM entries ORDER BY number LIMIT 99"
      ) { "\(try $0.get("number", as: Int.self)) \(try $0.get("word", as: String.self))" }
      return counters + entries
    }
  }

  private static func run(_ store: any Store) throws {
    try store.write { connection in
      for step in steps { try connection.execute(step) }
    }
  }

  @Test(
    "whichever statement of a write fails, nothing of it is stored",
    arguments: EngineUnderTest.allCases)
  func allOrNothing(engine: EngineUnderTest) throws {
    let database = try TestDatabase(on: engine)
    defer { database.remove() }
    let store = try database.open()
    try store.write { try $0.executeScript(Self.tables) }
    let before = try Self.state(store)
    for number in 1...Self.steps.count {
      let failing = FailingStore(store, failing: number)
      #expect(throws: StoreError.self) { try Self.run(failing) }
      #expect(failing.hasFailed)
      #expect(try Self.state(store) == before, "statement \(number)")
    }
    let through = FailingStore(store, failing: Self.steps.count + 1)
    try Self.run(through)
    #expect(!through.hasFailed)
    #expect(try Self.state(store) == ["a 2", "b 2", "c 3", "2 deux"])
  }

  @Test(
    "wherever the engine refuses a statement, nothing of the write is stored",
    arguments: EngineUnderTest.allCases)
  func refusedAnywhere(engine: EngineUnderTest) throws {
    let database = try TestDatabase(on: engine)
    defer { database.remove() }
    let store = try database.open()
    try store.write { try $0.executeScript(Self.tables) }
    let before = try Self.state(store)
    for place in 0...Self.steps.count {
      #expect(throws: StoreError.constraint(name: "counters.name")) {
        try store.write { connection in
          for (index, step) in Self.steps.enumerated() {
            if index == place { try Self.violate(connection) }
            try connection.execute(step)
          }
          try Self.violate(connection)
        }
      }
      #expect(try Self.state(store) == before, "place \(place)")
    }
  }

  private static func violate(_ connection: any Connection) throws {
    try connection.execute("INSERT INTO counters(name, value) VALUES ('b', 0)")
  }

  @Test("a closure that throws rolls its write back", arguments: EngineUnderTest.allCases)
  func closureThrows(engine: EngineUnderTest) throws {
    let database = try TestDatabase(on: engine)
    defer { database.remove() }
    let store = try database.open()
    try store.write { try $0.executeScript(Self.tables) }
    let before = try Self.state(store)
    #expect(throws: Planned.self) {
      try store.write { connection in
        try connection.execute(Self.steps[0])
        throw Planned()
      }
    }
    #expect(throws: Planned.self) {
      try store.write { connection in
        try connection.execute(Self.steps[0])
        try connection.forEachRow("SELECT name FROM counters ORDER BY name") { _ in
          throw Planned()
        }
      }
    }
    #expect(try Self.state(store) == before)
  }

  @Test(
    "a refusal that the closure swallows still fails the write", arguments: EngineUnderTest.allCases
  )
  func swallowedRefusal(engine: EngineUnderTest) throws {
    let database = try TestDatabase(on: engine)
    defer { database.remove() }
    let store = try database.open()
    try store.write { try $0.executeScript(Self.tables) }
    let before = try Self.state(store)
    #expect(throws: StoreError.constraint(name: "counters.name")) {
      try store.write { connection in
        try connection.execute(Self.steps[0])
        try? Self.violate(connection)
        let later = #expect(throws: StoreError.self) { try connection.execute(Self.steps[3]) }
        #expect("\(String(describing: later))".contains("earlier statement"))
      }
    }
    #expect(try Self.state(store) == before)
    try store.write { try $0.execute(Self.steps[0]) }
    #expect(try Self.state(store) != before)
  }

  @Test("readers do not see what is not committed", arguments: EngineUnderTest.allCases)
  func uncommitted(engine: EngineUnderTest) throws {
    let database = try TestDatabase(on: engine)
    defer { database.remove() }
    let store = try database.open()
    try store.write { try $0.executeScript(Self.tables) }
    let before = try Self.state(store)
    try store.write { connection in
      for step in Self.steps { try connection.execute(step) }
      let seen = try onOtherThread { try Self.state(store) }
      #expect(seen == before)
    }
    #expect(try Self.state(store) != before)
  }

  @Test(
    "a read sees one state from its first statement to its end", arguments: EngineUnderTest.allCases
  )
  func oneState(engine: EngineUnderTest) throws {
    let database = try TestDatabase(on: engine)
    defer { database.remove() }
    let store = try database.open()
    try store.write { try $0.executeScript(Self.tables) }
    let sum: SQL = "SELECT sum(value) AS value FROM counters"
    try store.read { connection in
      #expect(try connection.value(sum, as: Int.self) == 3)
      try onOtherThread { try Self.run(store) }
      #expect(try connection.value(sum, as: Int.self) == 3)
      #expect(try connection.count("SELECT count(*) AS value FROM entries WHERE number = 1") == 1)
    }
    #expect(try store.read { try $0.value(sum, as: Int.self) } == 7)
  }

  @Test("a read cannot change anything", arguments: EngineUnderTest.allCases)
  func readOnly(engine: EngineUnderTest) throws {
    let database = try TestDatabase(on: engine)
    defer { database.remove() }
    let store = try database.open()
    try store.write { try $0.executeScript(Self.tables) }
    let before = try Self.state(store)
    #expect(throws: StoreError.self) { try store.read { try $0.execute(Self.steps[0]) } }
    #expect(throws: StoreError.self) {
      try store.read { try $0.executeScript("DROP TABLE counters;") }
    }
    #expect(try Self.state(store) == before)
  }

  @Test(
    "a transaction inside another on the same thread is refused",
    arguments: EngineUnderTest.allCases)
  func nested(engine: EngineUnderTest) throws {
    let database = try TestDatabase(on: engine)
    defer { database.remove() }
    let store = try database.open()
    try store.write { try $0.executeScript(Self.tables) }
    func write() throws { try store.write { _ in } }
    func read() throws { try store.read { _ in } }
    for inner in [write, read] {
      #expect(throws: StoreError.nested) { try store.write { _ in try inner() } }
      #expect(throws: StoreError.nested) { try store.read { _ in try inner() } }
    }
    // The refused ones harmed nothing.
    #expect(try Self.state(store) == ["a 1", "b 2", "1 one"])
  }

  @Test("a statement cannot end the transaction it runs in", arguments: EngineUnderTest.allCases)
  func strayCommit(engine: EngineUnderTest) throws {
    let database = try TestDatabase(on: engine)
    defer { database.remove() }
    let store = try database.open()
    try store.write { try $0.executeScript(Self.tables) }
    #expect(throws: StoreError.self) {
      try store.write { connection in
        try connection.execute("COMMIT")
        try connection.execute(Self.steps[0])
      }
    }
    #expect(try Self.state(store) == ["a 1", "b 2", "1 one"])
  }
}
