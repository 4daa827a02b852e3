import Crypto
import Draw
import Foundation
import HTTP
import Storage
import Supervision
import Testing

@testable import Composition
@testable import Draws
@testable import Kernel

@Suite("One body in a draw")
struct PublicWhyTests {
  private func bodies(_ scene: DrawScene) throws -> [(id: BodyID, uscc: String)] {
    try scene.test.store.read { db in
      try db.map("SELECT id, uscc FROM bodies ORDER BY id LIMIT 100") {
        (try $0.get("id"), try $0.get("uscc"))
      }
    }
  }

  /// The page as a browser gets it that calls the house by this name.
  private func page(
    _ scene: DrawScene, _ path: String, _ body: BodyID, host: String?, site: SiteAddress? = nil
  ) throws -> String {
    let surroundings = scene.test.house.surroundings
    let house = try House(
      store: scene.test.store,
      surroundings: Surroundings(
        now: surroundings.now, entropy: surroundings.entropy,
        dataFolder: surroundings.dataFolder, isSecure: false, site: site, log: { _ in }),
      metrics: Metrics(), gzip: { $0 })
    let response = house.handle(
      Request(
        path: path, query: Fields([("body", body.description)]),
        headers: host.map { [("Host", $0)] } ?? []))
    guard case .bytes(let bytes) = response.body else { return "" }
    return String(decoding: bytes, as: UTF8.self)
  }

  @Test("every body on the roster is told its chance, ticket and command, and has a proof")
  func everyBody() throws {
    let scene = try DrawScene()
    let draw = try scene.drawn()
    let transcript = try scene.file("transcript.txt", draw)
    let facts = try TranscriptFacts(transcript)
    let visitor = scene.test.visitor()
    for body in try bodies(scene) {
      let why = try visitor.get("/public/draws/1/why?body=\(body.id)")
      #expect(why.status == 200)
      #expect(
        why.text.contains("printf &#39;mingcha-draw-1/ticket")
          || why.text.contains("printf 'mingcha-draw-1/ticket"))
      #expect(why.text.contains("每家的机会是 "))
      let answer = try visitor.get("/public/draws/1/proof?body=\(body.id)")
      let proof = try InclusionProof(text: answer.bytes)
      #expect(proof.isSound)
      #expect(proof.root == facts.roster.root)
      #expect(proof.size == facts.roster.records + 1)
      #expect(String(decoding: proof.id, as: UTF8.self) == body.uscc)
      let sheet = try visitor.get("/public/draws/1/sheet?body=\(body.id)")
      #expect(sheet.status == 200)
      #expect(sheet.text.contains(hex(proof.root)))
      for stage in facts.stages {
        for pick in stage.picks where pick.object == body.uscc {
          #expect(why.text.contains(hex(pick.ticket)))
          #expect(sheet.text.contains(hex(pick.ticket)))
        }
      }
    }
  }

  @Test("a body that was not on the frozen roster has neither proof nor sheet")
  func stranger() throws {
    let scene = try DrawScene()
    _ = try scene.drawn()
    try scene.test.store.write { try DrawScene.addBodies(1, field: "vehicle", from: 900, $0) }
    let late = try #require(try bodies(scene).last)
    let visitor = scene.test.visitor()
    #expect(try visitor.get("/public/draws/1/why?body=\(late.id)").text.contains("不在名单里"))
    for page in ["proof", "sheet"] {
      #expect(try visitor.get("/public/draws/1/\(page)?body=\(late.id)").status == 404)
      #expect(try visitor.get("/public/draws/1/\(page)?body=99999").status == 404)
      #expect(try visitor.get("/public/draws/1/\(page)").status == 404)
      #expect(try visitor.get("/public/draws/7/\(page)?body=1").status == 404)
    }
  }

  @Test("until a draw is revealed there is no explanation, no sheet and no proof")
  func sealed() throws {
    let scene = try DrawScene()
    let plan = try scene.plan(isUnannounced: true)
    let visitor = scene.test.visitor()
    func expectNothing() throws {
      for body in try bodies(scene) {
        for page in ["why", "sheet", "proof"] {
          #expect(try visitor.get("/public/draws/1/\(page)?body=\(body.id)").status == 404)
        }
      }
    }
    let draw = try scene.freeze(plan)
    try expectNothing()
    try scene.ready(draw)
    #expect(try scene.test.client("planner").post("/draws/\(draw)/draw").status == 303)
    #expect(try scene.stage(draw) == .drawnSealed)
    try expectNothing()
  }

  @Test("what left and what came in its place are told so, and people are never named")
  func replaced() throws {
    let scene = try DrawScene()
    let draw = try scene.drawn()
    let model = try scene.model(draw)
    let ruler = try scene.test.store.read { try Draws.ruler(of: model, stage: 1, $0) }
    let stratum = try #require(ruler.first { $0.allocated > 0 && $0.allocated < $0.records })
    let next = stratum.dots[stratum.allocated].uscc
    let leaving = try #require(
      model.result?.picks.first { $0.stage == 1 && $0.stratum == stratum.name })
    let before = try scene.test.visitor().get("/public/draws/1/why?body=\(leaving.body)").text
    #expect(before.contains("检查组也由抽签组成"))
    let answer = try scene.test.client("planner").post(
      "/draws/\(draw)/amend",
      [("body", leaving.body.description), ("who", "-"), ("reason", "资质认定证书已注销")])
    #expect(answer.status == 303)
    let visitor = scene.test.visitor()
    let left = try visitor.get("/public/draws/1/why?body=\(leaving.body)").text
    #expect(left.contains("之后它退出了这次检查"))
    #expect(left.contains("资质认定证书已注销"))
    #expect(!left.contains("检查组也由抽签组成"))
    let body = try #require(try bodies(scene).first { $0.uscc == next })
    let came = try visitor.get("/public/draws/1/why?body=\(body.id)").text
    #expect(came.contains("由它递补"))
    #expect(came.contains("，后来递补。"))
    for text in [before, left, came] {
      for person in ["market-1", "police-1", "expert-1"] { #expect(!text.contains(person)) }
    }
  }

  @Test("the sheet's QR code is for the configured site, or for the host the browser asked")
  func site() throws {
    let scene = try DrawScene()
    _ = try scene.drawn()
    let body = try #require(try bodies(scene).first).id
    let path = "/public/draws/1/sheet"
    let asked = try page(scene, path, body, host: "mingcha.example:8080")
    #expect(asked.contains("http://mingcha.example:8080/public/draws/1/proof?body=\(body)"))
    #expect(asked.contains("class=\"qr\""))
    let site = try page(
      scene, path, body, host: "other.example", site: SiteAddress("https://mingcha.example/"))
    #expect(site.contains("https://mingcha.example/public/draws/1/proof?body=\(body)"))
    #expect(!site.contains("other.example"))
    for host in [nil, "", "a b", "x\"><script>", "evil.example/path"] {
      let without = try page(scene, path, body, host: host)
      #expect(without.contains("自己算签号"))
      #expect(!without.contains("class=\"qr\""))
    }
  }

  @Test("a site address is a scheme and a host, nothing more")
  func siteAddress() {
    for text in ["https://a.example", "http://127.0.0.1:8080", "https://[::1]:8443"] {
      #expect(SiteAddress(text)?.text == text)
    }
    for text in ["", "a.example", "https://", "ftp://a", "https://a/b", "https://a?b", "https://甲"]
    {
      #expect(SiteAddress(text) == nil, "\(text)")
    }
  }
}
