import Draw
import HTTP
import Storage
import Supervision
import Testing

@testable import Accounts
@testable import Draws
@testable import Kernel
@testable import Plans

@Suite("Sealed draws and amendments")
struct DrawSealTests {
  @Test("a sealed draw shows number, time and digest to everybody and the rest to nobody outside")
  func sealed() throws {
    let scene = try DrawScene()
    let draw = try scene.drawn(isUnannounced: true)
    #expect(try scene.stage(draw) == .drawnSealed)
    let model = try scene.model(draw)
    #expect(model.result == nil && model.isShut)
    #expect(model.drawnDigest?.utf8.count == 64 && model.drawnAt != nil)
    #expect(model.contributors.allSatisfy { $0.secret == nil })
    #expect(model.stages.allSatisfy { $0.drawn == nil })
    #expect(try scene.test.store.read { try Draws.ruler(of: model, stage: 1, $0) }.isEmpty)
    #expect(try scene.test.store.read { try Draws.publicFiles(draw, $0) }.isEmpty)
    let drawn = try scene.test.store.read { try Draws.picks(of: draw, $0) }.map(\.name)
    #expect(drawn.count == 5)
    let inspector = try scene.test.client("inspector")
    for path in ["/draws/\(draw)", "/draws/\(draw)/ceremony"] {
      let page = try inspector.get(path)
      #expect(page.status == 200)
      for name in drawn { #expect(!page.text.contains("\(name)<")) }
      #expect(!page.text.contains(DrawScene.secret("police")))
    }
    for path in ["files.zip", "file?name=seed.tsv", "file?name=transcript.txt"] {
      #expect(try inspector.get("/draws/\(draw)/\(path)").status == 422)
      #expect(try scene.test.client("planner").get("/draws/\(draw)/\(path)").status == 422)
    }
    // Those who organise the visits see whom; the hall's screen shows what everybody may know.
    let planner = try scene.test.client("planner")
    let page = try planner.get("/draws/\(draw)?stage=1")
    #expect(page.text.contains(drawn[0]))
    #expect(try !planner.get("/draws/\(draw)/ceremony").text.contains("\(drawn[0])<"))
  }

  @Test("a sealed draw is revealed by the publisher once the visits have begun, or with a reason")
  func reveal() throws {
    let scene = try DrawScene()
    let draw = try scene.drawn(isUnannounced: true)
    let digest = try scene.model(draw).drawnDigest
    #expect(try scene.test.client("planner").post("/draws/\(draw)/reveal").status == 403)
    let publisher = try scene.test.client("publisher")
    let early = try publisher.post("/draws/\(draw)/reveal")
    #expect(early.status == 422 && early.text.contains("还有 5 家机构没有开始检查"))
    try scene.test.store.write { db in
      _ = try db.execute("UPDATE visits SET stage = 'inspecting'")
    }
    #expect(try publisher.post("/draws/\(draw)/reveal").status == 303)
    let model = try scene.model(draw)
    #expect(model.stage == .revealed && model.result?.picks.count == 5)
    #expect(model.drawnDigest == digest)
    #expect(model.contributors.allSatisfy { $0.secret != nil })
    #expect(try publisher.get("/draws/\(draw)/files.zip").status == 200)
  }

  @Test("an early reveal goes with a reason")
  func earlyReveal() throws {
    let scene = try DrawScene()
    let draw = try scene.drawn(isUnannounced: true)
    let answer = try scene.test.client("publisher").post(
      "/draws/\(draw)/reveal", [("reason", "名单已被媒体报道")])
    #expect(answer.status == 303)
    #expect(try scene.stage(draw) == .revealed)
  }

  @Test("a body that leaves gives way to the next ticket of its class; the record only grows")
  func replacement() throws {
    let scene = try DrawScene()
    let draw = try scene.drawn()
    let before = try scene.file("transcript.txt", draw)
    let model = try scene.model(draw)
    let ruler = try scene.test.store.read { try Draws.ruler(of: model, stage: 1, $0) }
    let stratum = try #require(ruler.first { $0.allocated > 0 && $0.allocated < $0.records })
    let next = stratum.dots[stratum.allocated]
    let leaving = try #require(
      model.result?.picks.first { $0.stage == 1 && $0.stratum == stratum.name })
    let client = try scene.test.client("planner")
    let form = try client.get("/draws/\(draw)/amend?body=\(leaving.body)")
    #expect(form.text.contains("机构退出检查"))
    let short = try client.post(
      "/draws/\(draw)/amend", [("body", leaving.body.description), ("who", "-"), ("reason", "无")])
    #expect(short.status == 422)
    let answer = try client.post(
      "/draws/\(draw)/amend",
      [("body", leaving.body.description), ("who", "-"), ("reason", "资质认定证书已注销")])
    #expect(answer.location == "/draws/\(draw)?done=amended")
    let after = try scene.file("transcript.txt", draw)
    let kept = before.dropLast().lastIndex(of: UInt8(ascii: "\n")).map { before[...$0] } ?? []
    #expect(after.starts(with: kept) && after.count > before.count)
    let amended = try scene.model(draw)
    #expect(amended.drawnDigest == model.drawnDigest && amended.endDigest != model.endDigest)
    let picks = try #require(amended.result?.picks)
    #expect(picks.first { $0.body == leaving.body }?.state == .left)
    #expect(picks.first { $0.uscc == next.uscc }?.state == .replacement)
    let page = try client.get("/draws/\(draw)")
    #expect(page.text.contains("“\(next.name)”递补"))
    #expect(try visitStage(scene, leaving.uscc) == .withdrawn)
    #expect(try visitStage(scene, next.uscc) == .planned)
    let again = try client.post(
      "/draws/\(draw)/amend",
      [("body", leaving.body.description), ("who", "-"), ("reason", "资质认定证书已注销")])
    #expect(again.status == 422 && again.text.contains("现在不在抽中名单里"))
  }

