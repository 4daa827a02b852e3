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

@Suite("Visits")
struct VisitTests {
  @Test(
    "a visit goes from its date to an approved result with its day of publication",
    arguments: EngineUnderTest.allCases)
  func journey(engine: EngineUnderTest) throws {
    let database = try TestDatabase(on: engine)
    defer { database.remove() }
    let scene = try VisitScene(try database.open())
    #expect(try scene.stage() == .planned)
    try scene.begin()
    let plan: String? = try scene.test.store.read {
      try $0.value("SELECT stage AS value FROM plans")
    }
    #expect(plan == "inspecting")
    try scene.answerAll(problems: 1)
    let page = try scene.person("li").get(scene.path + "/submit")
    #expect(page.text.contains("发现问题待后续处理"))
    #expect(page.text.contains("name=\"seen\" value=\"A\""))
    #expect(try scene.submit(seen: "A").location == scene.path + "?done=submitted")
    #expect(try scene.post("wang", "/countersign").location == "/desk?done=countersigned")
    let review = try scene.person("supervisor").get(scene.path + "/review")
    #expect(review.text.contains("仪器 GC-07 检定过期"))
    let approved = try scene.post(
      "supervisor", "/approve",
      [("measure", "order"), ("measure", "deadline"), ("due", "2026-07-20"), ("demand", "请整改")])
    #expect(approved.location == "/desk?done=approved")
    #expect(try scene.stage() == .approved)
    let stored = try scene.test.store.read { db in
      try db.one(
        """
        SELECT v.publish_on, v.countersigned_by, v.approved_by, r.due_on, r.demand, r.stage
        FROM visits v JOIN rectifications r ON r.visit = v.id
        """
      ) { row in
        (
          try row.get("publish_on", as: String.self), try row.get("due_on", as: String.self),
          try row.get("demand", as: String.self), try row.get("stage", as: String.self)
        )
      }
    }
    let found = try #require(stored)
    // 20 working days after 2026-06-15, with the Dragon Boat days of June 19 to 21 off.
    #expect(found.0 == "2026-07-14")
    #expect((found.1, found.2, found.3) == ("2026-07-20", "请整改", "open"))
    for (login, path) in [
      ("li", "/visits?mine=yes&sort=start"), ("supervisor", "/visits?overdue=yes&sort=body"),
      ("supervisor", "/rectifications?overdue=yes&stage=open"), ("li", "/rectifications?mine=yes"),
      ("supervisor", "/desk"), ("li", "/desk"), ("planner", "/desk"), ("planner", scene.path),
    ] {
      #expect(try scene.person(login).get(path).status == 200, "\(login) \(path)")
    }
    guard case .success = try scene.test.store.read({ try Journal.verify($0) }) else {
      Issue.record("the journal is broken")
      return
    }
  }

  @Test("an inspection is scheduled inside the plan's window, in the future, with a place")
  func scheduling() throws {
    let scene = try VisitScene()
    for (starts, place, word) in [
      ("2026-08-15T09:30", "张江路1号", "不在计划规定的检查期内"),
      ("2026-05-15T09:30", "张江路1号", "已经过去"),
      ("2026-06-15", "张江路1号", "请填写检查开始时间"),
      ("2026-06-15T09:30", " ", "请填写检查地点"),
    ] {
      let answer = try scene.post("li", "/schedule", [("starts", starts), ("place", place)])
      #expect(answer.status == 422)
      #expect(answer.text.contains(word))
      #expect(answer.text.contains(starts), "what was typed is shown again")
    }
    #expect(try scene.stage() == .planned)
    // The planner of the region may do it too.
    let answer = try scene.post(
      "planner", "/schedule", [("starts", "2026-06-15T09:30"), ("place", "张江路1号")])
    #expect(answer.status == 303)
    #expect(try scene.stage() == .scheduled)
  }

  @Test("a notice is refused before its window with the moment it opens, and after the start")
  func noticeWindow() throws {
    let scene = try VisitScene()
    try scene.schedule()
    try scene.at("2026-06-14T09:29")
    let early = try scene.post("li", "/notice")
    #expect(early.status == 422)
    #expect(early.text.contains("告知过早"))
    #expect(early.text.contains("同市监认证〔2025〕92号"))
    #expect(early.text.contains("2026年6月14日 09:30"))
    try scene.at("2026-06-15T09:30")
    #expect(try scene.post("li", "/notice").status == 422)
    #expect(try scene.stage() == .scheduled)
    try scene.at("2026-06-14T09:30")
    #expect(try scene.post("li", "/notice").status == 303)
    #expect(try scene.stage() == .noticed)
  }

