import HTTP
import Storage
import Supervision
import TestSupport
import Testing

@testable import Accounts
@testable import Capabilities
@testable import Composition
@testable import Kernel

/// What bodies may test: kept, changed, ended, and found.
@Suite("Capabilities") struct CapabilityTests {
  private func scene(_ store: (any Store)? = nil) throws -> (test: TestHouse, body: BodyID) {
    let test = try TestHouse(store)
    let planner = try test.account("planner", roles: [.planner])
    try test.account(
      "xuhui", roles: [.planner], authority: "上海市徐汇区市场监督管理局", level: "district",
      region: "310104")
    try test.fill(
      RegistrySamples.bodies((1...4).map { RegistrySamples.bodyLine($0, name: "第\($0)检测站") }),
      by: planner)
    return (test, try test.bodyID(1))
  }

  static let fields = [
    ("category", "水和废水"), ("parameter", "铅"), ("standard", "hj700－2014"),
    ("standard_title", "水质 65种元素的测定"), ("clause", "第一法"), ("method", "质谱法"),
    ("limits", "只测地表水"), ("reason", "扩项评审批准"),
  ]

  private func changed(_ changes: [String: String]) -> [(String, String)] {
    Self.fields.map { ($0.0, changes[$0.0] ?? $0.1) }
      + changes.filter { change in !Self.fields.contains { $0.0 == change.key } }.map { ($0, $1) }
  }

  @Test(
    "what a body tests most is shown by product, unless the list is narrowed",
    arguments: EngineUnderTest.allCases)
  func products(engine: EngineUnderTest) throws {
    let database = try TestDatabase(on: engine)
    defer { database.remove() }
    let (test, body) = try scene(try database.open())
    let client = try test.client("planner")
    let list = "/bodies/\(body)/capabilities"
    for (product, parameter) in [
      ("噪声", "厂界噪声"), ("水和废水", "铅"), ("水和废水", "镉"), ("土壤", "汞"), ("水和废水", "汞"),
    ] {
      let added = try client.post(
        "\(list)/new", changed(["category": product, "parameter": parameter]))
      #expect(added.status == 303, "\(added.text)")
    }
    for address in [list, "/public\(list)"] {
      let page = try client.get(address).text
      let card = try #require(page.firstMatch(of: #/按类别（产品）.*?</section>/#)).0
      let products = card.matches(of: #/\?q=[^"]*">([^<]+)</a></td><td class="num"[^>]*>(\d+)</#)
      #expect(products.map { "\($0.1) \($0.2)" }.first == "水和废水 3", "\(card)")
      #expect(Set(products.dropFirst().map { "\($0.1) \($0.2)" }) == ["噪声 1", "土壤 1"])
      #expect(!(try client.get("\(address)?q=%E9%93%85").text.contains("按类别（产品）")))
    }
  }

  @Test(
    "a capability is registered, changed and ended; every day's state can be seen again",
    arguments: EngineUnderTest.allCases)
  func life(engine: EngineUnderTest) throws {
    let database = try TestDatabase(on: engine)
    defer { database.remove() }
    let (test, body) = try scene(try database.open())
    var client = try test.client("planner")
    let list = "/bodies/\(body)/capabilities"

    let added = try client.post("\(list)/new", Self.fields)
    #expect(added.status == 303, "\(added.text)")
    #expect(added.location.hasPrefix(list))
    var page = try client.get(list).text
    for text in ["水和废水", "铅", "HJ 700-2014 第一法", "质谱法", "只测地表水", "共 1 项"] {
      #expect(page.contains(text), "\(text)")
    }

    test.clock.advance(days: 10)
    client = try test.client("planner")
    let form = try client.get("\(list)/1").text
    let seen = try #require(form.firstMatch(of: #/name="seen" value="(\d+)"/#)).1
    let edited = try client.post(
      "\(list)/1", changed(["limits": "地表水、地下水", "seen": String(seen)]))
    #expect(edited.status == 303, "\(edited.text)")
    page = try client.get(list).text
    #expect(page.contains("地表水、地下水"))
    #expect(!page.contains("只测地表水"))
    #expect(try client.get("\(list)?on=2026-06-05").text.contains("只测地表水"))
    #expect(try client.get("\(list)/1").text.contains("只测地表水"), "the history stays")

    test.clock.advance(days: 10)
    client = try test.client("planner")
    #expect(try client.post("\(list)/end/1", [("reason", "")]).status == 422)
    #expect(try client.post("\(list)/end/1", [("reason", "缩项")]).status == 303)
    #expect(try client.get(list).text.contains("没有登记能力参数"))
    #expect(try client.get("\(list)?on=2026-06-15").text.contains("地表水、地下水"))
    #expect(try client.get("\(list)?on=2026-06-21").text.contains("没有登记能力参数"))

    // The number of what has ended is not used again.
    #expect(try client.post("\(list)/new", Self.fields).status == 303)
    #expect(try client.get("\(list)/2").status == 200)
    #expect(try client.get("\(list)/1").status == 404)
  }

  @Test("what is wrong is said beside the field, and nothing is stored")
  func refused() throws {
    let (test, body) = try scene()
    let client = try test.client("planner")
    let list = "/bodies/\(body)/capabilities"
    for (field, value, text) in [
      ("parameter", "", "没有填写参数"), ("standard", "", "没有填写标准编号"), ("reason", "", "没有填写理由"),
      ("category", "水\t废水", "含有换行、制表符"), ("limits", String(repeating: "长", count: 501), "最多500个"),
      ("site", "999", "不是该机构现有的场所"), ("valid_until", "2026-02-30", "截止日期"),
    ] {
      let answer = try client.post("\(list)/new", changed([field: value]))
      #expect(answer.status == 422, "\(field)")
      #expect(answer.text.contains(text), "\(field): \(text)")
    }
    #expect(try client.post("\(list)/new", Self.fields).status == 303)
    let twice = try client.post("\(list)/new", changed(["standard": "HJ 700-2014"]))
    #expect(twice.status == 422)
    #expect(twice.text.contains("已登记"))
    let renamed = try client.post(
      "\(list)/new", changed(["parameter": "汞", "standard_title": "别的名称"]))
    #expect(renamed.status == 422)
    #expect(renamed.text.contains("水质 65种元素的测定"))
    let stale = try client.post("\(list)/1", changed(["limits": "x", "seen": "1"]))
    #expect(stale.status == 409)
    #expect(
      try test.store.read { try $0.count("SELECT count(*) AS value FROM capabilities") } == 1)
    #expect(try test.client("xuhui").get(list).status == 404)
    #expect(try test.client("xuhui").post("\(list)/new", Self.fields).status == 404)
  }

