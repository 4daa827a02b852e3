import HTTP
import Storage
import Supervision
import TestSupport
import Testing

@testable import Bodies
@testable import Composition
@testable import Kernel

/// Facts of bodies in and out as files.
@Suite("Facts of bodies as files")
struct FactFileTests {
  private static let files: [(String, String)] = [
    (
      "body-certificates",
      "统一社会信用代码,种类,编号,发证机关,有效期至,状态\n{1},实验室认可证书,CNAS L1,认可委,2030-01-01,有效\n"
    ),
    ("body-sites", "统一社会信用代码,场所名称,地址,行政区划\n{1},徐汇实验室,徐汇路1号,徐汇区\n"),
    (
      "body-persons",
      "统一社会信用代码,姓名,职责,场所,证件号码,电话,授权领域\n{1},沈某,授权签字人,徐汇实验室,31010119800101001X,13900001234,生态环境监测、机动车检验\n{2},陆某,技术负责人,,,,\n"
    ),
    (
      "body-instruments",
      "统一社会信用代码,设备编号,设备名称,状态,检定校准有效期至\n{1},SB-1,天平,在用,2027-01-01\n{1},SB-2,色谱仪,停用,\n"
    ),
    ("body-declarations", "统一社会信用代码,种类,标题,声明日期\n{1},公正性和诚信声明,声明,2026-01-01\n"),
    ("body-prices", "统一社会信用代码,收费项目,计价单位,价格（元）\n{1},水质,样,300.5\n"),
    ("body-links", "统一社会信用代码,前身机构,方式,发生日期\n{1},{2},合并,2020-05-01\n"),
    (
      "body-marks",
      "统一社会信用代码,标记,来源,自,至\n{1},近三年承担官方抽检、监测或复检,承检,2026-01-01,2028-12-31\n"
    ),
  ]

  private func text(_ template: String) -> String {
    template.replacing("{1}", with: RegistrySamples.uscc(1))
      .replacing("{2}", with: RegistrySamples.uscc(2, region: "310104"))
  }

  private func export(
    _ kind: ImportKind, _ scene: BodyScene, asOf: Instant? = nil
  ) throws -> [[String]] {
    var rows: [[String]] = []
    try scene.test.store.read { db in
      try kind.library.export(
        ExportRequest(
          actor: scene.planner, filter: Fields(), asOf: asOf, now: scene.test.clock.now), db
      ) { rows.append($0) }
    }
    return rows
  }

  private func file(_ kind: ImportKind, _ rows: [[String]]) -> [UInt8] {
    let lines = ([kind.columns.map(\.name)] + rows).map { $0.joined(separator: "\t") }
    return Array((lines.joined(separator: "\n") + "\n").utf8)
  }

  @Test(
    "every kind comes in, goes out in the same columns, and comes in again without a change",
    arguments: EngineUnderTest.allCases)
  func roundTrip(engine: EngineUnderTest) throws {
    let scene = try BodyScene(engine)
    for (code, template) in Self.files {
      let kind = try #require(Rooms.all.datasets.kind(code))
      let given = text(template)
      try scene.test.fill(Array(given.utf8), as: kind, by: scene.planner)
      let rows = try export(kind, scene)
      #expect(rows.allSatisfy { $0.count == kind.columns.count })
      let report = try Imports.importFile(
        kind: kind, fileName: "again.tsv", bytes: file(kind, rows), accept: false,
        by: scene.planner, scene.test.house)
      #expect(report.counts.same == rows.count, "\(code): \(report.counts) \(report.findings)")
      #expect(report.counts.read == rows.count)
      let isMain = ["body-certificates", "body-sites"].contains(code)
      let lines = given.split(separator: "\n").count - 1
      #expect(rows.count == lines + (isMain ? 2 : 0), "\(code)")
    }
    let person = try #require(
      try scene.test.store.read { try Facts.list(.persons, of: scene.body, .now, $0).facts.first })
    #expect(person.fields == ["environment", "vehicle"])
    #expect(person.text("identity", .persons) == "31010119800101001X")
    let people = try export(try #require(Rooms.all.datasets.kind("body-persons")), scene)
    #expect(!people.joined().contains("13900001234"))
  }

