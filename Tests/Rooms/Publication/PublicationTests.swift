import Crypto
import HTTP
import Storage
import Supervision
import TestSupport
import Testing

@testable import Accounts
@testable import Bodies
@testable import Composition
@testable import Findings
@testable import Kernel
@testable import Publication

@Suite struct PublicationTests {
  /// A visit approved on 2026-06-15, to be public by 2026-07-14 (20 working days, 端午 in between).
  private func approved(problems: Int = 1, _ store: (any Store)? = nil) throws -> VisitScene {
    let scene = try VisitScene(store)
    try scene.test.account("publisher", roles: [.publisher])
    try scene.test.account(
      "publisher-xuhui", roles: [.publisher], authority: "徐汇区市场监督管理局", level: "district",
      region: "310104")
    try scene.countersigned(problems: problems)
    let answer = try scene.post(
      "supervisor", "/approve", [("due", "2026-07-10"), ("demand", "更换仪器")])
    #expect(answer.status == 303)
    return scene
  }

  private func count(_ scene: VisitScene) throws -> Int {
    try scene.test.store.read { try $0.count("SELECT count(*) AS value FROM publications") }
  }

  // MARK: the due day

  @Test("a result is due 20 working days after the task, by the rule table")
  func dueDay() throws {
    let test = try TestHouse()
    let day = try #require(CalendarDay(iso: "2026-03-02"))
    #expect(try test.store.read { try Findings.publishOn(day, $0) }.iso == "2026-03-30")
  }

  @Test(
    "an unknown year is never guessed",
    arguments: [
      ("2026-12-20", "2026-12-31"), ("2027-02-01", "2027-02-01"), ("2023-05-01", "2023-05-21"),
    ])
  func unknownYear(completed: String, due: String) throws {
    let test = try TestHouse()
    let day = try #require(CalendarDay(iso: completed))
    #expect(try test.store.read { try Findings.publishOn(day, $0) }.iso == due)
  }

  // MARK: publishing

