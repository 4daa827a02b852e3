import HTTP
import Storage
import Supervision
import Testing

@testable import Platform

@Suite("Administrators and what is theirs")
struct SeparationTests {
  private func house() throws -> TestHouse {
    let test = try TestHouse()
    try test.account("system", roles: [.systemAdministrator])
    try test.account("security", roles: [.securityAdministrator])
    return test
  }

  private func account(_ login: String, name: String, _ roles: Set<Role>, _ test: TestHouse) throws
    -> AccountID
  {
    let authority = try test.authority()
    return try test.house.perform(by: nil) { transaction in
      let id = try Accounts.insert(
        NewAccount(login: login, name: name, password: "", authority: authority, roles: roles),
        encodedPassword: "-", transaction)
      transaction.journal("account.create", ("account", id.description))
      return id
    }
  }

  @Test("a second account does not give one person a second administrator role, or other work")
  func samePerson() throws {
    let test = try house()
    _ = try account("zhao.a", name: "赵一", [.systemAdministrator], test)
    let second = try account("zhao.b", name: "赵一", [], test)
    let security = try test.client("security")
    func give(_ role: String, _ distinct: String = "") throws -> TestAnswer {
      try security.post("/accounts/\(second)/roles", [("role", role), ("distinct", distinct)])
    }
    for role in ["audit-administrator", "system-administrator", "planner"] {
      let answer = try give(role)
      #expect(answer.status == 422 && answer.text.contains("zhao.a"), "\(role)")
    }
    #expect(try give("audit-administrator", "工号不同，系两人").status == 303)
    let reason = try test.store.read {
      try $0.value(
        "SELECT reason AS value FROM journal WHERE action = 'account.roles' ORDER BY number DESC",
        as: String.self)
    }
    #expect(reason == "工号不同，系两人")
  }

  @Test("an account tied to an inspector is no administrator's, and the other way round")
  func inspectors() throws {
    let test = try house()
    let authority = try test.authority()
    let inspector = try test.store.write { db in
      try db.value(
        """
        INSERT INTO inspectors (code, name, department, authority, region, certificate_number,
          certificate_until, status, updated_at)
        VALUES ('market-0001', '王五', 'market', \(authority), '310000', 'SH1', '2029-01-01',
          'active', 0) RETURNING id AS value
        """, as: InspectorID.self)
    }
    let wang = try test.account("wang", roles: [.inspector], inspector: inspector)
    let security = try test.client("security")
    let made = try security.post(
      "/accounts/\(wang.account)/roles", [("role", "audit-administrator")])
    #expect(made.status == 422 && made.text.contains("检查人员"))
    try test.store.write { _ = try $0.execute("UPDATE accounts SET inspector = NULL") }
    let audit = try account("audit", name: "鉴", [.auditAdministrator], test)
    let tied = try test.client("system").post(
      "/accounts/\(audit)/inspector", [("code", "market-0001")])
    #expect(tied.status == 422 && tied.text.contains("管理员"))
  }

  @Test("nobody changes the own roles, second factor or account")
  func own() throws {
    let test = try house()
    let actor = try #require(try test.store.read { try Accounts.actor(login: "security", $0) })
    let security = try test.client("security")
    for rest in ["roles", "second-factor"] {
      let answer = try security.post(
        "/accounts/\(actor.account)/\(rest)", [("role", "planner"), ("reason", "因为")])
      #expect(answer.status == 422, "\(rest)")
    }
  }

  @Test(
    "a department's administrators reach their own department, a unit's the unit, bodies the market"
  )
  func departments() throws {
    let test = try house()
    let market = try test.account("planner", roles: [.planner])
    let police = try test.account(
      "police-planner", roles: [.planner], authority: "上海市公安局", department: "police")
    try test.account(
      "police-security", roles: [.securityAdministrator], authority: "上海市公安局",
      department: "police")
    try test.account(
      "police-system", roles: [.systemAdministrator], authority: "上海市公安局",
      department: "police")
    let unit = try test.account(
      "unit-planner", roles: [.planner], authority: "上海市执法总队", level: "unit")
    try test.account(
      "unit-security", roles: [.securityAdministrator], authority: "上海市执法总队", level: "unit")
    func status(_ login: String, _ account: AccountID) throws -> Int {
      try test.client(login).post("/accounts/\(account)/roles", [("role", "publisher")]).status
    }
    #expect(try status("police-security", market.account) == 404)
    #expect(try status("police-security", police.account) == 303)
    #expect(try status("unit-security", market.account) == 404)
    #expect(try status("unit-security", police.account) == 404)
    #expect(try status("unit-security", unit.account) == 303)
    #expect(try status("security", police.account) == 303)
    let list = try test.client("police-security").get("/accounts").text
    #expect(list.contains("police-planner") && !list.contains("unit-planner"))
    let policeSystem = try test.client("police-system")
    let choices = try policeSystem.get("/accounts").text
    #expect(choices.contains(">上海市公安局</option>"))
    #expect(!choices.contains(">上海市市场监督管理局</option>"))
    let foreign = try policeSystem.post(
      "/accounts",
      [
        ("login", "neu.er"), ("name", "新人"), ("password", "Kranich-Bucht-95"),
        ("authority", try test.authority().description), ("credit-code", ""),
      ])
    #expect(foreign.status == 422 && foreign.text.contains("请从列表中选择单位"))
  }

  @Test(
    "an ordinary account ends nobody's session, sees nobody's account and no hash of a password")
  func ordinary() throws {
    let test = try house()
    let other = try test.account("li", roles: [.inspector])
    try test.account("wang", roles: [.planner])
    let wang = try test.client("wang")
    #expect(try wang.post("/accounts/\(other.account)/sessions/end").status == 403)
    #expect(try wang.get("/accounts/\(other.account)").status == 403)
    #expect(try wang.get("/accounts").status == 403)
    for address in ["/account", "/desk", "/inspectors"] {
      #expect(try !wang.get(address).text.contains("argon2"))
    }
    for login in ["system", "security"] {
      let client = try test.client(login)
      for address in ["/accounts", "/accounts/\(other.account)"] {
        #expect(try !client.get(address).text.contains("argon2"), "\(login) \(address)")
      }
    }
  }
}
