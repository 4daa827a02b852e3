import Foundation
import Storage
import TestSupport
import Testing

@Suite("Databases on the command line")
struct DatabaseTests {
  private static let setUpWords = ["setup", "--authority", "上海市市场监督管理局", "--region", "310000"]

  /// How often each table a set-up fills is filled.
  private func counts(_ database: TestDatabase) throws -> [Int] {
    let store = try database.open()
    defer { store.close() }
    return try store.read { db in
      [
        try db.count("SELECT count(*) AS value FROM authorities"),
        try db.count("SELECT count(*) AS value FROM accounts"),
        try db.count("SELECT count(*) AS value FROM account_roles"),
        try db.count("SELECT count(*) AS value FROM journal"),
      ]
    }
  }

  private func change(_ database: TestDatabase, _ statement: SQL) throws {
    let store = try database.open()
    defer { store.close() }
    try store.write { _ = try $0.execute(statement) }
  }

  @Test("setup opens three administrators' accounts, once", arguments: EngineUnderTest.allCases)
  func setUp(_ engine: EngineUnderTest) throws {
    let database = try TestDatabase(on: engine)
    defer { database.remove() }
    let words = Self.setUpWords + ["--level", "city", "--database", database.address]
    let outcome = try Program.run(words)
    #expect(outcome.status == 0)
    #expect(outcome.error.isEmpty)
    let lines = outcome.output.split(separator: "\n").map(String.init)
    let accounts = lines.prefix(3).map { $0.split(separator: "\t").map(String.init) }
    #expect(accounts.map(\.first) == ["system", "security", "audit"])
    #expect(accounts.map(\.last) == ["系统管理员", "安全管理员", "审计管理员"])
    #expect(Set(accounts.map { $0[1] }).count == 3)
    #expect(lines.last == "请立即登录并修改初始密码。")
    #expect(try counts(database) == [1, 3, 3, 1])

    let second = try Program.run(words)
    #expect(second.status == 1)
    #expect(second.output.isEmpty)
    #expect(second.sentences == ["数据库里已有账号，不能再次初始化。"])
    #expect(try counts(database) == [1, 3, 3, 1])
  }

  @Test("an administrator is let in again from the machine, with a reason")
  func rescue() throws {
    let database = try TestDatabase(on: .sqlite)
    defer { database.remove() }
    let place = ["--database", database.address]
    #expect(try Program.run(Self.setUpWords + place).status == 0)
    let bare = try Program.run(["account", "rescue", "system"] + place)
    #expect(bare.status == 2 && bare.error.contains("请用 --reason 写明理由。"))
    let unknown = try Program.run(["account", "rescue", "nobody", "--reason", "手机丢失"] + place)
    #expect(unknown.status == 1 && unknown.output.isEmpty)
    let made = try Program.run(["account", "rescue", "system", "--reason", "手机丢失"] + place)
    #expect(made.status == 0 && made.error.isEmpty)
    let cells = try #require(made.output.split(separator: "\n").first).split(separator: "\t")
    #expect(cells.count == 3 && cells[0] == "system" && cells[2] == "系统管理员")
    let verified = try Program.run(["journal", "verify"] + place)
    #expect(verified.output.hasPrefix("verified 2 "))
  }

  @Test("a refused setup stores nothing and can be done again", arguments: EngineUnderTest.allCases)
  func refusedSetUp(_ engine: EngineUnderTest) throws {
    let database = try TestDatabase(on: engine)
    defer { database.remove() }
    let place = ["--database", database.address]
    let region = try Program.run(["setup", "--authority", "某局", "--region", "999999"] + place)
    #expect(region.status == 1)
    #expect(region.output.isEmpty)
    #expect(region.sentences == ["没有行政区划代码“999999”，请按 GB/T 2260 填写六位代码。"])
    let level = try Program.run(Self.setUpWords + ["--level", "county"] + place)
    #expect(level.status == 1)
    #expect(level.sentences.count == 1)
    #expect(level.error.contains("层级“county”应为"))
    #expect(try counts(database) == [0, 0, 0, 0])
    #expect(try Program.run(Self.setUpWords + place).status == 0)
  }

