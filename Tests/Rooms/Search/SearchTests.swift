import Storage
import Supervision
import TestSupport
import Testing

@testable import Accounts
@testable import Bodies
@testable import Composition
@testable import Kernel

/// Finding bodies by anything they are called or known by.
@Suite("Search of bodies") struct SearchTests {
  /// Bodies of two regions with names, a former name and codes.
  private func scene(_ store: (any Store)? = nil) throws -> TestHouse {
    let test = try TestHouse(store)
    let planner = try test.account("planner", roles: [.planner])
    try test.account(
      "pudong", roles: [.planner], authority: "上海市浦东新区市场监督管理局",
      level: "district", region: "310115")
    try test.fill(
      RegistrySamples.bodies([
        RegistrySamples.bodyLine(1, name: "华测检测有限公司"),
        RegistrySamples.bodyLine(2, name: "上海华测检测有限公司"),
        RegistrySamples.bodyLine(3, name: "华测"),
        RegistrySamples.bodyLine(4, name: "青山环境监测站", region: "310104"),
        RegistrySamples.bodyLine(5, name: "蓝天（上海）检测中心", region: "310104"),
      ]), by: planner)
    return test
  }

  private func names(
    _ text: String, in region: String = "000000", isPublic: Bool = false, _ test: TestHouse
  ) throws -> [String] {
    try test.store.read { db in
      let reach = BodySearch.Reach(scope: RegionScope(region: region), isPublic: isPublic)
      let found = try BodySearch.find(SearchWords(text), in: reach, db)
      let rows = try BodySearch.rows(of: found.hits.map(\.body), db)
      return found.hits.compactMap { rows[$0.body]?.name }
    }
  }

  @Test(
    "any two characters of a name find it: exact first, then the beginning, then inside",
    arguments: EngineUnderTest.allCases)
  func ranking(engine: EngineUnderTest) throws {
    let database = try TestDatabase(on: engine)
    defer { database.remove() }
    let test = try scene(try database.open())
    #expect(try names("华测", test) == ["华测", "华测检测有限公司", "上海华测检测有限公司"])
    #expect(try names("测检", test) == ["华测检测有限公司", "上海华测检测有限公司"])
    #expect(try names("监测", test) == ["青山环境监测站"])
    #expect(try names("华", test).isEmpty)
    #expect(try names("火星", test).isEmpty)
  }

  @Test("width, case, spaces and brackets do not matter")
  func folding() throws {
    let test = try scene()
    #expect(try names("蓝天(上海)", test) == ["蓝天（上海）检测中心"])
    #expect(try names("蓝天 中心", test) == ["蓝天（上海）检测中心"])
    let code = RegistrySamples.uscc(1)
    #expect(try names(code.lowercased(), test) == ["华测检测有限公司"])
    #expect(try names(String(code.suffix(6)), test) == ["华测检测有限公司"])
  }

  @Test(
    "a former name finds the body and says from when to when", arguments: EngineUnderTest.allCases)
  func former(engine: EngineUnderTest) throws {
    let database = try TestDatabase(on: engine)
    defer { database.remove() }
    let test = try scene(try database.open())
    let planner = try #require(try test.store.read { try Accounts.actor(login: "planner", $0) })
    test.clock.advance(days: 30)
    try test.fill(
      RegistrySamples.bodies([
        RegistrySamples.bodyLine(4, name: "碧水环境监测站", region: "310104")
      ]), by: planner)
    #expect(try names("碧水", test) == ["碧水环境监测站"])
    #expect(try names("青山", test) == ["碧水环境监测站"])
    let client = try test.client("planner")
    let page = try client.get("/bodies/search?q=青山").text
    #expect(page.contains("曾用名"))
    #expect(page.contains("<mark>青山</mark>环境监测站"))
    #expect(page.contains("2026年6月1日至2026年7月1日"))
  }

  @Test("an official finds bodies of the own region only, the public no persons")
  func reach() throws {
    let test = try scene()
    #expect(try names("上海", in: "310104", test) == ["蓝天（上海）检测中心", "青山环境监测站"])
    let planner = try #require(try test.store.read { try Accounts.actor(login: "planner", $0) })
    let line = RegistrySamples.bodyLine(7, name: "远山检测有限公司").dropLast(2) + ",钱多多,孙小小"
    try test.fill(RegistrySamples.bodies([String(line)]), by: planner)
    #expect(try names("钱多多", test) == ["远山检测有限公司"])
    #expect(try names("钱多多", isPublic: true, test).isEmpty)
    #expect(try names("远山", isPublic: true, test) == ["远山检测有限公司"])
    #expect(try test.client("pudong").get("/bodies/search?q=青山").text.contains("没有找到"))
  }

