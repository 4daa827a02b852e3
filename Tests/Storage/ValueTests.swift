import Storage
import TestSupport
import Testing

@Suite("Values") struct ValueTests {
  private static let table = """
    CREATE TABLE things(
      id INTEGER PRIMARY KEY NOT NULL, number INTEGER, word TEXT, bytes BLOB
    ) STRICT;
    """

  private static let values: [Value] = [
    .null, .integer(0), .integer(-1), .integer(.max), .integer(.min), .text(""), .text("a"),
    .text("检验检测机构 '\"\\ \u{1F9EA} e\u{301}"), .text("line\r\nline\ttab \u{1}\u{7f}"),
    .text(String(repeating: "长", count: 100_000)), .blob([]), .blob([0]),
    .blob(Array(0...255)), .blob(Array("\\x41".utf8)),
    .blob(.init(repeating: 0xff, count: 300_000)),
  ]

  @Test("every value comes back as it was stored", arguments: EngineUnderTest.allCases, values)
  func roundTrip(engine: EngineUnderTest, value: Value) throws {
    let database = try TestDatabase(on: engine)
    defer { database.remove() }
    let store = try database.open()
    try store.write { connection in
      try connection.executeScript(Self.table)
      switch value {
      case .null:
        try connection.execute(
          "INSERT INTO things(number, word, bytes) VALUES (\(value), \(value), \(value))")
      case .integer: try connection.execute("INSERT INTO things(number) VALUES (\(value))")
      case .text: try connection.execute("INSERT INTO things(word) VALUES (\(value))")
      case .blob: try connection.execute("INSERT INTO things(bytes) VALUES (\(value))")
      }
    }
    let rows = try store.read { connection in
      try connection.map("SELECT number, word, bytes FROM things ORDER BY id LIMIT 2") { $0.all }
    }
    #expect(rows.count == 1)
    let row = try #require(rows.first)
    #expect(row.map(\.name) == ["number", "word", "bytes"])
    var expected: [Value] = [.null, .null, .null]
    switch value {
    case .null: break
    case .integer: expected[0] = value
    case .text: expected[1] = value
    case .blob: expected[2] = value
    }
    #expect(row.map(\.value) == expected)
  }

  @Test("one statement takes nulls and values in turn", arguments: EngineUnderTest.allCases)
  func nullsInTurn(engine: EngineUnderTest) throws {
    let database = try TestDatabase(on: engine)
    defer { database.remove() }
    let store = try database.open()
    let numbers: [Int?] = [1, nil, 2, nil, .max]
    let words: [String?] = [nil, "", "b", nil, "c"]
    try store.write { connection in
      try connection.executeScript(Self.table)
      for (number, word) in zip(numbers, words) {
        try connection.execute("INSERT INTO things(number, word) VALUES (\(number), \(word))")
      }
    }
    let stored = try store.read { connection in
      try connection.map("SELECT number, word FROM things ORDER BY id LIMIT 9") {
        (try $0.get("number", as: Int?.self), try $0.get("word", as: String?.self))
      }
    }
    #expect(stored.map(\.0) == numbers)
    #expect(stored.map(\.1) == words)
  }

  @Test("a null before does not narrow what comes after", arguments: EngineUnderTest.allCases)
  func nullFirst(engine: EngineUnderTest) throws {
    let database = try TestDatabase(on: engine)
    defer { database.remove() }
    let store = try database.open()
    let read = try store.read { connection in
      try [nil, 5, nil, 7].map { (number: Int?) in
        try connection.one("SELECT CAST(\(number) AS integer) AS value") {
          try $0.get("value", as: Int?.self)
        }
      }
    }
    #expect(read.map { $0 ?? nil } == [nil, 5, nil, 7])
  }

