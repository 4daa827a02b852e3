import Archive
import Foundation
import HTTP
import Storage
import Supervision
import Testing

@testable import Accounts
@testable import Bodies
@testable import Capabilities
@testable import Composition
@testable import Dossiers
@testable import Kernel

@Suite("One dossier for one body")
struct DossierTests {
  @Test("the timeline tells what is registered and filters by kind and year")
  func timeline() throws {
    let scene = try BodyScene()
    try scene.add(.persons, BodyScene.person)
    let address = "/bodies/\(scene.body)/dossier"
    let all = try scene.client.get(address).text
    #expect(all.contains("登记人员 沈某（授权签字人）"))
    #expect(all.contains("登记机构“甲检测有限公司”"))
    #expect(try scene.client.get(address + "?kind=visit").text.contains("没有符合条件的记录"))
    #expect(try scene.client.get(address + "?kind=registry&year=2026").text.contains("登记人员"))
    #expect(try scene.client.get(address + "?year=2019").text.contains("没有符合条件的记录"))
  }

  @Test("a draw, a visit and their end stand in the timeline of the body that was drawn")
  func everything() throws {
    let scene = try DrawScene()
    let draw = try scene.drawn()
    let body: BodyID = try #require(
      try scene.test.store.read {
        try $0.value(
          "SELECT body AS value FROM draw_picks WHERE draw = \(draw) ORDER BY place LIMIT 1")
      })
    let entries = try scene.test.store.read { db in
      try Dossiers.timeline(
        of: Bodies.body(body, in: scene.planner.scope, db), for: scene.planner,
        on: scene.test.clock.now.day, .all, db)
    }
    #expect(entries.contains { $0.kind.code == "draw" && $0.title.contains("抽中") })
    let text = try scene.test.client("planner").get("/bodies/\(body)").text
    let link = try #require(text.firstMatch(of: /\/bodies\/\d+\?on=[^"]+/)).output
    #expect(
      try scene.test.client("planner").get(String(link)).text.contains("时名录所知的内容"))
  }

  @Test(
    "who has only a site of the body sees no foreign visit, no sealed draw, and no link it cannot open",
    arguments: [false, true])
  func site(isSealed: Bool) throws {
    let scene = try DrawScene()
    let draw = try scene.drawn(isUnannounced: isSealed)
    let body: BodyID = try #require(
      try scene.test.store.read {
        try $0.value(
          """
          SELECT p.body AS value FROM draw_picks p JOIN bodies b ON b.id = p.body
          WHERE p.draw = \(draw) AND b.region <> '310104' ORDER BY p.place LIMIT 1
          """)
      })
    let xuhui = try #require(try scene.test.store.read { try Accounts.actor(login: "xuhui", $0) })
    func timeline(_ actor: Actor) throws -> [TimelineEntry] {
      try scene.test.store.read { db in
        try Dossiers.timeline(
          of: Bodies.body(body, in: actor.scope, db), for: actor,
          on: scene.test.clock.now.day, .all, db)
      }
    }
    #expect(throws: Problem.self) { _ = try timeline(xuhui) }
    try scene.test.store.write { db in
      try db.execute(
        """
        INSERT INTO sites (body, name, address, region, since) VALUES
          (\(body), '徐汇实验室', '路9号', '310104', 0)
        """)
      try db.execute(
        "UPDATE visits SET began_at = \(scene.test.clock.now.milliseconds) WHERE body = \(body)")
    }
    let own = try timeline(scene.planner)
    #expect(own.contains { $0.kind.code == "draw" && $0.link != nil })
    #expect(own.contains { $0.kind.code == "visit" && $0.title.contains("开始现场检查") })
    let foreign = try timeline(xuhui)
    #expect(foreign.allSatisfy { $0.kind.code != "visit" })
    let picks = foreign.filter { $0.kind.code == "draw" }
    #expect(picks.isEmpty == isSealed)
    #expect(picks.allSatisfy { $0.link == nil })
    let page = try scene.test.client("xuhui").get("/bodies/\(body)")
    #expect(page.status == 200)
    #expect(page.text.contains("2026年度监督抽查") == !isSealed)
    #expect(!page.text.contains("href=\"/draws/\(draw)\""))
  }

  @Test("the annex stands in the dossier whole, with everything that changed in it")
  func capabilities() throws {
    let scene = try BodyScene()
    try scene.test.addCapabilities(
      (1...7).map { .sample("参数\($0)", "GB \($0)-2020") }, to: scene.body)
    scene.test.clock.advance(days: 1)
    let listed = try scene.client.get("/bodies/\(scene.body)/capabilities").text
    let number = try #require(listed.firstMatch(of: /capabilities\/(\d+)/)?.1)
    let line = "/bodies/\(scene.body)/capabilities/\(number)"
    _ = try scene.client.get(line)
    let ended = try scene.client.post(
      "/bodies/\(scene.body)/capabilities/end/\(number)", [("reason", "注销")])
    try #require(ended.status == 303, "\(ended.text)")
    let page = try scene.client.get("/bodies/\(scene.body)/dossier").text
    #expect(page.contains("登记能力参数，共7项"))
    #expect(page.contains("取消能力参数 参数"))
    #expect(page.contains("现有能力参数6项"))
    #expect(
      try scene.client.get("/bodies/\(scene.body)/history").text.contains("登记能力参数，共7项"))
    let answer = try scene.client.post("/bodies/\(scene.body)/dossier", [("format", "zip")])
    let entries = try unzip(answer.bytes, limitBytes: 1 << 26, limitEntries: 100)
    func lines(_ name: String) throws -> Int {
      let entry = try #require(entries.first { $0.name == name })
      return String(decoding: entry.bytes, as: UTF8.self).split(whereSeparator: \.isNewline).count
    }
    #expect(try lines("数据/能力参数.csv") == 7)
    #expect(try lines("数据/能力参数（历史）.csv") == 2)
    let json = try #require(entries.first { $0.name == "数据/档案.json" })
    let object = try JSONSerialization.jsonObject(with: Data(json.bytes)) as? [String: Any]
    #expect((object?["capabilities"] as? [Any])?.count == 6)
    try expectIndexed(scene.test.store) { db in
      _ = try Capabilities.deeds(of: scene.body, db)
      _ = try CapabilityAnnex.load(of: scene.body, db)
    }
  }

  @Test("the ZIP holds paper, data and kept files without personal data, and is journalled")
  func pack() throws {
    let scene = try BodyScene()
    try scene.add(.persons, BodyScene.person)
    let upload = try RegistrySamples.upload(Array("附表".utf8), "附表.txt", in: scene.test)
    let annex = UploadedFile(
      field: "file", fileName: "附表.txt", path: upload.path, size: upload.size)
    let added = try scene.client.post(
      "/bodies/\(scene.body)/files", [("title", "证书附表")], files: [annex])
    try #require(added.status == 303, "\(added.text)")
    let answer = try scene.client.post("/bodies/\(scene.body)/dossier", [("format", "zip")])
    try #require(answer.status == 200, "\(answer.text)")
    let entries = try unzip(answer.bytes, limitBytes: 1 << 26, limitEntries: 100)
    let names = entries.map(\.name)
    #expect(names.contains("数据/人员.csv"))
    #expect(names.contains("数据/档案.json"))
    let kept = try #require(entries.first { $0.name.hasPrefix("文件/") })
    #expect(kept.bytes == Array("附表".utf8))
    #expect(entries.contains { $0.name.hasSuffix(".pdf") || $0.name.hasSuffix(".html") })
    for entry in entries where !entry.name.hasSuffix(".pdf") {
      let text = String(decoding: entry.bytes, as: UTF8.self)
      #expect(
        !text.contains("13900001234") && !text.contains("31010119800101001X"), "\(entry.name)")
    }
    let json = try #require(entries.first { $0.name == "数据/档案.json" })
    let object = try JSONSerialization.jsonObject(with: Data(json.bytes)) as? [String: Any]
    #expect(object?["uscc"] as? String == RegistrySamples.uscc(1))
    let looks = try scene.test.store.read {
      try $0.count("SELECT count(*) AS value FROM journal WHERE action = 'registry.dossier'")
    }
    #expect(looks == 1)
  }

  @Test("a foreign reader gets no dossier, and nothing is written down")
  func foreign() throws {
    let scene = try BodyScene()
    try scene.test.account(
      "datong", roles: [.planner], authority: "大同市市场监督管理局", region: "140200")
    let stranger = try scene.test.client("datong")
    for path in ["dossier", "history", "facts/persons", "files/1"] {
      #expect(try stranger.get("/bodies/\(scene.body)/\(path)").status == 404, "\(path)")
    }
    #expect(
      try stranger.post("/bodies/\(scene.body)/dossier", [("format", "zip")]).status == 404)
    let looks = try scene.test.store.read {
      try $0.count("SELECT count(*) AS value FROM journal WHERE action = 'registry.dossier'")
    }
    #expect(looks == 0)
  }
}
