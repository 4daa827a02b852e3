import Foundation
import HTTP
import Sheets
import Storage
import Supervision
import TestSupport
import Testing

@testable import Accounts
@testable import Bodies
@testable import Composition
@testable import Kernel
@testable import People

/// The way of a file from upload to accepted, at the pages.
@Suite("Way of a file")
struct ImportWayTests {
  /// A house with a planner on a store of this engine.
  private final class World {
    let database: TestDatabase
    let test: TestHouse
    let client: TestClient

    init(_ engine: EngineUnderTest = .sqlite) throws {
      database = try TestDatabase(on: engine)
      test = try TestHouse(try database.open())
      try test.account("wang", roles: [.planner])
      client = try test.client("wang")
    }

    deinit { database.remove() }

    func upload(_ bytes: [UInt8], _ name: String = "名录.csv", kind: String = "bodies") throws
      -> TestAnswer
    {
      try client.post(
        "/imports", [("kind", kind)], files: [try RegistrySamples.upload(bytes, name, in: test)])
    }

    func count(_ sql: SQL) throws -> Int { try test.store.read { try $0.count(sql) } }
    var bodies: Int { get throws { try count("SELECT count(*) AS value FROM bodies") } }
  }

  private static let titled: [UInt8] = {
    let path = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
      .appending(path: "Sheets/Workbooks/titled.xlsx")
    return (try? Array(Data(contentsOf: path))) ?? []
  }()

  private func large(_ count: Int) -> [UInt8] {
    RegistrySamples.bodies((1...count).map { RegistrySamples.bodyLine($0) })
  }

  @Test(
    "a workbook with title, hidden sheet and foreign column goes the whole way",
    arguments: EngineUnderTest.allCases)
  func workbook(engine: EngineUnderTest) throws {
    let world = try World(engine)
    let asked = try world.client.follow(try world.upload(Self.titled, "名录.xlsx"))
    for words in ["核对表头和列", "机构名录", "字典（隐藏）", "不认识第7列“备注”", "例如：甲检测有限公司"] {
      #expect(asked.text.contains(words), "\(words)")
    }
    let fields = [
      ("part", "1"), ("header", "3"), ("c0", "uscc"), ("c1", "name"),
      ("c2", "certificate_number"), ("c3", "certificate_until"), ("c4", "region"),
      ("c5", "fields"),
    ]
    let checked = try world.client.follow(
      try world.client.post("/imports/1/columns", fields))
    for words in ["待确认", "导入2行", "读作2029-06-30", "按半角处理", "第3行", "应为18位"] {
      #expect(checked.text.contains(words), "\(words)")
    }
    #expect(try world.client.get("/imports/1?show=new").text.contains("乙检测"))
    let accepted = try world.client.follow(try world.client.post("/imports/1/accept"))
    #expect(accepted.text.contains("已导入"))
    #expect(try world.bodies == 2)
    // The choice is remembered for the same header.
    let again = try world.client.follow(try world.upload(Self.titled, "又一次.xlsx"))
    #expect(again.text.contains("检查完成，没有可以导入的行"))
    #expect(try world.client.get("/imports/2?show=same").text.contains("甲检测有限公司"))
  }

  @Test("columns that are missing or chosen twice are told, and nothing is checked")
  func wrongColumns() throws {
    let world = try World()
    _ = try world.upload(Self.titled, "名录.xlsx")
    let missing = try world.client.post(
      "/imports/1/columns", [("part", "1"), ("header", "3"), ("c0", "uscc")])
    #expect(missing.status == 422)
    #expect(missing.text.contains("还没有指明哪一列是“机构名称”"))
    let twice = try world.client.post(
      "/imports/1/columns", [("part", "1"), ("header", "3"), ("c0", "uscc"), ("c1", "uscc")])
    #expect(twice.text.contains("第1列和第2列都选了“统一社会信用代码”"))
    #expect(try world.client.get("/imports/1/columns?part=0").text.contains("不是"))
    #expect(try world.client.post("/imports/1/accept").status == 422)
  }

