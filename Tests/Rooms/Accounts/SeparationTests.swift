import HTTP
import Storage
import Supervision
import Testing

@testable import Accounts
@testable import Composition
@testable import Kernel

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

  @Test("each department keeps its own authorities, a unit none")
  func authorities() throws {
    let test = try TestHouse()
    try test.account("market", roles: [.systemAdministrator])
    try test.account(
      "police", roles: [.systemAdministrator], authority: "市公安局", department: "police")
    try test.account(
      "brigade", roles: [.systemAdministrator], authority: "执法总队", level: "unit")
    let district = try test.authority("徐汇区市场监督管理局", level: "district", region: "310104")
    func create(_ login: String, _ department: String, _ name: String) throws -> TestAnswer {
      try test.client(login).post(
        "/authorities",
        [
          ("name", name), ("department", department), ("level", "district"),
          ("region", "310104"), ("reason", "机构改革"),
        ])
    }
    let refusal = "只能登记和修改本部门的机关"
    #expect(try create("police", "police", "徐汇公安分局").status == 303)
    #expect(try create("market", "water", "徐汇水务局").status == 303)
    for login in ["police", "brigade"] {
      let made = try create(login, "market", "徐汇第二局")
      #expect(made.status == 422 && made.text.contains(refusal), "\(login)")
      let end = [("until", "2026-12-31"), ("reason", "撤销"), ("name", "乙局"), ("duty", "丙")]
      for step in ["end", "edit", "offices", "offices/end"] {
        let answer = try test.client(login).post("/authorities/\(district)/\(step)", end)
        #expect(answer.status == 422 && answer.text.contains(refusal), "\(login) \(step)")
      }
    }
    let own = try #require(try test.store.read { try Accounts.actor(login: "brigade", $0) })
    let office = try test.client("brigade").post(
      "/authorities/\(try #require(own.authority).id)/offices",
      [("name", "检验检测处"), ("duty", "抽查"), ("reason", "内设机构")])
    #expect(office.status == 303)
  }

  @Test("rules and codes for everybody are set at the top of the keeper's line only")
  func rules() throws {
    let test = try TestHouse()
    try test.account("top", roles: [.securityAdministrator])
    try test.account(
      "police", roles: [.securityAdministrator], authority: "市公安局", department: "police")
    try test.account(
      "brigade", roles: [.securityAdministrator], authority: "执法总队", level: "unit")
    try test.account(
      "district", roles: [.securityAdministrator], authority: "徐汇区市场监督管理局",
      level: "district", region: "310104")
    try test.account(
      "codes", roles: [.systemAdministrator], authority: "市公安局", department: "police")
    let standing = try test.store.read { try Accounts.rules($0) }
    let form = AccountRule.allCases.map { rule in
      (rule.rawValue, String(rule == .passwordDays ? 90 : standing[rule]))
    }
    for login in ["police", "brigade", "district"] {
      let client = try test.client(login)
      #expect(try !client.get("/account-rules").text.contains("保存"), "\(login)")
      let refused = try client.post("/account-rules", form)
      #expect(refused.status == 422 && refused.text.contains("账号规则对全系统生效"), "\(login)")
    }
    let code = try test.client("codes").post(
      "/codes", [("table", "fields"), ("code", "x"), ("name", "新领域"), ("reason", "新办法")])
    #expect(code.status == 422 && code.text.contains("代码表对全系统生效"))
    #expect(try test.client("top").post("/account-rules", form).status == 303)
    let days = try test.store.read { try Accounts.rules($0)[.passwordDays] }
    #expect(days == 90)
    let page = try test.client("top").get("/account-rules").text
    #expect(page.contains("修改账号规则") && page.contains("180 → 90"))
  }
}
