import Archive
import Draw
import Foundation
import HTTP
import Storage
import Supervision
import TestSupport
import Testing

@testable import Draws
@testable import Kernel

@Suite("Draws")
struct DrawTests {
  @Test(
    "the whole ceremony, step by step through the pages, ends in verified files and open visits")
  func ceremony() throws {
    let scene = try DrawScene()
    let plan = try scene.plan()
    let draw = try scene.freeze(plan)
    #expect(try scene.planStage(plan) == .frozen)
    #expect(try scene.count("SELECT count(*) AS value FROM self_checks") == 22)
    let planner = try scene.test.client("planner")
    #expect(try planner.get("/draws/\(draw)").text.contains("下一步：提交上海市市场监督管理局的承诺值"))
    try scene.commitAll(draw)
    #expect(try scene.stage(draw) == .committed)
    #expect(try planner.get("/draws/\(draw)").text.contains("承诺齐全。等待中国福利彩票双色球2026063"))
    try scene.recordBeacon(draw)
    #expect(try scene.stage(draw) == .beaconed)
    try scene.handInAll(draw)
    let signedIn = try scene.test.client("planner")
    #expect(try signedIn.get("/draws/\(draw)").text.contains("下一步：抽取"))
    let answer = try signedIn.post("/draws/\(draw)/draw")
    #expect(answer.location == "/draws/\(draw)?done=drawn")
    #expect(try scene.stage(draw) == .revealed)
    #expect(try scene.planStage(plan) == .inspecting)
    #expect(try scene.count("SELECT count(*) AS value FROM visits WHERE stage = 'planned'") == 5)
    #expect(try scene.count("SELECT count(*) AS value FROM draw_picks") == 5)
    // Three teams of four, two of three.
    #expect(try scene.count("SELECT count(*) AS value FROM visit_members") == 18)
    let page = try signedIn.get("/draws/\(draw)")
    let result = try #require(try scene.model(draw).result)
    for pick in result.picks where pick.stage == 1 { #expect(page.text.contains(pick.name)) }
    let ceremony = try signedIn.get("/draws/\(draw)/ceremony")
    #expect(ceremony.text.contains("抽取完成：从 22 家机构中抽取 5 家"))
    #expect(ceremony.text.contains("class=\"in\""))
  }

  @Test("the downloaded folder is accepted by the engine, before and after an amendment")
  func download() throws {
    let scene = try DrawScene()
    let draw = try scene.drawn()
    try verify(scene, draw)
    let body = try #require(try scene.model(draw).result?.picks.first?.body)
    try Draws.amend(
      draw, body: body, person: nil, reason: "资质认定证书已注销", by: scene.planner, scene.test.house)
    try verify(scene, draw)
    let client = try scene.test.client("inspector")
    let roster = try client.get("/draws/\(draw)/file?name=roster.tsv")
    #expect(roster.bytes == (try scene.file("roster.tsv", draw)))
    #expect(try client.get("/draws/\(draw)/file?name=mingcha.db").status == 404)
  }

  private func verify(_ scene: DrawScene, _ draw: DrawID) throws {
    let answer = try scene.test.client("planner").get("/draws/\(draw)/files.zip")
    #expect(answer.status == 200)
    let files = Dictionary(
      uniqueKeysWithValues: try unzip(answer.bytes, limitBytes: 1 << 24, limitEntries: 20).map {
        (String($0.name.split(separator: "/")[1]), $0.bytes)
      })
    let verification = try Draw.verify(
      DrawFiles(
        roster: try #require(files["roster.tsv"]), rules: try #require(files["rules.tsv"]),
        seed: try #require(files["seed.tsv"]), inspectors: files["inspectors.tsv"],
        conflicts: files["conflicts.tsv"], amendments: files["amendments.tsv"]),
      transcript: try #require(files["transcript.txt"]))
    guard case .verified(let digest) = verification else {
      Issue.record("not verified: \(verification)")
      return
    }
    #expect(Draw.hex(digest) == (try scene.model(draw).endDigest))
  }

  @Test("the seed holds every contribution, ascending by bytes")
  func seed() throws {
    let scene = try DrawScene()
    let draw = try scene.drawn()
    let seed = String(decoding: try scene.file("seed.tsv", draw), as: UTF8.self)
    #expect(
      seed == """
        contributor\tkind\tvalue
        beacon/中国福利彩票双色球/2026063\tpublic\t01 02 03 04 05 06 + 07
        上海市公安局\tsecret\t\(DrawScene.secret("police"))
        上海市市场监督管理局\tsecret\t\(DrawScene.secret("planner"))
        上海市生态环境局\tsecret\t\(DrawScene.secret("environment"))

        """)
  }

  // MARK: refusals

  @Test(
    "a freeze without a sound announcement is refused",
    arguments: [
      ("issue", "", "请填写期号"), ("example", "甲乙", "写法示例中没有半角数字"),
      ("challenge-until", "2026-05-31T09:00", "异议截止时间已经过去"),
      ("beacon-after", "2026-06-03T09:00", "早于异议截止"),
      ("beacon-after", "2026-06-01T08:00", "公共随机数必须在封存之后才产生"),
      ("beacon-after", "明天", "请填写公共随机数的公布时间"),
    ])
  func badAnnouncement(_ name: String, _ value: String, _ sentence: String) throws {
    let scene = try DrawScene()
    let plan = try scene.plan()
    let fields = try scene.freezeFields().map { $0.0 == name ? (name, value) : $0 }
    let answer = try scene.test.client("planner").post("/plans/\(plan)/freeze", fields)
    #expect(answer.status == 422 && answer.text.contains(sentence))
    #expect(answer.text.contains("name=\"source\" value=\"中国福利彩票双色球\""))
    #expect(try scene.count("SELECT count(*) AS value FROM draws") == 0)
    #expect(try scene.planStage(plan) == .draft)
  }

  @Test("one authority alone contributes no randomness, nor one without a planner")
  func contributors() throws {
    let scene = try DrawScene()
    let plan = try scene.plan()
    let client = try scene.test.client("planner")
    let alone = try client.post("/plans/\(plan)/freeze", try scene.freezeFields([DrawScene.market]))
    #expect(alone.status == 422 && alone.text.contains("至少还要一个参与部门"))
    let without = try client.post(
      "/plans/\(plan)/freeze",
      try scene.freezeFields([DrawScene.police, DrawScene.environment]))
    #expect(without.text.contains("组织抽取的单位自己必须提供随机数"))
    try scene.test.authority("上海市公安局交通警察总队", department: "police", level: "unit")
    let unmanned = try client.post(
      "/plans/\(plan)/freeze", try scene.freezeFields([DrawScene.market, "上海市公安局交通警察总队"]))
    #expect(unmanned.text.contains("没有计划员账号"))
    try scene.test.authority("上海市司法局", department: "justice")
    let stranger = try client.post(
      "/plans/\(plan)/freeze", try scene.freezeFields([DrawScene.market, "上海市司法局"]))
    #expect(stranger.text.contains("有不在列表中的单位"))
  }

  @Test("a plan with faults is not frozen")
  func faultyPlan() throws {
    let scene = try DrawScene()
    let plan = try scene.plan()
    try scene.test.store.write { db in
      _ = try db.execute("UPDATE inspectors SET status = 'leave' WHERE department = 'police'")
    }
    let answer = try scene.test.client("planner").post(
      "/plans/\(plan)/freeze", try scene.freezeFields())
    #expect(answer.status == 422 && answer.text.contains("“机动车检验”每组需要 1 名持有效证件的公安执法人员"))
  }

  @Test("nobody commits for another authority, twice, or with a broken value")
  func commitments() throws {
    let scene = try DrawScene()
    try scene.test.account(
      "justice", roles: [.planner], authority: "上海市司法局", department: "justice")
    let draw = try scene.freeze(try scene.plan())
    let value = DrawScene.commitment("police", DrawScene.police)
    let foreign = try scene.test.client("justice").post(
      "/draws/\(draw)/commit", [("commitment", value)])
    #expect(foreign.status == 404, "it takes no part in the plan")
    let district = try scene.test.client("xuhui").post(
      "/draws/\(draw)/commit", [("commitment", value)])
    #expect(district.status == 404)
    let police = try scene.test.client("police")
    let broken = try police.post("/draws/\(draw)/commit", [("commitment", "abc")])
    #expect(broken.status == 422 && broken.text.contains("应为 64 个十六进制数字"))
    #expect(try police.post("/draws/\(draw)/commit", [("commitment", value)]).status == 303)
    let again = try police.post("/draws/\(draw)/commit", [("commitment", value)])
    #expect(again.status == 422 && again.text.contains("承诺不能更换"))
    #expect(try scene.test.client("inspector").post("/draws/\(draw)/commit").status == 403)
    let names = try scene.model(draw).contributors.filter { $0.commitment != nil }.map(\.name)
    #expect(names == [DrawScene.police])
  }

  @Test("a secret made by the system is shown once, stored nowhere, and opens its commitment")
  func systemSecret() throws {
    let scene = try DrawScene()
    let draw = try scene.freeze(try scene.plan())
    let client = try scene.test.client("police")
    let page = try client.post("/draws/\(draw)/secret")
    #expect(page.header("Cache-Control") == "no-store")
    let shown = page.text.firstMatch(of: #/class="secret"><code class="hash">([0-9a-f]{64})/#)
    let secret = String(try #require(shown).1)
    #expect(try client.post("/draws/\(draw)/secret").status == 422)
    #expect(
      try scene.count("SELECT count(*) AS value FROM draw_contributors WHERE secret IS NOT NULL")
        == 0)
    #expect(
      try scene.count("SELECT count(*) AS value FROM journal WHERE facts LIKE \("%\(secret)%")")
        == 0)
    let decoded = Draw.bytes(hex: secret)
    let bytes = try #require(decoded)
    let commitment = Draw.hex(
      Draw.commitment(.sha256, contributor: DrawScene.police, secret: bytes))
    #expect(
      try scene.model(draw).contributors.contains { $0.commitment == commitment })
  }

