import Foundation
import HTTP
import Storage
import Supervision
import Testing

@testable import Draws
@testable import Kernel
@testable import Plans

@Suite("Plans")
struct PlanTests {
  /// A form as the edit page would send it back.
  private func fields(_ content: PlanContent, _ changes: [String: String] = [:]) -> [(
    String, String
  )] {
    let form = PlanForm(content)
    var pairs: [(String, String)] = [
      ("title", form.title), ("year", form.year), ("basis", form.basis),
      ("template", form.template), ("total", form.total), ("target-ratio", form.targetRatio),
      ("suite", form.suite), ("minimum", form.minimum),
      ("self-check-until", form.selfCheckUntil), ("visits-from", form.visitsFrom),
      ("visits-until", form.visitsUntil), ("results-until", form.resultsUntil),
      ("rows", String(form.fields.count + 1)), ("action", "save"),
    ]
    for (credit, weight) in zip(CreditClass.allCases, form.weights) {
      pairs.append(("weight-\(credit.rawValue)", weight))
    }
    for (index, field) in form.fields.enumerated() {
      let number = index + 1
      pairs += [
        ("order-\(number)", field.order), ("name-\(number)", field.name),
        ("field-\(number)", field.field), ("quota-\(number)", field.quota),
        ("focus-\(number)", field.focus), ("lead-\(number)", field.lead),
        ("lead-people-\(number)", field.leadPeople), ("experts-\(number)", field.experts),
      ]
      for (slot, partner) in field.partners.enumerated() {
        pairs.append(("partner-\(number)-\(slot + 1)", partner.department))
        pairs.append(("partner-people-\(number)-\(slot + 1)", partner.people))
      }
    }
    return pairs.map { ($0.0, changes[$0.0] ?? $0.1) }
      + changes.filter { change in !pairs.contains { $0.0 == change.key } }
      .map { ($0.key, $0.value) }
  }

  @Test("the template of 沪市监认检〔2023〕246号 gives the rules of vector 01, experts in term")
  func templateRules() throws {
    let scene = try DrawScene()
    let template = try #require(try PlanTemplate.named("shanghai-2023"))
    let content = try scene.test.store.read { try template.content(year: 2023, $0) }
    let expected = try #require(
      FileManager.default.contents(
        atPath: URL(filePath: #filePath).deletingLastPathComponent()
          .appending(path: "../../Draw/Vectors/01-shanghai-2023/rules.tsv").path))
    let text = String(decoding: expected, as: UTF8.self).replacing(
      "where\tdepartment\texpert\n",
      with: "where\tdepartment\texpert\nwhere\tcertificate\tvalid\n")
    let rules = Plans.rulesFile(content, region: "310000")
    #expect(String(decoding: rules, as: UTF8.self) == text)
    #expect(content.total == 120 && content.quotaSum == 120)
  }

  @Test("in a plan for one district nobody has to come from another")
  func oneDistrict() throws {
    let content = try DrawScene().content()
    let rules = String(decoding: Plans.rulesFile(content, region: "310104"), as: UTF8.self)
    #expect(!rules.contains("avoid\tregion"))
    let city = String(decoding: Plans.rulesFile(content, region: "310000"), as: UTF8.self)
    #expect(city.contains("avoid\tregion"))
  }

