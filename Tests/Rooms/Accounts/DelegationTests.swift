import HTTP
import Storage
import Supervision
import Testing

@testable import Accounts
@testable import Composition
@testable import Kernel

@Suite("Lent roles")
struct DelegationTests {
  private func house() throws -> TestHouse {
    let test = try TestHouse()
    for (login, role) in [
      ("zhang", Role.supervisor), ("li", .publisher), ("security", .securityAdministrator),
      ("inspector", .inspector),
    ] { try test.account(login, roles: [role]) }
    try test.account("xuhui", roles: [.publisher], authority: "徐汇局", region: "310104")
    return test
  }

  private func number(_ login: String, _ test: TestHouse) throws -> String {
    try #require(try test.store.read { try Accounts.actor(login: login, $0) }).account.description
  }

  private func form(
    _ borrower: String, _ role: String = "supervisor", _ from: String = "2026-06-02",
    _ until: String = "2026-06-05", reason: String = "出差"
  ) -> [(String, String)] {
    [
      ("borrower", borrower), ("role", role), ("from", from), ("until", until),
      ("reason", reason),
    ]
  }

  /// Whether somebody's roles open the review of results.
  private func maySupervise(_ client: TestClient, _ test: TestHouse) throws -> Bool {
    try client.get("/account").text.contains("审核人（代zhang）")
  }

  @Test("a lent role counts on its days, from the next request, and no longer")
  func days() throws {
    let test = try house()
    let zhang = try test.client("zhang")
    let lent = try zhang.post("/account/delegations", form(try number("li", test)))
    #expect(lent.status == 303)
    #expect(try !maySupervise(try test.client("li"), test), "tomorrow only")
    try test.clock.set("2026-06-02T00:00")
    let li = try test.client("li")
    #expect(try maySupervise(li, test))
    #expect(try li.post("/visits/999/approve", [("comment", "同意")]).status == 404, "not 403")
    try test.clock.set("2026-06-05T23:59")
    #expect(try maySupervise(try test.client("li"), test))
    try test.clock.set("2026-06-06T00:00")
    let late = try test.client("li")
    #expect(try !maySupervise(late, test))
    #expect(try late.post("/visits/999/approve", [("comment", "同意")]).status == 403)
  }

  @Test(
    "what is done with a lent role stands in the journal for the lender; what is one's own does not"
  )
  func journal() throws {
    let scene = try VisitScene()
    let test = scene.test
    try test.account("deputy", roles: [.publisher])
    try scene.countersigned(problems: 0)
    let today = test.clock.now.day.iso
    let lent = try scene.person("supervisor").post(
      "/account/delegations", form(try number("deputy", test), "supervisor", today, today))
    #expect(lent.status == 303)
    #expect(try scene.post("deputy", "/approve", [("comment", "同意")]).status == 303)
    let entries = try test.store.read { db -> [JournalEntry] in
      try db.all(
        """
        SELECT number, at, account, actor, authority, action, subject_kind, subject, reason,
          facts, previous, digest
        FROM journal WHERE actor LIKE 'deputy%' ORDER BY number
        """)
    }
    let approval = try #require(entries.last)
    #expect(approval.action == "visit.approve" && approval.actor == "deputy（代supervisor）")
    #expect(approval.facts.contains("acting-for=\(try number("supervisor", test))"))
    #expect(approval.account == Int(try number("deputy", test)))
    #expect(entries.dropLast().allSatisfy { $0.actor == "deputy" && !$0.facts.contains("acting") })
    guard case .success = try test.store.read({ try Journal.verify($0) }) else {
      Issue.record("the chain is broken")
      return
    }
  }

