import HTTP
import Storage
import Supervision
import TestSupport
import Testing

@testable import Accounts
@testable import Draws
@testable import Findings
@testable import Kernel
@testable import Visits

@Suite("Findings")
struct FindingsTests {
  @Test("nobody countersigns an own result")
  func ownResult() throws {
    let scene = try VisitScene()
    try scene.begin()
    try scene.answerAll()
    try scene.submit(seen: "A")
    let own = try scene.post("li", "/countersign")
    #expect(own.status == 422)
    #expect(own.text.contains("不能会签自己提交的结果"))
    #expect(try scene.post("zhao", "/countersign").text.contains("不是这次检查的检查组成员"))
    #expect(try scene.post("supervisor", "/countersign").status == 403)
    #expect(try scene.post("supervisor", "/approve").status == 422, "two pairs of eyes come first")
    #expect(try scene.stage() == .submitted)
  }

  @Test("a supervisor of the team, or of another region, does not approve")
  func supervisors() throws {
    let scene = try VisitScene()
    try scene.test.house.perform(by: nil) { transaction in
      transaction.journal("draw.amend", ("draw", "1"))
      try Visits.replaceMember(
        MemberReplaced(
          draw: scene.draw, body: scene.body, person: "expert",
          successor: VisitScene.member("chief")), transaction)
    }
    try scene.countersigned(problems: 0)
    let member = try scene.post("chief", "/approve")
    #expect(member.status == 422)
    #expect(member.text.contains("您参加了这次检查"))
    #expect(try scene.post("supervisor-xuhui", "/approve").status == 404)
    #expect(try scene.post("li", "/approve").status == 403)
    #expect(try scene.stage() == .countersigned)
    #expect(try scene.post("supervisor", "/approve").status == 303)
    let count = try scene.test.store.read {
      try $0.count("SELECT count(*) AS value FROM rectifications")
    }
    #expect(count == 0, "nothing to rectify without problems")
  }

  @Test("who was recused from the team does not review its result")
  func recused() throws {
    let scene = try VisitScene()
    try scene.test.house.perform(by: nil) { transaction in
      transaction.journal("draw.amend", ("draw", "1"))
      try Visits.replaceMember(
        MemberReplaced(
          draw: scene.draw, body: scene.body, person: "expert",
          successor: VisitScene.member("chief")), transaction)
      try Visits.replaceMember(
        MemberReplaced(
          draw: scene.draw, body: scene.body, person: "chief",
          successor: VisitScene.member("zhao")), transaction)
    }
    try scene.countersigned(problems: 0)
    #expect(try scene.post("chief", "/approve").text.contains("您参加了这次检查"))
    let tasks = try scene.test.store.read { db in
      try Findings.tasks(
        for: try #require(try Accounts.actor(login: "chief", db)), now: scene.test.clock.now, db)
    }
    #expect(tasks.isEmpty)
  }

  @Test("who submitted, even if a supervisor by now and no longer on the team, does not approve")
  func submitterApproves() throws {
    let scene = try VisitScene()
    try scene.countersigned(problems: 0)
    try scene.test.store.write { db in
      try db.execute("UPDATE visit_members SET left_at = 1 WHERE person IN ('li', 'wang')")
      try db.execute(
        "INSERT INTO account_roles SELECT id, 'supervisor' FROM accounts WHERE login IN ('li', 'wang')"
      )
    }
    #expect(try scene.post("li", "/approve").text.contains("不能审核自己提交的结果"))
    #expect(try scene.post("wang", "/approve").text.contains("您是会签人"))
  }

  @Test("a result comes back with its reason, is mended, submitted and signed anew")
  func returned() throws {
    let scene = try VisitScene()
    try scene.countersigned()
    #expect(try scene.post("supervisor", "/return").text.contains("退回须写明理由"))
    let back = try scene.post("supervisor", "/return", [("reason", "第1项缺照片编号")])
    #expect(back.location == "/desk?done=returned")
    #expect(try scene.stage() == .returned)
    #expect(try scene.person("li").get(scene.path).text.contains("第1项缺照片编号"))
    #expect(try scene.person("wang").get(scene.path + "/submit").status == 200)
    let item = scene.items[0]
    let seen = try #require(
      try scene.person("wang").get(scene.path + "/items/\(item)").text
        .firstMatch(of: #/name="seen" value="(\d+)"/#))
    #expect(
      try scene.answer("wang", item, "problem", "照片 12 号", [("seen", String(seen.1))]).status
        == 303)
    #expect(try scene.submit("wang", seen: "A").status == 303)
    #expect(try scene.post("wang", "/countersign").status == 422)
    #expect(try scene.post("li", "/countersign").status == 303)
    #expect(try scene.post("supervisor", "/approve", approval).status == 303)
    let decisions = try scene.test.store.read { try Visits.decisions(scene.visit, $0) }
    #expect(
      decisions.map(\.step)
        == ["submit", "countersign", "return", "submit", "countersign", "approve"])
  }

