import HTTP
import Storage
import Supervision
import TestSupport
import Testing

@testable import Composition
@testable import Items
@testable import Kernel
@testable import Plans

@Suite("Item list")
struct ItemTests {
  private static let fields = [
    ("list", "check"), ("class", "C"), ("name", "资质认定监督检查"), ("content", "能力保持情况"),
    ("basis", "总局令第39号"), ("subject", "市场监管部门"), ("object", "检验检测机构"), ("ratio", "4.5"),
    ("department", "market"), ("valid_from", "2026-01-01"), ("method", "1"), ("method", "2"),
    ("reason", "编制清单"),
  ]

  @discardableResult
  private func publish(
    _ client: TestClient, _ code: String, _ more: [(String, String)] = []
  ) throws -> String {
    _ = try client.get("/items/new")
    let names = Set(more.map(\.0))
    let fields = Self.fields.filter { !names.contains($0.0) }
    let made = try client.post("/items", fields + [("code", code)] + more)
    #expect(made.status == 303, "\(made.text)")
    let page = String(made.location.prefix { $0 != "?" })
    let published = try client.post(page + "/publish", [("reason", "审议通过")])
    #expect(published.status == 303, "\(published.text)")
    return page
  }

  @Test(
    "an item is drafted, published, changed and ended; every version stays readable",
    arguments: EngineUnderTest.allCases)
  func life(engine: EngineUnderTest) throws {
    let database = try TestDatabase(on: engine)
    defer { database.remove() }
    let test = try TestHouse(try database.open())
    try test.account("wang", roles: [.planner])
    let client = try test.client("wang")
    _ = try client.get("/items/new")
    let made = try client.post("/items", Self.fields + [("code", "C06-1")])
    #expect(made.status == 303, "\(made.text)")
    let page = String(made.location.prefix { $0 != "?" })
    // A draft is nobody's but the office's.
    #expect(!(try test.visitor().get("/public/items").text.contains("资质认定监督检查")))
    #expect(try client.post(page + "/publish").status == 422)
    #expect(try client.post(page + "/publish", [("reason", "审议通过")]).status == 303)
    let open = try test.visitor().get("/public/items").text
    for words in ["资质认定监督检查", "总局令第39号", "4.5%／年", "实地检查、书面检查"] {
      #expect(open.contains(words), "\(words)")
    }
    #expect(try test.visitor().get("/public/items/export").text.contains("C06-1"))
    #expect(try test.visitor().get("/public/items?find=%E4%B8%8D%E5%9C%A8").text.contains("没有符合条件"))
    let same = try client.post(page + "/edit", Self.fields)
    #expect(same.status == 422 && same.text.contains("没有改动任何内容"))
    let changed = Self.fields.map { $0.0 == "ratio" ? ("ratio", "10") : $0 }
    #expect(try client.post(page + "/edit", changed).status == 303)
    // The public still sees the version before.
    #expect(try test.visitor().get("/public/items").text.contains("4.5%／年"))
    #expect(try client.post(page + "/publish", [("reason", "调整比例")]).status == 303)
    #expect(try test.visitor().get("/public/items").text.contains("10%／年"))
    let one = try client.get(page).text
    for words in ["第2版", "第1版", "抽查比例上限：4.5%／年 → 10%／年"] {
      #expect(one.contains(words), "\(words)")
    }
    #expect(try client.post(page + "/end").status == 422)
    #expect(try client.post(page + "/end", [("reason", "取消")]).status == 303)
    #expect(!(try test.visitor().get("/public/items").text.contains("资质认定监督检查")))
    #expect(try client.get("/items?state=ended").text.contains("资质认定监督检查"))
    let kept = try test.store.read { try $0.count("SELECT count(*) AS value FROM item_versions") }
    #expect(kept == 2)
  }

