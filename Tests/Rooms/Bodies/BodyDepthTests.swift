import Foundation
import Storage
import Supervision
import TestSupport
import Testing

@testable import Bodies
@testable import Composition
@testable import Dossiers
@testable import Handovers
@testable import Kernel

/// A body with facts of every kind, told by a settable clock, on either engine.
final class BodyScene {
  let database: TestDatabase
  let test: TestHouse
  let planner: Actor
  let body: BodyID

  init(_ engine: EngineUnderTest = .sqlite) throws {
    database = try TestDatabase(on: engine)
    test = try TestHouse(try database.open())
    planner = try test.account("planner", roles: [.planner])
    try test.fill(
      RegistrySamples.bodies([
        RegistrySamples.bodyLine(1, name: "甲检测有限公司"),
        RegistrySamples.bodyLine(2, name: "乙检测有限公司", region: "310104"),
      ]), by: planner)
    body = try test.bodyID(1)
  }

  deinit { database.remove() }

  /// Signed in anew: sessions do not outlive the days that tests let pass.
  var client: TestClient { get throws { try test.client("planner") } }

  func path(_ kind: FactKind, _ rest: String = "") -> String {
    "/bodies/\(body)/facts/\(kind.code)\(rest)"
  }

  /// Registers through the page.
  func add(_ kind: FactKind, _ fields: [(String, String)]) throws {
    let answer = try client.post(path(kind, "/new"), fields)
    try #require(answer.status == 303, "\(answer.text)")
  }

  func facts(_ kind: FactKind, _ asOf: AsOf = .now) throws -> [Fact] {
    try test.store.read { try Facts.list(kind, of: body, asOf, $0).facts }
  }

  /// Sends the form of a fact as the page shows it, with some fields changed.
  func edit(_ kind: FactKind, _ id: Int, _ changes: [(String, String)]) throws -> TestAnswer {
    let text = try client.get(path(kind, "/\(id)")).text
    let seen = try #require(text.firstMatch(of: /name="seen" value="(\d+)"/)?.1)
    let words = try test.store.read { try FactWords.load(for: [body], $0) }
    let fact = try test.store.read { try Facts.one(kind, id, of: body, $0) }
    var values = FactForm(fact, kind, words).values
    for (name, value) in changes { values[name] = value }
    return try client.post(
      path(kind, "/\(id)"),
      values.map { ($0.key, $0.value) } + fact.fields.map { ("field", $0) }
        + [("seen", String(seen)), ("reason", "核对更正")])
  }

  static let person = [
    ("name", "沈某"), ("role", "signatory"), ("title", "高级工程师"), ("scope", "环境全部项目"),
    ("identity", "31010119800101001x"), ("phone", "13900001234"), ("valid_from", "2026-01-01"),
    ("valid_until", "2027-12-31"), ("field", "environment"),
  ]
  static let instrument = [
    ("code", "SB-1"), ("name", "电子天平"), ("state", "used"), ("calibrated_on", "2026-01-10"),
    ("calibrated_until", "2027-01-09"),
  ]
}

