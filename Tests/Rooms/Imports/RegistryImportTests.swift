import Crypto
import Foundation
import HTTP
import Storage
import StorageSQLite
import Supervision
import Testing

@testable import Accounts
@testable import Bodies
@testable import Capabilities
@testable import Composition
@testable import Kernel
@testable import People

@Suite("Registry import")
struct RegistryImportTests {
  private let good = RegistrySamples.bodies([
    RegistrySamples.bodyLine(2, name: "乙检测有限公司"), RegistrySamples.bodyLine(1, name: "甲检测有限公司"),
  ])

  private func counts(_ test: TestHouse) throws -> [Int] {
    try test.store.read { db in
      try [
        db.count("SELECT count(*) AS value FROM bodies"),
        db.count("SELECT count(*) AS value FROM body_fields"),
        db.count("SELECT count(*) AS value FROM imports"),
        db.count("SELECT count(*) AS value FROM import_findings"),
        db.count("SELECT count(*) AS value FROM journal"),
      ]
    }
  }

  private func upload(
    _ bytes: [UInt8], _ client: TestClient, _ test: TestHouse
  ) throws -> TestAnswer {
    try client.post(
      "/imports", [("kind", "bodies")],
      files: [try RegistrySamples.upload(bytes, "名录.csv", in: test)])
  }

  @Test("a file is checked, accepted as a whole and kept as it was")
  func journey() throws {
    let test = try TestHouse()
    try test.account("wang", roles: [.planner])
    let client = try test.client("wang")
    let bytes = good + Array("\r\n123,无效,1,2026-13-01,浦冬新区,,机动车检验,B,正常,,".utf8)
    let checked = try upload(bytes, client, test)
    #expect(checked.location == "/imports/1")
    let page = try client.get("/imports/1").text
    for words in ["待确认", "应为18位", "月份只能是1至12", "是否为：浦东新区（310115）", "导入2行"] {
      #expect(page.contains(words), "\(words)")
    }
    #expect(try !client.get("/bodies").text.contains("甲检测"))
    let before = try counts(test)
    let accepted = try client.follow(try client.post("/imports/1/accept"))
    #expect(accepted.text.contains("已导入"))
    let after = try counts(test)
    #expect(after[0] == 2)
    #expect(after[4] == before[4] + 1, "one journal entry")
    #expect(try client.get("/bodies").text.contains("甲检测"))
    #expect(try client.get("/imports/1/file").bytes == bytes)
    let kept = test.folder.appending(path: "files/" + hex(sha256(bytes)))
    #expect(try Array(Data(contentsOf: kept)) == bytes)
    #expect(try client.get("/imports/1/findings").text.contains("应为18位"))
    #expect(try client.post("/imports/1/accept").status == 422)
    #expect(try client.post("/imports/1/drop").status == 422)
    #expect(try client.get("/imports").text.contains("已导入"))
  }

  @Test("a dropped file changes nothing and is removed")
  func drop() throws {
    let test = try TestHouse()
    try test.account("wang", roles: [.planner])
    let client = try test.client("wang")
    _ = try upload(good, client, test)
    _ = try upload(good, client, test)
    let kept = test.folder.appending(path: "files/" + hex(sha256(good))).path
    #expect(try client.post("/imports/1/drop").location == "/imports/1?done=dropped")
    #expect(FileManager.default.fileExists(atPath: kept), "the second import needs it")
    _ = try client.post("/imports/2/drop")
    #expect(!FileManager.default.fileExists(atPath: kept))
    #expect(try client.get("/imports/1/file").status == 404)
    #expect(try counts(test)[0] == 0)
  }

  @Test("a kept file that was changed is not imported")
  func tampered() throws {
    let test = try TestHouse()
    try test.account("wang", roles: [.planner])
    let client = try test.client("wang")
    _ = try upload(good, client, test)
    let kept = test.folder.appending(path: "files/" + hex(sha256(good)))
    try Data(RegistrySamples.bodies([RegistrySamples.bodyLine(9)])).write(to: kept)
    #expect(try client.post("/imports/1/accept").status == 409)
    #expect(try counts(test)[0] == 0)
  }

