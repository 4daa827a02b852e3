import Storage
import Supervision
import Testing

@testable import Platform

@Suite("Personal data")
struct MaskedTests {
  @Test(
    "numbers and names keep what tells people apart and hide the rest, star for character",
    arguments: [
      (Masked.idNumber("310115199003071234"), "310*************34"),
      (Masked.idNumber("31011519900307123X"), "310*************3X"),
      (Masked.idNumber("123456"), "******"), (Masked.idNumber(""), ""),
      (Masked.phone("13812345678"), "138****5678"), (Masked.phone("021-62345678"), "021*****5678"),
      (Masked.phone("62345678"), "******78"), (Masked.phone("110"), "***"),
      (Masked.name("王五"), "王*"), (Masked.name("欧阳修"), "欧阳*"), (Masked.name("欧阳"), "欧*"),
      (Masked.name("王"), "*"), (Masked.name("诸葛孔明"), "诸葛**"), (Masked.name(""), ""),
      (Masked.email("wang@example.cn"), "w***@example.cn"), (Masked.email("w@a.cn"), "*@a.cn"),
      (Masked.email("nobody"), "n*****"),
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