  @Test("what is new, changed, ended and the same is shown apart")
  func effects() throws {
    let world = try World()
    _ = try world.upload(large(3))
    _ = try world.client.post("/imports/1/accept")
    let lines = [
      RegistrySamples.bodyLine(1, credit: "D"), RegistrySamples.bodyLine(2, status: "终止"),
      RegistrySamples.bodyLine(3), RegistrySamples.bodyLine(4),
    ]
    _ = try world.upload(RegistrySamples.bodies(lines))
    let page = try world.client.get("/imports/2?show=changed").text
    #expect(page.contains("信用风险分类：B → D"))
    #expect(page.contains("导入3行"))
    #expect(try world.client.get("/imports/2?show=ended").text.contains("状态：正常 → 终止"))
    #expect(try world.client.get("/imports/2?show=same").text.contains("示例检测3号"))
    #expect(try world.client.get("/imports/2?show=new").text.contains("示例检测4号"))
  }

  @Test("a large file is checked and stored in the background", arguments: EngineUnderTest.allCases)
  func background(engine: EngineUnderTest) throws {
    let world = try World(engine)
    let bytes = large(9000)
    #expect(bytes.count > Imports.promptBytes)
    #expect(try world.upload(bytes).location == "/imports/1")
    world.test.house.jobs.wait()
    #expect(try world.client.get("/imports/1").text.contains("导入9000行"))
    #expect(try world.client.post("/imports/1/accept").location == "/imports/1")
    world.test.house.jobs.wait()
    #expect(try world.client.get("/imports/1").text.contains("已导入"))
    #expect(try world.bodies == 9000)
    #expect(
      try world.count("SELECT count(*) AS value FROM journal WHERE action = 'registry.import'")
        == 1)
  }

  @Test("a cancelled import leaves nothing and can be taken up again")
  func cancelled() throws {
    let world = try World()
    _ = try world.upload(large(9000))
    world.test.house.jobs.wait()
    // Work that waits is cancelled before its first batch.
    let gate = DispatchSemaphore(value: 0)
    for number in 0..<2 {
      #expect(world.test.house.jobs.start("gate-\(number)") { _ in gate.wait() })
    }
    _ = try world.client.post("/imports/1/accept")
    let running = try world.client.get("/imports/1")
    #expect(running.text.contains("正在导入"))
    #expect(running.header("refresh") == "2")
    #expect(try world.client.post("/imports/1/drop").status == 422)
    #expect(try world.upload(large(9000)).text.contains("同一个文件已由wang"))
    _ = try world.client.post("/imports/1/cancel")
    gate.signal()
    gate.signal()
    world.test.house.jobs.wait()
    #expect(try world.client.get("/imports/1").text.contains("已取消，没有导入任何内容"))
    #expect(try world.bodies == 0)
    _ = try world.client.post("/imports/1/accept")
    world.test.house.jobs.wait()
    #expect(try world.bodies == 9000)
  }

  @Test(
    "work that a stop of the server interrupted says so and begins again",
    arguments: ["checking", "accepting"])
  func interrupted(state: String) throws {
    let world = try World()
    _ = try world.upload(large(2))
    try world.test.store.write { try $0.execute("UPDATE imports SET state = \(state)") }
    let page = try world.client.get("/imports/1").text
    #expect(page.contains("被中断"))
    let again = state == "checking" ? "/imports/1/check" : "/imports/1/accept"
    #expect(page.contains(again))
    _ = try world.client.post(again)
    if state == "checking" { _ = try world.client.post("/imports/1/accept") }
    #expect(try world.bodies == 2)
  }

  @Test(
    "the annotated copy is the person's table with every bad cell told", arguments: ["csv", "xlsx"])
  func annotated(ending: String) throws {
    let world = try World()
    if ending == "xlsx" {
      _ = try world.upload(Self.titled, "名录.xlsx")
      _ = try world.client.post(
        "/imports/1/columns",
        [
          ("part", "1"), ("header", "3"), ("c0", "uscc"), ("c1", "name"),
          ("c2", "certificate_number"), ("c3", "certificate_until"), ("c4", "region"),
          ("c5", "fields"),
        ])
    } else {
      _ = try world.upload(
        Array(
          ("机构名录\n\n" + RegistrySamples.header + "\n" + RegistrySamples.bodyLine(1)
            + "\nx,=坏,1,2029-13-01,浦冬新区,,机动车检验,B,正常,,\n").utf8))
    }
    let answer = try world.client.get("/imports/1/annotated")
    #expect(answer.status == 200)
    let path = world.test.folder.appending(path: "copy")
    try Data(answer.bytes).write(to: path)
    let table = try TableFile(path: path.path, fileName: "copy")
    var rows: [TableRow] = []
    try table.forEachRow(ofPart: 0) { row in
      rows.append(row)
      return true
    }
    #expect(table.format.suffix == ending)
    #expect(rows.map(\.number) == (ending == "xlsx" ? [1, 3, 4, 5, 6] : [1, 3, 4, 5]))
    #expect(rows[1].cells.suffix(2) == ["检查结果", "问题与建议"])
    #expect(rows[2].cells.dropLast().last == "新增" || rows[2].cells.last == "新增")
    let bad = try #require(rows.last?.cells)
    #expect(bad[bad.count - 2] == "不合格，不导入")
    #expect(bad[bad.count - 1].contains("统一社会信用代码"))
    // It can be sent back as it is.
    let again = try world.client.follow(
      try world.upload(answer.bytes, "批注.\(ending)"))
    #expect(again.text.contains(ending == "xlsx" ? "核对表头和列" : "导入1行"))
  }

  @Test(
    "what is exported is imported unchanged", arguments: ["csv", "xlsx"],
    EngineUnderTest.allCases)
  func exportIsImport(format: String, engine: EngineUnderTest) throws {
    let world = try World(engine)
    let planner = try #require(
      try world.test.store.read { try Accounts.actor(login: "wang", $0) })
    try world.test.fill(
      RegistrySamples.bodies([
        RegistrySamples.bodyLine(1, name: "=甲，检测"), RegistrySamples.bodyLine(2, name: "'@乙"),
        RegistrySamples.bodyLine(3, fields: "机动车检验、生态环境监测", credit: "C"),
      ]), by: planner)
    let answer = try world.client.get("/bodies/export?format=\(format)")
    #expect(answer.header("content-disposition")?.contains(".\(format)") == true)
    let report = try Imports.importFile(
      kind: .bodies, fileName: "again", bytes: answer.bytes, accept: false, by: planner,
      world.test.house)
    #expect(report.counts == ImportCounts(read: 3, same: 3), "\(report.findings)")
    let facts = try world.test.store.read {
      try $0.value(
        "SELECT facts AS value FROM journal WHERE action = 'registry.export'", as: String.self)
    }
    #expect(facts?.contains("rows") == true && facts?.contains("3") == true, "\(facts ?? "")")
  }

  @Test("an export as of a day has what stood there then", arguments: EngineUnderTest.allCases)
  func asOf(engine: EngineUnderTest) throws {
    let world = try World(engine)
    let planner = try #require(
      try world.test.store.read { try Accounts.actor(login: "wang", $0) })
    func fill(_ lines: [String]) throws {
      try world.test.fill(RegistrySamples.bodies(lines), by: planner)
    }
    try fill([RegistrySamples.bodyLine(1, name: "旧名"), RegistrySamples.bodyLine(2)])
    try world.test.clock.set("2026-06-03T09:00")
    let client = try world.test.client("wang")
    try fill([
      RegistrySamples.bodyLine(1, name: "新名", fields: "生态环境监测", credit: "D"),
      RegistrySamples.bodyLine(3),
    ])
    func export(_ query: String) throws -> [String] {
      try client.get("/exports/file?kind=bodies&format=ndjson&\(query)").text
        .split(separator: "\n").map(String.init)
    }
    let then = try export("as-of=2026-06-02")
    #expect(then.count == 2)
    try #require(then.count == 2)
    #expect(then[0].contains("旧名") && then[0].contains("机动车检验") && then[0].contains("\"B\""))
    let now = try export("as-of=2026-06-03")
    #expect(now.count == 3)
    try #require(now.count == 3)
    #expect(now[0].contains("新名") && now[0].contains("生态环境监测"))
    #expect(try export("as-of=2026-05-31").isEmpty)
    #expect(try export("as-of=2026-06-02&q=旧名").count == 1)
    #expect(try export("as-of=2026-06-02&q=新名").isEmpty)
    #expect(try export("as-of=2026-06-03&credit=D&field=environment").count == 1)
    #expect(try export("as-of=2026-06-03&region=310104").isEmpty)
    let early = try client.get("/exports/file?kind=bodies&as-of=2026-06-04")
    #expect(early.status == 422)
    #expect(early.text.contains("2026-06-04还没有到"))
    let refused = try client.get("/exports/file?kind=conflicts&as-of=2026-06-02")
    #expect(refused.status == 422)
    #expect(refused.text.contains("回避关系不保存历史状态"))
    #expect(try client.get("/exports").text.contains("回避关系"))
  }

  @Test(
    "people are exported as they were registered, with the certificate, fields and term of then",
    arguments: EngineUnderTest.allCases)
  func peopleAsOf(engine: EngineUnderTest) throws {
    let world = try World(engine)
    let planner = try #require(
      try world.test.store.read { try Accounts.actor(login: "wang", $0) })
    func fill(_ kind: ImportKind, _ rows: [String]) throws {
      let header = kind.columns.map(\.name).joined(separator: ",")
      try world.test.fill(
        Array(([header] + rows).joined(separator: "\n").utf8), as: kind, by: planner)
    }
    let inspector = "SH-1,甲,上海市市场监督管理局,市场监管,310000,SH1,2028-12-31,机动车检验,在岗"
    let expert = "ZJ-1,乙,某大学,教授,310000,2027-12-31,机动车检验,在岗"
    try fill(.inspectors, [inspector])
    try fill(.experts, [expert])
    try world.test.clock.set("2026-06-03T09:00")
    let later = "SH-1,甲,上海市市场监督管理局,市场监管,310000,SH9,2030-12-31,生态环境监测,离岗"
    try fill(.inspectors, [later, inspector.replacing("SH-1,", with: "SH-2,")])
    try fill(.experts, [expert.replacing("某大学", with: "某研究院").replacing("2027", with: "2029")])
    let client = try world.test.client("wang")
    func export(_ kind: String, _ query: String) throws -> [String] {
      try client.get("/\(kind)/export?format=csv&\(query)").text
        .split(whereSeparator: \.isNewline).dropFirst().map(String.init)
    }
    #expect(try export("inspectors", "as-of=2026-06-02") == [inspector])
    #expect(try export("inspectors", "as-of=2026-06-02&field=vehicle") == [inspector])
    #expect(try export("inspectors", "as-of=2026-06-02&status=leave").isEmpty)
    #expect(try export("inspectors", "as-of=2026-06-03&find=SH9") == [later])
    #expect(try export("inspectors", "as-of=2026-06-03").count == 2)
    #expect(try export("inspectors", "as-of=2026-05-31").isEmpty)
    #expect(try export("experts", "as-of=2026-06-02") == [expert])
    #expect(try export("experts", "as-of=2026-06-03&find=研究院").count == 1)
  }

  @Test("an export of everything is not cut, in any format")
  func wholeExport() throws {
    let world = try World()
    let planner = try #require(
      try world.test.store.read { try Accounts.actor(login: "wang", $0) })
    try world.test.fill(large(3333), by: planner)
    let lines = try world.client.get("/bodies/export?format=ndjson").text
    #expect(lines.split(separator: "\n").count == 3333)
    let some = try world.client.get("/bodies/export?format=ndjson&credit=D").text
    #expect(some.isEmpty)
    #expect(try world.client.get("/bodies/export?as-of=2026-13-01").status == 422)
  }

  @Test(
    "stores of before this step keep their imports and what refers to them",
    arguments: EngineUnderTest.allCases)
  func upgrade(engine: EngineUnderTest) throws {
    let database = try TestDatabase(on: engine)
    defer { database.remove() }
    let store = try database.open()
    let step = try #require(House.migrations.firstIndex { $0.name == "files" })
    _ = try migrate(store, Array(House.migrations[..<step]), now: 1)
    try store.write { db in
      try db.executeScript(
        """
        INSERT INTO regions (code, name) VALUES ('310000', '上海市');
        INSERT INTO imports (id, kind, file_name, file_digest, file_size, encoding, rows_read,
          rows_new, rows_changed, rows_same, rows_refused, state, at)
        VALUES (7, 'bodies', 'a.csv', 'x', 1, 'UTF-8', 1, 1, 0, 0, 0, 'accepted', 1);
        INSERT INTO import_findings (import, number, is_refused, column_name, value, reason,
          suggestion) VALUES (7, 1, 0, '', '', '', '');
        """)
    }
    _ = try migrate(store, House.migrations, now: 2)
    try store.write { db in
      #expect(try db.count("SELECT rows_read AS value FROM imports WHERE id = 7") == 1)
      try db.execute("UPDATE imports SET kind = 'capabilities', state = 'failed'")
      #expect(try db.count("SELECT count(*) AS value FROM import_findings WHERE import = 7") == 1)
    }
    #expect(throws: StoreError.constraint(name: "FOREIGN KEY")) {
      try store.write { try $0.execute("DELETE FROM imports") }
    }
  }
}