  @Test(
    "encodings and delimiters give the same bodies",
    arguments: ["UTF-8", "BOM", "GB18030", "TSV"])
  func encodings(form: String) throws {
    let test = try TestHouse()
    let planner = try test.account("wang", roles: [.planner])
    var text = String(decoding: good, as: UTF8.self)
    if form == "TSV" { text = text.replacing(",", with: "\t") }
    let bytes: [UInt8]
    switch form {
    case "BOM": bytes = [0xEF, 0xBB, 0xBF] + Array(text.utf8)
    case "GB18030":
      let encoding = String.Encoding(rawValue: 0x8000_0632)
      bytes = Array(try #require(text.data(using: encoding)))
    default: bytes = Array(text.utf8)
    }
    try test.fill(bytes, by: planner)
    let id = try test.bodyID(1)
    let body = try test.store.read { try Bodies.body(id, in: planner.scope, $0) }
    #expect(body.row.name == "甲检测有限公司")
    #expect(body.address == "上海市示例路1号")
  }

  @Test("English column names and any order of columns are taken")
  func englishColumns() throws {
    let test = try TestHouse()
    let planner = try test.account("wang", roles: [.planner])
    let text = """
      name,fields,uscc,region,certificate_until,certificate_number
      甲检测,vehicle;food,\(RegistrySamples.uscc(1)),上海市浦东新区,2029/6/30,230912110001
      """
    try test.fill(Array(text.utf8), by: planner)
    let id = try test.bodyID(1)
    let body = try test.store.read { try Bodies.body(id, in: planner.scope, $0) }
    #expect(body.fields == ["food", "vehicle"])
    #expect(body.row.creditClass == .b)
    #expect(body.row.certificateUntil.iso == "2029-06-30")
  }

  @Test("wrong, missing and doubled columns are named with the expected ones")
  func columns() throws {
    let test = try TestHouse()
    try test.account("wang", roles: [.planner])
    let client = try test.client("wang")
    let text = "统一社会信用代玛,机构名称,名称,证书编号,有效期至,天气\n1,2,3,4,5,6\n"
    let answer = try client.follow(try upload(Array(text.utf8), client, test))
    for words in [
      "不认识第1列“统一社会信用代玛”。是否为“统一社会信用代码”？", "不认识第6列“天气”",
      "第2列“机构名称”和第3列“名称”都是“机构名称”", "缺少“统一社会信用代码”列", "缺少“行政区划代码”列",
      "不需要就选“不导入”", "核对表头和列",
    ] { #expect(answer.text.contains(words), "\(words)") }
    let planner = try #require(try test.store.read { try Accounts.actor(login: "wang", $0) })
    #expect(throws: Problem.self) {
      try Imports.importFile(
        kind: .bodies, fileName: "x.csv", bytes: Array(text.utf8), accept: true, by: planner,
        test.house)
    }
    #expect(try counts(test)[0] == 0)
  }

  @Test(
    "other kinds of files are told by content and refused with what to do",
    arguments: [
      ("Excel", [UInt8]([0x50, 0x4B, 0x03, 0x04]) + [UInt8](repeating: 0, count: 40), "损坏"),
      ("old Excel", [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1, 0, 0], "另存为"),
      ("PDF", Array("%PDF-1.7 …".utf8), "PDF"),
      ("empty", [], "空的"),
      ("header only", RegistrySamples.bodies([]), "没有数据"),
    ])
  func foreignFiles(name: String, bytes: [UInt8], words: String) throws {
    let test = try TestHouse()
    try test.account("wang", roles: [.planner])
    let client = try test.client("wang")
    let answer = try upload(bytes, client, test)
    #expect(answer.status == 422, "\(name)")
    #expect(answer.text.contains(words), "\(name)")
    #expect(try counts(test)[2] == 0)
  }

  @Test(
    "a bad cell is told with row, column, reason and suggestion",
    arguments: [
      ("uscc", "91310115ma1k00015k", "应为大写", "是否为：91310115MA1K00015K"),
      ("uscc", "9131O115MA1K00015K", "可能是数字0", "核对"),
      ("name", "甲\t乙检测", "制表符", "请写在一行内：甲 乙检测"),
      ("name", "甲检测１所", "全角数字", "请改为：甲检测1所"),
      ("name", "", "没有填写机构名称", "补上"),
      ("certificate_number", "2309121100", "应为12位", "核对"),
      ("certificate_until", "2026-02-30", "不是存在的日期", "只有28天"),
      ("certificate_until", "30/06/2029", "看不出哪个是月", "2026-10-01"),
      ("certificate_until", "2029.13.01", "不是存在的日期", "月份只能是1至12"),
      ("certificate_until", "长期", "无法识别", "2026-10-01"),
      ("region", "浦冬新区", "不在代码表", "是否为：浦东新区（310115）"),
      ("region", "310199", "不在代码表", "是否为：虹口区（310109）"),
      ("region", "平城区", "不在您单位的管辖范围", "主管单位"),
      ("fields", "机动车检测", "不在代码表", "是否为：机动车检验"),
      ("fields", "机动车检验、环境监测", "环境监测", "是否为：生态环境监测"),
      ("credit_class", "E", "不在可用的值", "A"),
      ("status", "开业", "不在可用的值", "正常"),
    ])
  func badCells(column: String, cell: String, reason: String, suggestion: String) throws {
    let test = try TestHouse()
    let planner = try test.account("wang", roles: [.planner])
    let place = try #require(ImportKind.bodies.columns.firstIndex { $0.code == column })
    var cells = RegistrySamples.bodyLine(1).split(separator: ",", omittingEmptySubsequences: false)
      .map(String.init)
    cells[place] = "\"\(cell)\""
    let report = try Imports.importFile(
      kind: .bodies, fileName: "x.csv",
      bytes: RegistrySamples.bodies([
        RegistrySamples.bodyLine(2), cells.joined(separator: ","),
      ]), accept: false, by: planner, test.house)
    #expect(report.counts.refused == 1)
    #expect(report.counts.new == 1)
    let finding = try #require(report.findings.first)
    #expect(finding.isRefused)
    #expect(finding.row == 3)
    #expect(finding.column == ImportKind.bodies.columns[place].name)
    #expect(finding.reason.contains(reason), "\(finding)")
    #expect(finding.suggestion.contains(suggestion), "\(finding)")
  }

  @Test(
    "what can only mean one thing is read, and noted where it was mended",
    arguments: [
      ("uscc", "９１310115MA1K00015Ｋ", "91310115MA1K00015K", "按半角处理：91310115MA1K00015K"),
      ("uscc", "91310115MA1K00015K　", "91310115MA1K00015K", "去掉空格"),
      ("certificate_number", "２３０９12110001", "230912110001", "按半角处理"),
      ("certificate_until", "２０２９-06-30", "2029-06-30", "按半角处理"),
      ("certificate_until", "47299", "2029-06-30", "读作2029-06-30"),
      ("certificate_until", "2029/6/30", "2029-06-30", ""),
      ("certificate_until", "2029.6.30", "2029-06-30", ""),
      ("certificate_until", "20290630", "2029-06-30", ""),
      ("certificate_until", "2029年6月30日", "2029-06-30", ""),
      ("certificate_until", "30-Jun-2029", "2029-06-30", ""),
      ("certificate_until", "2029-06-30 00:00:00", "2029-06-30", ""),
      ("region", "３１０１１５", "310115", "按半角处理"),
      ("name", "'=1+1检测", "=1+1检测", ""),
    ])
  func cleanedCells(column: String, cell: String, stored: String, note: String) throws {
    let test = try TestHouse()
    let planner = try test.account("wang", roles: [.planner])
    let place = try #require(ImportKind.bodies.columns.firstIndex { $0.code == column })
    var cells = [
      "91310115MA1K00015K", "甲检测", "230912110001", "2029-06-30", "310115", "", "机动车检验", "B", "正常",
      "", "",
    ]
    cells[place] = cell
    let text = RegistrySamples.header + "\n" + cells.joined(separator: ",")
    let report = try test.fill(Array(text.utf8), by: planner)
    let body = try #require(
      try test.store.read { try Bodies.knownBody("91310115MA1K00015K", $0) })
    let found = [
      "uscc": body.row.uscc, "name": body.row.name, "region": body.row.region,
      "certificate_number": body.row.certificateNumber,
      "certificate_until": body.row.certificateUntil.iso,
    ]
    #expect(found[column] == stored)
    let said = report.findings.map(\.suggestion).joined()
    #expect(note.isEmpty ? report.findings.isEmpty : said.contains(note), "\(report.findings)")
  }