  @Test("the body reads its notice once and the first time is kept")
  func noticeRead() throws {
    let scene = try VisitScene()
    try scene.schedule()
    let link = "/notices/\(scene.visit)"
    #expect(try scene.person("body").get(link).status == 404, "nothing before it is given")
    try scene.at("2026-06-14T18:00")
    try scene.post("wang", "/notice")
    try scene.at("2026-06-14T19:00")
    let body = try scene.person("body")
    let page = try body.get(link)
    for word in ["申安博环境监测中心", "JC-7K2M-9Q4X", "沪执li", "申请回避", "2026年6月15日 09:30"] {
      #expect(page.text.contains(word), "\(word)")
    }
    try scene.at("2026-06-14T20:00")
    #expect(try body.get(link).text.contains("2026年6月14日 19:00"))
    #expect(try body.get(scene.path).status == 403, "the office is not the body's")
  }

  @Test("a new time takes the notice back, for a reason")
  func reschedule() throws {
    let scene = try VisitScene()
    try scene.schedule()
    try scene.at("2026-06-14T18:00")
    try scene.post("li", "/notice")
    let fields = [("starts", "2026-06-16T09:30"), ("place", "张江路1号")]
    #expect(try scene.post("li", "/schedule", fields).text.contains("须写明理由"))
    #expect(try scene.post("li", "/schedule", fields + [("reason", "台风")]).status == 303)
    #expect(try scene.stage() == .scheduled)
    #expect(try scene.person("body").get("/notices/\(scene.visit)").status == 404)
  }

  @Test("an inspection does not begin before the time that was told")
  func beginEarly() throws {
    let scene = try VisitScene()
    try scene.schedule()
    try scene.at("2026-06-14T18:00")
    try scene.post("li", "/notice")
    #expect(try scene.post("li", "/begin").text.contains("不能提前开始"))
    #expect(try scene.stage() == .noticed)
  }

  @Test("answers are saved one by one with who and when; a problem needs a description")
  func answers() throws {
    let scene = try VisitScene()
    try scene.begin()
    let bare = try scene.answer("li", 9, "problem")
    #expect(bare.status == 422)
    #expect(bare.text.contains("请写明发现了什么"))
    #expect(try scene.answer("li", 9, "").text.contains("请选择符合、有问题或不适用"))
    #expect(try scene.answer("li", 9, "problem", "GC-07", [("nature", "Z9")]).status == 422)
    let count = try scene.test.store.read {
      try $0.count("SELECT count(*) AS value FROM visit_answers")
    }
    #expect(count == 0)
    let saved = try scene.answer(
      "li", 9, "problem", "GC-07 检定过期", [("nature", "B2"), ("corrected", "yes")])
    #expect(saved.location == scene.path + "/items/10?done=answered")
    let row = try scene.test.store.read { db in
      try db.one(
        """
        SELECT a.description, a.is_corrected, a.nature, a.at, c.login
        FROM visit_answers a JOIN accounts c ON c.id = a.account WHERE a.item = 9
        """
      ) { row in
        (
          try row.get("description", as: String.self), try row.get("is_corrected", as: Bool.self),
          try row.get("nature", as: String.self), try row.get("login", as: String.self),
          Instant(milliseconds: try row.get("at"))
        )
      }
    }
    let found = try #require(row)
    #expect((found.0, found.1, found.2, found.3) == ("GC-07 检定过期", true, "B2", "li"))
    #expect(found.4.local == "2026-06-15T09:35")
    let page = try scene.person("wang").get(scene.path + "/items/9")
    #expect(page.text.contains("本项已存 09:35 li"))
  }

