import HTTP
import Storage
import Supervision
import Testing

@testable import Accounts
@testable import Composition
@testable import Kernel

@Suite("Doors and keys")
struct SecurityAccountTests {
  private func tryIn(_ house: House, _ login: String, _ password: String, from: String) throws
    -> SignIn
  {
    try Accounts.signIn(
      login: login, password: password, address: from, agent: "test", house: house)
  }

  private func word(_ outcome: SignIn) -> String {
    switch outcome {
    case .signedIn: "in"
    case .challenged: "challenged"
    case .wrong: "wrong"
    case .locked: "locked"
    case .crowded: "crowded"
    }
  }

  @Test("a login nobody has answers, locks and opens again exactly like one that somebody has")
  func enumeration() throws {
    let test = try TestHouse()
    try test.account("known", roles: [.planner])
    func answers(_ login: String) throws -> [String] {
      var words: [String] = []
      for _ in 1...7 {
        words.append(word(try tryIn(test.house, login, "Falsch-2026", from: "127.0.0.1")))
      }
      return words
    }
    let known = try answers("known")
    #expect(known == ["wrong", "wrong", "wrong", "wrong", "locked", "locked", "locked"])
    #expect(try answers("nobody") == known)
    test.clock.advance(minutes: AccountPolicy.lockMinutes + 1)
    #expect(try answers("known") == known)
    #expect(try answers("nobody") == known)
  }

  @Test("an address that keeps guessing is turned away before it locks everybody out")
  func crowd() throws {
    let test = try TestHouse()
    try test.account("official", roles: [.planner])
    let guesser = "203.0.113.7"
    for number in 0..<AccountPolicy.failuresPerAddress {
      let outcome = try tryIn(test.house, "nobody-\(number)", "Falsch-2026", from: guesser)
      #expect(word(outcome) == "wrong")
    }
    #expect(
      word(try tryIn(test.house, "official", TestHouse.password, from: guesser)) == "crowded")
    #expect(
      word(try tryIn(test.house, "official", TestHouse.password, from: "203.0.113.8")) == "in")
    test.clock.advance(minutes: AccountPolicy.lockMinutes + 1)
    #expect(word(try tryIn(test.house, "official", TestHouse.password, from: guesser)) == "in")
  }

  @Test("guesses at one's own present password lock the account like those at the door")
  func ownPassword() throws {
    let test = try TestHouse()
    try test.account("official", roles: [.planner])
    let client = try test.client("official")
    for _ in 1...AccountPolicy.failuresBeforeLock {
      let answer = try client.post(
        "/account/password", [("old", "Falsch-2026"), ("new", "Neues-Wort-2026")])
      #expect(answer.status == 422)
    }
    let locked = try client.post(
      "/account/password", [("old", TestHouse.password), ("new", "Neues-Wort-2026")])
    #expect(locked.status == 422)
    #expect(locked.text.contains("账号已锁定"))
    test.clock.advance(minutes: AccountPolicy.lockMinutes + 1)
    let same = try client.post(
      "/account/password", [("old", TestHouse.password), ("new", TestHouse.password)])
    #expect(same.text.contains("新密码与现在的密码相同"))
  }

  @Test("ended accounts, taken roles and changed passwords count from the next request on")
  func atOnce() throws {
    let test = try TestHouse()
    let actor = try test.account("official", roles: [.planner])
    let ended = try test.account("leaving", roles: [.planner])
    try test.account("system", roles: [.systemAdministrator])
    try test.account("security", roles: [.securityAdministrator])
    let (one, other) = (try test.client("official"), try test.client("official"))
    let leaving = try test.client("leaving")
    #expect(try one.get("/plans").status == 200)
    let roles = try test.client("security").post(
      "/accounts/\(actor.account)/roles", [("role", "publisher")])
    #expect(roles.status == 303)
    #expect(try one.get("/plans/new").status == 403)
    let password = try one.post(
      "/account/password", [("old", TestHouse.password), ("new", "Neues-Wort-2026")])
    #expect(password.status == 303)
    #expect(try one.get("/desk").status == 200)
    #expect(try other.get("/desk").location.hasPrefix("/sign-in"))
    let end = try test.client("system").post(
      "/accounts/\(ended.account)/end", [("reason", "调离")])
    #expect(end.status == 303)
    #expect(try leaving.get("/desk").location.hasPrefix("/sign-in"))
    #expect(throws: (any Error).self) {
      try Accounts.openSession(for: ended, address: "", agent: "", house: test.house)
    }
  }

  @Test("a session cannot be chosen by whoever sent the browser here")
  func fixation() throws {
    let test = try TestHouse()
    try test.account("official", roles: [.planner])
    let planted = "planted-by-somebody-else"
    let answer = test.house.handle(
      Request(path: "/desk", headers: [("Cookie", "\(House.sessionCookie)=\(planted)")]))
    #expect(answer.status == 303)
    let client = try test.client("official")
    #expect(try client.get("/desk").status == 200)
    let tokens = try test.store.read {
      try $0.map("SELECT token FROM sessions ORDER BY token") {
        try $0.get("token", as: String.self)
      }
    }
    #expect(!tokens.contains(planted) && !tokens.contains(Accounts.digest(planted)))
  }

  @Test("the auditor of a region sees its wrong passwords, locks and bodies, and no other region's")
  func audit() throws {
    let scene = try VisitScene()
    let test = scene.test
    try test.account("audit", roles: [.auditAdministrator])
    try test.account(
      "audit-datong", roles: [.auditAdministrator], authority: "大同市市场监督管理局",
      region: "140200")
    for _ in 1...AccountPolicy.failuresBeforeLock {
      _ = try tryIn(test.house, "planner", "Falsch-2026", from: "127.0.0.1")
    }
    _ = try scene.person("body").get("/portal")
    func lines(_ login: String) throws -> String {
      try test.client(login).get("/journal?kind=account").text
    }
    let city = try lines("audit")
    #expect(city.contains("账号锁定。") && city.contains("登录失败。") && city.contains("<td>body</td>"))
    let elsewhere = try lines("audit-datong")
    #expect(!elsewhere.contains("账号锁定。") && !elsewhere.contains("<td>body</td>"))
  }
}