  @Test("a demo is refused where there is data already")
  func demo() throws {
    let database = try TestDatabase(on: .sqlite)
    defer { database.remove() }
    _ = try Program.run(Self.setUpWords + ["--database", database.address])
    let outcome = try Program.run("demo", "--database", database.address)
    #expect(outcome.status == 1)
    #expect(outcome.output.isEmpty)
    #expect(outcome.sentences.count == 1)
    #expect(outcome.error.hasPrefix("数据库里已有数据。"))
    #expect(try counts(database) == [1, 3, 3, 1])
  }

  @Test("passwords that could not be shown are not passed over")
  func passwordsLost() throws {
    let folder = Folder()
    let full = open("/dev/full", O_WRONLY)
    defer { close(full) }
    let outcome = try Program.run(Self.setUpWords + ["--data", "d"], in: folder, output: full)
    #expect(outcome.status == 2)
    #expect(outcome.sentences.count == 1)
    #expect(outcome.error.contains("初始密码没有写出"))
    #expect(outcome.error.contains("d/mingcha.db"))
  }

  @Test("the journal of a fresh house is verified", arguments: EngineUnderTest.allCases)
  func verified(_ engine: EngineUnderTest) throws {
    let database = try TestDatabase(on: engine)
    defer { database.remove() }
    _ = try Program.run(Self.setUpWords + ["--database", database.address])
    let outcome = try Program.run("journal", "verify", "--database", database.address)
    #expect(outcome.status == 0)
    #expect(outcome.error.isEmpty)
    #expect(outcome.output.contains(/^verified 1 [0-9a-f]{64}\n$/))
  }

  @Test("a tampered journal is not verified, and the entry is named")
  func tampered() throws {
    let cases: [(SQL, String)] = [
      ("UPDATE journal SET reason = 'other' WHERE number = 1", "第 1 条记录的内容被改动过"),
      ("UPDATE journal SET number = 2 WHERE number = 1", "第 1 条记录缺失"),
      ("DELETE FROM journal", "末端记录不符"),
      ("DELETE FROM journal_head", "末端记录不符"),
    ]
    for (statement, sentence) in cases {
      let database = try TestDatabase(on: .sqlite)
      defer { database.remove() }
      _ = try Program.run(Self.setUpWords + ["--database", database.address])
      try change(database, statement)
      let outcome = try Program.run("journal", "verify", "--database", database.address)
      #expect(outcome.status == 1)
      #expect(outcome.error.isEmpty)
      #expect(outcome.output.hasPrefix(sentence))
      #expect(outcome.output.hasSuffix("。\n"))
    }
  }

  @Test("a missing database is told and not made")
  func missing() throws {
    let folder = Folder()
    for words in [["--data", "d"], ["--database", "d/x.db"], []] {
      let outcome = try Program.run(["journal", "verify"] + words, in: folder)
      #expect(outcome.status == 2)
      #expect(outcome.sentences.count == 1)
      #expect(outcome.error.contains("打不开（不存在）"))
    }
    #expect(folder.names.isEmpty)
  }

  @Test("a file that is no database is refused as it is", arguments: ["serve", "journal", "setup"])
  func noDatabase(_ command: String) throws {
    let folder = Folder()
    let text = String(repeating: "no database, but long enough to be read as one. ", count: 100)
    try folder.write(text, "notes.txt")
    let words =
      switch command {
      case "serve": ["serve", "--port", "0"]
      case "journal": ["journal", "verify"]
      default: Self.setUpWords
      }
    let outcome = try Program.run(words + ["--data", "d", "--database", "notes.txt"], in: folder)
    #expect(outcome.status == 2)
    #expect(outcome.output.isEmpty)
    #expect(outcome.sentences.count == 1)
    #expect(outcome.error.hasPrefix("数据库打不开，请检查 --data 或 --database"))
    #expect(folder.text("notes.txt") == text)
  }

