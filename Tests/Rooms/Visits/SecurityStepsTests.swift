import HTTP
import Storage
import Supervision
import Synchronization
import TestSupport
import Testing

@testable import Accounts
@testable import Kernel

@Suite("Two browsers at once")
struct SecurityStepsTests {
  /// Sends the same form from several browsers at the same moment.
  ///
  /// - Returns: how many were redirected, as after success.
  private func atOnce(_ clients: [TestClient], _ address: String, _ fields: [(String, String)])
    throws -> Int
  {
    struct Browser: @unchecked Sendable {
      // Each browser is used by one thread.
      let client: TestClient
    }
    let done = Mutex(0)
    let browsers = clients.map { Browser(client: $0) }
    try onThreads(browsers.count) { index in
      let answer = try? browsers[index].client.post(address, fields)
      if answer?.status == 303 { done.withLock { $0 += 1 } }
    }
    return done.withLock { $0 }
  }

  private func entries(_ test: TestHouse, _ action: String) throws -> Int {
    try test.store.read {
      try $0.count("SELECT count(*) AS value FROM journal WHERE action = \(action)")
    }
  }

  private func browsers(_ test: TestHouse, _ login: String, _ count: Int = 4) throws
    -> [TestClient]
  {
    try (0..<count).map { _ in
      let client = try test.client(login)
      _ = try client.get("/account")
      return client
    }
  }

  @Test("a plan frozen by four browsers at once is frozen once")
  func freeze() throws {
    let scene = try DrawScene()
    let plan = try scene.plan()
    let done = try atOnce(
      try browsers(scene.test, "planner"), "/plans/\(plan)/freeze", try scene.freezeFields())
    #expect(done == 1)
    #expect(try entries(scene.test, "draw.freeze") == 1)
    let draws = try scene.test.store.read { try $0.count("SELECT count(*) AS value FROM draws") }
    #expect(draws == 1)
  }

  @Test("a button pressed by four browsers at once draws once")
  func draw() throws {
    let scene = try DrawScene()
    let draw = try scene.freeze(try scene.plan())
    try scene.ready(draw)
    let done = try atOnce(try browsers(scene.test, "planner"), "/draws/\(draw)/draw", [])
    #expect(done == 1)
    #expect(try entries(scene.test, "draw.draw") == 1)
    let visits = try scene.test.store.read { try $0.count("SELECT count(*) AS value FROM visits") }
    #expect(visits == 5)
  }

  @Test("a result is submitted, countersigned and approved once each, and not saved afterwards")
  func visit() throws {
    let scene = try VisitScene()
    try scene.begin()
    let notices = try atOnce(try browsers(scene.test, "li"), scene.path + "/notice", [])
    #expect(notices == 0)
    try scene.answerAll(problems: 1)
    let submission = [("step", "submit"), ("summary", "逐项检查完毕"), ("seen", "A")]
    #expect(try atOnce(try browsers(scene.test, "li"), scene.path + "/submit", submission) == 1)
    #expect(try scene.answer("li", scene.items[0], "compliant").status == 422)
    #expect(try atOnce(try browsers(scene.test, "wang"), scene.path + "/countersign", []) == 1)
    let approval = [("comment", "同意"), ("due", "2026-07-15"), ("demand", "请整改")]
    let both = try browsers(scene.test, "supervisor")
    #expect(try atOnce(both, scene.path + "/approve", approval) == 1)
    #expect(try scene.post("supervisor", "/return", [("reason", "再看看")]).status == 422)
    for action in ["visit.submit", "visit.countersign", "visit.approve"] {
      #expect(try entries(scene.test, action) == 1, "\(action)")
    }
    let rectifications = try scene.test.store.read {
      try $0.count("SELECT count(*) AS value FROM rectifications")
    }
    #expect(rectifications == 1)
  }

  @Test(
    "who has recorded anything of a visit does not review it, whoever the account stands for now")
  func reviewAfterTakingPart() throws {
    let scene = try VisitScene()
    try scene.countersigned()
    let li = try #require(try scene.test.store.read { try Accounts.actor(login: "li", $0) })
    try scene.test.account("system", roles: [.systemAdministrator])
    let untied = try scene.test.client("system").post(
      "/accounts/\(li.account)/inspector", [("code", "")])
    #expect(untied.status == 422)
    #expect(untied.text.contains("没有审定"))
    try scene.test.store.write { db in
      try db.execute("UPDATE accounts SET inspector = NULL WHERE login = 'li'")
      try db.execute(
        "INSERT INTO account_roles (account, role) VALUES (\(li.account), 'supervisor')")
      try db.execute("UPDATE visits SET submitted_by = countersigned_by")
    }
    let answer = try scene.post("li", "/approve", [("comment", "同意")])
    #expect(answer.status == 422)
    #expect(answer.text.contains("记录、提交或会签过"))
  }
}