  @Test("the second inspector may return what was submitted")
  func returnedByTeam() throws {
    let scene = try VisitScene()
    try scene.begin()
    try scene.answerAll()
    try scene.submit(seen: "A")
    #expect(try scene.post("li", "/return", [("reason", "x")]).status == 422)
    #expect(try scene.post("supervisor", "/return", [("reason", "x")]).status == 422)
    #expect(try scene.post("wang", "/return", [("reason", "第2项不符实")]).status == 303)
    #expect(try scene.stage() == .returned)
  }

  private let approval = [("due", "2026-07-20"), ("demand", "请整改 GC-07")]

  @Test("an approval with problems asks for a day to come and for what is demanded")
  func approvalForm() throws {
    let scene = try VisitScene()
    try scene.countersigned()
    let page = try scene.person("supervisor").get(scene.path + "/review")
    #expect(page.text.contains("value=\"2026-07-15\""), "30 days from today stands there")
    #expect(page.text.contains("1．第1项"))
    let wrong = try scene.post("supervisor", "/approve", [("due", "2026-06-15"), ("demand", " ")])
    #expect(wrong.status == 422)
    #expect(wrong.text.contains("整改期限须在今天"))
    #expect(wrong.text.contains("请写明整改要求"))
    #expect(try scene.stage() == .countersigned)
  }

  @Test("a demand of several lines is read line by line, as a browser sends it")
  func demandLines() throws {
    let scene = try VisitScene()
    try scene.countersigned()
    try scene.post(
      "supervisor", "/approve", [("due", "2026-07-20"), ("demand", "逐项整改：\r\n1．补录设备编号")])
    let page = try scene.person("supervisor").get("/rectifications/1").text
    #expect(page.contains("<p>逐项整改：</p>") && page.contains("<p>1．补录设备编号</p>"))
  }