  @Test(
    "the pages of a frequent word show every body once, in one order",
    arguments: EngineUnderTest.allCases)
  func frequent(engine: EngineUnderTest) throws {
    let database = try TestDatabase(on: engine)
    defer { database.remove() }
    let test = try TestHouse(try database.open())
    let planner = try test.account("planner", roles: [.planner])
    try test.fill(
      RegistrySamples.bodies(
        (1...1300).map { RegistrySamples.bodyLine($0, name: "检测\($0)号检测站") }), by: planner)
    for word in ["检测", "号检测站"] {
      var seen: [BodyID] = []
      var counts: Set<String> = []
      var after: BodySearch.Place?
      repeat {
        let found = try test.store.read {
          try BodySearch.find(
            SearchWords(word), in: BodySearch.Reach(scope: planner.scope, isPublic: false),
            after: after, rare: 100, $0)
        }
        counts.insert(found.count.text)
        seen += found.hits.map(\.body)
        after = found.next
      } while after != nil
      #expect(counts == ["1\u{202F}000+"])
      #expect(seen.count == 1300)
      #expect(Set(seen).count == 1300)
    }
  }

  @Test("bodies stored before there was a search are added at the start")
  func completed() throws {
    let test = try scene()
    try test.store.write { db in
      try db.execute("DELETE FROM body_texts")
      try db.execute("DELETE FROM body_grams")
    }
    #expect(try names("华测", test).isEmpty)
    try House.prepare(test.store, now: test.clock.now)
    #expect(try names("华测", test).count == 3)
    #expect(try BodySearch.complete(test.store) == 0)
  }

  @Test("what the search keeps is what the registry says, after every kind of change")
  func kept() throws {
    let test = try scene()
    let planner = try #require(try test.store.read { try Accounts.actor(login: "planner", $0) })
    func grams() throws -> [[Value]] {
      try test.store.read { db in
        try db.map(
          "SELECT gram, rank, body, number, region FROM body_grams ORDER BY gram, rank, body, number"
        ) { row in row.all.map(\.value) }
      }
    }
    for (name, region) in [("改名一检测站", "310115"), ("改名二检测站", "310104"), ("改名一检测站", "310104")] {
      test.clock.advance(days: 1)
      try test.house.perform(by: planner) { transaction in
        let id = try test.bodyID(inside: transaction.db)
        var draft = BodyDraft(try Bodies.body(id, in: planner.scope, transaction.db))
        draft.name = name
        draft.region = region
        let change = try Changes.change(.form, transaction)
        try Bodies.store(draft, over: id, from: nil, change, transaction)
        transaction.journal("registry.edit", ("body", id.description))
      }
      let kept = try grams()
      try test.store.write { db in
        try db.execute("DELETE FROM body_texts")
        try db.execute("DELETE FROM body_grams")
      }
      try BodySearch.complete(test.store)
      #expect(try grams() == kept)
    }
  }

  @Test(
    "no question to the search reads a large table row by row",
    arguments: EngineUnderTest.allCases)
  func plans(engine: EngineUnderTest) throws {
    let database = try TestDatabase(on: engine)
    defer { database.remove() }
    let test = try scene(try database.open())
    try expectIndexed(test.store) { db in
      for text in ["华测", "华测检测 上海", "9131", "检测有限公司", "310115MA"] {
        for isPublic in [true, false] {
          let reach = BodySearch.Reach(
            scope: RegionScope(region: isPublic ? "000000" : "310000"), isPublic: isPublic)
          let found = try BodySearch.find(SearchWords(text), in: reach, db)
          _ = try BodySearch.rows(of: found.hits.map(\.body), db)
        }
      }
      try BodySearch.refresh([BodyID(1), BodyID(2)], db)
    }
  }
}

extension TestHouse {
  /// The body with the lowest number.
  fileprivate func bodyID(inside db: any Connection) throws -> BodyID {
    try #require(try db.value("SELECT min(id) AS value FROM bodies", as: BodyID.self))
  }
}
