import Storage
import Supervision
import Testing

@testable import Accounts
@testable import Composition
@testable import Kernel

@Suite("Accounts")
struct AccountTests {
  @Test("the right password opens the desk and signing out closes it")
  func signInAndOut() throws {
    let test = try TestHouse()
    try test.account("wang", roles: [.planner])
    let client = try test.client("wang")
    #expect(try client.get("/account").text.contains("wang"))
    #expect(try client.post("/sign-out").location.hasPrefix("/sign-in"))
    #expect(try client.get("/account").location.hasPrefix("/sign-in"))
  }

  @Test("five wrong passwords lock the account, and time opens it again")
  func lockOut() throws {
    let test = try TestHouse()
    try test.account("wang", roles: [.planner])
    let thief = test.visitor()
    _ = try thief.get("/sign-in")
    for attempt in 1...5 {
      let answer = try thief.post("/sign-in", [("login", "wang"), ("password", "x\(attempt)")])
      #expect(answer.status == 422)
    }
    let locked = try thief.post(
      "/sign-in", [("login", "wang"), ("password", TestHouse.password)])
    #expect(locked.text.contains("已锁定"))
    test.clock.advance(minutes: 16)
    _ = try test.client("wang")
  }

  @Test("an unknown login and a wrong password get the same answer")
  func unknownLogin() throws {
    let test = try TestHouse()
    try test.account("wang", roles: [.planner])
    let client = test.visitor()
    _ = try client.get("/sign-in")
    let unknown = try client.post("/sign-in", [("login", "nobody"), ("password", "x")])
    let wrong = try client.post("/sign-in", [("login", "wang"), ("password", "x")])
    #expect(unknown.status == wrong.status)
    #expect(
      unknown.text.replacing("nobody", with: "") == wrong.text.replacing("wang", with: ""))
  }

  @Test("a session ends after idling and at its limit")
  func expiry() throws {
    let test = try TestHouse()
    try test.account("wang", roles: [.planner])
    let idle = try test.client("wang")
    test.clock.advance(minutes: AccountPolicy.idleMinutes + 1)
    #expect(try idle.get("/account").status == 303)
    let busy = try test.client("wang")
    for _ in 0..<7 {
      test.clock.advance(minutes: 100)
      _ = try busy.get("/account")
    }
    test.clock.advance(minutes: 60)
    #expect(try busy.get("/account").status == 303)
  }

  @Test("signing out everywhere ends the other browser too")
  func signOutEverywhere() throws {
    let test = try TestHouse()
    try test.account("wang", roles: [.planner])
    let first = try test.client("wang")
    let second = try test.client("wang")
    _ = try first.post("/account/sign-out-everywhere")
    #expect(try second.get("/account").status == 303)
  }

  @Test("a form with a foreign or missing token changes nothing")
  func forgedToken() throws {
    let test = try TestHouse()
    try test.account("wang", roles: [.planner])
    let client = try test.client("wang")
    #expect(try client.post("/account/sign-out-everywhere", token: "forged").status == 400)
    #expect(try client.post("/account/sign-out-everywhere", token: "").status == 400)
    #expect(try client.get("/account").status == 200)
  }

  @Test("a sign-in form needs the visitor's own token")
  func forgedSignIn() throws {
    let test = try TestHouse()
    try test.account("wang", roles: [.planner])
    let visitor = test.visitor()
    let answer = try visitor.post(
      "/sign-in", [("login", "wang"), ("password", TestHouse.password)], token: "x")
    #expect(answer.status == 400)
  }

  @Test(
    "after signing in one lands where one wanted to go, never outside",
    arguments: [
      ("/account", "/account"), ("//evil.example", "/desk"), ("https://evil.example", "/desk"),
      ("/\\evil.example", "/desk"),
    ])
  func nextAddress(next: String, landing: String) throws {
    let test = try TestHouse()
    try test.account("wang", roles: [.planner])
    let visitor = test.visitor()
    _ = try visitor.get("/sign-in")
    let answer = try visitor.post(
      "/sign-in", [("login", "wang"), ("password", TestHouse.password), ("next", next)])
    #expect(answer.location == landing)
  }

  @Test("no person holds two of the three administrator roles")
  func separateAdministrators() throws {
    let test = try TestHouse()
    try test.account("security", roles: [.securityAdministrator])
    let other = try test.account("li", roles: [.planner])
    let client = try test.client("security")
    let answer = try client.post(
      "/accounts/\(other.account)/roles",
      [("role", "system-administrator"), ("role", "audit-administrator")])
    #expect(answer.status == 422)
    #expect(answer.text.contains("三员"))
    let kept = try test.store.read { try Accounts.actor(login: "li", $0) }
    #expect(kept?.roles == [.planner])
  }

  @Test("an administrator reaches only accounts of the own region and below")
  func foreignAccount() throws {
    let test = try TestHouse()
    try test.account(
      "xuhui", roles: [.securityAdministrator], authority: "徐汇区市场监督管理局",
      level: "district", region: "310104")
    let other = try test.account("li", roles: [.planner])
    let client = try test.client("xuhui")
    #expect(try client.get("/accounts/\(other.account)").status == 404)
    #expect(
      try client.post("/accounts/\(other.account)/roles", [("role", "inspector")]).status == 404)
  }

  @Test("changing the password needs the old one, a good new one, and ends other sessions")
  func changePassword() throws {
    let test = try TestHouse()
    try test.account("wang", roles: [.planner])
    let client = try test.client("wang")
    let other = try test.client("wang")
    #expect(
      try client.post("/account/password", [("old", "x"), ("new", "Neues-Passwort-1")]).status
        == 422)
    #expect(
      try client.post("/account/password", [("old", TestHouse.password), ("new", "short")]).status
        == 422)
    #expect(
      try client.post(
        "/account/password", [("old", TestHouse.password), ("new", "Other-Long-Word-9")]
      ).status == 303)
    #expect(try other.get("/account").status == 303)
    _ = try test.client("wang", password: "Other-Long-Word-9")
  }
}