  @Test(
    "a database of another version is refused with what to do, and left as it is",
    arguments: [
      ("newer", "serve"), ("newer", "journal verify"), ("newer", "setup"),
      ("older", "journal verify"), ("edited", "serve"), ("edited", "journal verify"),
    ])
  func otherVersion(_ version: String, _ command: String) throws {
    let database = try TestDatabase(on: .sqlite)
    defer { database.remove() }
    _ = try Program.run(Self.setUpWords + ["--database", database.address])
    let sentence: String
    switch version {
    case "newer":
      try change(
        database,
        "INSERT INTO schema_migrations(number, name, digest, applied_at) VALUES (999, 'm', 'd', 1)")
      sentence = "数据库已由更新版本的程序升级"
    case "older":
      try change(
        database,
        "DELETE FROM schema_migrations WHERE number = (SELECT max(number) FROM schema_migrations)")
      sentence = "数据库是旧版本的"
    default:
      try change(database, "UPDATE schema_migrations SET digest = 'd' WHERE number = 1")
      sentence = "数据库结构与本程序不符"
    }
    let before = try Data(contentsOf: URL(filePath: database.address))
    let words =
      switch command {
      case "serve": ["serve", "--port", "0"]
      case "journal verify": ["journal", "verify"]
      default: Self.setUpWords
      }
    let outcome = try Program.run(words + ["--database", database.address])
    #expect(outcome.status == 2)
    #expect(outcome.output.isEmpty)
    #expect(outcome.sentences.count == 1)
    #expect(outcome.error.hasPrefix(sentence), "\(outcome.error)")
    #expect(outcome.error.contains("没有作任何改动"))
    #expect(try Data(contentsOf: URL(filePath: database.address)) == before)
  }

  @Test("a newer version is told on PostgreSQL too", arguments: [EngineUnderTest.postgres])
  func newerOnPostgres(_ engine: EngineUnderTest) throws {
    let database = try TestDatabase(on: engine)
    defer { database.remove() }
    _ = try Program.run(Self.setUpWords + ["--database", database.address])
    try change(
      database,
      "INSERT INTO schema_migrations(number, name, digest, applied_at) VALUES (999, 'm', 'd', 1)")
    let outcome = try Program.run("journal", "verify", "--database", database.address)
    #expect(outcome.status == 2)
    #expect(outcome.error.hasPrefix("数据库已由更新版本的程序升级"))
  }

  @Test("an empty database is another program's until it is set up")
  func empty() throws {
    let database = try TestDatabase(on: .sqlite)
    defer { database.remove() }
    try database.open().close()
    let outcome = try Program.run("journal", "verify", "--database", database.address)
    #expect(outcome.status == 2)
    #expect(outcome.error.hasPrefix("数据库结构与本程序不符"))
  }

  @Test("a data folder that is none is refused")
  func folder() throws {
    let folder = Folder()
    try folder.write("", "file")
    for place in ["file", "file/below"] {
      let outcome = try Program.run("serve", "--port", "0", "--data", place, in: folder)
      #expect(outcome.status == 2)
      #expect(outcome.sentences.count == 1)
      #expect(outcome.error.contains(place))
    }
    #expect(folder.names == ["file"])
  }

  @Test("a database server that is not there is told without its password")
  func noServer() throws {
    let address = "postgres://someone:hidden@127.0.0.1:1/house"
    let outcome = try Program.run("journal", "verify", "--database", address)
    #expect(outcome.status == 2)
    #expect(outcome.sentences.count == 1)
    #expect(outcome.error.hasPrefix("数据库打不开"))
    #expect(!outcome.error.contains("hidden"))
  }
}