  @Test("what is wrong with an item is told beside its field")
  func faults() throws {
    let test = try TestHouse()
    try test.account("wang", roles: [.planner])
    let client = try test.client("wang")
    _ = try client.get("/items/new")
    let wrong = try client.post(
      "/items",
      [
        ("code", "有空 格"), ("list", "joint"), ("class", "Z"), ("ratio", "101"),
        ("department", "market"), ("partner", "market"), ("valid_from", "2026-13-01"),
        ("limit_days", "x"),
      ])
    #expect(wrong.status == 422)
    for words in [
      "不含空格", "请从列表中选择类别", "没有填写事项名称", "不是0至100的百分数", "责任部门不用再列为参与部门", "月份只能是1至12",
      "不是1至400的整数", "请至少选择一种检查方式", "没有填写理由",
    ] {
      #expect(wrong.text.contains(words), "\(words)")
    }
    let alone = try client.post(
      "/items", Self.fields.map { $0.0 == "list" ? ("list", "joint") : $0 } + [("code", "J1")])
    #expect(alone.status == 422 && alone.text.contains("至少要有一个参与部门"))
    let licence = try client.post(
      "/items", Self.fields.map { $0.0 == "list" ? ("list", "licence") : $0 } + [("code", "L1")])
    #expect(licence.status == 422 && licence.text.contains("须写明办理时限"))
    #expect(try test.store.read { try $0.count("SELECT count(*) AS value FROM items") } == 0)
  }

  @Test("the line of the department and the region keep an item; others look at most")
  func keepers() throws {
    let test = try TestHouse()
    try test.account("wang", roles: [.planner])
    try test.account("police", roles: [.planner], authority: "上海市公安局", department: "police")
    try test.account(
      "xuhui", roles: [.planner], authority: "徐汇区市场监督管理局", level: "district", region: "310104")
    try test.account("datong", roles: [.planner], authority: "大同市市场监督管理局", region: "140200")
    let page = try publish(try test.client("wang"), "C06-1")
    let police = try test.client("police")
    _ = try police.get("/items/new")
    #expect(try police.post(page + "/edit", Self.fields).status == 422)
    let own = Self.fields.map { $0.0 == "department" ? ("department", "police") : $0 }
    #expect(try police.post("/items", own + [("code", "P1")]).status == 303)
    let xuhui = try test.client("xuhui")
    #expect(try xuhui.get(page).status == 200)
    #expect(try xuhui.post(page + "/end", [("reason", "x")]).status == 422)
    let datong = try test.client("datong")
    #expect(try datong.get(page).status == 404)
    #expect(try datong.post(page + "/end", [("reason", "x")]).status == 404)
    #expect(!(try datong.get("/items").text.contains("资质认定监督检查")))
  }

