import HTTP
import Storage
import Supervision
import TestSupport
import Testing

@testable import Accounts
@testable import Composition
@testable import Kernel

@Suite("Passwords, sessions, administrators")
struct AccountDepthTests {
  private func faults(_ password: String, login: String = "wang.ming", name: String = "王明")
    -> [String]
  {
    PasswordStrength.faults(password, login: login, name: name, length: 10...200)
  }

  @Test(
    "what everybody tries first is refused",
    arguments: [
      "Password123!", "P@ssw0rd2026", "Admin@123456", "Qwer1234!@#$", "Aa123456789", "1qaz@WSX3edc",
      "Mingcha-Demo-2026", "Shanghai2026!", "AAAAaaaa1111", "Abcdefg12345", "Welcome2026!",
      "Woaini1314!!", "Huawei@12345",
    ])
  func common(password: String) {
    #expect(faults(password).contains { $0.contains("太常见") }, "\(faults(password))")
  }

  @Test(
    "unrelated words and chance are taken",
    arguments: [
      "Kranich-Ufer-2026", "Mc1-x8Vq0bT3nWz_Lr7p", "紫藤Regen-47度", "tuZ9#kfeo2wQ",
      "Wolke7 Anker Filz",
    ])
  func good(password: String) {
    #expect(faults(password) == [])
  }

  @Test("length, classes, login and name are told in sentences")
  func sentences() {
    #expect(faults("Kurz-1").contains { $0.contains("10 至 200") })
    #expect(faults("nurkleinebuchstaben").contains { $0.contains("三种") })
    #expect(faults("Wang.Ming-Ufer-7").contains { $0.contains("登录名") })
    #expect(faults("gniM.gnaW-Ufer-7").contains { $0.contains("登录名") })
    #expect(faults("王明-Kranich-77").contains { $0.contains("姓名") })
  }