  @Test("a file updates, ends, and refuses what cannot be, row by row")
  func outcomes() throws {
    let scene = try BodyScene()
    let kind = try #require(Rooms.all.datasets.kind("body-instruments"))
    try scene.test.fill(Array(text(Self.files[3].1).utf8), as: kind, by: scene.planner)
    scene.test.clock.advance(days: 1)
    let before = scene.test.clock.now
    scene.test.clock.advance(days: 1)
    let next = text(
      """
      统一社会信用代码,设备编号,设备名称,状态,检定校准日期,检定校准有效期至,办理
      {1},SB-1,天平,在用,2027-01-01,2028-01-01,
      {1},SB-2,,停用,,,结束
      {1},SB-2,色谱仪,停用,,,结束
      {1},SB-3,光度计,在用,2027-01-01,2026-01-01,
      {1},SB-9,光度计,在用,,,结束
      91310115MA1K00015K,SB-4,光度计,在用,,,
      {1},SB-5,光度计,坏了,,,

      """)
    let report = try Imports.importFile(
      kind: kind, fileName: "设备.csv", bytes: Array(next.utf8), accept: true, by: scene.planner,
      scene.test.house)
    #expect(report.counts.changed == 1)
    #expect(report.counts.ended == 1)
    #expect(report.counts.refused == 5)
    let reasons = report.findings.map(\.reason).joined()
    for words in ["没有填写设备名称", "早于检定校准日期", "不能结束", "没有代码为", "状态“坏了”不在可用的值里"] {
      #expect(reasons.contains(words), "\(words): \(reasons)")
    }
    let now = try export(kind, scene)
    #expect(now.map { $0[1] } == ["SB-1"])
    let then = try export(kind, scene, asOf: before)
    #expect(then.map { $0[1] } == ["SB-1", "SB-2"])
    let page = try scene.client.get("/bodies/\(scene.body)/history").text
    #expect(page.contains("检定校准有效期至由“2027年1月1日”改为“2028年1月1日”"))
    #expect(page.contains("结束仪器设备 SB-2（色谱仪）"))
  }

  @Test("a main certificate in a file moves the registration along")
  func mainCertificate() throws {
    let scene = try BodyScene()
    let kind = try #require(Rooms.all.datasets.kind("body-certificates"))
    let given = text("统一社会信用代码,种类,编号,有效期至,状态\n{1},cma,230912110001,2031-12-31,暂扣\n")
    let report = try Imports.importFile(
      kind: kind, fileName: "证书.csv", bytes: Array(given.utf8), accept: true, by: scene.planner,
      scene.test.house)
    #expect(report.counts.changed == 1)
    let body = try scene.test.store.read {
      try Bodies.body(scene.body, in: scene.planner.scope, $0)
    }
    #expect(body.row.certificateUntil.iso == "2031-12-31")
  }

  @Test("bodies go out as they were at an earlier moment", arguments: EngineUnderTest.allCases)
  func bodiesAsOf(engine: EngineUnderTest) throws {
    let scene = try BodyScene(engine)
    let before = scene.test.clock.now
    let old = try export(.bodies, scene)
    scene.test.clock.advance(days: 3)
    let line = RegistrySamples.bodyLine(
      1, name: "甲检测集团有限公司", fields: "生态环境监测", credit: "C")
    try scene.test.fill(RegistrySamples.bodies([line]), by: scene.planner)
    #expect(try export(.bodies, scene) != old)
    #expect(Set(try export(.bodies, scene, asOf: before)) == Set(old))
    #expect(
      try export(.bodies, scene, asOf: before.adding(days: -1)).isEmpty)
  }

  @Test("a telephone number leaves the list of bodies masked and comes back as it was")
  func contact() throws {
    let scene = try BodyScene()
    let number = "李某 13800001234"
    let line = RegistrySamples.bodyLine(1, name: "甲检测有限公司") + number
    try scene.test.fill(RegistrySamples.bodies([line]), by: scene.planner)
    let rows = try export(.bodies, scene)
    #expect(!rows.joined().contains { $0.contains("13800001234") })
    let report = try Imports.importFile(
      kind: .bodies, fileName: "again.tsv", bytes: file(.bodies, rows), accept: false,
      by: scene.planner, scene.test.house)
    #expect(report.counts.same == rows.count, "\(report.findings)")
    let page = try scene.client.get("/bodies/\(scene.body)").text
    #expect(page.contains("李某 138****1234"))
    #expect(!page.contains("13800001234"))
    #expect(page.contains("/personal/body/\(scene.body)"))
  }
}