  @Test("all of a command is stored or nothing", arguments: EngineUnderTest.allCases)
  func allOrNothing(engine: EngineUnderTest) throws {
    let database = try TestDatabase(on: engine)
    defer { database.remove() }
    let (test, body) = try scene(try database.open())
    let planner = try #require(try test.store.read { try Accounts.actor(login: "planner", $0) })
    var draft = CapabilityDraft()
    (draft.category, draft.parameter, draft.standard) = ("土壤", "砷", "HJ 680-2013")
    for number in 1... {
      let house = try test.failing(at: number)
      do {
        try Capabilities.add(draft, to: body, reason: "试", by: planner, house)
      } catch {}
      let stored = try test.store.read {
        try $0.count("SELECT count(*) AS value FROM capabilities")
          + $0.count("SELECT count(*) AS value FROM terms")
          + $0.count("SELECT count(*) AS value FROM standards")
          + $0.count("SELECT count(*) AS value FROM term_grams")
      }
      guard (house.store as? FailingStore)?.hasFailed ?? false else {
        #expect(stored > 4)
        return
      }
      #expect(stored == 0, "after the failure of statement \(number)")
    }
  }

  @Test("a list of thousands is paged by key, in the order of the annex")
  func paging() throws {
    let (test, body) = try scene()
    try test.addCapabilities(
      (1...120).map { number in
        CapabilityDraft.sample("参数\(number)", "GB \(1000 + number)-2020")
      }, to: body)
    let client = try test.client("planner")
    var address = "/bodies/\(body)/capabilities"
    var seen: [String] = []
    while true {
      let page = try client.get(address).text
      #expect(page.contains("共 120 项"))
      seen += page.matches(of: #/<td class="name">(参数\d+)</#).map { String($0.1) }
      guard let next = page.firstMatch(of: #/<a href="([^"]+)">下一页/#) else { break }
      address = String(next.1).replacing("&amp;", with: "&")
    }
    #expect(seen == (1...120).map { "参数\($0)" })
    let narrowed = try client.get("/bodies/\(body)/capabilities?q=GB1007").text
    #expect(narrowed.contains("参数7<"))
    #expect(narrowed.contains("共 1 项"))
  }

  @Test(
    "a file adds, changes and ends capabilities, and what is exported can be imported unchanged",
    arguments: EngineUnderTest.allCases)
  func files(engine: EngineUnderTest) throws {
    let database = try TestDatabase(on: engine)
    defer { database.remove() }
    let (test, body) = try scene(try database.open())
    let planner = try #require(try test.store.read { try Accounts.actor(login: "planner", $0) })
    let uscc = RegistrySamples.uscc(1)
    func file(_ lines: [String]) -> [UInt8] {
      Array(
        (["统一社会信用代码,产品,检测项目,标准编号,条款号,限制范围,截止日期,状态"]
          + lines.map { "\(uscc)," + $0 }).joined(separator: "\r\n").utf8)
    }
    func take(_ lines: [String], _ counts: [Int]) throws {
      test.clock.advance(days: 1)
      let report = try Imports.importFile(
        kind: .capabilities, fileName: "附表.csv", bytes: file(lines), accept: true, by: planner,
        test.house)
      #expect(
        [
          report.counts.new, report.counts.changed, report.counts.ended, report.counts.same,
          report.counts.refused,
        ] == counts, "\(report.findings)")
    }
    try take(
      ["水和废水,铅,hj700－2014,第一法,,,", "水和废水,汞,HJ 694-2014,,只测地表水,2028-06-30,"],
      [2, 0, 0, 0, 0])
    try take(
      ["水和废水,铅,HJ 700-2014,第一法,,,有效", "水和废水,汞,HJ 694-2014,,,2028-06-30,"],
      [0, 1, 0, 1, 0])
    let list = try test.client("planner").get("/bodies/\(body)/capabilities").text
    #expect(!list.contains("只测地表水"))
    #expect(list.contains("2028年6月30日"))
    try take(["水和废水,铅,HJ 700-2014,第一法,,,终止"], [0, 0, 1, 0, 0])

    var rows: [[String]] = []
    let library = CapabilityLibrary()
    for moment in [nil, test.clock.now.adding(days: -2)] as [Instant?] {
      try test.store.read { db in
        try library.export(
          ExportRequest(actor: planner, filter: Fields(), asOf: moment, now: test.clock.now), db
        ) { rows.append($0) }
      }
    }
    #expect(rows.map { $0[5] } == ["汞", "铅", "汞"])
    #expect(rows.last?[10] == "只测地表水")
    let text = ([library.columns.map(\.name)] + [rows[0]]).map { $0.joined(separator: ",") }
    let report = try Imports.importFile(
      kind: .capabilities, fileName: "导出.csv", bytes: Array(text.joined(separator: "\n").utf8),
      accept: false, by: planner, test.house)
    #expect(report.counts.same == 1)
  }

  @Test(
    "a wrong line of a file is refused with what to do",
    arguments: [
      ("91310115MA1K00015K,水,铅,HJ 700-2014,,", "没有代码为"), (",水,铅,HJ 700-2014,,", ""),
      ("$,,铅,HJ 700-2014,,", "没有填写类别"), ("$,水,,HJ 700-2014,,", "没有填写参数"),
      ("$,水,铅,水质标准,,", "没有数字"), ("$,水,铅,HJ 700-2014,2027-02-30,", ""),
      ("$,水,铅,HJ 700-2014,,终止", "没有登记"), ("$,水,铅,HJ 700-2014,,随便", "不在可用的值里"),
    ])
  func wrongLines(line: String, reason: String) throws {
    let (test, _) = try scene()
    let planner = try #require(try test.store.read { try Accounts.actor(login: "planner", $0) })
    let text =
      "统一社会信用代码,类别,参数,标准编号,截止日期,状态\n"
      + line.replacing("$", with: RegistrySamples.uscc(1))
    let report = try Imports.importFile(
      kind: .capabilities, fileName: "附表.csv", bytes: Array(text.utf8), accept: false, by: planner,
      test.house)
    #expect(report.counts.refused == 1)
    #expect(report.findings.contains { $0.isRefused && $0.reason.contains(reason) })
    #expect(
      try test.store.read { try $0.count("SELECT count(*) AS value FROM capabilities") } == 0)
  }

