import HTTP
import Storage
import Supervision
import TestSupport
import Testing

@testable import Accounts
@testable import Composition
@testable import Kernel
@testable import SelfChecks

/// Two bodies in Shanghai and one in Datong, all asked to check themselves until 2026-06-10.
final class SelfCheckScene {
  let test: TestHouse
  let plan: PlanID
  let bodies: [BodyID]
  let opened: Int
  let items: [FormItem]

  init(_ store: (any Store)? = nil, form: String = "self-check-shanghai-2023") throws {
    test = try TestHouse(store, at: "2026-06-01T09:00")
    let city = try test.authority()
    let planner = try test.account("planner", roles: [.planner])
    try test.account(
      "xuhui", roles: [.supervisor], authority: "徐汇区市场监督管理局", level: "district",
      region: "310104")
    bodies = try test.store.write { db in
      try [
        ("91310115MA1K00015K", "申安博环境监测中心", "310115", "active"),
        ("91310104MA1K00024A", "徐汇<b>检测</b>有限公司", "310104", "active"),
        ("91140213MA0K00032B", "大同煤质检验中心", "140213", "active"),
        ("91310115MA1K00040C", "停业检测有限公司", "310115", "ended"),
      ].map { (uscc, name, region, status) in
        let id: BodyID? = try db.value(
          """
          INSERT INTO bodies (uscc, name, certificate_number, certificate_until, region, address,
            legal_representative, contact, credit_class, status, warning, updated_at)
          VALUES (\(uscc), \(name), \("23" + uscc), '2029-01-01', \(region), '张江路1号', '甲', '乙',
            'B', \(status), '', 0) RETURNING id AS value
          """)
        return try #require(id)
      }
    }
    let plan: PlanID? = try test.store.write { db in
      try db.value(
        """
        INSERT INTO plans (title, year, basis, authority, region, template, total, target_ratio,
          suite, minimum, is_unannounced, self_check_until, visits_from, visits_until,
          results_until, stage, created_by, created_at, updated_at)
        SELECT '2026年度监督抽查', 2026, '沪市监认检〔2023〕246号', \(city), '310000', id, 1, 0,
          'sha256', 0, 0, '2026-06-10', '2026-06-15', '2026-07-31', '2026-08-31', 'frozen',
          \(planner.account), 0, 0
        FROM form_templates WHERE code = \(form) RETURNING id AS value
        """)
    }
    let known = try #require(plan)
    self.plan = known
    opened = try test.house.perform(by: planner) { transaction in
      transaction.journal("draw.freeze", ("plan", known.description))
      return try SelfChecks.openAll(known, transaction)
    }
    try test.account("body-a", roles: [.body], body: bodies[0])
    try test.account("body-b", roles: [.body], body: bodies[1])
    let template: TemplateID = try #require(
      try test.store.read {
        try $0.value("SELECT template AS value FROM plans WHERE id = \(known)")
      })
    items = try test.store.read { try Reference.form(template, $0) }
  }

  var asked: [Int] { items.filter(\.isAnswered).map(\.item) }

  func check(of body: BodyID) throws -> SelfCheckID {
    try #require(
      try test.store.read {
        try $0.value("SELECT id AS value FROM self_checks WHERE body = \(body)")
      })
  }

  func path(_ body: BodyID) throws -> String { "/portal/self-checks/\(try check(of: body))" }

  func stage(of body: BodyID) throws -> String? {
    try test.store.read {
      try $0.value("SELECT stage AS value FROM self_checks WHERE body = \(body)")
    }
  }

  /// The whole form with every item answered, some of them otherwise.
  func form(_ changes: [Int: (String, String)] = [:], leavingOut: Set<Int> = []) -> [(
    String, String
  )] {
    asked.filter { !leavingOut.contains($0) }.flatMap { item in
      let answer = changes[item] ?? ("compliant", "")
      return [("answer-\(item)", answer.0), ("description-\(item)", answer.1)]
    }
  }
}

@Suite struct SelfCheckTests {
  @Test("freezing a plan asks every active body of its region once")
  func openAll() throws {
    let scene = try SelfCheckScene()
    #expect(scene.opened == 2)
    #expect(try scene.stage(of: scene.bodies[0]) == "open")
    #expect(try scene.stage(of: scene.bodies[2]) == nil)
    #expect(try scene.stage(of: scene.bodies[3]) == nil)
    let again = try scene.test.house.perform(by: nil) { transaction in
      transaction.journal("draw.freeze", ("plan", "1"))
      return try SelfChecks.openAll(scene.plan, transaction)
    }
    #expect(again == 0)
  }