  private func visitStage(_ scene: DrawScene, _ uscc: String) throws -> VisitStage? {
    try scene.test.store.read {
      try $0.value(
        """
        SELECT v.stage AS value FROM visits v JOIN bodies b ON b.id = v.body
        WHERE b.uscc = \(uscc)
        """)
    }
  }

  @Test("a recused inspector leaves the team and the record names who takes the place")
  func recusal() throws {
    let scene = try DrawScene()
    let draw = try scene.drawn()
    let pick = try #require(try scene.model(draw).result?.picks.first)
    let team = { () throws -> [String] in
      try scene.test.store.read { db in
        try db.map(
          """
          SELECT m.person FROM visit_members m JOIN visits v ON v.id = m.visit
          WHERE v.body = \(pick.body) AND m.left_at IS NULL ORDER BY m.person
          """
        ) { try $0.get("person") }
      }
    }
    let before = try team()
    let leaving = try #require(before.first { $0.hasPrefix("police-") })
    let answer = try scene.test.client("planner").post(
      "/draws/\(draw)/amend",
      [("body", pick.body.description), ("who", leaving), ("reason", "曾在该机构任职")])
    #expect(answer.status == 303)
    let after = try team()
    #expect(after.count == before.count && !after.contains(leaving))
    let amendment = try #require(try scene.model(draw).result?.amendments.first)
    guard case .recused(let person, "police", let new, _) = amendment.outcome else {
      Issue.record("\(amendment.outcome)")
      return
    }
    #expect(person == leaving && after.contains(new))
    let stranger = try scene.test.client("planner").post(
      "/draws/\(draw)/amend",
      [("body", pick.body.description), ("who", leaving), ("reason", "曾在该机构任职")])
    #expect(stranger.status == 422)
  }

  @Test("the ruler shows every ticket of a pool, the drawn ones left of the cut")
  func ruler() throws {
    let scene = try DrawScene()
    let draw = try scene.drawn()
    let model = try scene.model(draw)
    for field in model.stages {
      let strata = try scene.test.store.read { try Draws.ruler(of: model, stage: field.number, $0) }
      #expect(strata.map(\.records).reduce(0, +) == field.pool)
      for stratum in strata {
        #expect(stratum.dots.map(\.ticket) == stratum.dots.map(\.ticket).sorted())
        #expect(stratum.dots.filter(\.isDrawn).count == stratum.allocated)
        for dot in stratum.dots where stratum.allocated > 0 {
          #expect(dot.isDrawn ? dot.position <= stratum.cut : dot.position >= stratum.cut)
        }
      }
    }
  }

  @Test("a long ruler thins out only those not drawn")
  func thinnedRuler() {
    let dots = (0..<5000).map { rank in
      RulerDot(
        uscc: String(rank), name: "", ticket: "", position: rank * 2, isDrawn: rank < 40)
    }
    let stratum = RulerStratum(name: "A", records: 5000, allocated: 40, cut: 80, dots: dots)
    let shown = DrawParts.shownDots(stratum)
    #expect(shown.filter(\.isDrawn).count == 40)
    #expect(shown.count <= 40 + DrawParts.dotLimit)
  }

  @Test("the desk leads everybody to the next step")
  func tasks() throws {
    let scene = try DrawScene()
    let plan = try scene.plan()
    let matters = { (login: String) throws -> [String] in
      try scene.test.store.read { db in
        let actor = try #require(try Accounts.actor(login: login, db))
        let now = scene.test.clock.now
        return try (Plans.tasks(for: actor, now: now, db) + Draws.tasks(for: actor, now: now, db))
          .map(\.matter)
      }
    }
    #expect(try matters("planner") == ["封存计划"])
    let draw = try scene.freeze(plan)
    #expect(try matters("police") == ["提交承诺值"])
    try scene.commitAll(draw)
    #expect(try matters("planner") == [])
    try scene.test.clock.set("2026-06-04T21:31")
    #expect(try matters("planner") == ["登记公共随机数"])
    #expect(try matters("police") == [])
    try scene.recordBeacon(draw)
    #expect(try matters("police") == ["交出随机数"])
    try scene.handInAll(draw)
    #expect(try matters("planner") == ["抽取"])
    #expect(try matters("inspector") == [])
    #expect(try matters("xuhui") == [])
  }

  @Test("a draw that fails at any statement leaves nothing behind")
  func allOrNothing() throws {
    let scene = try DrawScene()
    let draw = try scene.freeze(try scene.plan())
    try scene.ready(draw)
    let actor = scene.planner
    var statement = 1
    var isDone = false
    while !isDone {
      do {
        try Draws.draw(draw, by: actor, scene.test.failing(at: statement))
        isDone = true
      } catch {
        #expect(try scene.stage(draw) == .beaconed, "after statement \(statement)")
        let left = try scene.count(
          """
          SELECT (SELECT count(*) FROM visits) + (SELECT count(*) FROM draw_picks)
            + (SELECT count(*) FROM draw_files WHERE name = 'transcript.txt') AS value
          """)
        #expect(left == 0, "after statement \(statement)")
      }
      statement += 7
      try #require(statement < 10_000)
    }
    #expect(try scene.stage(draw) == .revealed)
  }
}
