import Storage
import Supervision
import Testing

@testable import Platform

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
    #expect(try names("q=%E4%B9%99") == ["乙环境"])
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
      try (1...3).flatMap { try Registry.bodies(filter, in: planner.scope, page: $0, db).rows }
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

  @Test("every list reads through indexes")
  func plans() throws {
    let test = try TestHouse()
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
            filters.append(filter)
          }
        }
      }
    }
    try expectIndexed(test.store) { db in
      for filter in filters {
        _ = try Registry.bodies(filter, in: planner.scope, page: 3, db)
        try Registry.forEachBody(filter, in: planner.scope, db) { _ in }
      }
      for sort in PersonFilter.Sort.allCases {
        for region in ["", "310115"] {
          var filter = PersonFilter()
          (filter.region, filter.sort, filter.text, filter.field) = (region, sort, "王", "food")
          _ = try Registry.inspectors(filter, in: planner.scope, year: 2026, page: 1, db)
          _ = try Registry.experts(filter, in: planner.scope, page: 1, db)
          filter.department = "market"
          _ = try Registry.inspectors(filter, in: planner.scope, year: 2026, page: 1, db)
        }
      }
      _ = try Registry.rosterFile(
        scope: planner.scope, on: try #require(CalendarDay(iso: "2026-06-01")), db)
      _ = try Registry.inspectorsFile(
        scope: planner.scope, on: try #require(CalendarDay(iso: "2026-06-01")), db)
      _ = try Registry.conflictsFile(
        scope: planner.scope, on: try #require(CalendarDay(iso: "2026-06-01")), db)
      _ = try Registry.importRecords(for: planner, page: 1, db)
      _ = try Registry.findings(of: ImportID(1), page: 1, db)
    }
  }

  @Test("a body's page and the people's pages read through indexes")
  func pagePlans() throws {
    let (test, planner) = try filledHouse()
    let id = try test.bodyID(1)
    try expectIndexed(test.store) { db in
      _ = try Registry.dossier(id, for: planner, db)
      _ = try Registry.visits(ofInspector: InspectorID(1), planner, db)
      _ = try Registry.visits(ofExpert: ExpertID(1), planner, db)
      _ = try Registry.conflicts(
        ofPerson: "SH-0001", on: try #require(CalendarDay(iso: "2026-06-01")), db)
      _ = try Registry.barred(
        from: id, on: try #require(CalendarDay(iso: "2026-06-01")), db)
      _ = try Registry.facts(of: "SH-0001", db)
      _ = try Registry.endedFacts(of: "SH-0001", db)
      _ = try Registry.versions(of: "SH-0001", db)
      _ = try Registry.people(["SH-0001"], db)
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
    let report = try Registry.importFile(
      kind: .bodies, fileName: "again.csv", bytes: all, accept: false, by: planner, test.house)
    #expect(report.counts == ImportCounts(read: 4, new: 0, changed: 0, same: 4, refused: 0))
  }
}