  @Test("two inspectors on one item: the second sees what the first saved before overwriting it")
  func sameItem() throws {
    let scene = try VisitScene()
    try scene.begin()
    #expect(try scene.answer("li", 3, "compliant").status == 303)
    let second = try scene.answer("wang", 3, "problem", "股东兼营维修", [("seen", "0")])
    #expect(second.status == 422)
    #expect(second.text.contains("li在 2026年6月15日 09:35 刚改过这一项"))
    let seen = try #require(second.text.firstMatch(of: #/name="seen" value="(\d+)"/#)).1
    #expect(
      try scene.answer("wang", 3, "problem", "股东兼营维修", [("seen", String(seen))]).status == 303)
  }

  @Test("what the body said in its self-check stands beside the question, and a difference shows")
  func selfCheck() throws {
    let scene = try VisitScene()
    try scene.begin()
    try scene.test.store.write { db in
      try db.execute(
        """
        INSERT INTO self_checks (id, plan, body, template, region, due_on, stage, submitted_at)
        SELECT 1, \(scene.plan), \(scene.body), template, '310115', '2026-05-20', 'submitted', 0
        FROM plans
        """)
      try db.execute(
        """
        INSERT INTO self_check_answers (self_check, item, answer, description, at, account)
        SELECT 1, 9, 'compliant', '', 0, min(id) FROM accounts
        """)
    }
    #expect(try scene.person("li").get(scene.path + "/items/9").text.contains("否（未发现问题）"))
    _ = try scene.answer("li", 9, "problem", "GC-07 检定过期")
    #expect(try scene.person("li").get(scene.path).text.contains("与自查不一致"))
  }

  @Test("a result needs every item, a summary, and to have been seen")
  func submitRefused() throws {
    let scene = try VisitScene()
    try scene.begin()
    let open = try scene.submit(seen: "1")
    #expect(open.status == 422)
    #expect(open.text.contains("尚未作答"))
    try scene.answerAll(problems: 0)
    #expect(try scene.submit(seen: "A").text.contains("请核对下面由记录得出的结果"))
    let bare = try scene.post("li", "/submit", [("step", "submit"), ("seen", "1")])
    #expect(bare.text.contains("请填写检查情况小结"))
    #expect(try scene.stage() == .inspecting)
    #expect(try scene.submit(seen: "1").status == 303)
  }

  @Test("a special circumstance takes the place of the answers and needs its story")
  func circumstance() throws {
    let scene = try VisitScene()
    try scene.begin()
    let fields = [("circumstance", "closed"), ("summary", "大门紧闭"), ("step", "submit")]
    let preview = try scene.post("li", "/submit", fields.dropLast() + [("step", "preview")])
    #expect(preview.status == 200)
    #expect(preview.text.contains("value=\"7\""))
    let bare = try scene.post("li", "/submit", fields + [("seen", "7")])
    #expect(bare.text.contains("请写明经过和依据"))
    let whole = try scene.post("li", "/submit", fields + [("seen", "7"), ("note", "物业见证")])
    #expect(whole.status == 303)
    let codes = try scene.test.store.read { db in
      try db.map("SELECT code FROM visit_results ORDER BY code LIMIT 9") {
        try $0.get("code", as: String.self)
      }
    }
    #expect(codes == ["7"])
  }

  @Test("only the team acts: others of the region read, other regions find nothing")
  func access() throws {
    let scene = try VisitScene()
    #expect(try scene.person("zhao").get(scene.path).status == 200)
    let stranger = try scene.post(
      "zhao", "/schedule", [("starts", "2026-06-15T09:30"), ("place", "张江路1号")])
    #expect(stranger.status == 422)
    try scene.begin()
    #expect(try scene.answer("zhao", 1, "compliant").text.contains("不是这次检查的检查组成员"))
    for path in ["", "/checklist", "/items/1", "/notice", "/submit", "/review"] {
      #expect(try scene.person("inspector-xuhui").get(scene.path + path).status == 404, "\(path)")
    }
    #expect(try scene.answer("inspector-xuhui", 1, "compliant").status == 404)
    #expect(try scene.post("inspector-xuhui", "/submit").status == 404)
    #expect(try scene.post("planner", "/notice").status == 403)
    #expect(try scene.post("supervisor", "/items/1").status == 403)
    let token = try scene.person("li").post(scene.path + "/begin", token: "forged")
    #expect(token.status == 400)
    #expect(!(try scene.person("inspector-xuhui").get("/visits").text.contains("申安博")))
    #expect(try scene.person("planner").get("/visits").text.contains("申安博"))
  }

  @Test("a replaced member can do nothing any more, the new one can")
  func replaced() throws {
    let scene = try VisitScene()
    try scene.test.house.perform(by: nil) { transaction in
      transaction.journal("draw.amend", ("draw", "1"))
      try Visits.replaceMember(
        MemberReplaced(
          draw: scene.draw, body: scene.body, person: "li",
          successor: VisitScene.member("zhao")), transaction)
    }
    let fields = [("starts", "2026-06-15T09:30"), ("place", "张江路1号")]
    #expect(try scene.post("li", "/schedule", fields).status == 422)
    #expect(try scene.post("zhao", "/schedule", fields).status == 303)
    #expect(throws: Problem.self) {
      try scene.test.house.perform(by: nil) { transaction in
        transaction.journal("draw.amend", ("draw", "1"))
        try Visits.replaceMember(
          MemberReplaced(
            draw: scene.draw, body: scene.body, person: "li",
            successor: VisitScene.member("chief")), transaction)
      }
    }
  }

  @Test("a withdrawn visit is closed for every step")
  func withdrawn() throws {
    let scene = try VisitScene()
    try scene.begin()
    try scene.test.house.perform(by: nil) { transaction in
      transaction.journal("draw.amend", ("draw", "1"))
      try Visits.withdraw(
        BodyWithdrawn(draw: scene.draw, body: scene.body, reason: "证书已注销"), transaction)
    }
    for path in ["/schedule", "/notice", "/begin", "/countersign"] {
      #expect(try scene.post("li", path).status == 422, "\(path)")
    }
    #expect(try scene.answer("li", 1, "compliant").status == 422)
    #expect(try scene.submit(seen: "1").status == 422)
    #expect(try scene.post("supervisor", "/approve").status == 422)
    #expect(try scene.person("li").get(scene.path).text.contains("证书已注销"))
    #expect(try scene.stage() == .withdrawn)
  }

  @Test("past the plan's window a visit is made up for, with a reason in its history")
  func late() throws {
    let scene = try VisitScene()
    try scene.at("2026-08-03T09:00")
    let fields = [("starts", "2026-08-05T09:30"), ("place", "张江路1号")]
    #expect(try scene.post("li", "/schedule", fields).text.contains("补查须写明理由"))
    #expect(
      try scene.post("li", "/schedule", fields + [("reason", "机构搬迁停业两周")]).status == 303)
    #expect(try scene.person("li").get(scene.path).text.contains("机构搬迁停业两周"))
  }

  @Test("a team with a person nobody knows is refused as a whole")
  func unknownMember() throws {
    let scene = try VisitScene()
    #expect(throws: Problem.self) {
      try scene.test.house.perform(by: nil) { transaction in
        transaction.journal("draw.amend", ("draw", "1"))
        try Visits.replaceMember(
          MemberReplaced(
            draw: scene.draw, body: scene.body, person: "li",
            successor: VisitScene.member("nobody")), transaction)
      }
    }
    let left = try scene.test.store.read {
      try $0.count("SELECT count(*) AS value FROM visit_members WHERE left_at IS NOT NULL")
    }
    #expect(left == 0)
  }

  @Test("no list of visits or rectifications reads a whole table")
  func plans() throws {
    let scene = try VisitScene()
    for login in ["li", "supervisor-xuhui"] {
      let spy = SpyingStore(scene.test.store)
      try spy.read { db in
        let actor = try #require(try Accounts.actor(login: login, db))
        let today = scene.test.clock.now
        _ = try Visits.list(VisitFilter(), actor, today: today.day, page: 1, db)
        _ = try Visits.progress(VisitFilter(), actor, today: today.day, db)
        _ = try Visits.tasks(for: actor, now: today, db)
        _ = try Findings.list(Findings.Filter(), actor, today: today.day, page: 1, db)
        _ = try Findings.tasks(for: actor, now: today, db)
      }
      #expect(spy.statements.count > 6)
      for statement in spy.statements {
        let lines = try scene.test.store.read { db in
          try db.map("EXPLAIN QUERY PLAN " + statement) { try $0.get("detail", as: String.self) }
        }
        for table in ["v", "r", "b", "m", "a", "s"] {
          #expect(!lines.contains("SCAN \(table)"), "\(statement.text)\n\(lines)")
        }
      }
    }
  }

  @Test("a team below the legal number gives no notice")
  func teamTooSmall() throws {
    let scene = try VisitScene()
    try scene.schedule()
    try scene.test.store.write {
      _ = try $0.execute("UPDATE visit_members SET left_at = 1 WHERE person = 'wang'")
    }
    try scene.at("2026-06-14T18:00")
    #expect(try scene.post("li", "/notice").text.contains("检查组只有 1 名执法人员"))
  }

  @Test("the desk names the next step of each, in its time")
  func tasks() throws {
    let scene = try VisitScene()
    func matters(_ login: String) throws -> [String] {
      try scene.test.store.read { db in
        let actor = try #require(try Accounts.actor(login: login, db))
        let now = scene.test.clock.now
        return try Visits.tasks(for: actor, now: now, db).map(\.matter)
          + Findings.tasks(for: actor, now: now, db).map(\.matter)
      }
    }
    #expect(try matters("li") == ["安排检查"])
    #expect(try matters("planner") == ["安排检查"])
    #expect(try matters("zhao") == [])
    try scene.schedule()
    #expect(try matters("li") == ["检查告知"])
    try scene.begin2()
    #expect(try matters("wang") == ["检查记录"])
    try scene.answerAll()
    try scene.submit(seen: "A")
    #expect(try matters("li") == [])
    #expect(try matters("wang") == ["结果会签"])
    try scene.post("wang", "/countersign")
    #expect(try matters("supervisor") == ["结果审核"])
    #expect(try matters("supervisor-xuhui") == [])
  }
}

extension VisitScene {
  /// From scheduled to begun.
  func begin2() throws {
    try at("2026-06-14T18:00")
    try post("li", "/notice")
    try at("2026-06-15T09:35")
    try post("li", "/begin")
  }
}
