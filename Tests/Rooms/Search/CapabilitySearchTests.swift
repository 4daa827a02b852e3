import Storage
import Supervision
import TestSupport
import Testing

@testable import Capabilities
@testable import Composition
@testable import Kernel
@testable import Search

/// Who may test X by standard Y.
@Suite("Search of capabilities") struct CapabilitySearchTests {
  private func scene(_ store: (any Store)? = nil, bodies: Int = 6) throws -> TestHouse {
    let test = try TestHouse(store)
    let planner = try test.account("planner", roles: [.planner])
    try test.fill(
      RegistrySamples.bodies(
        (1...bodies).map { number in
          RegistrySamples.bodyLine(
            number, name: "第\(number)检测站", region: number % 2 == 0 ? "310104" : "310115",
            until: number == 5 ? "2026-01-31" : "2029-06-30", status: number == 6 ? "暂停" : "正常")
        }), by: planner)
    return test
  }

  private func id(_ number: Int, _ test: TestHouse) throws -> BodyID {
    try test.bodyID(number, region: number % 2 == 0 ? "310104" : "310115")
  }

  private func names(_ query: String, _ test: TestHouse) throws -> [String] {
    let page = try test.visitor().get("/capabilities?\(query)")
    #expect(page.status == 200)
    return page.text.matches(of: #/<td class="name"><a href="[^"]+">([^<]+)</#).map {
      String($0.1)
    }
  }