  @Test(
    "codes of standards are kept in one way",
    arguments: [
      ("gb/t5009.12－2003", "GB/T 5009.12-2003"), ("GB  5009.12—2023", "GB 5009.12-2023"),
      ("DB31/T 1234-2020", "DB31/T 1234-2020"), ("ISO 17025:2017", "ISO 17025:2017"),
      ("ＨＪ７００-2014", "HJ 700-2014"),
    ])
  func codes(typed: String, kept: String) {
    #expect(StandardCode.normalized(typed) == kept)
    #expect(StandardCode.normalized(kept) == kept)
  }
}

extension CapabilityDraft {
  static func sample(
    _ parameter: String, _ standard: String, category: String = "水和废水", clause: String = ""
  ) -> CapabilityDraft {
    var draft = CapabilityDraft()
    draft.category = category
    draft.parameter = parameter
    draft.standard = standard
    draft.clause = clause
    return draft
  }
}

extension TestHouse {
  /// Adds capabilities as an import would.
  func addCapabilities(_ drafts: [CapabilityDraft], to body: BodyID) throws {
    try addCapabilities(drafts.map { (body: body, draft: $0) })
  }

  func addCapabilities(_ drafts: [(body: BodyID, draft: CapabilityDraft)]) throws {
    try house.perform(by: nil) { transaction in
      let change = try Changes.change(.setup, transaction)
      let writer = try CapabilityWriter(transaction, change: change)
      try writer.add(drafts)
      try writer.finish()
      transaction.journal("registry.capability", ("house", "1"))
    }
  }
}