  @Test(
    "a body saves a part, is told what is missing, completes and hands in",
    arguments: EngineUnderTest.allCases)
  func happyWay(engine: EngineUnderTest) throws {
    let database = try TestDatabase(on: engine)
    defer { database.remove() }
    let scene = try SelfCheckScene(try database.open())
    let client = try scene.test.client("body-a")
    let path = try scene.path(scene.bodies[0])
    #expect(try client.get("/portal").text.contains("填报自查"))

    let first = scene.asked[0]
    let one = try client.post(
      path, [("answer-\(first)", "problem"), ("description-\(first)", ""), ("only", "\(first)")])
    #expect(one.status == 303)
    #expect(one.location.contains("#item-\(first)"))
    #expect(try scene.stage(of: scene.bodies[0]) == "draft")

    let second = scene.asked[1]
    let early = try client.post(
      path,
      scene.form([first: ("problem", " ")], leavingOut: [second])
        + [("step", "submit"), ("pledge", "yes")])
    #expect(early.status == 422)
    #expect(early.text.contains("第\(second)项尚未作答"))
    #expect(early.text.contains("第\(first)项选择了“是”"))
    #expect(early.text.contains("填写的内容已经保存"))
    #expect(try scene.stage(of: scene.bodies[0]) == "draft")

    let complete = scene.form([first: ("problem", "检定证书过期")])
    let unpledged = try client.post(path, complete + [("step", "submit")])
    #expect(unpledged.status == 422)
    #expect(unpledged.text.contains("请在表格末尾勾选承诺"))

    let done = try client.post(path, complete + [("step", "submit"), ("pledge", "yes")])
    #expect(done.status == 303)
    #expect(try scene.stage(of: scene.bodies[0]) == "submitted")
    let page = try client.get(path).text
    #expect(page.contains("检定证书过期"))
    #expect(!page.contains("name=\"answer-\(first)\""))
    #expect(try client.get(path + "/print").text.contains("检定证书过期"))
    #expect(!(try client.get("/portal").text.contains("填报自查")))
    #expect(try scene.test.client("planner").get("/self-checks").text.contains("50%"))
  }

  @Test("what has been handed in cannot be changed")
  func readOnly() throws {
    let scene = try SelfCheckScene()
    let client = try scene.test.client("body-a")
    let path = try scene.path(scene.bodies[0])
    _ = try client.post(path, scene.form() + [("step", "submit"), ("pledge", "yes")])
    let first = scene.asked[0]
    let late = try client.post(path, scene.form([first: ("problem", "改写")]) + [("step", "save")])
    #expect(late.status == 422)
    #expect(!(try client.get(path).text.contains("改写")))
  }

  @Test("saving again keeps the time of what has not changed")
  func unchangedKeepsItsTime() throws {
    let scene = try SelfCheckScene()
    let client = try scene.test.client("body-a")
    let path = try scene.path(scene.bodies[0])
    _ = try client.post(path, scene.form() + [("step", "save")])
    let entries = { () throws -> Int in
      try scene.test.store.read {
        try $0.count(
          "SELECT count(*) AS value FROM journal WHERE action = 'self-check.save'")
      }
    }
    #expect(try entries() == 1)
    scene.test.clock.advance(minutes: 5)
    #expect(try client.post(path, scene.form() + [("step", "save")]).status == 303)
    #expect(try entries() == 1)
    let first = scene.asked[0]
    _ = try client.post(path, scene.form([first: ("not-applicable", "")]) + [("step", "save")])
    let moments = try scene.test.store.read { db in
      try db.map("SELECT at FROM self_check_answers GROUP BY at ORDER BY at") {
        try $0.get("at", as: Int64.self)
      }
    }
    #expect(moments.count == 2)
  }

  @Test("a description that is too long is refused by item and nothing of it is stored")
  func tooLong() throws {
    let scene = try SelfCheckScene()
    let client = try scene.test.client("body-a")
    let path = try scene.path(scene.bodies[0])
    let first = scene.asked[0]
    let long = String(repeating: "长", count: 2001)
    let answer = try client.post(
      path, scene.form([first: ("problem", long)]) + [("step", "save")])
    #expect(answer.status == 422)
    #expect(answer.text.contains("第\(first)项的问题描述有2001个字"))
    #expect(answer.text.contains("没有保存"))
    #expect(try scene.stage(of: scene.bodies[0]) == "open")
  }