  @Test("a plan names its items, and only with items in force it is frozen")
  func plans() throws {
    let scene = try DrawScene()
    let test = scene.test
    let planner = try test.client("planner")
    let plan = try scene.plan()
    // Without any list in the house nothing is asked.
    #expect(try !planner.get("/plans/\(plan)").text.contains("没有选定抽查事项。没有公布"))
    let general = try publish(planner, "C06-1")
    let vehicle = try publish(
      planner, "J-01", [("list", "joint"), ("partner", "police"), ("field", "vehicle")])
    _ = try publish(planner, "OLD", [("valid_until", "2026-01-31")])
    #expect(try planner.get("/plans/\(plan)").text.contains("没有公布的事项不得检查，请先为计划选定事项"))
    #expect(
      try planner.post("/plans/\(plan)/freeze", try scene.freezeFields()).status == 422)
    let choice = try planner.get("/plans/\(plan)/items").text
    #expect(choice.contains("C06-1") && choice.contains("J-01") && !choice.contains("OLD"))
    func version(_ code: String) throws -> Int {
      try #require(
        try test.store.read {
          try $0.value(
            """
            SELECT max(v.id) AS value FROM item_versions v JOIN items i ON i.id = v.item
            WHERE i.code = \(code)
            """, as: Int.self)
        })
    }
    let old = try planner.post("/plans/\(plan)/items", [("item", "\(try version("OLD"))")])
    #expect(old.status == 422)
    // An item for vehicles only leaves the other field uncovered.
    #expect(
      try planner.post("/plans/\(plan)/items", [("item", "\(try version("J-01"))")]).status == 303)
    #expect(try planner.get("/plans/\(plan)").text.contains("选定的事项不适用于"))
    #expect(
      try planner.post(
        "/plans/\(plan)/items",
        [("item", "\(try version("J-01"))"), ("item", "\(try version("C06-1"))")]
      ).status == 303)
    #expect(!(try planner.get("/plans/\(plan)").text.contains("选定的事项不适用于")))
    // The list changes: what was named is no longer in force.
    #expect(try planner.post(general + "/end", [("reason", "取消")]).status == 303)
    #expect(try planner.get("/plans/\(plan)").text.contains("已停用或被新版本代替"))
    #expect(
      try planner.post("/plans/\(plan)/freeze", try scene.freezeFields()).status == 422)
    #expect(try planner.get(vehicle).text.contains("选用这个事项的计划"))
    let other = try publish(planner, "C06-2")
    #expect(other != general)
    #expect(
      try planner.post(
        "/plans/\(plan)/items",
        [("item", "\(try version("J-01"))"), ("item", "\(try version("C06-2"))")]
      ).status == 303)
    _ = try scene.freeze(plan)
    // A frozen plan keeps its items.
    #expect(try planner.post("/plans/\(plan)/items", []).status == 422)
    #expect(try planner.get("/plans/\(plan)").text.contains("C06-2"))
    // So does what is published of it, with the moment of the registry.
    let published = try test.visitor().get("/public/plans/\(plan)").text
    #expect(published.contains("C06-2") && published.contains("J-01"))
    #expect(published.contains("\(test.clock.now.chinese)时的名录"))
  }

  @Test("a file brings items as drafts, and what is published goes out as it came in")
  func files() throws {
    let test = try TestHouse()
    let wang = try test.account("wang", roles: [.planner])
    let kind = try #require(Rooms.all.datasets.kind("items"))
    let rows = [kind.columns.map(\.name)] + kind.examples
    let file = Array(rows.map { $0.joined(separator: ",") }.joined(separator: "\n").utf8)
    let first = try test.fill(file, as: kind, by: wang)
    #expect(first.counts.new == 2)
    let client = try test.client("wang")
    #expect(try client.get("/items?state=draft").text.contains("机动车检验机构联合检查"))
    #expect(!(try test.visitor().get("/public/items").text.contains("机动车检验机构联合检查")))
    for id in 1...2 {
      _ = try client.get("/items/\(id)")
      #expect(try client.post("/items/\(id)/publish", [("reason", "公布")]).status == 303)
    }
    var out: [[String]] = []
    try test.store.read { db in
      let request = ExportRequest(actor: wang, filter: Fields(), asOf: nil, now: test.clock.now)
      try kind.library.export(request, db) { out.append($0) }
    }
    #expect(out == kind.examples)
    let again = try Imports.importFile(
      kind: kind, fileName: "x.csv", bytes: file, accept: false, by: wang, test.house)
    #expect(again.counts.same == 2)
    let text = String(decoding: file, as: UTF8.self)
      .replacing("随机抽查事项清单,C", with: "随机抽察事项清单,C").replacing("、公安,", with: "、公安局,")
    let wrong = try Imports.importFile(
      kind: kind, fileName: "x.csv", bytes: Array(text.utf8), accept: false, by: wang, test.house)
    #expect(wrong.counts.refused == 2)
    let said = wrong.findings.map { $0.reason + $0.suggestion }.joined()
    #expect(said.contains("是否为：随机抽查事项清单") && said.contains("是否为：公安"))
  }

  @Test("lists and pages of items read through indexes")
  func queryPlans() throws {
    let test = try TestHouse()
    let planner = try test.account("wang", roles: [.planner])
    let day = test.clock.now.day
    try expectIndexed(test.store) { db in
      var filter = Items.Filter()
      _ = try Items.list(filter, region: "310115", page: 1, db)
      _ = try Items.published(filter, on: day, page: 2, db)
      (filter.text, filter.field, filter.department, filter.list) = ("检", "food", "police", "joint")
      _ = try Items.list(filter, region: "310000", page: 1, db)
      _ = try Items.choices(region: "310000", from: day, until: day, db)
      _ = try Plans.items(of: PlanID(1), db)
      for part in Rooms.all.contributions(ItemPart.self) {
        _ = try part.card(ItemID(1), planner, db)
      }
    }
  }
}