  @Test("a wrong check digit and an old certificate number are warned of and accepted")
  func warnings() throws {
    let test = try TestHouse()
    let planner = try test.account("wang", roles: [.planner])
    let text =
      RegistrySamples.header + "\n91350203M0001QAY9B,甲检测,2015-A-77,2029-06-30,310115,,,B,,,\n"
    let report = try Imports.importFile(
      kind: .bodies, fileName: "x.csv", bytes: Array(text.utf8), accept: true, by: planner,
      test.house)
    #expect(report.counts == ImportCounts(read: 1, new: 1))
    #expect(report.findings.count == 3)
    #expect(report.findings.allSatisfy { !$0.isRefused })
    let client = try test.client("wang")
    #expect(try client.get("/bodies").text.contains("待核对"))
    #expect(try client.get("/bodies/1").text.contains("应为“9”"))
  }

  @Test("doubles in the file are refused, those in the registry are updates")
  func doubles() throws {
    let test = try TestHouse()
    let planner = try test.account("wang", roles: [.planner])
    try test.fill(
      RegistrySamples.bodies([RegistrySamples.bodyLine(1), RegistrySamples.bodyLine(2)]),
      by: planner)
    let report = try Imports.importFile(
      kind: .bodies, fileName: "x.csv",
      bytes: RegistrySamples.bodies([
        RegistrySamples.bodyLine(3), RegistrySamples.bodyLine(1, credit: "D"),
        RegistrySamples.bodyLine(3), RegistrySamples.bodyLine(2),
      ]), accept: true, by: planner, test.house)
    #expect(report.counts == ImportCounts(read: 4, new: 1, changed: 1, same: 1, refused: 1))
    #expect(report.findings.map(\.reason) == ["与第2行重复。"])
    #expect(report.findings.map(\.row) == [4])
    #expect(try counts(test)[0] == 3)
  }

