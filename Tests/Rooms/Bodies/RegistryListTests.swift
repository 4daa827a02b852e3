import Storage
import Supervision
import TestSupport
import Testing

@testable import Bodies
@testable import Composition
@testable import Kernel
@testable import People

@Suite("Registry lists and pages")
struct RegistryListTests {
  private func filledHouse() throws -> (test: TestHouse, planner: Actor) {
    let test = try TestHouse()
    let planner = try test.account("wang", roles: [.planner])
    try test.fill(
      RegistrySamples.bodies([
        RegistrySamples.bodyLine(1, name: "甲检测有限公司"),
        RegistrySamples.bodyLine(2, name: "乙环境有限公司", fields: "生态环境监测、水利水质监测", credit: "D"),
        RegistrySamples.bodyLine(3, name: "丙食品有限公司", region: "310104", credit: "A"),
        RegistrySamples.bodyLine(4, name: "丁检测100%有限公司", status: "暂停"),
      ]), by: planner)
    return (test, planner)
  }

  @Test("the list finds by name, credit code and certificate, and filters by every column")
  func filters() throws {
    let (test, _) = try filledHouse()
    let client = try test.client("wang")
    func names(_ query: String) throws -> [String] {
      let text = try client.get("/bodies?" + query).text
      return ["甲检测", "乙环境", "丙食品", "丁检测"].filter { text.contains($0) }
    }
    #expect(try names("") == ["甲检测", "乙环境", "丙食品", "丁检测"])
    #expect(try names("q=%E4%B9%99%E7%8E%AF") == ["乙环境"])
    #expect(try names("q=" + RegistrySamples.uscc(3, region: "310104")) == ["丙食品"])
    #expect(try names("q=ma100002") == ["乙环境"])
    #expect(try names("q=230912110001").count == 4)
    #expect(try names("q=0%25") == ["丁检测"])
    #expect(try names("q=_") == [])
    #expect(try names("region=310104") == ["丙食品"])
    #expect(try names("region=310000").count == 4)
    #expect(try names("region=140200") == [])
    #expect(try names("field=water") == ["乙环境"])
    #expect(try names("credit=D") == ["乙环境"])
    #expect(try names("status=suspended") == ["丁检测"])
    #expect(try names("region=310115&field=vehicle&credit=B").count == 2)
  }

  @Test(
    "each sort gives its own order and the pages continue it", arguments: BodyFilter.Sort.allCases)
  func sorts(sort: BodyFilter.Sort) throws {
    let test = try TestHouse()
    let planner = try test.account("wang", roles: [.planner])
    let regions = ["310101", "310104", "310115"]
    try test.fill(
      RegistrySamples.bodies(
        (1...130).map { number in
          RegistrySamples.bodyLine(
            number, name: "机构\(number * 37 % 101)号", region: regions[number % 3],
            credit: ["A", "B", "C", "D"][number % 4],
            until: "20\(30 + number % 9)-0\(1 + number % 9)-15")
        }), by: planner)
    var filter = BodyFilter()
    filter.sort = sort
    let rows = try test.store.read { db in
      try pages(filter, in: planner.scope, db)
    }
    #expect(rows.count == 130)
    #expect(Set(rows.map(\.id)).count == 130)
    let keys = rows.map { row in
      switch sort {
      case .region: row.region + row.name
      case .name: row.name
      case .credit: String(UnicodeScalar(0x60 - UInt8(row.creditClass.rawValue.utf8.first ?? 0)))
      case .certificate: row.certificateUntil.iso
      }
    }
    #expect(keys == keys.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) })
  }

  /// All rows, page by page to the end and back again.
  private func pages(
    _ filter: BodyFilter, in scope: RegionScope, _ db: any Connection
  ) throws -> [BodyRow] {
    let today = try #require(CalendarDay(iso: "2026-06-01"))
    var place = ListPlace.start
    var rows: [BodyRow] = []
    var firsts: [BodyID] = []
    while true {
      let page = try Bodies.bodies(filter, in: scope, from: place, on: today, db).page
      rows += page.rows
      if let first = page.rows.first { firsts.append(first.id) }
      guard page.hasLater, let last = page.rows.last else { break }
      #expect(page.rows.count == Paging.pageSize)
      place = .after(last.id.number)
    }
    var back: [BodyID] = []
    while let first = firsts.popLast() {
      let page = try Bodies.bodies(
        filter, in: scope, from: .before(first.number), on: today, db
      ).page
      back = page.rows.map(\.id) + back
      #expect(page.hasEarlier == (firsts.count > 1))
    }
    let whole = (rows.count - 1) / Paging.pageSize * Paging.pageSize
    #expect(back == rows.prefix(max(0, whole)).map(\.id))
    return rows
  }