  @Test("one body never reaches another's self-check, and officials have their own door")
  func isolation() throws {
    let scene = try SelfCheckScene()
    let foreign = try scene.path(scene.bodies[1])
    let client = try scene.test.client("body-a")
    #expect(try client.get(foreign).status == 404)
    #expect(try client.get(foreign + "/print").status == 404)
    #expect(try client.post(foreign, scene.form() + [("step", "save")]).status == 404)
    #expect(try scene.stage(of: scene.bodies[1]) == "open")
    #expect(try client.get("/self-checks").status == 403)
    let official = try scene.test.client("xuhui")
    #expect(try official.get(foreign).status == 403)
    #expect(try scene.test.visitor().get(foreign).status == 303)
  }

  @Test("a forged form token stores nothing")
  func forgedToken() throws {
    let scene = try SelfCheckScene()
    let client = try scene.test.client("body-a")
    let answer = try client.post(
      try scene.path(scene.bodies[0]), scene.form() + [("step", "save")], token: "forged")
    #expect(answer.status == 400)
    #expect(try scene.stage(of: scene.bodies[0]) == "open")
  }

  @Test("officials see their region's rate, and answers only once they are handed in")
  func officials() throws {
    let scene = try SelfCheckScene()
    let first = scene.asked[0]
    let client = try scene.test.client("body-b")
    _ = try client.post(
      try scene.path(scene.bodies[1]),
      scene.form([first: ("problem", "草稿里的问题")]) + [("step", "save")])
    let district = try scene.test.client("xuhui")
    let list = try district.get("/self-checks").text
    #expect(list.contains("徐汇&lt;b&gt;检测&lt;/b&gt;有限公司"))
    #expect(!list.contains("申安博环境监测中心"))
    let one = "/self-checks/\(try scene.check(of: scene.bodies[1]))"
    #expect(!(try district.get(one).text.contains("草稿里的问题")))
    #expect(try district.get(one + "/print").status == 422)
    #expect(try district.get("/self-checks/\(try scene.check(of: scene.bodies[0]))").status == 404)

    _ = try client.post(
      try scene.path(scene.bodies[1]),
      scene.form([first: ("problem", "草稿里的问题")]) + [("step", "submit"), ("pledge", "yes")])
    #expect(try district.get(one).text.contains("草稿里的问题"))
    #expect(try district.get("/self-checks").text.contains("100%"))
    try scene.test.clock.set("2026-06-20T09:00")
    let planner = try scene.test.client("planner")
    let late = try planner.get("/self-checks?stage=open").text
    #expect(late.contains("申安博环境监测中心"))
    #expect(late.contains("逾期未交"))
    #expect(late.contains("50%"))
  }

  @Test("an item without an answer box is not asked for", arguments: ["self-check-datong-2025"])
  func unaskedItems(form: String) throws {
    let scene = try SelfCheckScene(form: form)
    #expect(!scene.asked.isEmpty)
    let client = try scene.test.client("body-a")
    let answer = try client.post(
      try scene.path(scene.bodies[0]), scene.form() + [("step", "submit"), ("pledge", "yes")])
    #expect(answer.status == 303)
  }

  @Test("when any statement fails, nothing of a saving or a hand-in is stored")
  func allOrNothing() throws {
    let scene = try SelfCheckScene()
    let actor = try #require(
      try scene.test.store.read { try Accounts.actor(login: "body-a", $0) })
    let id = try scene.check(of: scene.bodies[0])
    let given = scene.asked.map { SelfCheckAnswer(item: $0, answer: .compliant, description: "") }
    let stored = { () throws -> [String] in
      try scene.test.store.read { db in
        [
          "\(try db.count("SELECT count(*) AS value FROM self_check_answers"))",
          "\(try db.count("SELECT count(*) AS value FROM journal"))",
          try db.value("SELECT stage AS value FROM self_checks WHERE id = \(id)") ?? "",
        ]
      }
    }
    func failEach(_ command: (Call) throws -> Void) throws {
      let before = try stored()
      for statement in 1...100 {
        let house = try scene.test.failing(at: statement)
        let call = Call(
          house: house, request: Request(), parameters: Parameters(), visitor: actor,
          formToken: "", freshSecret: nil, now: house.now())
        do {
          try command(call)
          #expect(statement > 3)
          return
        } catch is StoreError {
          #expect(try stored() == before, "statement \(statement)")
        }
      }
      Issue.record("the command never went through")
    }
    try failEach { try SelfChecks.save(id, given, $0) }
    try failEach { try SelfChecks.submit(id, isPledged: true, $0) }
    #expect(try scene.stage(of: scene.bodies[0]) == "submitted")
  }
}