  @Test(
    "by parameter, by standard and by both; the year may be left out",
    arguments: EngineUnderTest.allCases)
  func questions(engine: EngineUnderTest) throws {
    let database = try TestDatabase(on: engine)
    defer { database.remove() }
    let test = try scene(try database.open())
    for (number, parameter, standard) in [
      (1, "铅", "GB 5009.12-2023"), (2, "铅", "HJ 700-2014"), (3, "汞", "HJ 700-2014"),
      (4, "可溶性铅", "GB 6675.4-2014"), (5, "铅", "GB 5009.12-2017"), (6, "铅", "HJ 700-2014"),
    ] {
      try test.addCapabilities([.sample(parameter, standard)], to: try id(number, test))
    }
    #expect(try names("x=铅", test) == ["第2检测站", "第1检测站"])
    #expect(try names("x=可溶性铅", test) == ["第4检测站"])
    #expect(try names("x=可溶", test) == ["第4检测站"])
    #expect(try names("y=HJ700", test) == ["第2检测站", "第3检测站"])
    #expect(try names("y=gb5009.12", test) == ["第1检测站"])
    #expect(try names("x=铅&y=hj700-2014", test) == ["第2检测站"])
    #expect(try names("x=铅&y=hj700-2014&region=310115", test).isEmpty)
    #expect(try names("x=铅&region=310115", test) == ["第1检测站"])
    // Not in force: an expired certificate and a suspended body.
    #expect(
      try names("x=铅&all=1", test) == ["第2检测站", "第6检测站", "第1检测站", "第5检测站"])
    #expect(try names("x=钋", test).isEmpty)
  }

  @Test("an annex that has run out or not begun is not in force")
  func validity() throws {
    let test = try scene()
    var past = CapabilityDraft.sample("铅", "HJ 700-2014")
    past.validUntil = CalendarDay(iso: "2026-05-31")
    var future = past
    future.validUntil = nil
    future.validFrom = CalendarDay(iso: "2026-07-01")
    try test.addCapabilities([past], to: try id(1, test))
    try test.addCapabilities([future], to: try id(2, test))
    #expect(try names("x=铅", test).isEmpty)
    #expect(try names("x=铅&all=1", test).count == 2)
    try test.clock.set("2026-07-01T08:00")
    #expect(try names("x=铅", test) == ["第2检测站"])
  }

  @Test(
    "a frequent parameter gives the same bodies in the same order, page by page",
    arguments: EngineUnderTest.allCases)
  func frequent(engine: EngineUnderTest) throws {
    let database = try TestDatabase(on: engine)
    defer { database.remove() }
    let test = try scene(try database.open(), bodies: 80)
    let bodies = try test.store.read { db in
      try db.map("SELECT id FROM bodies ORDER BY id LIMIT 100") {
        try $0.get("id", as: BodyID.self)
      }
    }
    // More rows than are read at once: fifty products for every body.
    try test.addCapabilities(
      bodies.flatMap { body in
        (1...50).map { (body: body, draft: .sample("铅", "HJ 700-2014", category: "产品\($0)")) }
      })
    func pages(_ question: CapabilitySearch.Question) throws -> [BodyID] {
      var question = question
      var seen: [BodyID] = []
      repeat {
        let found = try test.store.read { db in
          let meaning = try #require(try CapabilitySearch.meaning(question, db))
          return try CapabilitySearch.find(
            meaning, question, in: RegionScope(region: "000000"),
            today: test.clock.now.day, db)
        }
        seen += found.bodies
        question.after = found.next
      } while question.after != nil
      return seen
    }
    var question = CapabilitySearch.Question()
    question.parameter = SearchWords("铅")
    let all = try pages(question)
    // Bodies 5 and 6 are not in force.
    #expect(all.count == 78)
    #expect(Set(all).count == 78)
    question.standard = SearchWords("HJ 700")
    #expect(try pages(question) == all)
    question.region = "310104"
    #expect(try pages(question) == Array(all.prefix(39)))
  }

  @Test("a question is counted by day and kind, and nobody is named")
  func uses() throws {
    let test = try scene()
    _ = try names("x=铅", test)
    _ = try names("x=铅&y=HJ", test)
    _ = try names("", test)
    let client = try test.client("planner")
    let page = try client.get("/capabilities/search?y=HJ").text
    #expect(page.contains("公众：按参数和标准"))
    #expect(page.contains("监管部门：按标准"))
    try test.house.searchUses.settle(test.store)
    _ = try names("x=铅", test)
    try test.house.searchUses.settle(test.store)
    let stored = try test.store.read { db in
      try db.map("SELECT day, kind, uses FROM search_uses ORDER BY day, kind LIMIT 10") {
        "\(try $0.get("day", as: String.self)) \(try $0.get("kind", as: String.self)) "
          + "\(try $0.get("uses", as: Int.self))"
      }
    }
    #expect(
      stored == [
        "2026-06-01 office-standard 1", "2026-06-01 public-both 1",
        "2026-06-01 public-parameter 2",
      ])
  }

  @Test(
    "no question to the capabilities reads a large table row by row",
    arguments: EngineUnderTest.allCases)
  func plans(engine: EngineUnderTest) throws {
    let database = try TestDatabase(on: engine)
    defer { database.remove() }
    let test = try scene(try database.open())
    try test.addCapabilities([.sample("铅", "HJ 700-2014")], to: try id(1, test))
    try expectIndexed(test.store) { db in
      for (x, y) in [("铅", ""), ("", "HJ700"), ("铅", "HJ 700")] {
        for region in ["", "310104"] {
          var question = CapabilitySearch.Question()
          question.parameter = SearchWords(x)
          question.standard = SearchWords(y)
          question.region = region
          let meaning = try #require(try CapabilitySearch.meaning(question, db))
          let today = test.clock.now.day
          let scope = RegionScope(region: "000000")
          _ = try CapabilitySearch.find(meaning, question, in: scope, today: today, db)
          _ = try CapabilitySearch.walk(meaning, question, in: scope, today: today, db)
          _ = try CapabilitySearch.rows(
            meaning, question, of: BodyID(1), today: today, db)
        }
      }
      for day in [nil, test.clock.now.day] {
        var filter = CapabilityFilter()
        filter.asOf = AsOf(day: day)
        _ = try Capabilities.list(filter, of: BodyID(1), db)
        filter.text = "铅"
        _ = try Capabilities.list(filter, of: BodyID(1), db)
      }
      _ = try test.house.searchUses.sums(since: test.clock.now.day, db)
    }
  }
}