  @Test(
    "the shell lines on the page make the commitment the engine asks for",
    arguments: ["sha256", "sm3"])
  func shellLines(_ suite: String) throws {
    let name = "上海市公安局'分局"
    let folder = FileManager.default.temporaryDirectory
      .appending(path: "mingcha-commit-" + UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let process = Process()
    process.executableURL = URL(filePath: "/bin/sh")
    process.currentDirectoryURL = folder
    process.arguments = [
      "-c", Draws.commitShellLines(contributor: name, suite: suite).joined(separator: "\n"),
    ]
    let output = Pipe()
    process.standardOutput = output
    try process.run()
    let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    let secret = Array(try Data(contentsOf: folder.appending(path: "secret.bin")))
    let expected = Draw.hex(
      Draw.commitment(
        try #require(Suite(rawValue: suite)), contributor: name, secret: secret))
    #expect(text.hasPrefix(expected))
    #expect(text.hasSuffix(Draw.hex(secret)))
  }

  @Test("the beacon is taken neither early nor in another shape, and the fallback says so")
  func beacon() throws {
    let scene = try DrawScene()
    let draw = try scene.freeze(try scene.plan())
    let planner = try scene.test.client("planner")
    #expect(
      try planner.post("/draws/\(draw)/beacon", DrawScene.beacon).text.contains("不能进行“录入公共随机数”"))
    try scene.commitAll(draw)
    let early = try planner.post("/draws/\(draw)/beacon", DrawScene.beacon)
    #expect(early.status == 422 && early.text.contains("现在还不能登记"))
    try scene.test.clock.set("2026-06-04T22:00")
    let later = try scene.test.client("planner")
    for value in ["1 2 3 4 5 6 + 7", "01 02 03 04 05 06 ＋ 07", "０1 02 03 04 05 06 + 07", ""] {
      let answer = try later.post(
        "/draws/\(draw)/beacon", [("value", value), ("evidence", "公告")])
      #expect(answer.status == 422, "\(value)")
    }
    #expect(
      try later.post("/draws/\(draw)/beacon", [("value", DrawScene.beacon[0].1)]).text.contains(
        "请写明取值的出处"))
    let police = try scene.test.client("police")
    #expect(try police.post("/draws/\(draw)/beacon", DrawScene.beacon).status == 422)
    let fallback = try later.post(
      "/draws/\(draw)/beacon", [("value", "9-9-9"), ("evidence", "公告"), ("fallback", "1")])
    #expect(fallback.status == 303)
    #expect(try scene.model(draw).beacon.isFallback)
  }

  @Test("a wrong secret is refused and nothing of it stored or shown")
  func wrongSecret() throws {
    let scene = try DrawScene()
    let draw = try scene.freeze(try scene.plan())
    try scene.commitAll(draw)
    let early = try scene.test.client("police").post(
      "/draws/\(draw)/hand-in", [("secret", DrawScene.secret("police"))])
    #expect(early.status == 422 && early.text.contains("不能进行“交出随机数”"))
    try scene.recordBeacon(draw)
    let client = try scene.test.client("police")
    let wrong = try client.post(
      "/draws/\(draw)/hand-in", [("secret", DrawScene.secret("environment"))])
    #expect(wrong.status == 422 && wrong.text.contains("随机数与上海市公安局公布的承诺值不符"))
    #expect(!wrong.text.contains(DrawScene.secret("environment")))
    #expect(
      try scene.count("SELECT count(*) AS value FROM draw_contributors WHERE secret IS NOT NULL")
        == 0)
    let right = try client.post(
      "/draws/\(draw)/hand-in", [("secret", DrawScene.secret("police"))])
    #expect(right.status == 303)
    // Handed in, but nobody sees it before all are in.
    #expect(try !client.get("/draws/\(draw)").text.contains(DrawScene.secret("police")))
    #expect(try scene.model(draw).contributors.allSatisfy { $0.secret == nil })
  }

