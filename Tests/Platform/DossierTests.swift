import Archive
import Foundation
import HTTP
import Storage
import Supervision
import Testing

@testable import Platform

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
        of: Registry.body(body, in: scene.planner.scope, db), for: scene.planner, db)
    }
    #expect(entries.contains { $0.kind == .draw && $0.title.contains("抽中") })
    let text = try scene.test.client("planner").get("/bodies/\(body)").text
    let link = try #require(text.firstMatch(of: /\/bodies\/\d+\?on=[^"]+/)).output
    #expect(
      try scene.test.client("planner").get(String(link)).text.contains("时名录所知的内容"))
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
