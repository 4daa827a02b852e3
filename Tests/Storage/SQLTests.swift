import Storage
import TestSupport
import Testing

@Suite("SQL text") struct SQLTests {
  @Test("an interpolation becomes a numbered parameter, a fragment brings its own")
  func parameters() {
    let name = "x' OR 1=1 --"
    let condition: SQL = "name = \(name)"
    let sql: SQL = "SELECT id FROM things WHERE \(condition) AND number > \(5) LIMIT \(10)"
    #expect(sql.text == "SELECT id FROM things WHERE name = $1 AND number > $2 LIMIT $3")
    #expect(sql.values == [.text(name), .integer(5), .integer(10)])
  }

  @Test("conditions are joined with AND, none gives no clause")
  func conditions() {
    #expect(SQL.conditions([]).isEmpty)
    let sql = "SELECT 1 FROM t" + SQL.conditions(["a = \(1)", "b = \("x")"])
    #expect(sql.text == "SELECT 1 FROM t WHERE a = $1 AND b = $2")
  }

  @Test("text in a parameter is never run as SQL", arguments: EngineUnderTest.allCases)
  func injection(engine: EngineUnderTest) throws {
    let attacks = [
      "'; DROP TABLE things; --", "\" OR \"\"=\"", "$1", "?1", ":name", "\\'; SELECT 1", "/*", "--",
      "%s%n", "''", "\u{2019}; DELETE FROM things",
    ]
    let database = try TestDatabase(on: engine)
    defer { database.remove() }
    let store = try database.open()
    try store.write { connection in
      try connection.executeScript("CREATE TABLE things(word TEXT NOT NULL) STRICT;")
      for attack in attacks {
        try connection.execute("INSERT INTO things(word) VALUES (\(attack))")
      }
    }
    for attack in attacks {
      let found = try store.read {
        try $0.count("SELECT count(*) AS value FROM things WHERE word = \(attack)")
      }
      #expect(found == 1, "\(attack)")
    }
  }

  @Test(
    "two statements in one text are refused and neither runs", arguments: EngineUnderTest.allCases)
  func oneStatement(engine: EngineUnderTest) throws {
    let database = try TestDatabase(on: engine)
    defer { database.remove() }
    let store = try database.open()
    try store.write { try $0.executeScript("CREATE TABLE things(word TEXT) STRICT;") }
    #expect(throws: StoreError.self) {
      try store.write { try $0.execute("DELETE FROM things; DROP TABLE things") }
    }
    #expect(try store.read { try $0.count("SELECT count(*) AS value FROM things") } == 0)
  }

  @Test(
    "the same text inside its own loop has a statement of its own",
    arguments: EngineUnderTest.allCases)
  func nestedLoops(engine: EngineUnderTest) throws {
    let database = try TestDatabase(on: engine)
    defer { database.remove() }
    let store = try database.open()
    try store.write { connection in
      try connection.executeScript("CREATE TABLE n(value INTEGER NOT NULL) STRICT;")
      for number in 1...4 { try connection.execute("INSERT INTO n(value) VALUES (\(number))") }
    }
    let sql: SQL = "SELECT value FROM n ORDER BY value LIMIT 9"
    var pairs: [Int] = []
    try store.read { connection in
      try connection.forEachRow(sql) { outer in
        let inner = try connection.map(sql) { try $0.get("value", as: Int.self) }
        pairs.append(try outer.get("value", as: Int.self) * 10 + inner.count)
      }
    }
    #expect(pairs == [14, 24, 34, 44])
  }

  @Test(
    "more texts than the cache keeps still give their own answers",
    arguments: EngineUnderTest.allCases)
  func cacheBound(engine: EngineUnderTest) throws {
    let database = try TestDatabase(on: engine)
    defer { database.remove() }
    let store = try database.open()
    try store.read { connection in
      for round in 1...2 {
        for number in 1...600 {
          var sql: SQL = "SELECT 0"
          for _ in 0..<number % 40 { sql += " + 1" }
          for _ in 0..<number / 40 { sql += " + 0" }
          let value = try connection.value(sql + " AS value", as: Int.self)
          #expect(value == number % 40, "round \(round)")
        }
      }
    }
  }

  @Test("execute tells how many rows it changed", arguments: EngineUnderTest.allCases)
  func changedRows(engine: EngineUnderTest) throws {
    let database = try TestDatabase(on: engine)
    defer { database.remove() }
    let store = try database.open()
    try store.write { connection in
      #expect(try connection.execute("CREATE TABLE n(value BIGINT NOT NULL)") == 0)
      #expect(try connection.execute("INSERT INTO n(value) VALUES (1), (2), (3)") == 3)
      #expect(try connection.execute("SELECT value FROM n") == 0)
      #expect(try connection.execute("UPDATE n SET value = value + 1 WHERE value > 1") == 2)
      #expect(try connection.execute("UPDATE n SET value = 0 WHERE value > 100") == 0)
      #expect(try connection.execute("CREATE TABLE m(value BIGINT NOT NULL)") == 0)
      let id = try connection.value(
        "INSERT INTO n(value) VALUES (9) RETURNING value", as: Int.self)
      #expect(id == 9)
      #expect(try connection.execute("DELETE FROM n") == 4)
    }
  }
}
