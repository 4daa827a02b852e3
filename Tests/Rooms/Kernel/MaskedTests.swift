import Storage
import Supervision
import Testing

@testable import Composition
@testable import Kernel

@Suite("Personal data")
struct MaskedTests {
  @Test(
    "numbers keep what tells people apart and hide the rest, star for character",
    arguments: [
      (Masked.idNumber("310115199003071234"), "310*************34"),
      (Masked.idNumber("31011519900307123X"), "310*************3X"),
      (Masked.idNumber("123456"), "******"), (Masked.idNumber(""), ""),
      (Masked.phone("13812345678"), "138****5678"), (Masked.phone("021-62345678"), "021*****5678"),
      (Masked.phone("62345678"), "******78"), (Masked.phone("110"), "***"),
    ])
  func masks(found: String, expected: String) {
    #expect(found == expected)
  }

  private func house() throws -> (TestHouse, Int) {
    let test = try TestHouse()
    for (login, role) in [
      ("planner", Role.planner), ("publisher", .publisher), ("system", .systemAdministrator),
      ("audit", .auditAdministrator),
    ] { try test.account(login, roles: [role]) }
    try test.account(
      "datong", roles: [.planner], authority: "大同市市场监督管理局", region: "140200")
    let body = try test.store.write { db in
      try db.value(
        """
        INSERT INTO bodies (uscc, name, certificate_number, certificate_until, region, address,
          legal_representative, contact, credit_class, status, warning, updated_at)
        VALUES ('91310115MA1K00015K', '华川检测', '230912340001', '2029-01-01', '310115',
          '张江路1号', '甲', '赵六 13812345678', 'B', 'active', '', 0) RETURNING id AS value
        """, as: Int.self)
    }
    return (test, try #require(body))
  }

  @Test("a look in full needs a reason, and the journal says who looked at what and why")
  func reveal() throws {
    let (test, body) = try house()
    let planner = try test.client("planner")
    let none = try planner.post("/personal/body/\(body)", [("reason", " ")])
    #expect(none.status == 422 && !none.text.contains("13812345678"))
    let shown = try planner.post("/personal/body/\(body)", [("reason", "电话通知整改")])
    #expect(shown.status == 200 && shown.text.contains("赵六 13812345678"))
    let entry = try #require(
      try test.store.read { db -> JournalEntry? in
        try db.first(
          """
          SELECT number, at, account, actor, authority, action, subject_kind, subject, reason,
            facts, previous, digest
          FROM journal WHERE action = 'personal.reveal' ORDER BY number DESC LIMIT 1
          """)
      })
    #expect(entry.actor == "planner" && entry.reason == "电话通知整改")
    #expect(entry.subjectKind == "body" && entry.subject == String(body))
    #expect(entry.facts == "fields=联系人" && !entry.facts.contains("138"))
    let count = try test.store.read {
      try $0.count("SELECT count(*) AS value FROM journal WHERE action = 'personal.reveal'")
    }
    #expect(count == 1, "the refused look left no entry")
    #expect(try test.client("audit").get("/journal").text.contains("查看完整个人信息"))
  }

  @Test("the contact of an inspection is masked, and open to its team with a reason")
  func visitContact() throws {
    let scene = try VisitScene()
    try scene.test.store.write { db in
      _ = try db.execute("UPDATE bodies SET contact = '赵六 13812345678'")
    }
    let page = try scene.person("li").get(scene.path).text
    #expect(page.contains("赵六 138****5678") && !page.contains("13812345678"))
    let address = "/personal/visit/\(scene.visit)"
    #expect(page.contains(address))
    let shown = try scene.person("li").post(address, [("reason", "约定检查时间")])
    #expect(shown.status == 200 && shown.text.contains("13812345678"))
    let looks = try scene.test.store.read {
      try $0.count(
        """
        SELECT count(*) AS value FROM journal
        WHERE action = 'personal.reveal' AND subject_kind = 'visit' AND actor = 'li'
        """)
    }
    #expect(looks == 1)
    let foreign = try scene.person("inspector-xuhui").post(address, [("reason", "看看")])
    #expect(foreign.status == 404)
  }

  @Test("what is wrong with a number in a file is told without it, and who takes the file is noted")
  func importedNumbers() throws {
    let test = try TestHouse()
    try test.account("planner", roles: [.planner])
    let client = try test.client("planner")
    let line = RegistrySamples.bodyLine(1)
    let cells = line.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    let text = String(decoding: RegistrySamples.bodies([line]), as: UTF8.self)
    let header = try #require(text.split(whereSeparator: \.isNewline).first)
      .split(separator: ",").map(String.init)
    let place = try #require(header.firstIndex(of: "联系人"))
    var changed = cells
    changed[place] = "赵六 １３８１２３４５６７８"
    let file = RegistrySamples.bodies([changed.joined(separator: ",")])
    let sent = try client.post(
      "/imports", [("kind", "bodies")],
      files: [try RegistrySamples.upload(file, "名录.csv", in: test)])
    let page = try client.follow(sent).text
    #expect(page.contains("138****5678") && !page.contains("13812345678"))
    #expect(!page.contains("１３８１２３４５６７８"))
    let id = try #require(
      try test.store.read { try $0.value("SELECT max(id) AS value FROM imports", as: Int.self) })
    let list = try client.get("/imports/\(id)/findings").text
    #expect(list.contains("138****5678") && !list.contains("13812345678"))
    #expect(try client.get("/imports/\(id)/file").status == 200)
    #expect(try client.get("/imports/\(id)/annotated").status == 200)
    let taken = try test.store.read {
      try $0.count(
        "SELECT count(*) AS value FROM journal WHERE action = 'registry.import-file'")
    }
    #expect(taken == 2)
    #expect(try client.get("/imports/\(id)").text.contains("下载导入文件：种类 检验检测机构；文件形式 批注件"))
  }

  @Test("nobody looks by address alone, outside the region or without the role")
  func refused() throws {
    let (test, body) = try house()
    let reason = [("reason", "想看看")]
    #expect(try test.client("planner").get("/personal/body/\(body)").status == 405)
    #expect(try test.client("datong").post("/personal/body/\(body)", reason).status == 404)
    for login in ["publisher", "system", "audit"] {
      #expect(try test.client(login).post("/personal/body/\(body)", reason).status == 403)
    }
    #expect(try test.client("planner").post("/personal/nothing/1", reason).status == 404)
    #expect(try test.client("planner").post("/personal/body/999999", reason).status == 404)
  }
}
