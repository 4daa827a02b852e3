import Storage
import TestSupport
import Testing

@Suite("Constraints") struct ConstraintTests {
  private static let tables = """
    CREATE TABLE bodies(
      id INTEGER PRIMARY KEY NOT NULL,
      code TEXT NOT NULL UNIQUE,
      region TEXT NOT NULL,
      name TEXT NOT NULL,
      seats INTEGER NOT NULL DEFAULT 1 CONSTRAINT seats_positive CHECK (seats > 0),
      UNIQUE (region, name)
    ) STRICT;
    CREATE TABLE words(word TEXT NOT NULL) STRICT;
    CREATE UNIQUE INDEX words_lower ON words(lower(word));
    CREATE TABLE sites(
      id INTEGER PRIMARY KEY NOT NULL,
      body_id INTEGER NOT NULL REFERENCES bodies(id)
    ) STRICT;
    INSERT INTO bodies(id, code, region, name) VALUES (1, 'K1', '110000', 'one');
    INSERT INTO sites(id, body_id) VALUES (1, 1);
    """

  private static let cases: [(SQL, String)] = [
    ("INSERT INTO bodies(id, code, region, name) VALUES (1, 'x', 'x', 'x')", "bodies.id"),
    ("INSERT INTO bodies(code, region, name) VALUES ('K1', 'x', 'x')", "bodies.code"),
    (
      "INSERT INTO bodies(id, code, region, name) VALUES (2, 'x', '110000', 'one')",
      "bodies.region, bodies.name"
    ),
    ("INSERT INTO words(word) VALUES ('A'), ('a')", "words_lower"),
    ("INSERT INTO bodies(id, region, name) VALUES (2, 'x', 'x')", "bodies.code"),
    (
      "INSERT INTO bodies(id, code, region, name, seats) VALUES (2, 'x', 'x', 'x', 0)",
      "seats_positive"
    ),
    ("UPDATE bodies SET seats = -1", "seats_positive"),
    ("INSERT INTO sites(body_id) VALUES (99)", "FOREIGN KEY"),
    ("DELETE FROM bodies WHERE id = 1", "FOREIGN KEY"),
  ]

  @Test(
    "a violated constraint has the same name on both engines", arguments: EngineUnderTest.allCases)
  func names(engine: EngineUnderTest) throws {
    let database = try TestDatabase(on: engine)
    defer { database.remove() }
    let store = try database.open()
    try store.write { try $0.executeScript(Self.tables) }
    for (sql, name) in Self.cases {
      #expect(throws: StoreError.constraint(name: name), "\(sql.text)") {
        try store.write { try $0.execute(sql) }
      }
    }
    #expect(try store.read { try $0.count("SELECT count(*) AS value FROM bodies") } == 1)
  }

  @Test(
    "a value of another type is a fault of the program, not of the data",
    arguments: EngineUnderTest.allCases)
  func wrongType(engine: EngineUnderTest) throws {
    let database = try TestDatabase(on: engine)
    defer { database.remove() }
    let store = try database.open()
    try store.write { try $0.executeScript(Self.tables) }
    let error = #expect(throws: StoreError.self) {
      try store.write { try $0.execute("UPDATE bodies SET seats = \("many")") }
    }
    guard case .statement(let sql, let message) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(sql == "UPDATE bodies SET seats = $1")
    #expect(!message.contains("many"))
  }

  @Test(
    "a statement that does not parse is refused with its text", arguments: EngineUnderTest.allCases)
  func syntax(engine: EngineUnderTest) throws {
    let database = try TestDatabase(on: engine)
    defer { database.remove() }
    let store = try database.open()
    for sql: SQL in ["SELEC 1", "SELECT nothing FROM nowhere", ""] {
      let error = #expect(throws: StoreError.self) { try store.read { try $0.execute(sql) } }
      if case .statement(let text, _) = error {
        #expect(text == sql.text)
      } else {
        Issue.record("\(String(describing: error)) for \(sql.text)")
      }
    }
  }

  @Test("a quoted name that is no column is refused", arguments: EngineUnderTest.allCases)
  func quotedName(engine: EngineUnderTest) throws {
    let database = try TestDatabase(on: engine)
    defer { database.remove() }
    let store = try database.open()
    #expect(throws: StoreError.self) { try store.read { try $0.execute("SELECT \"typo\"") } }
  }
}