  @Test(
    "a district lists the bodies that have only a site in it, and marks them",
    arguments: EngineUnderTest.allCases)
  func visiting(engine: EngineUnderTest) throws {
    let database = try TestDatabase(on: engine)
    defer { database.remove() }
    let test = try TestHouse(try database.open())
    let planner = try test.account("wang", roles: [.planner])
    try test.account(
      "xuhui", roles: [.planner], authority: "上海市徐汇区市场监督管理局", region: "310104")
    try test.fill(
      RegistrySamples.bodies(
        (1...3).map { RegistrySamples.bodyLine($0, name: "浦东\($0)号检测站") }
          + (4...120).map {
            RegistrySamples.bodyLine($0, name: "徐汇\($0)号检测站", region: "310104")
          }), by: planner)
    for number in [1, 2] {
      let id = try test.bodyID(number)
      for site in ["徐汇一室", "徐汇二室"] {
        let added = try test.client("wang").post(
          "/bodies/\(id)/facts/sites/new",
          [("name", site), ("address", "上海市示例路9号"), ("region", "310104")])
        try #require(added.status == 303, "\(added.text)")
      }
    }
    let client = try test.client("xuhui")
    let page = try client.get("/bodies?q=浦东").text
    #expect(page.contains("浦东1号检测站") && page.contains("浦东2号检测站"))
    #expect(!page.contains("浦东3号检测站"))
    #expect(page.matches(of: /class="chip act">场所在本辖区/).count == 2)
    #expect(page.contains("共 2 条"))
    #expect(try client.get("/bodies").text.contains("共 119 条"))
    // Those who export get what they may import again.
    #expect(try !client.get("/bodies/export?format=csv").text.contains("浦东"))
    #expect(try !test.client("wang").get("/bodies?q=浦东").text.contains("场所在本辖区"))
    try test.store.read { db in
      for sort in BodyFilter.Sort.allCases {
        var filter = BodyFilter()
        filter.sort = sort
        let rows = try pages(filter, in: RegionScope(region: "310104"), db)
        #expect(rows.count == 119)
        #expect(Set(rows.map(\.id)).count == 119)
        filter.text = "号检测站"
        #expect(
          try pages(filter, in: RegionScope(region: "310104"), db).map(\.id) == rows.map(\.id))
      }
    }
  }

  @Test(
    "the list finds by former name and person too, says what matched, and asks for two characters")
  func matches() throws {
    let (test, planner) = try filledHouse()
    test.clock.advance(days: 1)
    try test.fill(
      RegistrySamples.bodies([RegistrySamples.bodyLine(1, name: "申城检测有限公司")]), by: planner)
    let client = try test.client("wang")
    let page = try client.get("/bodies?q=甲检").text
    #expect(page.contains("申城检测有限公司"))
    #expect(page.contains("曾用名 <mark>甲检</mark>测有限公司"))
    #expect(try client.get("/bodies?q=甲").text.contains("请至少输入两个字。"))
    // A page that began at a body which is gone from the list goes on from where it stood.
    #expect(try client.get("/bodies?after=999999").text.contains("申城检测有限公司"))
  }

  @Test("a special mark that holds is shown in the list and filters it")
  func marked() throws {
    let (test, _) = try filledHouse()
    let client = try test.client("wang")
    let id = try test.bodyID(2)
    let codes = try test.store.read {
      try Reference.registryCodes($0).choices(.mark, on: test.clock.now.day)
    }
    let mark = try #require(codes.first)
    for (from, until) in [("2026-01-01", "2026-06-30"), ("2020-01-01", "2020-12-31")] {
      let added = try client.post(
        "/bodies/\(id)/facts/marks/new",
        [
          ("kind", mark.value), ("source", "通报"), ("valid_from", from), ("valid_until", until),
        ])
      try #require(added.status == 303, "\(added.text)")
    }
    let page = try client.get("/bodies?mark=\(mark.value)").text
    #expect(page.contains("乙环境") && !page.contains("丙食品"))
    #expect(page.contains("<span class=\"chip warn\">\(mark.label)</span>"))
    try test.clock.set("2026-07-01T09:00")
    #expect(try !test.client("wang").get("/bodies?mark=\(mark.value)").text.contains("乙环境"))
    let then = "/bodies/export?format=csv&mark=\(mark.value)&as-of=2026-06-29"
    #expect(try test.client("wang").get(then).text.contains("乙环境"))
  }

  @Test("every list reads through indexes", arguments: EngineUnderTest.allCases)
  func plans(engine: EngineUnderTest) throws {
    let database = try TestDatabase(on: engine)
    defer { database.remove() }
    let test = try TestHouse(try database.open())
    let planner = try test.account("wang", roles: [.planner])
    var filters: [BodyFilter] = []
    for region in ["", "310115"] {
      for sort in BodyFilter.Sort.allCases {
        for text in ["", "检测", "MA1"] {
          for field in ["", "vehicle"] {
            var filter = BodyFilter()
            (filter.region, filter.sort, filter.text, filter.field) = (region, sort, text, field)
            filters.append(filter)
            filter.credit = .c
            filter.status = .active
            filter.mark = "complaint"
            filters.append(filter)
          }
        }
      }
    }
    try test.fill(
      RegistrySamples.bodies((1...3).map { RegistrySamples.bodyLine($0) }), by: planner)
    let today = test.clock.now.day
    let first = try test.bodyID(1).number
    try expectIndexed(test.store) { db in
      for filter in filters {
        for place in [ListPlace.start, .after(first), .before(first)] {
          _ = try Bodies.bodies(filter, in: planner.scope, from: place, on: today, db)
        }
        try Bodies.forEachBody(filter, in: planner.scope, on: today, db) { _ in }
      }
      for sort in PersonFilter.Sort.allCases {
        for region in ["", "310115"] {
          var filter = PersonFilter()
          (filter.region, filter.sort, filter.text, filter.field) = (region, sort, "王", "food")
          _ = try People.inspectors(filter, in: planner.scope, year: 2026, page: 1, db)
          _ = try People.experts(filter, in: planner.scope, page: 1, db)
          filter.department = "market"
          _ = try People.inspectors(filter, in: planner.scope, year: 2026, page: 1, db)
        }
      }
      _ = try RegistryFiles.rosterFile(
        scope: planner.scope, on: try #require(CalendarDay(iso: "2026-06-01")), db)
      _ = try RegistryFiles.inspectorsFile(
        scope: planner.scope, on: try #require(CalendarDay(iso: "2026-06-01")), db)
      _ = try RegistryFiles.conflictsFile(
        scope: planner.scope, on: try #require(CalendarDay(iso: "2026-06-01")), db)
      _ = try Imports.importRecords(for: planner, page: 1, test.house.datasets, db)
      _ = try Imports.findings(of: ImportID(1), page: 1, db)
    }
  }

  @Test("a body's page and the people's pages read through indexes")
  func pagePlans() throws {
    let (test, planner) = try filledHouse()
    let id = try test.bodyID(1)
    try expectIndexed(test.store) { db in
      let today = try #require(CalendarDay(iso: "2026-06-01"))
      let question = try BodyQuestion(
        Bodies.body(id, in: planner.scope, db), for: planner, on: today, db)
      for part in Rooms.all.contributions(BodyPart.self) {
        _ = try part.page?(question)
        _ = try part.timeline?(question)
      }
      for part in Rooms.all.contributions(PersonPart.self) {
        _ = try part.card(.inspector(InspectorID(1)), planner, today, db)
        _ = try part.card(.expert(ExpertID(1)), planner, today, db)
      }
      _ = try People.conflicts(
        ofPerson: "SH-0001", on: try #require(CalendarDay(iso: "2026-06-01")), db)
      _ = try People.barred(
        from: id, on: try #require(CalendarDay(iso: "2026-06-01")), db)
      _ = try People.facts(of: "SH-0001", db)
      _ = try People.endedFacts(of: "SH-0001", db)
      _ = try People.versions(of: "SH-0001", db)
      _ = try People.people(["SH-0001"], db)
      _ = try Journal.history(of: [("inspector", ["1"])], db)
    }
  }

  @Test("the plan check finds a full scan")
  func planCheckWorks() throws {
    let test = try TestHouse()
    try test.store.read { db in
      withKnownIssue { try expectIndexed("SELECT b.name FROM bodies b WHERE b.address = 'x'", db) }
    }
  }

  @Test("a body's page tells its registration, warnings, source and history")
  func page() throws {
    let (test, _) = try filledHouse()
    let client = try test.client("wang")
    let id = try test.bodyID(1)
    let text = try client.get("/bodies/\(id)").text
    #expect(text.contains("甲检测有限公司"))
    #expect(text.contains("浦东新区（310115）"))
    #expect(text.contains("机动车检验"))
    #expect(text.contains("发证机关"))
    #expect(text.contains("名录.csv"))
    #expect(text.contains("没有门户账号"))
  }

  @Test("an edit needs a reason, is journalled with old and new, and shows in the history")
  func edit() throws {
    let (test, _) = try filledHouse()
    let client = try test.client("wang")
    let id = try test.bodyID(2)
    test.clock.advance(minutes: 1)
    let page = try client.get("/bodies/\(id)/edit").text
    let seen = try #require(page.firstMatch(of: /name="seen" value="(\d+)"/)).1
    var fields = [
      ("seen", String(seen)), ("name", "乙环境有限公司"), ("certificate_number", "230912110001"),
      ("certificate_until", "2029-06-30"), ("region", "310115"), ("address", "上海市示例路2号"),
      ("legal_representative", ""), ("contact", "李某 13800000000"), ("credit_class", "C"),
      ("status", "active"), ("field", "environment"), ("reason", ""),
    ]
    let unreasoned = try client.post("/bodies/\(id)/edit", fields)
    #expect(unreasoned.status == 422)
    #expect(unreasoned.text.contains("没有填写修改理由"))
    fields[fields.count - 1].1 = "依据通报调整"
    #expect(try client.post("/bodies/\(id)/edit", fields).location == "/bodies/\(id)?done=saved")
    let text = try client.get("/bodies/\(id)").text
    #expect(text.contains("信用风险分类 D → C"))
    #expect(text.contains("领域 生态环境监测、水利水质监测 → 生态环境监测"))
    #expect(text.contains("理由：依据通报调整"))
    let facts: String? = try test.store.read {
      try $0.value("SELECT facts AS value FROM journal WHERE action = 'registry.edit'")
    }
    #expect(facts?.contains("13800000000") == false)
    #expect(facts?.contains("contact=已修改") == true)
    // The form of before is stale now.
    fields[fields.count - 4].1 = "D"
    #expect(try client.post("/bodies/\(id)/edit", fields).status == 409)
  }

  @Test("a form with impossible values is shown again with each problem and nothing is stored")
  func badEdit() throws {
    let (test, _) = try filledHouse()
    let client = try test.client("wang")
    let id = try test.bodyID(2)
    _ = try client.get("/bodies/\(id)/edit")
    let answer = try client.post(
      "/bodies/\(id)/edit",
      [
        ("name", "甲\t乙"), ("certificate_number", "２３０９"), ("certificate_until", "2026-02-30"),
        ("region", "140200"), ("credit_class", "E"), ("status", "active"), ("reason", "试"),
      ])
    #expect(answer.status == 422)
    for words in ["制表符", "全角", "2026年2月只有28天", "不在您单位的管辖范围", "不在可用的值里"] {
      #expect(answer.text.contains(words), "\(words)")
    }
    #expect(try client.get("/bodies/\(id)").text.contains("乙环境有限公司"))
  }

  @Test("another region's records do not exist, and those without the role may not change")
  func guards() throws {
    let (test, _) = try filledHouse()
    try test.account(
      "datong", roles: [.planner], authority: "大同市市场监督管理局", region: "140200")
    try test.account("li", roles: [.inspector])
    try test.account("root", roles: [.systemAdministrator])
    let id = try test.bodyID(1)
    let stranger = try test.client("datong")
    for address in ["/bodies/\(id)", "/bodies/\(id)/edit", "/imports/1", "/imports/1/file"] {
      #expect(try stranger.get(address).status == 404, "\(address)")
    }
    #expect(try stranger.post("/bodies/\(id)/edit").status == 404)
    #expect(try stranger.post("/imports/1/drop").status == 404)
    #expect(try !stranger.get("/bodies").text.contains("甲检测"))
    let inspector = try test.client("li")
    #expect(try inspector.get("/bodies/\(id)").status == 200)
    #expect(try inspector.get("/bodies/\(id)/edit").status == 403)
    #expect(try inspector.get("/imports").status == 403)
    #expect(try test.client("root").get("/bodies").status == 403)
    #expect(try test.visitor().get("/bodies").location.hasPrefix("/sign-in"))
    let planner = try test.client("wang")
    #expect(try planner.post("/bodies/\(id)/edit", [], token: "forged").status == 400)
  }

  @Test("the export is the filtered list and can be imported again without a change")
  func export() throws {
    let (test, planner) = try filledHouse()
    let client = try test.client("wang")
    let some = try client.get("/bodies/export?credit=D")
    #expect(some.text.contains("乙环境"))
    #expect(!some.text.contains("甲检测"))
    let all = try client.get("/bodies/export").bytes
    let report = try Imports.importFile(
      kind: .bodies, fileName: "again.csv", bytes: all, accept: false, by: planner, test.house)
    #expect(report.counts == ImportCounts(read: 4, new: 0, changed: 0, same: 4, refused: 0))
  }
}
