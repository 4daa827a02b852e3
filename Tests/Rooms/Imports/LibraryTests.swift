import HTTP
import Storage
import Supervision
import TestSupport
import Testing

@testable import Accounts
@testable import Composition
@testable import Items
@testable import Kernel
@testable import People

@Suite("People of the libraries")
struct PeopleLibraryTests {
  private func filledHouse(_ store: (any Store)? = nil) throws -> TestHouse {
    let test = try TestHouse(store)
    let planner = try test.account("wang", roles: [.planner])
    try test.fill(
      Array(
        """
        人员编号,姓名,所属单位,执法证号,执法证有效期至,检查领域
        SH-1,甲,上海市市场监督管理局,SH1,2028-12-31,机动车检验、食品农产品检验检测
        """.utf8), as: .inspectors, by: planner)
    try test.fill(
      Array(
        """
        专家编号,姓名,工作单位,职称,行政区划代码,聘期至,专业领域
        ZJ-1,乙,示例检测2号有限公司,教授,310000,2027-12-31,机动车检验
        """.utf8), as: .experts, by: planner)
    try test.fill(
      RegistrySamples.bodies([RegistrySamples.bodyLine(1), RegistrySamples.bodyLine(2)]),
      by: planner)
    return test
  }

  private func people(_ test: TestHouse, on day: String, frozen: String? = nil) throws -> String {
    let day = try #require(CalendarDay(iso: day))
    let freeze = try frozen.map { try #require(CalendarDay(iso: $0)) }
    return String(
      decoding: try test.store.read {
        try RegistryFiles.inspectorsFile(
          scope: RegionScope(region: "310000"), on: day, frozenOn: freeze, $0
        ).bytes
      }, as: UTF8.self)
  }

  private func conflicts(_ test: TestHouse, on day: String) throws -> String {
    let day = try #require(CalendarDay(iso: day))
    return String(
      decoding: try test.store.read {
        try RegistryFiles.conflictsFile(scope: RegionScope(region: "310000"), on: day, $0).bytes
      }, as: UTF8.self)
  }

  private func note(
    _ client: TestClient, _ path: String, _ kind: String, _ fields: [(String, String)]
  ) throws -> TestAnswer {
    _ = try client.get(path)
    return try client.post(
      path + "/facts", [("kind", kind), ("reason", "登记")] + fields)
  }

  @Test(
    "a field or certificate counts in the draw only while it is valid",
    arguments: EngineUnderTest.allCases)
  func validity(engine: EngineUnderTest) throws {
    let database = try TestDatabase(on: engine)
    defer { database.remove() }
    let test = try filledHouse(try database.open())
    let client = try test.client("wang")
    #expect(try people(test, on: "2026-12-31").contains("food,vehicle\tvalid"))
    let page = try client.get("/inspectors/1").text
    let skill = try #require(
      try test.store.read {
        try $0.value(
          "SELECT id AS value FROM person_facts WHERE kind = 'skill' AND what = 'food'",
          as: Int.self)
      })
    #expect(page.contains("edit=\(skill)"))
    let changed = try note(
      client, "/inspectors/1", "skill",
      [("replaces", "\(skill)"), ("what", "food"), ("valid_until", "2026-09-30")])
    #expect(changed.status == 303, "\(changed.text)")
    #expect(try people(test, on: "2026-09-30").contains("food,vehicle\tvalid"))
    #expect(try people(test, on: "2026-10-01").contains("\tvehicle\tvalid"))
    #expect(try people(test, on: "2029-01-01").contains("SH-1\tmarket\t310000\tvehicle\texpired"))
    // A second certificate of the province carries on where the first ends.
    let second = try note(
      client, "/inspectors/1", "certificate",
      [
        ("what", "province"), ("number", "P1"), ("valid_from", "2026-01-01"),
        ("valid_until", "2030-12-31"),
      ])
    #expect(second.status == 303, "\(second.text)")
    #expect(try people(test, on: "2029-01-01").contains("SH-1\tmarket\t310000\tvehicle\tvalid"))
    // One that begins after the freeze does not count at the freeze.
    #expect(
      try people(test, on: "2029-01-01", frozen: "2025-12-31").contains("vehicle\texpired"))
    // The special qualification is no law enforcement certificate.
    let special = try note(
      client, "/inspectors/1", "certificate",
      [("what", "special"), ("number", "T1"), ("valid_until", "2040-12-31")])
    #expect(special.status == 303)
    #expect(try people(test, on: "2035-01-01").contains("vehicle\texpired"))
    // The list still names the department's certificate.
    #expect(try client.get("/inspectors").text.contains("2028年12月31日"))
  }

  @Test("who is on leave on the day of the freeze is not in the drum, nor are their recusals")
  func leave() throws {
    let test = try filledHouse()
    let client = try test.client("wang")
    let answer = try note(
      client, "/inspectors/1", "leave",
      [("what", "study"), ("valid_from", "2026-06-01"), ("valid_until", "2026-06-30")])
    #expect(answer.status == 303, "\(answer.text)")
    let uscc = RegistrySamples.uscc(1)
    _ = try note(
      client, "/inspectors/1", "interest",
      [("what", "former"), ("organisation", "示例检测1号有限公司"), ("uscc", uscc)])
    #expect(!(try people(test, on: "2026-12-31", frozen: "2026-06-30").contains("SH-1")))
    #expect(!(try conflicts(test, on: "2026-06-30").contains("SH-1")))
    #expect(try people(test, on: "2026-12-31", frozen: "2026-07-01").contains("SH-1"))
    #expect(try conflicts(test, on: "2026-07-01").contains("SH-1\t\(uscc)"))
    #expect(try client.get("/inspectors/1").text.contains("请假中"))
  }

  @Test(
    "a former employer, a declared interest and an expert's employer become recusals and are told",
    arguments: EngineUnderTest.allCases)
  func interests(engine: EngineUnderTest) throws {
    let database = try TestDatabase(on: engine)
    defer { database.remove() }
    let test = try filledHouse(try database.open())
    let client = try test.client("wang")
    let (one, two) = (RegistrySamples.uscc(1), RegistrySamples.uscc(2))
    // The expert works for body 2 by name.
    #expect(try conflicts(test, on: "2026-06-01") == "inspector\tobject\nZJ-1\t\(two)\n")
    let answer = try note(
      client, "/inspectors/1", "interest",
      [
        ("what", "former"), ("organisation", "示例检测1号有限公司"), ("uscc", one),
        ("valid_until", "2024-05-31"), ("recuse_until", "2027-05-31"),
      ])
    #expect(answer.status == 303, "\(answer.text)")
    #expect(try conflicts(test, on: "2027-05-31").contains("SH-1\t\(one)\n"))
    #expect(!(try conflicts(test, on: "2027-06-01").contains("SH-1")))
    let page = try client.get("/inspectors/1").text
    for words in ["曾任职", "由任职经历或申报的利害关系得出", "示例检测1号有限公司"] {
      #expect(page.contains(words), "\(words)")
    }
    #expect(try client.get("/experts/1").text.contains("现工作单位就是这家机构"))
    // What somebody declared stays out of the journal.
    let journal = try test.store.read {
      try $0.count("SELECT count(*) AS value FROM journal WHERE facts LIKE '%示例检测1号%'")
    }
    #expect(journal == 0)
    let body = try test.bodyID(1)
    let barred = try test.store.read {
      try People.barred(from: body, on: try #require(CalendarDay(iso: "2026-06-01")), $0)
    }
    #expect(barred.map(\.person) == ["SH-1"])
  }

  @Test("an expert is drawn only with a term and a signed pledge, and never leads or decides")
  func experts() throws {
    let test = try filledHouse()
    let client = try test.client("wang")
    #expect(try people(test, on: "2026-12-31").contains("ZJ-1\texpert\t310000\tvehicle\texpired"))
    let sheet = try client.get("/experts/1/pledge").text
    #expect(sheet.contains("商业秘密") && sheet.contains("尚未登记签署"))
    let unsigned = try note(client, "/experts/1", "pledge", [("what", "2021")])
    #expect(unsigned.status == 422)
    #expect(unsigned.text.contains("没有填写签署日期"))
    let signed = try note(
      client, "/experts/1", "pledge",
      [("what", "2021"), ("valid_from", "2026-05-01"), ("number", "档2026-1")])
    #expect(signed.status == 303, "\(signed.text)")
    #expect(try people(test, on: "2026-12-31", frozen: "2026-06-01").contains("vehicle\tvalid"))
    #expect(try people(test, on: "2026-12-31", frozen: "2026-04-30").contains("vehicle\texpired"))
    #expect(try people(test, on: "2028-01-01", frozen: "2026-06-01").contains("vehicle\texpired"))
    // A new term carries on.
    let hired = try note(
      client, "/experts/1", "term", [("number", "聘2"), ("valid_until", "2029-12-31")])
    #expect(hired.status == 303)
    #expect(try people(test, on: "2028-01-01", frozen: "2026-06-01").contains("vehicle\tvalid"))
    // Certificates and items are no expert's.
    #expect(try note(client, "/experts/1", "certificate", []).status == 404)
    #expect(try client.get("/experts/1").text.contains("不作决定"))
  }

  @Test("items somebody may check narrow the fields they stand for")
  func itemRange() throws {
    let test = try filledHouse()
    let client = try test.client("wang")
    let planner = try #require(try test.store.read { try Accounts.actor(login: "wang", $0) })
    let vehicle = try #require(DemoItems.all(year: 2026).first { $0.code == "J-01" })
    let item = try Items.draft(
      vehicle.content, code: vehicle.code, of: nil, reason: "编制", by: planner, test.house)
    try Items.publish(item, reason: "公布", by: planner, test.house)
    let answer = try note(client, "/inspectors/1", "item", [("what", "J-01")])
    #expect(answer.status == 303, "\(answer.text)")
    #expect(try people(test, on: "2026-12-31").contains("SH-1\tmarket\t310000\tvehicle\tvalid"))
  }

  @Test("nothing is overwritten: versions, ended rows and any day before are shown")
  func history() throws {
    let test = try filledHouse()
    test.clock.advance(days: 10)
    let client = try test.client("wang")
    try test.authority("徐汇区市场监督管理局", level: "district", region: "310104")
    let place = try #require(
      try test.store.read {
        try $0.value(
          "SELECT id AS value FROM authorities WHERE region = '310104'", as: Int.self)
      })
    let form = try client.get("/inspectors/1/edit")
    let seen = try #require(form.text.firstMatch(of: #/name="seen" value="(\d+)"/#)).1
    let edit = [
      ("name", "甲二"), ("authority", "\(place)"), ("region", "310104"), ("reason", "调动"),
    ]
    let stale = try client.post("/inspectors/1/edit", edit + [("seen", "1")])
    #expect(stale.status == 409)
    let saved = try client.post("/inspectors/1/edit", edit + [("seen", String(seen))])
    #expect(saved.status == 303, "\(saved.text)")
    let page = try client.get("/inspectors/1").text
    for words in ["甲二", "徐汇区市场监督管理局", "文件导入", "页面登记", "调动"] {
      #expect(page.contains(words), "\(words)")
    }
    let then = try client.get("/inspectors/1?as-of=2026-06-05").text
    #expect(then.contains("<h1>甲</h1>"))
    #expect(!then.contains("<h1>甲二</h1>"))
    #expect(try client.get("/inspectors/1?as-of=2020-01-01").status == 404)
    let fact = try #require(
      try test.store.read {
        try $0.value(
          "SELECT id AS value FROM person_facts WHERE kind = 'skill' AND what = 'food'",
          as: Int.self)
      })
    let unreasoned = try client.post("/inspectors/1/facts/end", [("fact", "\(fact)")])
    #expect(unreasoned.status == 422)
    let ended = try client.post(
      "/inspectors/1/facts/end", [("fact", "\(fact)"), ("reason", "转岗")])
    #expect(ended.status == 303)
    #expect(try client.get("/inspectors/1").text.contains("已终止的 1 条"))
    #expect(try client.get("/inspectors?field=food").text.contains("没有符合条件"))
    let known = try test.store.read {
      try People.facts(
        of: "SH-1", at: try #require(CalendarDay(iso: "2026-06-05")).end, $0)
    }
    #expect(known.contains { $0.kind == .skill && $0.draft.what == "food" })
  }

  @Test("a person is registered in the browser, with every fault beside its field")
  func register() throws {
    let test = try filledHouse()
    let client = try test.client("wang")
    _ = try client.get("/inspectors/new")
    let wrong = try client.post(
      "/inspectors", [("code", "S H"), ("name", ""), ("valid_until", "2026-02-30")])
    #expect(wrong.status == 422)
    for words in ["不含空格", "没有填写姓名", "请从列表中选择单位", "只有28天", "没有填写理由"] {
      #expect(wrong.text.contains(words), "\(words)")
    }
    let place = try #require(
      try test.store.read {
        try $0.value("SELECT id AS value FROM authorities ORDER BY id LIMIT 1", as: Int.self)
      })
    let fields = [
      ("code", "SH-2"), ("name", "丙"), ("authority", "\(place)"), ("region", "310115"),
      ("certificate_number", "SH2"), ("valid_until", "2029-12-31"), ("field", "vehicle"),
      ("reason", "新录用"),
    ]
    #expect(try client.post("/inspectors", fields).status == 303)
    #expect(try people(test, on: "2026-12-31").contains("SH-2\tmarket\t310115\tvehicle\tvalid"))
    let again = try client.post("/inspectors", fields)
    #expect(again.status == 422 && again.text.contains("已是另一名人员的编号"))
    let expert = try client.post(
      "/experts",
      [
        ("code", "ZJ-2"), ("name", "丁"), ("employer", "示例大学"), ("title", ""),
        ("region", "310000"), ("valid_until", "2028-12-31"), ("field", "food"), ("reason", "新聘"),
      ])
    #expect(expert.status == 303, "\(expert.text)")
  }

  @Test("another department's person is nobody else's to change")
  func foreign() throws {
    let test = try filledHouse()
    try test.account(
      "police", roles: [.planner], authority: "上海市公安局", department: "police")
    let police = try test.client("police")
    for path in ["/inspectors/1", "/experts/1"] {
      #expect(try police.get(path + "/edit").status == 422)
      let answer = try note(
        police, path, "skill", [("what", "food"), ("valid_until", "2030-01-01")])
      #expect(answer.status == 422)
    }
    #expect(
      try test.store.read {
        try $0.count("SELECT count(*) AS value FROM person_facts WHERE valid_until = '2030-01-01'")
      } == 0)
  }

  @Test("rows about people come from files and go out unchanged")
  func files() throws {
    let test = try filledHouse()
    let planner = try #require(try test.store.read { try Accounts.actor(login: "wang", $0) })
    let kind = try #require(Rooms.all.datasets.kind("person-trainings"))
    let header = kind.columns.map(\.name).joined(separator: ",")
    let row = "SH-1,检验检测监管业务培训,市局,2026-03-01,2026-03-02,16,合格"
    try test.fill(Array((header + "\n" + row).utf8), as: kind, by: planner)
    var rows: [[String]] = []
    try test.store.read { db in
      let request = ExportRequest(
        actor: planner, filter: .init(), asOf: nil, now: test.clock.now)
      try kind.library.export(request, db) { rows.append($0) }
    }
    #expect(rows == [row.split(separator: ",").map(String.init)])
    for kind in Rooms.all.datasets.kinds {
      for example in kind.examples { #expect(example.count == kind.columns.count, "\(kind)") }
    }
  }
}