extension SecurityAccountTests {
  @Test("a password somebody else chose opens nothing but the page that changes it")
  func initialPassword() throws {
    let test = try TestHouse()
    try test.account("system", roles: [.systemAdministrator])
    try test.account("security", roles: [.securityAdministrator])
    let official = try test.account("official", roles: [.planner])
    let before = try test.client("official")
    let system = try test.client("system")
    let weak = try system.post("/accounts/\(official.account)/password", [("new", "kurz")])
    #expect(weak.status == 422)
    #expect(try before.get("/plans").status == 200)
    let given = "Anfang-2026-Wort"
    let reset = try system.post("/accounts/\(official.account)/password", [("new", given)])
    #expect(reset.status == 303)
    #expect(try before.get("/plans").location.hasPrefix("/sign-in"))
    let client = try test.client("official", password: given)
    for address in ["/desk", "/plans", "/bodies", "/plans/new"] {
      #expect(try client.get(address).location == "/account", "\(address)")
    }
    #expect(try client.post("/plans", [("template", "shanghai-2023")]).location == "/account")
    #expect(try client.get("/account").text.contains("密码是别人替您设的"))
    let same = try client.post("/account/password", [("old", given), ("new", given)])
    #expect(same.status == 422)
    let changed = try client.post(
      "/account/password", [("old", given), ("new", "Mein-Wort-2026")])
    #expect(changed.status == 303)
    #expect(try client.get("/plans").status == 200)
    let own = try #require(try test.store.read { try Accounts.actor(login: "system", $0) })
    let self422 = try system.post("/accounts/\(own.account)/password", [("new", given)])
    #expect(self422.status == 422)
    #expect(
      try test.client("security").post(
        "/accounts/\(official.account)/password", [("new", given)]
      ).status == 403)
  }
}