  @Test("after approval and publication nothing in a visit changes any more")
  func final() throws {
    let scene = try VisitScene()
    try scene.countersigned()
    try scene.post("supervisor", "/approve", approval)
    func everythingIsRefused() throws {
      #expect(try scene.answer("li", 1, "compliant").status == 422)
      #expect(try scene.submit(seen: "A").status == 422)
      #expect(try scene.post("wang", "/countersign").status == 422)
      #expect(try scene.post("supervisor", "/return", [("reason", "x")]).status == 422)
      #expect(try scene.post("supervisor", "/approve", approval).status == 422)
    }
    try everythingIsRefused()
    try scene.test.house.perform(by: nil) { transaction in
      transaction.journal("visit.publish", ("visit", "1"))
      try Visits.markPublished(scene.visit, transaction)
    }
    #expect(try scene.stage() == .published)
    try everythingIsRefused()
    #expect(throws: Problem.self) {
      try scene.test.house.perform(by: nil) { transaction in
        transaction.journal("draw.amend", ("draw", "1"))
        try Visits.withdraw(
          BodyWithdrawn(draw: scene.draw, body: scene.body, reason: "x"), transaction)
      }
    }
  }

  @Test("a rectification is answered by its body, sent back, answered and closed")
  func rectification() throws {
    let scene = try VisitScene()
    try scene.countersigned()
    try scene.post("supervisor", "/approve", approval)
    let id = RectificationID(1)
    let path = "/rectifications/1"
    let body = try #require(
      try scene.test.store.read { try Accounts.actor(login: "body", $0) })
    func answer(_ content: String) throws {
      try Findings.answer(id, content: content, by: body, scene.call(body))
    }
    #expect(throws: Problem.self) { try answer("  ") }
    let judge = [("step", "close"), ("content", "到位")]
    #expect(try scene.person("li").post(path + "/judge", judge).status == 422, "not answered yet")
    try answer("已送检 GC-07")
    #expect(throws: Problem.self) { try answer("再答一次") }
    #expect(try scene.person("inspector-xuhui").get(path).status == 404)
    #expect(try scene.person("body").get(path).status == 403)
    #expect(try scene.person("zhao").post(path + "/judge", judge).text.contains("您不在其中"))
    let bare = try scene.person("li").post(path + "/judge", [("step", "send-back")])
    #expect(bare.text.contains("退回须写明理由"))
    let back = [("step", "send-back"), ("content", "缺检定证书")]
    #expect(try scene.person("li").post(path + "/judge", back).status == 303)
    try scene.at("2026-07-25T09:00")
    let list = try scene.person("supervisor").get("/rectifications?overdue=yes")
    #expect(list.text.contains("逾期 5 天"))
    try answer("补交检定证书")
    #expect(
      !(try scene.person("supervisor").get("/rectifications?overdue=yes")).text.contains("申安博"))
    let closed = try scene.person("supervisor").post(path + "/judge", judge)
    #expect(closed.location == "/desk?done=closed")
    let page = try scene.person("li").get(path).text
    for word in ["已送检 GC-07", "缺检定证书", "补交检定证书", "到位", "整改已闭环"] {
      #expect(page.contains(word), "\(word)")
    }
  }

  @Test("another body's rectification is not there")
  func foreignBody() throws {
    let scene = try VisitScene()
    try scene.countersigned()
    try scene.post("supervisor", "/approve", approval)
    let other = try scene.test.store.write { db in
      let id: BodyID? = try db.value(
        """
        INSERT INTO bodies (uscc, name, certificate_number, certificate_until, region, address,
          legal_representative, contact, credit_class, status, warning, updated_at)
        VALUES ('91310104MA1K00023G', '另一家', '230912340002', '2029-01-01', '310104', '', '', '',
          'A', 'active', '', 0) RETURNING id AS value
        """)
      return try #require(id)
    }
    let actor = try scene.test.account("other", roles: [.body], body: other)
    do {
      try Findings.answer(RectificationID(1), content: "x", by: actor, scene.call(actor))
      Issue.record("another body's rectification was answered")
    } catch Problem.notFound {}
    #expect(try scene.person("other").get("/notices/\(scene.visit)").status == 404)
  }

  @Test(
    "when any statement fails, nothing of a submission or an approval is stored",
    arguments: EngineUnderTest.allCases)
  func atomic(engine: EngineUnderTest) throws {
    let database = try TestDatabase(on: engine)
    defer { database.remove() }
    let scene = try VisitScene(try database.open())
    try scene.begin()
    try scene.answerAll()
    try nothingIsHalfStored(scene, by: "li") { call in
      let form = Fields([("summary", "完"), ("seen", "A")])
      let refused = try Visits.submit(scene.visit, SubmitDraft(form), call)
      #expect(refused?.problems == nil)
    }
    #expect(try scene.stage() == .submitted)
    try nothingIsHalfStored(scene, by: "wang") { try Findings.countersign(scene.visit, $0) }
    try nothingIsHalfStored(scene, by: "supervisor") { call in
      let form = Fields(approval + [("measure", "order")])
      let refused = try Findings.approve(scene.visit, ApprovalDraft(form), call)
      #expect(refused?.hasProblem == nil)
    }
    #expect(try scene.stage() == .approved)
  }

  /// Fails every statement of a command in turn, and lets it through at last.
  private func nothingIsHalfStored(
    _ scene: VisitScene, by login: String, _ command: (Call) throws -> Void
  ) throws {
    let actor = try #require(
      try scene.test.store.read { try Accounts.actor(login: login, $0) })
    let before = try dump(scene.test.store)
    for statement in 1...200 {
      let house = try scene.test.failing(at: statement)
      do {
        try command(scene.call(actor, house))
        #expect(statement > 8)
        return
      } catch let error as StoreError {
        #expect("\(error)".contains(FailingStore.plannedMessage))
      }
      let after = try dump(scene.test.store)
      #expect(after == before, "\(login), statement \(statement)")
    }
  }

  /// Every row of the tables that a visit's commands write, and the journal.
  private func dump(_ store: any Store) throws -> String {
    try store.read { db in
      let tables: [SQL] = [
        """
        SELECT id, stage, summary, submitted_by, countersigned_by, approved_by, publish_on,
          updated_at FROM visits ORDER BY id LIMIT 9
        """,
        "SELECT visit, code FROM visit_results ORDER BY visit, code LIMIT 99",
        "SELECT visit, measure FROM visit_measures ORDER BY visit, measure LIMIT 99",
        "SELECT visit, number, step, at FROM visit_decisions ORDER BY visit, number LIMIT 99",
        "SELECT id, stage, demand FROM rectifications ORDER BY id LIMIT 99",
        "SELECT number, digest FROM journal ORDER BY number LIMIT 9999",
      ]
      var text = ""
      for table in tables { try db.forEachRow(table) { text += "\($0.all)\n" } }
      return text
    }
  }
}

extension VisitScene {
  /// A request of this person, for commands that another room's page calls.
  func call(_ actor: Actor, _ house: House? = nil) -> Call {
    Call(
      house: house ?? test.house,
      request: Request(method: .post, path: "/", query: Fields(), form: Fields(), headers: []),
      parameters: Parameters(), visitor: actor, formToken: "", freshSecret: nil,
      now: test.clock.now)
  }
}