  @Test(
    "text with a NUL is refused by the number of its parameter", arguments: EngineUnderTest.allCases
  )
  func refusesNUL(engine: EngineUnderTest) throws {
    let database = try TestDatabase(on: engine)
    defer { database.remove() }
    let store = try database.open()
    try store.write { try $0.executeScript(Self.table) }
    let sql: SQL = "INSERT INTO things(number, word) VALUES (\(1), \("a\0b"))"
    #expect(
      throws: StoreError.statement(
        sql: sql.text, message: "parameter $2 is text that contains a NUL character (U+0000)")
    ) {
      try store.write { try $0.execute(sql) }
    }
    #expect(try store.read { try $0.count("SELECT count(*) AS value FROM things") } == 0)
  }

  @Test(
    "a wrong type, a null and a missing column are refused by name and without the value",
    arguments: EngineUnderTest.allCases)
  func refusesWrongTypes(engine: EngineUnderTest) throws {
    let database = try TestDatabase(on: engine)
    defer { database.remove() }
    let store = try database.open()
    try store.write { connection in
      try connection.executeScript(Self.table)
      try connection.execute("INSERT INTO things(id, number, word) VALUES (1, 7, \("secret"))")
    }
    func read<T: Loadable>(_ name: StaticString, as type: T.Type) -> StoreError? {
      #expect(throws: StoreError.self) {
        try store.read { connection in
          try connection.one("SELECT number, word, bytes FROM things") { row in
            try row.get(name, as: T.self)
          }
        }
      }
    }
    #expect(read("word", as: Int.self) == .column(name: "word", problem: "text is not Int"))
    #expect(
      read("number", as: String.self)
        == .column(name: "number", problem: "an integer is not String"))
    #expect(
      read("number", as: Bool.self) == .column(name: "number", problem: "an integer is not Bool"))
    #expect(
      read("bytes", as: [UInt8].self)
        == .column(name: "bytes", problem: "null is not Array<UInt8>"))
    #expect(
      read("numbe", as: Int.self) == .column(name: "numbe", problem: "no such column"))
    #expect(
      read("numbers", as: Int.self) == .column(name: "numbers", problem: "no such column"))
  }

  @Test("counts, sums, averages and comparisons read alike", arguments: EngineUnderTest.allCases)
  func expressions(engine: EngineUnderTest) throws {
    let database = try TestDatabase(on: engine)
    defer { database.remove() }
    let store = try database.open()
    try store.write { connection in
      try connection.executeScript(Self.table)
      for number in [1, 2, 3, 4, -4_000_000_000] {
        try connection.execute("INSERT INTO things(number) VALUES (\(number))")
      }
    }
    let row = try store.read { connection in
      try connection.one(
        """
        SELECT count(*) AS rows, sum(number) AS total, avg(number) AS mean,
          avg(CASE WHEN number > 0 THEN number END) AS half, max(number) > 3 AS large,
          sum(CASE WHEN number > 99 THEN number END) AS none
        FROM things
        """
      ) { $0.all.map(\.value) }
    }
    #expect(
      row == [
        .integer(5), .integer(-3_999_999_990), .integer(-799_999_998), .text("2.5"), .integer(1),
        .null,
      ])
  }

  @Test("text is ordered by its bytes and LIKE minds case", arguments: EngineUnderTest.allCases)
  func order(engine: EngineUnderTest) throws {
    let words = ["a", "B", "b", "_", "Z", "é", "中", "", "aa", "a b", "\u{1F600}", "\u{FF21}"]
    let database = try TestDatabase(on: engine)
    defer { database.remove() }
    let store = try database.open()
    try store.write { connection in
      try connection.executeScript(Self.table)
      for word in words { try connection.execute("INSERT INTO things(word) VALUES (\(word))") }
    }
    let sorted = try store.read { connection in
      try connection.map("SELECT word FROM things ORDER BY word LIMIT 99") {
        try $0.get("word", as: String.self)
      }
    }
    #expect(sorted == words.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) })
    let small = try store.read {
      try $0.count("SELECT count(*) AS value FROM things WHERE word LIKE \("b%")")
    }
    #expect(small == 1)
  }
}