  @Test("columns that are missing leave what is stored as it is")
  func partialUpdate() throws {
    let test = try TestHouse()
    let planner = try test.account("wang", roles: [.planner])
    try test.fill(
      RegistrySamples.bodies([RegistrySamples.bodyLine(1, credit: "D", status: "暂停")]),
      by: planner)
    let text = """
      uscc,name,certificate_number,certificate_until,region,fields
      \(RegistrySamples.uscc(1)),新名称,230912110001,2030-01-01,310115,food
      """
    try test.fill(Array(text.utf8), by: planner)
    let id = try test.bodyID(1)
    let body = try test.store.read { try Bodies.body(id, in: planner.scope, $0) }
    #expect(body.row.name == "新名称")
    #expect(body.row.creditClass == .d)
    #expect(body.row.status == .suspended)
    #expect(body.address == "上海市示例路1号")
    #expect(body.fields == ["food"])
  }

  @Test("a body of another region cannot be taken over by a file")
  func takeOver() throws {
    let test = try TestHouse()
    let planner = try test.account("wang", roles: [.planner])
    let other = try test.account(
      "datong", roles: [.planner], authority: "大同市市场监督管理局", region: "140200")
    try test.fill(good, by: planner)
    let line = RegistrySamples.bodyLine(1).replacing(",310115,", with: ",140213,")
    #expect(throws: Problem.self) {
      try Imports.importFile(
        kind: .bodies, fileName: "x.csv", bytes: RegistrySamples.bodies([line]), accept: true,
        by: other, test.house)
    }
    #expect(try counts(test)[0] == 2)
  }

  @Test("whichever statement fails, nothing of an import is stored")
  func allOrNothing() throws {
    let test = try TestHouse()
    let planner = try test.account("wang", roles: [.planner])
    let before = try counts(test)
    for statement in 1...200 {
      do {
        _ = try Imports.importFile(
          kind: .bodies, fileName: "x.csv", bytes: good, accept: true, by: planner,
          test.failing(at: statement))
        #expect(statement > 10)
        break
      } catch is StoreError {
        #expect(try counts(test) == before, "statement \(statement)")
      }
    }
    #expect(try counts(test)[0] == 2)
  }

  @Test("on a full disk nothing is half-imported and the page says so")
  func fullDisk() throws {
    let test = try TestHouse()
    try test.account("wang", roles: [.planner])
    let client = try test.client("wang")
    let bytes = RegistrySamples.bodies((1...3000).map { RegistrySamples.bodyLine($0) })
    _ = try upload(bytes, client, test)
    let before = try counts(test)
    try test.store.write { db in
      let pages: Int = try db.one("PRAGMA page_count") { try $0.get("page_count") } ?? 0
      try db.forEachRow(limit(pages + 20)) { _ in }
    }
    let answer = try client.post("/imports/1/accept")
    #expect(answer.status == 507)
    #expect(answer.text.contains("磁盘已满"))
    #expect(answer.text.contains("也没有保存一半"))
    #expect(try counts(test) == before)
    try test.store.write { try $0.forEachRow("PRAGMA max_page_count = 1073741823") { _ in } }
    #expect(try client.post("/imports/1/accept").status == 303)
    #expect(try counts(test)[0] == 3000)
  }

  /// The smallest of a few limits that is not below `pages`; a pragma takes no parameter.
  private func limit(_ pages: Int) -> SQL {
    switch pages {
    case ...120: "PRAGMA max_page_count = 120"
    case ...160: "PRAGMA max_page_count = 160"
    case ...200: "PRAGMA max_page_count = 200"
    default: "PRAGMA max_page_count = 260"
    }
  }

  @Test("a form without file or kind is told what to choose; a forged one changes nothing")
  func badForms() throws {
    let test = try TestHouse()
    try test.account("wang", roles: [.planner])
    let client = try test.client("wang")
    #expect(try client.post("/imports", [("kind", "bodies")]).text.contains("请选择要上传的文件"))
    #expect(try client.post("/imports", [("kind", "cars")]).status == 422)
    let file = try RegistrySamples.upload(good, "x.csv", in: test)
    let forged = try client.post(
      "/imports", [("kind", "bodies")], files: [file], token: "forged")
    #expect(forged.status == 400)
    #expect(try counts(test)[2] == 0)
  }

  @Test("every template can be imported as it is", arguments: Rooms.all.datasets.kinds)
  func templates(kind: ImportKind) throws {
    let test = try TestHouse()
    let planner = try test.account("wang", roles: [.planner])
    try test.authority("上海市生态环境局", department: "environment")
    let client = try test.client("wang")
    if kind.rawValue == "person-items" { try test.publishItems(["C06-1", "C06-2"], by: planner) }
    let needsOthers =
      kind == .conflicts || kind == .capabilities || kind.rawValue.hasPrefix("body-")
      || kind.rawValue.hasPrefix("person-")
    for earlier in [ImportKind.bodies, .inspectors, .experts] where needsOthers {
      try test.fill(try client.get("/import-templates/\(earlier)").bytes, as: earlier, by: planner)
    }
    if kind.rawValue == "clauses" {
      try test.fill(
        try client.get("/import-templates/documents").bytes,
        as: try #require(Rooms.all.datasets.kind("documents")), by: planner)
    }
    let administrator = try test.account("qi", roles: [.systemAdministrator])
    let bringer = Rooms.all.datasets.brought(by: planner).contains(kind) ? planner : administrator
    let template = try test.client(bringer.login).get("/import-templates/\(kind.rawValue)")
    #expect(template.header("content-disposition")?.contains("attachment") == true)
    let report = try Imports.importFile(
      kind: kind, fileName: "模板.csv", bytes: template.bytes, accept: false, by: bringer,
      test.house)
    #expect(report.counts.read == 2)
    #expect(report.counts.refused == 0, "\(report.findings)")
  }
}