  @Test(
    "the last passwords are not taken again, the one before them is",
    arguments: EngineUnderTest.allCases)
  func history(_ engine: EngineUnderTest) throws {
    let database = try TestDatabase(on: engine)
    defer { database.remove() }
    let test = try TestHouse(try database.open())
    try test.account("wang", roles: [.inspector])
    let client = try test.client("wang")
    var now = TestHouse.password
    func change(to new: String) throws -> TestAnswer {
      let answer = try client.post("/account/password", [("old", now), ("new", new)])
      if answer.status == 303 { now = new }
      return answer
    }
    for number in 1...4 { #expect(try change(to: "Kranich-Bucht-9\(number)").status == 303) }
    let again = try change(to: TestHouse.password)
    #expect(again.status == 422 && again.text.contains("最近 5 次"))
    #expect(try change(to: "Kranich-Bucht-95").status == 303)
    #expect(try change(to: TestHouse.password).status == 303)
  }

  @Test("a password that is too old opens nothing but the page that changes it")
  func age() throws {
    let test = try TestHouse()
    try test.account("wang", roles: [.inspector])
    test.clock.advance(days: 179)
    #expect(try test.client("wang").get("/desk").status == 200)
    test.clock.advance(days: 2)
    let client = try test.client("wang")
    #expect(try client.get("/desk").location == "/account")
    #expect(try client.get("/account").text.contains("已用满 180 天"))
    let changed = try client.post(
      "/account/password", [("old", TestHouse.password), ("new", "Kranich-Bucht-95")])
    #expect(changed.status == 303)
    #expect(try client.get("/desk").status == 200)
  }

  @Test("the security administrator sets the rules within bounds, all or none, and others look")
  func rules() throws {
    let test = try TestHouse()
    try test.account("security", roles: [.securityAdministrator])
    try test.account("system", roles: [.systemAdministrator])
    try test.account("wang", roles: [.inspector])
    let security = try test.client("security")
    func form(_ length: String, _ days: String = "0") -> [(String, String)] {
      [
        ("second-factor", "0"), ("password-length", length), ("password-history", "2"),
        ("password-days", days),
      ]
    }
    for wrong in ["7", "65", "zwölf", ""] {
      #expect(try security.post("/account-rules", form(wrong)).status == 422, "\(wrong)")
    }
    let half = try security.post("/account-rules", form("12", "731"))
    #expect(half.status == 422)
    let kept = try test.store.read { try Accounts.rules($0) }
    #expect(kept[.passwordLength] == 10)
    #expect(try security.post("/account-rules", form("20")).status == 303)
    let short = try test.client("wang").post(
      "/account/password", [("old", TestHouse.password), ("new", "Kranich-Bucht-95")])
    #expect(short.status == 422 && short.text.contains("20 至 200"))
    let system = try test.client("system")
    #expect(try system.get("/account-rules").status == 200)
    #expect(try system.post("/account-rules", form("8")).status == 403)
  }

  @Test("one session is ended alone, and only by its owner or a security administrator")
  func sessions() throws {
    let test = try TestHouse()
    let wang = try test.account("wang", roles: [.inspector])
    try test.account("li", roles: [.inspector])
    try test.account("security", roles: [.securityAdministrator])
    let (here, there) = (try test.client("wang"), try test.client("wang"))
    let page = try here.get("/account").text
    let handle = String(
      try #require(page.firstMatch(of: #/name="session" value="([0-9a-f]{16})"/#)).1)
    let stranger = try test.client("li").post("/account/sessions/end", [("session", handle)])
    #expect(stranger.status == 409)
    #expect(try there.get("/desk").status == 200)
    #expect(try here.post("/account/sessions/end", [("session", handle)]).status == 303)
    #expect(try there.get("/desk").status == 303)
    #expect(try here.get("/desk").status == 200)
    let all = try test.client("security").post("/accounts/\(wang.account)/sessions/end")
    #expect(all.status == 303)
    #expect(try here.get("/desk").status == 303)
  }

  @Test("success and failure are remembered with address and way, for the owner and administrators")
  func signIns() throws {
    let test = try TestHouse()
    let wang = try test.account("wang", roles: [.inspector])
    try test.account("li", roles: [.inspector])
    try test.account("system", roles: [.systemAdministrator])
    try test.account("audit", roles: [.auditAdministrator])
    try test.account(
      "datong", roles: [.auditAdministrator], authority: "大同市市场监督管理局", region: "140200")
    for _ in 1...5 {
      _ = try Accounts.signIn(
        login: "wang", password: "falsch", address: "203.0.113.9", agent: "Dieb/1.0",
        house: test.house)
    }
    test.clock.advance(minutes: 20)
    let own = try test.client("wang").get("/account").text
    #expect(own.contains("203.0.113.9") && own.contains("Dieb/1.0") && own.contains("账号锁定"))
    #expect(own.contains("登录成功"))
    let failures = try test.client("audit").get("/sign-ins?login=wang&outcome=failed").text
    #expect(failures.contains("203.0.113.9") && !failures.contains("登录成功"))
    #expect(try test.client("system").get("/accounts/\(wang.account)").text.contains("Dieb/1.0"))
    #expect(try !test.client("datong").get("/sign-ins").text.contains("203.0.113.9"))
    #expect(try test.client("li").get("/sign-ins").status == 403)
    #expect(try !test.client("li").get("/account").text.contains("203.0.113.9"))
  }

  @Test(
    "an account ends with the inspector's record and its sessions with it",
    arguments: EngineUnderTest.allCases)
  func inspectorLeaves(_ engine: EngineUnderTest) throws {
    let database = try TestDatabase(on: engine)
    defer { database.remove() }
    let test = try TestHouse(try database.open())
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
    let id = try #require(inspector)
    try test.account("wang", roles: [.inspector], inspector: id)
    let client = try test.client("wang")
    try test.account("planner", roles: [.planner])
    let ended = try test.client("planner").post(
      "/inspectors/\(id)/status", [("status", "ended"), ("reason", "调离")])
    #expect(ended.status == 303)
    let state = try test.store.read {
      try $0.value("SELECT state AS value FROM accounts WHERE login = 'wang'", as: String.self)
    }
    #expect(state == "ended")
    #expect(try client.get("/desk").status == 303)
    let again = test.visitor()
    _ = try again.get("/sign-in")
    let refused = try again.post(
      "/sign-in", [("login", "wang"), ("password", TestHouse.password)])
    #expect(refused.status == 422)
  }

  @Test("an ended inspector's open session answers nothing, however the record was ended")
  func recordEnded() throws {
    let test = try TestHouse()
    let authority = try test.authority()
    let id = try test.store.write { db in
      try db.value(
        """
        INSERT INTO inspectors (code, name, department, authority, region, certificate_number,
          certificate_until, status, updated_at)
        VALUES ('market-0001', '王五', 'market', \(authority), '310000', 'SH1', '2029-01-01',
          'active', 0) RETURNING id AS value
        """, as: InspectorID.self)
    }
    try test.account("wang", roles: [.inspector], inspector: id)
    let client = try test.client("wang")
    #expect(try client.get("/desk").status == 200)
    try test.store.write { _ = try $0.execute("UPDATE inspectors SET status = 'ended'") }
    #expect(try client.get("/desk").status == 303)
  }
}