  @Test("a plan is made from the template for any year and shown with what stands against it")
  func fromTemplate() throws {
    let scene = try DrawScene()
    let client = try scene.test.client("planner")
    let made = try client.post("/plans", [("template", "shanghai-2023"), ("year", "2027")])
    #expect(made.location == "/plans/1/edit?done=saved")
    let page = try client.get("/plans/1")
    #expect(page.status == 200)
    #expect(page.text.contains("2027年度上海市检验检测机构“双随机、一公开”监督抽查"))
    #expect(page.text.contains("“机动车检验”要抽 30 家，名录中这个领域只有 12 家，少 18 家"))
    #expect(page.text.contains("“司法鉴定”每组需要 1 名持有效证件的司法行政执法人员，检查人员库中只有 0 名"))
    #expect(!page.text.contains("封存名单并准备抽取"))
    #expect(try client.post("/plans", [("template", "x"), ("year", "2027")]).status == 422)
    #expect(
      try client.post("/plans", [("template", "shanghai-2023"), ("year", "２０２７")]).status == 422)
  }

  @Test("chances and people of a sound plan are shown as fraction and percent")
  func outlook() throws {
    let scene = try DrawScene()
    let plan = try scene.plan()
    let page = try scene.test.client("planner").get("/plans/\(plan)")
    let content = try scene.content()
    let outlook = try scene.test.store.read {
      try Plans.outlook(content, region: "310000", today: scene.test.clock.now.day, $0)
    }
    #expect(outlook.faults.isEmpty)
    #expect(outlook.bodies == 22 && outlook.people == 21)
    #expect(outlook.fields.map(\.pool) == [12, 10])
    // Three of 22: the class A has six of the twelve in the first field.
    #expect(outlook.fields[0].strata.map(\.records).reduce(0, +) == 12)
    #expect(outlook.fields[0].strata.map(\.allocated).reduce(0, +) == 3)
    for stratum in outlook.fields[0].strata {
      #expect(page.text.contains("<b>\(stratum.allocated)/\(stratum.records)</b>"))
      #expect(
        page.text.contains(PlanParts.percent(stratum.allocated, of: stratum.records)))
    }
    #expect(page.text.contains("22.72%"))
  }

  @Test("percentages are rounded to the nearest tenth")
  func percent() {
    #expect(PlanParts.percent(11, of: 79) == "13.9%")
    #expect(PlanParts.percent(1, of: 3) == "33.3%")
    #expect(PlanParts.percent(2, of: 3) == "66.7%")
    #expect(PlanParts.percent(5, of: 5) == "100.0%")
    #expect(PlanParts.percent(0, of: 0) == "—")
  }

  @Test("what is typed comes back as it was read, whatever the order of the rows")
  func formRoundTrip() throws {
    let content = try DrawScene().content()
    let read = PlanForm(Fields(fields(content))).content()
    #expect(read.faults.isEmpty)
    #expect(read.content == content)
    let turned = PlanForm(Fields(fields(content, ["order-1": "9", "order-2": "1"]))).content()
    #expect(turned.content?.fields.map(\.name) == ["生态环境监测", "机动车检验"])
    let removed = PlanForm(Fields(fields(content, ["remove-1": "1"]))).content()
    #expect(removed.content?.fields.map(\.name) == ["生态环境监测"])
  }

  @Test(
    "an edit that cannot be is refused next to its input, with what was typed",
    arguments: [
      (["quota-1": "4"], "各领域抽查数合计 6 家，与计划总数 5 家不符（多 1 家）：机动车检验 4、生态环境监测 2"),
      (["quota-1": "13", "total": "15"], "“机动车检验”要抽 13 家，名录中这个领域只有 12 家，少 1 家"),
      (["partner-2-1": "customs"], "“生态环境监测”每组需要 1 名持有效证件的海关执法人员，检查人员库中只有 0 名"),
      (["partner-1-1": "market"], "同一部门出现两次"),
      (["lead-people-2": "1", "partner-2-1": ""], "应不少于 2人（沪市监认检〔2021〕529号 三（二）1）"),
      (["quota-1": "３"], "请用半角数字填写"),
      (["visits-until": "2026-02-30"], "不是存在的日期"),
      (["visits-until": "2026-06-01"], "现场检查结束日早于开始日"),
      (["name-2": "机动车检验"], "领域名称“机动车检验”重复"),
      (["weight-D": "0"], "D 类权重应为 1 至 1000"),
      (["title": ""], "请填写计划名称"),
    ])
  func refusedEdits(_ changes: [String: String], _ sentence: String) throws {
    let scene = try DrawScene()
    let plan = try scene.plan()
    let client = try scene.test.client("planner")
    _ = try client.get("/plans/\(plan)/edit")
    let answer = try client.post("/plans/\(plan)/edit", fields(try scene.content(), changes))
    #expect(answer.status == 422)
    #expect(answer.text.contains(sentence))
    let quota = changes["quota-1"] ?? "3"
    #expect(answer.text.contains("name=\"quota-1\" value=\"\(quota)\""))
    let stored = try scene.test.store.read { try Plans.plan(plan, $0)?.content }
    #expect(stored == (try scene.content()))
  }

  @Test("an edit is stored; a preview is not; a mere draft need not sum yet")
  func edits() throws {
    let scene = try DrawScene()
    let plan = try scene.plan()
    let client = try scene.test.client("planner")
    let content = try scene.content()
    let preview = try client.post(
      "/plans/\(plan)/edit", fields(content, ["quota-1": "5", "total": "7", "action": "preview"]))
    #expect(preview.status == 200 && preview.text.contains("7 家"))
    let stored = { try scene.test.store.read { try Plans.plan(plan, $0)?.content } }
    #expect(try stored()?.total == 5)
    let saved = try client.post(
      "/plans/\(plan)/edit",
      fields(content, ["quota-1": "4", "total": "6", "target-ratio": "4.5", "unannounced": "1"]))
    #expect(saved.location == "/plans/\(plan)?done=saved")
    #expect(try stored()?.total == 6)
    #expect(try stored()?.targetRatio == 450)
    #expect(try stored()?.isUnannounced == true)
    let draft = try client.post(
      "/plans/\(plan)/edit", fields(content, ["quota-1": "1", "action": "draft"]))
    #expect(draft.status == 303)
    #expect(try stored()?.quotaSum == 3)
    #expect(try client.get("/plans/\(plan)").text.contains("少 2 家"))
  }

  @Test("people whose certificates end before the visits do are not counted")
  func certificates() throws {
    let scene = try DrawScene()
    let plan = try scene.plan()
    try scene.test.store.write { db in
      _ = try db.execute(
        "UPDATE inspectors SET certificate_until = '2026-08-30' WHERE department = 'police'")
    }
    let page = try scene.test.client("planner").get("/plans/\(plan)")
    #expect(page.text.contains("“机动车检验”每组需要 1 名持有效证件的公安执法人员，检查人员库中只有 0 名"))
  }

  @Test("what a page computed once is computed again after any change")
  func recomputed() throws {
    let scene = try DrawScene()
    let plan = try scene.plan()
    let client = try scene.test.client("planner")
    let before = try client.get("/plans/\(plan)")
    #expect(before.text.contains("封存名单并准备抽取"))
    #expect(try client.get("/plans/\(plan)").bytes == before.bytes)
    try scene.test.house.perform(by: scene.planner) { transaction in
      try transaction.db.execute(
        "UPDATE inspectors SET status = 'leave' WHERE department = 'police'")
      transaction.journal("registry.edit", ("inspector", "1"))
    }
    #expect(try client.get("/plans/\(plan)").text.contains("这份计划现在不能封存"))
  }

  @Test("a body whom nobody may visit is named before the freeze")
  func conflicts() throws {
    let scene = try DrawScene()
    let plan = try scene.plan()
    try scene.test.store.write { db in
      _ = try db.execute(
        """
        INSERT INTO conflicts (person, body, reason)
        SELECT i.code, b.id, '曾任职' FROM inspectors i JOIN bodies b ON b.name = '机构3'
        WHERE i.department = 'police'
        """)
    }
    let page = try scene.test.client("planner").get("/plans/\(plan)")
    #expect(page.text.contains("“机动车检验”中有 1 家机构（机构3）找不到 1 名可以参加的持有效证件的公安执法人员"))
  }

  @Test("more visits than the people have days are refused with the sum")
  func capacity() throws {
    let scene = try DrawScene()
    var content = try scene.content()
    content.visitsFrom = content.visitsUntil
    let faults = try scene.test.store.read {
      try Plans.outlook(content, region: "310000", today: scene.test.clock.now.day, $0).faults
    }
    #expect(
      faults.map(\.sentence).contains {
        $0.hasPrefix("市场监管共需 10 人次（机动车检验、生态环境监测），可用 8 人")
      })
  }

  @Test("other authorities look at most, other regions see nothing, other roles may not")
  func access() throws {
    let scene = try DrawScene()
    let plan = try scene.plan()
    #expect(try scene.test.client("police").get("/plans/\(plan)").status == 404, "a draft")
    #expect(try !scene.test.client("police").get("/plans").text.contains("2026年度监督抽查"))
    #expect(try scene.test.client("xuhui").get("/plans/\(plan)").status == 404)
    #expect(try scene.test.client("outsider").get("/plans/\(plan)").status == 404)
    #expect(try scene.test.client("inspector").get("/plans/\(plan)").status == 200)
    #expect(try scene.test.client("inspector").get("/plans/\(plan)/edit").status == 403)
    let client = try scene.test.client("planner")
    let forged = try client.post("/plans/\(plan)/edit", [], token: "forged")
    #expect(forged.status == 400)
    #expect(try !scene.test.client("outsider").get("/plans").text.contains("2026年度监督抽查"))
    _ = try scene.freeze(plan)
    #expect(try scene.test.client("police").get("/plans/\(plan)").status == 200)
    #expect(try scene.test.client("police").get("/plans/\(plan)/edit").status == 422)
    try scene.test.account(
      "justice", roles: [.planner], authority: "上海市司法局", department: "justice")
    #expect(try scene.test.client("justice").get("/plans/\(plan)").status == 404)
  }

  @Test("a frozen plan is edited no more")
  func frozen() throws {
    let scene = try DrawScene()
    let plan = try scene.plan()
    _ = try scene.freeze(plan)
    let client = try scene.test.client("planner")
    #expect(try client.get("/plans/\(plan)/edit").status == 422)
    #expect(
      try client.post("/plans/\(plan)/edit", fields(try scene.content())).status == 422)
  }

  @Test("a plan moves only along its stages and closes when every visit has ended")
  func closing() throws {
    let scene = try DrawScene()
    _ = try scene.drawn()
    let plan = PlanID(1)
    #expect(try scene.planStage(plan) == .inspecting)
    let client = try scene.test.client("planner")
    let early = try client.post("/plans/\(plan)/close")
    #expect(early.status == 422 && early.text.contains("还有 5 家机构"))
    try scene.test.store.write { db in
      _ = try db.execute("UPDATE visits SET stage = 'published'")
    }
    #expect(try client.post("/plans/\(plan)/close").status == 303)
    #expect(try scene.planStage(plan) == .closed)
    #expect(throws: Problem.self) {
      try scene.test.house.perform(by: scene.planner) { transaction in
        transaction.journal("plan.edit", ("plan", "1"))
        try Plans.move(plan, by: .edit, transaction)
      }
    }
  }

  @Test("lists of plans and draws use indexes")
  func indexed() throws {
    let scene = try DrawScene()
    _ = try scene.drawn()
    let actor = scene.planner
    try expectIndexed(scene.test.store) { db in
      _ = try Plans.list(actor, year: 2026, page: 1, db)
      _ = try Draws.list(actor, stage: .revealed, page: 1, db)
      _ = try Draws.tasks(for: actor, now: scene.test.clock.now, db)
      _ = try Plans.tasks(for: actor, now: scene.test.clock.now, db)
      _ = try Draws.publicModel(DrawID(1), db)
    }
  }
}