  @Test("nobody reviews the own inspection with a borrowed role, nor lends it to have it reviewed")
  func fourEyes() throws {
    let scene = try VisitScene()
    let test = scene.test
    try test.account("deputy", roles: [.publisher])
    try test.store.write { db in
      _ = try db.execute(
        """
        INSERT INTO account_roles (account, role)
        SELECT id, 'supervisor' FROM accounts WHERE login = 'wang'
        """)
    }
    try scene.countersigned(problems: 0)
    let today = test.clock.now.day.iso
    func lend(_ lender: String, to borrower: String) throws {
      let lent = try scene.person(lender).post(
        "/account/delegations", form(try number(borrower, test), "supervisor", today, today))
      #expect(lent.status == 303)
    }
    try lend("supervisor", to: "li")
    let own = try scene.post("li", "/approve", [("comment", "同意")])
    #expect(own.status == 422 && own.text.contains("您是提交人，不能审核自己提交的结果"))
    try lend("wang", to: "deputy")
    let other = try scene.post("deputy", "/approve", [("comment", "同意")])
    #expect(other.status == 422 && other.text.contains("委托您审核的人参加过这次检查"))
    #expect(try scene.stage() == .countersigned)
    #expect(try scene.post("supervisor", "/approve", [("comment", "同意")]).status == 303)
  }

  @Test("taking back, giving back, losing the role or the account ends it at once")
  func ends() throws {
    for how in ["taken", "given", "role", "account"] {
      let test = try house()
      try test.account("system", roles: [.systemAdministrator])
      let zhang = try test.client("zhang")
      _ = try zhang.post(
        "/account/delegations", form(try number("li", test), "supervisor", "2026-06-01"))
      let li = try test.client("li")
      #expect(try maySupervise(li, test))
      let id = try #require(
        try test.store.read { try $0.value("SELECT id AS value FROM delegations", as: Int.self) })
      let field = [("delegation", String(id))]
      let lender = try number("zhang", test)
      let answer: TestAnswer =
        switch how {
        case "taken": try zhang.post("/account/delegations/end", field)
        case "given": try li.post("/account/delegations/end", field)
        case "role":
          try test.client("security").post("/accounts/\(lender)/roles", [("role", "inspector")])
        default: try test.client("system").post("/accounts/\(lender)/end", [("reason", "调离")])
        }
      #expect(answer.status == 303, "\(how)")
      #expect(try !maySupervise(li, test), "\(how)")
      #expect(try li.post("/visits/999/approve").status == 403, "\(how)")
    }
  }

  @Test("nobody lends what is not his own, to another authority, to an administrator, or too long")
  func refused() throws {
    let test = try house()
    let zhang = try test.client("zhang")
    let li = try number("li", test)
    for (fields, words) in [
      (form(li, "planner"), "只能委托您自己的角色"), (form(li, "inspector"), "只能委托您自己的角色"),
      (form(try number("xuhui", test)), "本单位的受托人"),
      (form(try number("security", test)), "本单位的受托人"),
      (form(try number("zhang", test)), "本单位的受托人"),
      (form(li, "supervisor", "2026-06-05", "2026-06-02"), "不能早于"),
      (form(li, "supervisor", "2026-05-01", "2026-05-02"), "已经过去"),
      (form(li, "supervisor", "2026-06-02", "2027-06-02"), "最长"),
      (form(li, "supervisor", "bald", "dann"), "开始和结束日期"), (form(li, reason: " "), "理由"),
    ] {
      let answer = try zhang.post("/account/delegations", fields)
      #expect(answer.status == 422 && answer.text.contains(words), "\(words)")
    }
    #expect(try zhang.post("/account/delegations", form(li)).status == 303)
    #expect(try zhang.post("/account/delegations", form(li)).text.contains("不必重复委托"))
    try test.clock.set("2026-06-03T09:00")
    let borrower = try test.client("li")
    let further = try borrower.post(
      "/account/delegations",
      form(try number("inspector", test), "supervisor", "2026-06-03", "2026-06-04"))
    #expect(further.status == 422, "what is borrowed is not lent on")
    let id = try #require(
      try test.store.read { try $0.value("SELECT id AS value FROM delegations", as: Int.self) })
    let stranger = try test.client("inspector").post(
      "/account/delegations/end", [("delegation", String(id))])
    #expect(stranger.status == 404)
  }

  @Test("whoever becomes an administrator borrows nothing any more")
  func administrator() throws {
    let test = try house()
    let zhang = try test.client("zhang")
    let li = try number("li", test)
    _ = try zhang.post("/account/delegations", form(li, "supervisor", "2026-06-01"))
    let made = try test.client("security").post(
      "/accounts/\(li)/roles", [("role", "audit-administrator")])
    #expect(made.status == 303)
    let client = try test.client("li")
    #expect(try client.post("/visits/999/approve").status == 403)
    #expect(try client.get("/journal").status == 200)
  }
}