  @Test("a draw with a missing contributor is refused by name")
  func missingContributor() throws {
    let scene = try DrawScene()
    let draw = try scene.freeze(try scene.plan())
    try scene.commitAll(draw)
    try scene.recordBeacon(draw)
    let client = try scene.test.client("planner")
    _ = try client.post("/draws/\(draw)/hand-in", [("secret", DrawScene.secret("planner"))])
    let answer = try client.post("/draws/\(draw)/draw")
    #expect(answer.status == 422)
    #expect(answer.text.contains("还有单位没有交出随机数：上海市公安局、上海市生态环境局"))
    #expect(try scene.stage(draw) == .beaconed)
  }

  @Test("the same plan is drawn again only after a void, which keeps number and reason")
  func secondDraw() throws {
    let scene = try DrawScene()
    let plan = try scene.plan()
    let first = try scene.freeze(plan)
    let client = try scene.test.client("planner")
    let again = try client.post("/plans/\(plan)/freeze", try scene.freezeFields())
    #expect(again.status == 422 && again.text.contains("这份计划已有第 1 号抽取（已封存）"))
    let short = try client.post("/draws/\(first)/void", [("reason", "算了")])
    #expect(short.status == 422 && short.text.contains("请写明理由"))
    let foreign = try scene.test.client("police").post(
      "/draws/\(first)/void", [("reason", "我们不同意这次抽取")])
    #expect(foreign.status == 422 && foreign.text.contains("只能由该单位办理"))
    let void = try client.post("/draws/\(first)/void", [("reason", "一家单位遗失了随机数")])
    #expect(void.status == 303)
    let model = try scene.model(first)
    #expect(model.stage == .void && model.number == 1)
    #expect(model.voidReason == "一家单位遗失了随机数")
    let second = try scene.freeze(plan)
    #expect(try scene.model(second).number == 2)
    #expect(try scene.count("SELECT count(*) AS value FROM self_checks") == 22)
    try scene.ready(second)
    #expect(try scene.test.client("planner").post("/draws/\(second)/draw").status == 303)
    let drawnAgain = try scene.test.client("planner").post("/draws/\(second)/draw")
    #expect(drawnAgain.status == 422)
    let tooLate = try scene.test.client("planner").post(
      "/draws/\(second)/void", [("reason", "对结果不满意要重来")])
    #expect(tooLate.status == 422 && tooLate.text.contains("已经抽取的不能作废"))
  }

