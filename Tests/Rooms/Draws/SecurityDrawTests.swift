import Archive
import Draw
import HTTP
import Storage
import Supervision
import Testing

@testable import Draws
@testable import Kernel

@Suite("Nobody bends a draw")
struct SecurityDrawTests {
  @Test("a commitment made when the public randomness is out is refused, and only a void is left")
  func lateCommitment() throws {
    let scene = try DrawScene()
    let draw = try scene.freeze(try scene.plan())
    for (login, name) in DrawScene.contributors.dropLast() {
      let answer = try scene.test.client(login).post(
        "/draws/\(draw)/commit", [("commitment", DrawScene.commitment(login, name))])
      #expect(answer.status == 303)
    }
    try scene.test.clock.set("2026-06-04T21:30")
    let (login, name) = try #require(DrawScene.contributors.last)
    let late = try scene.test.client(login)
    let answer = try late.post(
      "/draws/\(draw)/commit", [("commitment", DrawScene.commitment(login, name))])
    #expect(answer.status == 422)
    #expect(answer.text.contains("取值时间"))
    #expect(try late.post("/draws/\(draw)/secret").status == 422)
    #expect(try late.get("/draws/\(draw)").text.contains("只能由组织单位写明理由作废"))
    #expect(try scene.test.client("planner").post("/draws/\(draw)/draw").status == 422)
    let void = try scene.test.client("planner").post(
      "/draws/\(draw)/void", [("reason", "一个部门没有按时提交承诺")])
    #expect(void.status == 303)
  }

  @Test("once every secret is in, the draw is drawn and never voided")
  func settled() throws {
    let scene = try DrawScene()
    let draw = try scene.freeze(try scene.plan())
    try scene.ready(draw)
    let planner = try scene.test.client("planner")
    #expect(!(try planner.get("/draws/\(draw)").text.contains("/draws/\(draw)/void")))
    let answer = try planner.post("/draws/\(draw)/void", [("reason", "看看下一次会不会更好")])
    #expect(answer.status == 422)
    #expect(answer.text.contains("不能再作废"))
    #expect(try planner.post("/draws/\(draw)/draw").status == 303)
  }

  @Test("what is changed in the registry after the freeze changes nothing of the draw")
  func registryAfterFreeze() throws {
    let one = try DrawScene()
    let other = try DrawScene()
    let (first, second) = (
      try one.freeze(try one.plan()), try other.freeze(try other.plan())
    )
    try one.ready(first)
    try other.ready(second)
    try other.test.store.write { db in
      try db.execute("UPDATE inspectors SET status = 'leave', region = '310101'")
      try db.execute(
        "UPDATE bodies SET credit_class = 'D', region = '310101', status = 'suspended'")
      try db.execute("DELETE FROM body_fields")
      try db.execute("DELETE FROM inspector_skills")
      try db.execute("INSERT INTO conflicts SELECT code, b.id, '亲属' FROM inspectors, bodies b")
      try db.execute("UPDATE plan_weights SET weight = 1000")
      try db.execute("UPDATE plan_fields SET quota = 1")
      try db.execute("DELETE FROM plan_roles")
    }
    for (scene, draw) in [(one, first), (other, second)] {
      #expect(try scene.test.client("planner").post("/draws/\(draw)/draw").status == 303)
    }
    func transcript(_ scene: DrawScene, _ draw: DrawID) throws -> [UInt8] {
      try #require(try scene.test.store.read { try Draws.file("transcript.txt", of: draw, $0) })
    }
    #expect(try transcript(one, first) == transcript(other, second))
  }

  @Test("every step of a draw sent twice happens once")
  func twice() throws {
    let scene = try DrawScene()
    let plan = try scene.plan()
    let client = try scene.test.client("planner")
    #expect(try client.post("/plans/\(plan)/freeze", try scene.freezeFields()).status == 303)
    #expect(try client.post("/plans/\(plan)/freeze", try scene.freezeFields()).status == 422)
    let draw = DrawID(1)
    try scene.commitAll(draw)
    let again = [("commitment", DrawScene.commitment("planner", DrawScene.market))]
    #expect(try client.post("/draws/\(draw)/commit", again).status == 422)
    try scene.recordBeacon(draw)
    let later = try scene.test.client("planner")
    #expect(
      try later.post(
        "/draws/\(draw)/beacon", [("value", "09 09 09 09 09 09 + 09"), ("evidence", "另一个公告")]
      ).status == 422)
    try scene.handInAll(draw)
    #expect(
      try later.post("/draws/\(draw)/hand-in", [("secret", DrawScene.secret("planner"))]).status
        == 422)
    #expect(try later.post("/draws/\(draw)/draw").status == 303)
    let before = try scene.test.store.read {
      try $0.count("SELECT count(*) AS value FROM journal")
    }
    #expect(try later.post("/draws/\(draw)/draw").status == 422)
    #expect(
      try later.post("/draws/\(draw)/void", [("reason", "对结果不满意要重来")]).status == 422)
    let (visits, beacon, after) = try scene.test.store.read { db in
      (
        try db.count("SELECT count(*) AS value FROM visits"),
        try db.value("SELECT beacon_value AS value FROM draws", as: String.self),
        try db.count("SELECT count(*) AS value FROM journal")
      )
    }
    #expect(visits == 5)
    #expect(beacon == "01 02 03 04 05 06 + 07")
    #expect(after == before)
  }

  @Test("no secret can be read anywhere before the draw, by anybody")
  func secrets() throws {
    let scene = try DrawScene()
    let draw = try scene.freeze(try scene.plan())
    try scene.ready(draw)
    let secrets = DrawScene.contributors.map { DrawScene.secret($0.0) }
    for login in [nil, "planner", "police", "inspector", "publisher"] {
      let client = try login.map { try scene.test.client($0) } ?? scene.test.visitor()
      for address in [
        "/draws/\(draw)", "/draws/\(draw)/ceremony", "/draws/\(draw)/files.zip",
        "/draws/\(draw)/file?name=seed.tsv", "/public/draws/1", "/public/draws/1/json",
        "/public/draws/1/zip", "/public/draws/1/files?name=seed.tsv", "/desk",
      ] {
        let text = try client.get(address).text
        for secret in secrets {
          #expect(!text.contains(secret), "\(login ?? "anybody") \(address)")
        }
      }
    }
  }
}
