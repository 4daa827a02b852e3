import Archive
import Crypto
import Draw
import HTTP
import Storage
import Supervision
import Testing

@testable import Draws
@testable import Kernel
@testable import Publication

@Suite struct PublicDrawTests {
  private func picks(_ scene: DrawScene, _ draw: DrawID) throws -> [DrawnPick] {
    try scene.test.store.read { try Draws.picks(of: draw, $0) }
  }

  /// Every public address that could know of a draw, with those of its picks.
  private func addresses(_ picks: [DrawnPick], versions: Int) -> [String] {
    [
      "/", "/public/draws", "/public/draws/1", "/public/draws/1?field=1",
      "/public/draws/1?field=2", "/public/draws/1/json", "/public/draws/1/zip", "/public/plans",
      "/public/plans/1", "/public/plans/1/json", "/public/results", "/verify",
    ] + (1...versions).map { "/public/draws/1/json?version=\($0)" }
      + ["roster.tsv", "seed.tsv", "transcript.txt", "inspectors.tsv"].map {
        "/public/draws/1/files?name=\($0)"
      }
      + picks.map { "/public/draws/1/why?body=\($0.body)" }
  }

  @Test("a sealed draw tells nothing on any public route")
  func sealed() throws {
    let scene = try DrawScene()
    let draw = try scene.drawn(isUnannounced: true)
    let picks = try picks(scene, draw)
    #expect(picks.count == 5)
    let visitor = scene.test.visitor()
    let versions = try scene.count(
      "SELECT count(*) AS value FROM publications WHERE kind = 'draw'")
    #expect(versions > 2)
    for path in addresses(picks, versions: versions) {
      let text = try visitor.get(path).text
      for pick in picks {
        #expect(!text.contains(pick.uscc), "\(path)")
        #expect(!text.contains(pick.ticket), "\(path)")
        #expect(!text.contains(">\(pick.name)<"), "\(path)")
      }
      for login in ["planner", "police", "environment"] {
        #expect(!text.contains(DrawScene.secret(login)), "\(path)")
      }
    }
    for path in ["zip", "files?name=seed.tsv", "files?name=roster.tsv", "why?body=1"] {
      #expect(try visitor.get("/public/draws/1/" + path).status == 404, "\(path)")
    }
    let page = try visitor.get("/public/draws/1").text
    let digest = try #require(try scene.model(draw).drawnDigest)
    #expect(page.contains(digest))
    #expect(page.contains("检查结束后公开"))
    for pick in picks {
      let body = try visitor.get("/public/bodies/\(pick.body)").text
      #expect(body.contains(pick.name))
      #expect(!body.contains("抽中"))
      #expect(!body.contains(pick.ticket))
    }
  }

  @Test("a drawn body's own portal says nothing of a sealed draw either")
  func sealedPortal() throws {
    let scene = try DrawScene()
    let draw = try scene.drawn(isUnannounced: true)
    let pick = try #require(try picks(scene, draw).first)
    try scene.test.account("drawn-body", roles: [.body], body: pick.body)
    let portal = try scene.test.client("drawn-body").get("/portal")
    #expect(portal.status == 200)
    #expect(!portal.text.contains("抽中"))
    #expect(!portal.text.contains("/notices/"))
    #expect(portal.text.contains("填报自查"))
  }

  @Test("a revealed draw shows picks with their chance, and files that verify")
  func revealed() throws {
    let scene = try DrawScene()
    let draw = try scene.drawn()
    let picks = try picks(scene, draw)
    let visitor = scene.test.visitor()
    for pick in picks {
      let page = try visitor.get("/public/draws/1?field=\(pick.stage)").text
      #expect(page.contains("/public/bodies/\(pick.body)\""))
      #expect(page.contains(pick.ticket))
      let why = try visitor.get("/public/draws/1/why?body=\(pick.body)").text
      #expect(why.contains("为什么被抽中"))
      #expect(why.contains("，被抽中。"))
      #expect(try visitor.get("/public/bodies/\(pick.body)").text.contains("抽中，第\(pick.place)位"))
    }
    let zip = try visitor.get("/public/draws/1/zip")
    #expect(zip.header("content-type") == "application/zip")
    let files = try unzip(zip.bytes, limitBytes: 1 << 24, limitEntries: 20)
    func file(_ name: String) throws -> [UInt8] {
      try #require(files.first { $0.name.hasSuffix("/" + name) }?.bytes)
    }
    let result = try Draw.draw(
      DrawFiles(
        roster: try file("roster.tsv"), rules: try file("rules.tsv"), seed: try file("seed.tsv"),
        inspectors: try file("inspectors.tsv"), conflicts: try file("conflicts.tsv")))
    #expect(try result.transcript == file("transcript.txt"))
    #expect(
      try visitor.get("/public/draws/1/files?name=transcript.txt").bytes
        == file("transcript.txt"))
    #expect(try visitor.get("/public/draws/1/files?name=../accounts").status == 404)
    #expect(try visitor.get("/public/draws/2").status == 404)
  }

  @Test("a body that was not drawn sees its chance and its place in line")
  func notDrawn() throws {
    let scene = try DrawScene()
    let draw = try scene.drawn()
    let drawn = Set(try picks(scene, draw).map(\.body))
    let bodies: [BodyID] = try scene.test.store.read { db in
      try db.map("SELECT id FROM bodies ORDER BY id LIMIT 100") { try $0.get("id") }
    }
    let other = try #require(bodies.first { !drawn.contains($0) })
    let visitor = scene.test.visitor()
    #expect(try visitor.get("/public/bodies/\(other)").text.contains("未抽中"))
    let why = try visitor.get("/public/draws/1/why?body=\(other)").text
    #expect(why.contains("为什么没有被抽中"))
    #expect(why.contains("，未被抽中。"))
  }

  @Test("a draw's record holds no secret before the reveal and matches its digest")
  func record() throws {
    let scene = try DrawScene()
    let draw = try scene.drawn()
    let rows = try scene.test.store.read { try Publication.versions(.draw, draw.number, $0) }
    let last = try #require(rows.first)
    #expect(!last.isSuperseded)
    for row in rows {
      #expect(row.digest == hex(sha256(Array(row.record.utf8))))
      let record = try DrawRecord(canonical: row.record)
      #expect(try record.canonical() == Array(row.record.utf8))
      let isLast = row.version == last.version
      #expect(record.contributors.allSatisfy { ($0.secret != nil) == isLast })
      #expect(record.picks.isEmpty == !isLast)
    }
    #expect(last.record.contains(DrawScene.secret("police")))
    for inspector in ["market-1", "police-1", "expert-1"] {
      #expect(!last.record.contains("\"\(inspector)\""))
    }
  }

  @Test("a void draw keeps its number and says why")
  func void() throws {
    let scene = try DrawScene()
    let draw = try scene.freeze(try scene.plan())
    let answer = try scene.test.client("planner").post(
      "/draws/\(draw)/void", [("reason", "名单封存后发现一家机构重复登记")])
    #expect(answer.status == 303)
    let page = try scene.test.visitor().get("/public/draws/1").text
    #expect(page.contains("名单封存后发现一家机构重复登记"))
    #expect(page.contains("这次抽取已作废"))
    #expect(try scene.test.visitor().get("/public/draws").text.contains("已作废"))
  }
}