@Suite("A body in full depth")
struct BodyDepthTests {
  @Test(
    "every kind of fact is registered, shown, changed and ended, and nothing is lost",
    arguments: EngineUnderTest.allCases)
  func everyKind(engine: EngineUnderTest) throws {
    let scene = try BodyScene(engine)
    let samples: [(FactKind, [(String, String)], (String, String))] = [
      (
        .certificates,
        [
          ("kind", "cnas"), ("number", "CNAS L0001"), ("state", "valid"),
          ("valid_until", "2030-01-01"),
        ],
        ("state", "suspended")
      ),
      (.sites, [("name", "徐汇实验室"), ("address", "路9号"), ("region", "徐汇区")], ("address", "路10号")),
      (.persons, BodyScene.person, ("title", "研究员")),
      (.instruments, BodyScene.instrument, ("calibrated_until", "2027-02-09")),
      (
        .declarations,
        [("kind", "impartiality"), ("title", "公正性声明"), ("declared_on", "2026-01-01")],
        ("content", "第一行\r\n第二行")
      ),
      (.prices, [("item", "水质"), ("unit", "样"), ("fen", "300.5")], ("fen", "320")),
      (
        .links,
        [
          ("earlier", RegistrySamples.uscc(2, region: "310104")), ("kind", "merged"),
          ("happened_on", "2020-05-01"),
        ],
        ("note", "吸收合并")
      ),
      (
        .marks,
        [
          ("kind", "official"), ("source", "承检任务"), ("valid_from", "2026-01-01"),
          ("valid_until", "2028-12-31"),
        ],
        ("valid_until", "2027-12-31")
      ),
    ]
    for (kind, fields, change) in samples {
      let before = try scene.facts(kind).map(\.id)
      scene.test.clock.advance(days: 1)
      try scene.add(kind, fields)
      let added = try #require(try scene.facts(kind).first { !before.contains($0.id) })
      #expect(try scene.client.get(scene.path(kind)).status == 200)
      scene.test.clock.advance(days: 1)
      let edited = try scene.edit(kind, added.id, [change])
      #expect(edited.status == 303, "\(kind.code): \(edited.text)")
      let now = try #require(try scene.facts(kind).first { !before.contains($0.id) })
      #expect(now.draft != added.draft)
      #expect(kind.keepsRow == (now.id == added.id))
      scene.test.clock.advance(days: 1)
      let end = scene.path(kind, "/\(now.id)/end")
      #expect(try scene.client.post(end, []).status == 422)
      #expect(try scene.client.post(end, [("end-reason", "不再有效")]).status == 303)
      #expect(try scene.facts(kind).map(\.id) == before)
      let all = try scene.test.store.read { try Facts.all(kind, of: scene.body, $0) }
      #expect(all.filter { !before.contains($0.id) }.count == 2, "\(kind.code)")
    }
    let text = try scene.client.get("/bodies/\(scene.body)/history").text
    for words in [
      "登记资质证书 实验室认可证书（CNAS L0001）", "状态由“有效”改为“暂扣”", "地址由“路9号”改为“路10号”",
      "登记人员 沈某（授权签字人）", "职称或资格由“高级工程师”改为“研究员”", "结束人员 沈某（授权签字人）",
      "检定校准有效期至由“2027年1月9日”改为“2027年2月9日”", "价格（元）由“300.50”改为“320.00”",
      "登记前身与承继 合并（乙检测有限公司", "至由“2028年12月31日”改为“2027年12月31日”", "理由：不再有效",
      "登记机构“甲检测有限公司”", "文件导入“名录.csv”",
    ] { #expect(text.contains(words), "\(words)") }
    #expect(!text.contains("13900001234"))
  }

  @Test("any earlier day shows what was known then", arguments: EngineUnderTest.allCases)
  func asOf(engine: EngineUnderTest) throws {
    let scene = try BodyScene(engine)
    try scene.test.clock.set("2026-06-10T09:00")
    try scene.add(.persons, BodyScene.person)
    let person = try #require(try scene.facts(.persons).first)
    try scene.test.clock.set("2026-06-20T09:00")
    #expect(try scene.edit(.persons, person.id, [("name", "沈某某")]).status == 303)
    var draft = BodyDraft(
      try scene.test.store.read {
        try Bodies.body(scene.body, in: scene.planner.scope, $0)
      })
    let old = draft
    draft.name = "甲检测集团有限公司"
    draft.address = "上海市新路1号"
    draft.fields = ["environment"]
    try scene.test.house.perform(by: scene.planner) { transaction in
      let change = try Changes.change(.form, reason: "更名", transaction)
      try Bodies.store(draft, over: scene.body, from: nil, change, transaction)
      transaction.journal("registry.edit", ("body", scene.body.description))
    }
    try scene.test.clock.set("2026-06-30T09:00")
    func shown(_ day: String) throws -> (body: Body?, people: [String], sites: [String]) {
      let asOf = AsOf(day, now: scene.test.clock.now)
      return try scene.test.store.read { db in
        (
          try Bodies.body(scene.body, in: scene.planner.scope, asOf, db),
          try Facts.list(.persons, of: scene.body, asOf, db).facts.map {
            $0.text("name", .persons)
          },
          try Facts.list(.sites, of: scene.body, asOf, db).facts.map { $0.text("address", .sites) }
        )
      }
    }
    #expect(try shown("2026-05-31").body == nil)
    let first = try shown("2026-06-09")
    #expect(first.body.map { BodyDraft($0) } == old)
    #expect(first.people.isEmpty)
    #expect(try shown("2026-06-10").people == ["沈某"])
    #expect(try shown("2026-06-19").people == ["沈某"])
    let last = try shown("2026-06-20")
    #expect(last.body.map { BodyDraft($0) } == draft)
    #expect(last.people == ["沈某某"])
    #expect(last.sites == ["上海市新路1号"])
    #expect(try shown("2026-06-19").sites == [old.address])
    let page = try scene.client.get("/bodies/\(scene.body)?on=2026-06-15").text
    #expect(page.contains("显示的是2026年6月15日结束时名录所知的内容"))
    #expect(page.contains(old.address))
    #expect(!page.contains("/bodies/\(scene.body)/edit"))
    let before = try scene.client.get("/bodies/\(scene.body)?on=2020-01-01").text
    #expect(before.contains("那一天名录里还没有这家机构"))
  }

  @Test(
    "numbers of people are masked everywhere and come back unchanged; a full look is journalled")
  func personal() throws {
    let scene = try BodyScene()
    try scene.add(.persons, BodyScene.person)
    let person = try #require(try scene.facts(.persons).first)
    let form = try scene.client.get(scene.path(.persons, "/\(person.id)")).text
    for secret in ["31010119800101001", "13900001234"] { #expect(!form.contains(secret)) }
    #expect(try scene.edit(.persons, person.id, [("title", "工程师")]).status == 303)
    let kept = try #require(try scene.facts(.persons).first)
    #expect(kept.text("phone", .persons) == "13900001234")
    #expect(kept.text("identity", .persons) == "31010119800101001X")
    let starred = try scene.edit(.persons, kept.id, [("phone", "139****9999")])
    #expect(starred.status == 422)
    #expect(starred.text.contains("电话里有星号"))
    let look = "/personal/body-person/\(kept.id)"
    #expect(try scene.client.post(look, [("reason", "")]).status == 422)
    let full = try scene.client.post(look, [("reason", "核对签字人身份")]).text
    #expect(full.contains("31010119800101001X"))
    let looks = try scene.test.store.read {
      try $0.count("SELECT count(*) AS value FROM journal WHERE action = 'personal.reveal'")
    }
    #expect(looks == 1)
    let leaks = try scene.test.store.read {
      try $0.count("SELECT count(*) AS value FROM journal WHERE facts LIKE '%沈某%'")
    }
    #expect(leaks == 0)
    try scene.test.account(
      "datong", roles: [.planner], authority: "大同市市场监督管理局", region: "140200")
    #expect(try scene.test.client("datong").post(look, [("reason", "看看")]).status == 404)
  }

  @Test("what cannot be is said beside the field, and nothing is stored")
  func refusals() throws {
    let scene = try BodyScene()
    func problems(_ kind: FactKind, _ fields: [(String, String)]) throws -> String {
      let answer = try scene.client.post(scene.path(kind, "/new"), fields)
      #expect(answer.status == 422, "\(kind.code)")
      return answer.text
    }
    #expect(
      try problems(.persons, [("name", "甲"), ("role", "boss")]).contains("职责“boss”不在可用的值里"))
    #expect(
      try problems(
        .persons,
        [
          ("name", "甲"), ("role", "tester"), ("valid_from", "2026-02-02"),
          ("valid_until", "2026-01-01"),
        ]
      ).contains("任职至早于任职自"))
    #expect(
      try problems(.certificates, [("kind", "cma"), ("number", "２３０９"), ("state", "valid")])
        .contains("全角"))
    #expect(
      try problems(.prices, [("item", "甲"), ("unit", "次"), ("fen", "一百")]).contains("不是金额"))
    #expect(
      try problems(
        .links,
        [("earlier", RegistrySamples.uscc(1)), ("kind", "merged"), ("happened_on", "2020-01-01")]
      )
      .contains("机构不能是自己的前身"))
    #expect(
      try problems(
        .links,
        [("earlier", RegistrySamples.uscc(77)), ("kind", "merged"), ("happened_on", "2020-01-01")]
      )
      .contains("名录库里没有信用代码"))
    #expect(
      try problems(.sites, [("name", "主场所"), ("address", "a"), ("region", "310104")])
        .contains("这个名称留给登记地址"))
    #expect(
      try problems(.sites, [("name", "分场所"), ("address", "a"), ("region", "140212")])
        .contains("不在您单位的管辖范围"))
    try scene.add(.instruments, BodyScene.instrument)
    #expect(try problems(.instruments, BodyScene.instrument).contains("已有设备编号相同的一条"))
    #expect(try scene.facts(.instruments).count == 1)
    let changes = try scene.test.store.read {
      try $0.count("SELECT count(*) AS value FROM changes WHERE source = 'form'")
    }
    #expect(changes == 1)
  }

  @Test("the main certificate and the registration follow each other")
  func mainCertificate() throws {
    let scene = try BodyScene()
    let main = try #require(try scene.facts(.certificates).first { $0.isMain })
    scene.test.clock.advance(days: 1)
    let changed = [("valid_until", "2031-12-31"), ("issuer", "上海市市场监督管理局")]
    #expect(try scene.edit(.certificates, main.id, changed).status == 303)
    func body() throws -> Body {
      try scene.test.store.read { try Bodies.body(scene.body, in: scene.planner.scope, $0) }
    }
    #expect(try body().row.certificateUntil.iso == "2031-12-31")
    let refused = try scene.client.post(
      scene.path(.certificates, "/\(main.id)/end"), [("end-reason", "试")])
    #expect(refused.text.contains("主证书，不能结束"))
    scene.test.clock.advance(days: 1)
    var draft = BodyDraft(try body())
    draft.certificateNumber = "260912110009"
    let seen = try body().updatedAt.milliseconds
    try Bodies.change(
      scene.body, to: draft, reason: "换证", seen: seen, by: scene.planner, scene.test.house)
    let now = try scene.facts(.certificates)
    #expect(now.map { $0.text("number", .certificates) } == ["260912110009"])
    #expect(now.first?.id != main.id)
    let ended = try scene.client.post(
      "/bodies/\(scene.body)/end", [("state", "cancelled"), ("reason", "主动申请注销")])
    #expect(ended.status == 303)
    #expect(try body().row.status == .ended)
    #expect(try scene.facts(.certificates).first?.text("state", .certificates) == "cancelled")
  }

  @Test("a form shown before another's change overwrites nothing")
  func stale() throws {
    let scene = try BodyScene()
    try scene.add(.instruments, BodyScene.instrument)
    let id = try #require(try scene.facts(.instruments).first?.id)
    scene.test.clock.advance(minutes: 1)
    #expect(try scene.edit(.instruments, id, [("name", "天平")]).status == 303)
    // The row the form was about has been replaced.
    let answer = try scene.client.post(
      scene.path(.instruments, "/\(id)"), BodyScene.instrument + [("seen", "1"), ("reason", "x")])
    #expect(answer.status == 404)
    let main = try #require(try scene.facts(.certificates).first)
    let late = try scene.client.post(
      scene.path(.certificates, "/\(main.id)"),
      [
        ("seen", "1"), ("kind", "cma"), ("number", "230912110001"), ("valid_until", "2030-01-01"),
        ("state", "valid"), ("reason", "x"),
      ])
    #expect(late.status == 409)
  }

  @Test("a body is registered by form once, and its credit code cannot stand twice")
  func register() throws {
    let scene = try BodyScene()
    var fields = [
      ("uscc", RegistrySamples.uscc(9)), ("name", "丙检测有限公司"),
      ("certificate_number", "230912110007"), ("certificate_until", "2029-01-01"),
      ("region", "310115"), ("address", "上海市示例路9号"), ("field", "vehicle"),
      ("credit_class", "B"), ("status", "active"), ("kind", "vehicle"),
      ("legal_form", "enterprise"), ("reason", "发证通知"),
    ]
    let made = try scene.client.post("/bodies/new", fields)
    #expect(made.status == 303, "\(made.text)")
    let text = try scene.client.get(made.location).text
    #expect(text.contains("道路交通安全法第94条；大气污染防治法第112条"))
    #expect(text.contains("企业法人"))
    #expect(try scene.client.post("/bodies/new", fields).text.contains("已经登记"))
    fields[0].1 = "9131"
    #expect(try scene.client.post("/bodies/new", fields).status == 422)
  }

  @Test("a failing statement leaves nothing of an edit behind")
  func allOrNothing() throws {
    let scene = try BodyScene()
    let main = try #require(try scene.facts(.certificates).first)
    let before = try dump(scene)
    var draft = main.draft
    draft.values[try #require(FactKind.certificates.place("valid_until"))] = .text("2033-03-03")
    let answer = FactAnswer(
      kind: .certificates, body: scene.body, draft: draft, reason: "延续")
    var failures = 0
    for statement in 1...40 {
      do {
        try Facts.edit(
          main.id, answer, seen: main.since.milliseconds, by: scene.planner,
          try scene.test.failing(at: statement))
        break
      } catch {
        failures += 1
        #expect(try dump(scene) == before)
      }
    }
    #expect(failures > 5)
    #expect(try dump(scene) != before)
  }

  private func dump(_ scene: BodyScene) throws -> [Int] {
    try scene.test.store.read { db in
      try [
        "SELECT count(*) AS value FROM changes", "SELECT count(*) AS value FROM body_versions",
        "SELECT count(*) AS value FROM certificate_versions",
        "SELECT count(*) AS value FROM journal",
        "SELECT count(*) AS value FROM certificates WHERE valid_until = '2033-03-03'",
        "SELECT count(*) AS value FROM bodies WHERE certificate_until = '2033-03-03'",
      ].map { (sql: SQL) in try db.count(sql) }
    }
  }

  @Test("every page of a body reads through indexes")
  func plans() throws {
    let scene = try BodyScene()
    let day = try #require(CalendarDay(iso: "2026-05-01"))
    try expectIndexed(scene.test.store) { db in
      for asOf in [AsOf.now, AsOf(day: day)] {
        for kind in FactKind.all {
          _ = try Facts.list(kind, of: scene.body, asOf, db)
          _ = try Facts.all(kind, of: scene.body, db)
        }
        _ = try Bodies.laterBodies(of: scene.body, asOf, scene.planner, db)
        _ = try BodyFiles.current(of: scene.body, asOf, db)
        _ = try Bodies.body(scene.body, in: scene.planner.scope, asOf, db)
      }
      let body = try Bodies.body(scene.body, in: scene.planner.scope, db)
      _ = try Bodies.story(of: body, .all, db)
      _ = try Dossiers.load(
        scene.body, for: scene.planner, on: scene.test.clock.now.day, .all, db)
      _ = try Handovers.open(of: scene.body, db)
      _ = try Handovers.list(of: AuthorityID(1), page: 1, db)
      _ = try Handovers.all(of: scene.body, db)
    }
  }
}