  @Test(
    "the house publishes each approved result on its day, once",
    arguments: EngineUnderTest.allCases)
  func publishDue(engine: EngineUnderTest) throws {
    let database = try TestDatabase(on: engine)
    defer { database.remove() }
    let scene = try approved(try database.open())
    #expect(try Publication.publishDue(scene.test.house) == 0)
    let due: String = try #require(
      try scene.test.store.read { try $0.value("SELECT publish_on AS value FROM visits") })
    try scene.at(due + "T00:00")
    #expect(try Publication.publishDue(scene.test.house) == 1)
    #expect(try Publication.publishDue(scene.test.house) == 0)
    #expect(try scene.stage() == .published)
    #expect(try count(scene) == 1)
    let journal = try scene.test.store.read { db in
      try db.map("SELECT actor FROM journal WHERE action = 'visit.publish' ORDER BY number") {
        try $0.get("actor", as: String.self)
      }
    }
    #expect(journal == ["系统"])
    let visitor = scene.test.visitor()
    for path in [
      "/", "/public/bodies?q=%E7%8E%AF%E5%A2%83", "/public/bodies?q=9131",
      "/public/bodies/\(scene.body)", "/public/results?result=pending&region=310100",
      "/public/results/\(scene.visit)",
    ] {
      #expect(try visitor.get(path).text.contains("申安博环境监测中心"), "\(path)")
    }
    #expect(try scene.person("publisher").get("/publications").text.contains("系统到期公开"))
  }

  @Test("when any statement fails, nothing of a publication or a correction is stored")
  func atomic() throws {
    let scene = try approved()
    let actor = try #require(
      try scene.test.store.read { try Accounts.actor(login: "publisher", $0) })
    let draft = Publication.CorrectionDraft(
      codes: ["E"], summary: "当场改正", reason: "误录", version: 1)
    let stored = { () throws -> [Int] in
      try scene.test.store.read { db in
        [
          try db.count("SELECT count(*) AS value FROM publications"),
          try db.count("SELECT count(*) AS value FROM publication_results"),
          try db.count("SELECT count(*) AS value FROM journal"),
          try db.count("SELECT count(*) AS value FROM visits WHERE stage = 'published'"),
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
          #expect(statement > 4)
          return
        } catch is StoreError {
          #expect(try stored() == before, "statement \(statement)")
        }
      }
      Issue.record("the command never went through")
    }
    try failEach { try Publication.publishNow(scene.visit, $0) }
    try failEach { try Publication.correct(scene.visit, draft, $0) }
    #expect(try stored()[0] == 2)
  }

  @Test("a publisher publishes early, in the own region only")
  func publishNow() throws {
    let scene = try approved()
    let path = "/publications/\(scene.visit)/publish"
    #expect(try scene.person("li").post(path).status == 403)
    #expect(try scene.person("publisher-xuhui").post(path).status == 404)
    #expect(try scene.person("publisher").post(path, token: "forged").status == 400)
    #expect(try count(scene) == 0)
    let publisher = try scene.person("publisher")
    #expect(try publisher.get("/publications").text.contains("现在公开"))
    #expect(try publisher.post(path).status == 303)
    #expect(try publisher.post(path).status == 422)
    #expect(try count(scene) == 1)
  }

  @Test("what is not approved cannot be published")
  func stageGuards() throws {
    let scene = try VisitScene()
    try scene.test.account("publisher", roles: [.publisher])
    let answer = try scene.person("publisher").post("/publications/\(scene.visit)/publish")
    #expect(answer.status == 422)
    #expect(try count(scene) == 0)
    #expect(try scene.test.visitor().get("/public/results/\(scene.visit)").status == 404)
  }

  @Test("a published record names departments and no person, in exact and national words")
  func record() throws {
    let scene = try approved()
    _ = try scene.person("publisher").post("/publications/\(scene.visit)/publish")
    let visitor = scene.test.visitor()
    let page = try visitor.get("/public/results/\(scene.visit)").text
    #expect(page.contains("发现问题待后续处理"))
    #expect(page.contains("市场监管"))
    let json = try visitor.get("/public/results/\(scene.visit)/json")
    #expect(json.header("content-type")?.hasPrefix("application/json") == true)
    #expect(page.contains(hex(sha256(json.bytes))))
    for person in ["li", "wang", "expert", "supervisor"] {
      #expect(!json.text.contains("\"\(person)\""))
      #expect(!page.contains(">\(person)<"))
    }
    let record = try ResultRecord(canonical: json.text)
    #expect(try record.canonical() == json.bytes)
    #expect(record.team.people == 3)
  }

  // MARK: correcting

  @Test("a correction is a new version; the old one stays and says so")
  func correction() throws {
    let scene = try approved()
    _ = try scene.person("publisher").post("/publications/\(scene.visit)/publish")
    let visitor = scene.test.visitor()
    let before = try visitor.get("/public/results/\(scene.visit)/json").bytes
    scene.test.clock.advance(days: 1)
    let publisher = try scene.person("publisher")
    let path = "/publications/\(scene.visit)/correct"
    let fields = [("result", "E"), ("summary", "当场改正"), ("version", "1")]

    let silent = try publisher.post(path, fields)
    #expect(silent.status == 422)
    #expect(silent.text.contains("请写明更正理由"))
    #expect(silent.text.contains("当场改正"))
    let both = try publisher.post(
      path, fields + [("result", "1"), ("reason", "误录")])
    #expect(both.status == 422)
    #expect(both.text.contains("“未发现问题”不能与其他结果同时选择"))
    let unknown = try publisher.post(path, fields + [("result", "Z"), ("reason", "误录")])
    #expect(unknown.status == 422)

    #expect(try publisher.post(path, fields + [("reason", "误录")]).status == 303)
    let stale = try publisher.post(path, fields + [("reason", "又一次")])
    #expect(stale.status == 409)

    let now = try visitor.get("/public/results/\(scene.visit)").text
    #expect(now.contains("发现问题已责令改正"))
    #expect(now.contains("误录"))
    let old = try visitor.get("/public/results/\(scene.visit)?version=1").text
    #expect(old.contains("已被更正"))
    #expect(old.contains("发现问题待后续处理"))
    #expect(try visitor.get("/public/results/\(scene.visit)/json?version=1").bytes == before)
    #expect(try visitor.get("/public/results/\(scene.visit)?version=3").status == 404)
    #expect(try count(scene) == 2)
  }

  @Test("a correction needs the publisher, the own region and a change")
  func correctionRefused() throws {
    let scene = try approved()
    let publisher = try scene.person("publisher")
    _ = try publisher.post("/publications/\(scene.visit)/publish")
    let path = "/publications/\(scene.visit)/correct"
    #expect(try scene.person("supervisor").get(path).status == 403)
    #expect(try scene.person("publisher-xuhui").get(path).status == 404)
    let record = try ResultRecord(
      canonical: try scene.test.visitor().get("/public/results/\(scene.visit)/json").text)
    let same = try publisher.post(
      path,
      record.results.map { ("result", $0.code) } + [
        ("summary", record.summary), ("reason", "无"), ("version", "1"),
      ])
    #expect(same.status == 422)
    #expect(same.text.contains("完全相同"))
  }

  @Test("the public list filters by plan, region and national wording")
  func filters() throws {
    let scene = try approved()
    _ = try scene.person("publisher").post("/publications/\(scene.visit)/publish")
    let visitor = scene.test.visitor()
    let name = "申安博环境监测中心"
    for (query, isShown) in [
      ("", true), ("?result=pending", true), ("?result=no-problem", false),
      ("?region=310115", true), ("?region=310100", true), ("?region=310104", false),
      ("?plan=\(scene.plan)", true), ("?plan=999", false),
    ] {
      let page = try visitor.get("/public/results" + query).text
      #expect(page.contains(">\(name)<") == isShown, "\(query)")
    }
  }

  // MARK: bodies and names

  @Test("a name with markup stays text on every public page")
  func escaping() throws {
    let scene = try approved()
    let evil = "<script>alert(1)</script>检测\"'&"
    try scene.test.store.write {
      try $0.execute("UPDATE bodies SET name = \(evil) WHERE id = \(scene.body)")
      try BodySearch.refresh([scene.body], $0)
    }
    _ = try scene.person("publisher").post("/publications/\(scene.visit)/publish")
    let visitor = scene.test.visitor()
    for path in [
      "/", "/public/bodies?q=%3Cscript%3E", "/public/bodies/\(scene.body)", "/public/results",
      "/public/results/\(scene.visit)",
    ] {
      let page = try visitor.get(path)
      #expect(page.status == 200, "\(path)")
      #expect(!page.text.contains("<script>alert"), "\(path)")
      #expect(page.text.contains("&lt;script&gt;alert"), "\(path)")
    }
  }

  @Test(
    "a search finds by part of a name and of a code, and takes signs as text",
    arguments: [
      ("环境监测", true), ("91310115", true), ("2309", true), ("%环", false), ("__", false),
      ("申", false), ("", false), ("没有这家", false),
    ])
  func search(text: String, isFound: Bool) throws {
    let scene = try VisitScene()
    let found = try scene.test.store.read {
      try BodySearch.find(
        SearchWords(text),
        in: BodySearch.Reach(scope: RegionScope(region: "000000"), isPublic: true), $0)
    }
    #expect(found.hits.map(\.body).contains(scene.body) == isFound)
  }

  @Test("every public page answers without an account, also when there is nothing yet")
  func emptyHouse() throws {
    let test = try TestHouse()
    let visitor = test.visitor()
    for path in [
      "/", "/public/bodies", "/public/bodies?q=x", "/public/plans", "/public/draws",
      "/public/results", "/verify", "/rules",
    ] {
      #expect(try visitor.get(path).status == 200, "\(path)")
    }
    for path in ["/public/plans/1", "/public/draws/1", "/public/results/1", "/public/bodies/1"] {
      #expect(try visitor.get(path).status == 404, "\(path)")
    }
    #expect(try visitor.get("/rules").text.contains("待核实"))
  }
}