  @Test("impossible teams say which, draw nothing, and leave only the void")
  func impossibleTeams() throws {
    let scene = try DrawScene()
    let plan = try scene.plan()
    let draw = try scene.freeze(plan)
    // The forecast refuses a plan like this; frozen files that hide it stand in for what it misses.
    let everyPolice = try scene.test.store.read { db in
      try db.map("SELECT uscc FROM bodies ORDER BY uscc") { try $0.get("uscc", as: String.self) }
    }.flatMap { uscc in (1...4).map { "police-\($0)\t\(uscc)\n" } }.joined()
    try scene.test.store.write { db in
      try Draws.write(
        "conflicts.tsv", Array("inspector\tobject\n\(everyPolice)".utf8), of: draw, db)
    }
    try scene.ready(draw)
    let client = try scene.test.client("planner")
    #expect(try client.post("/draws/\(draw)/draw").status == 303)
    #expect(try scene.stage(draw) == .beaconed)
    #expect(try scene.count("SELECT count(*) AS value FROM visits") == 0)
    let page = try client.get("/draws/\(draw)")
    #expect(page.text.contains("抽取不成立，只能作废") && page.text.contains("police"))
    #expect(try client.post("/draws/\(draw)/draw").status == 422)
    #expect(try client.post("/draws/\(draw)/void", [("reason", "检查组无法组成")]).status == 303)
  }
}
