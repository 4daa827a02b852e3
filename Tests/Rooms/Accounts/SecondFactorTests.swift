import Crypto
import HTTP
import Storage
import Supervision
import TestSupport
import Testing

@testable import Accounts
@testable import Composition
@testable import Kernel

@Suite("Second factor")
struct SecondFactorTests {
  @Test(
    "one-time codes are those of RFC 6238",
    arguments: [
      (Int64(59), "94287082"), (1_111_111_109, "07081804"), (1_111_111_111, "14050471"),
      (1_234_567_890, "89005924"), (2_000_000_000, "69279037"), (20_000_000_000, "65353130"),
    ])
  func vectors(second: Int64, expected: String) {
    let secret = Array("12345678901234567890".utf8)
    #expect(TOTP.code(secret: secret, step: second / 30, digits: 8) == expected)
  }

  @Test("a code counts a step early or late, not two, and never twice")
  func drift() {
    let secret = Array("12345678901234567890".utf8)
    let now = Instant(milliseconds: 1_700_000_000_000)
    let step = TOTP.step(at: now)
    for offset in -1...1 {
      let code = TOTP.code(secret: secret, step: step + Int64(offset))
      #expect(TOTP.step(of: code, secret: secret, at: now, after: 0) == step + Int64(offset))
      #expect(TOTP.step(of: code, secret: secret, at: now, after: step + Int64(offset)) == nil)
    }
    for offset: Int64 in [-2, 2] {
      let code = TOTP.code(secret: secret, step: step + offset)
      #expect(TOTP.step(of: code, secret: secret, at: now, after: 0) == nil)
    }
    #expect(TOTP.step(of: "", secret: secret, at: now, after: 0) == nil)
  }

  /// The secret on the set-up page, as an authenticator would read it.
  private func secret(_ page: TestAnswer) throws -> [UInt8] {
    let found = try #require(page.text.firstMatch(of: #/<code class="hash">([A-Z2-7]+)</code>/#))
    return try #require(bytes(base32: String(found.1)))
  }

  private func code(_ secret: [UInt8], _ test: TestHouse) -> String {
    TOTP.code(secret: secret, step: TOTP.step(at: test.clock.now))
  }

  private func proposed(_ page: TestAnswer) throws -> String {
    String(try #require(page.text.firstMatch(of: #/name="proposed" value="([^"]+)"/#)).1)
  }

  /// Sets a second factor up.
  ///
  /// - Returns: the secret and the recovery codes.
  private func setUp(_ client: TestClient, _ test: TestHouse) throws -> ([UInt8], [String]) {
    let page = try client.get("/account/second-factor")
    let secret = try secret(page)
    let answer = try client.post(
      "/account/second-factor",
      [("proposed", try proposed(page)), ("code", code(secret, test))])
    try #require(answer.status == 200, "\(answer.text)")
    let codes = answer.text.matches(of: #/<code>([A-Z2-7-]{19})</code>/#).map { String($0.1) }
    return (secret, codes)
  }

  /// The first page at the door, passed with the password.
  private func atSecondPage(_ login: String, _ test: TestHouse) throws -> TestClient {
    let client = test.visitor()
    _ = try client.get("/sign-in")
    let first = try client.post(
      "/sign-in", [("login", login), ("password", TestHouse.password)])
    try #require(first.location == "/sign-in/code")
    #expect(try client.get("/desk").status == 303, "the password alone opens nothing")
    _ = try client.get("/sign-in/code")
    return client
  }

  @Test(
    "administrators, supervisors and planners set one up before anything else; others need not",
    arguments: Role.allCases.filter { $0 != .body })
  func required(role: Role) throws {
    let test = try TestHouse(secondFactor: true)
    try test.account("wang", roles: [role])
    let client = try test.client("wang")
    let needs = role.needsSecondFactor
    #expect(
      needs
        == [
          .planner, .supervisor, .systemAdministrator, .securityAdministrator, .auditAdministrator,
        ].contains(role))
    let desk = try client.get("/desk")
    #expect(needs ? desk.location == "/account/second-factor" : desk.status == 200)
    guard needs else { return }
    for address in ["/plans", "/accounts", "/journal", "/visits"] where role != .publisher {
      let answer = try client.get(address)
      #expect([303, 403].contains(answer.status), "\(address)")
    }
    #expect(try client.get("/account").status == 200)
    let (_, codes) = try setUp(client, test)
    #expect(codes.count == SecondFactor.recoveryCodeCount)
    #expect(try client.get("/desk").status == 200)
  }

  @Test("at the door the password comes first, then a code that counts once")
  func door() throws {
    let test = try TestHouse(secondFactor: true)
    try test.account("wang", roles: [.planner])
    let (secret, _) = try setUp(try test.client("wang"), test)
    let stale = try atSecondPage("wang", test)
    let replay = try stale.post("/sign-in/code", [("code", code(secret, test))])
    #expect(replay.status == 422, "the code that set it up is used")
    test.clock.advance(minutes: 1)
    let now = code(secret, test)
    let wang = try atSecondPage("wang", test)
    let spaced = String(now.prefix(3)) + " " + String(now.suffix(3))
    #expect(try wang.post("/sign-in/code", [("code", spaced)]).location == "/desk")
    #expect(try wang.get("/desk").status == 200)
    let thief = try atSecondPage("wang", test)
    #expect(try thief.post("/sign-in/code", [("code", now)]).status == 422)
    #expect(try thief.get("/desk").status == 303)
  }

  @Test("the secret is in the database only sealed, and no page shows it again")
  func sealed() throws {
    let test = try TestHouse(secondFactor: true)
    let wang = try test.account("wang", roles: [.planner])
    let client = try test.client("wang")
    let (secret, codes) = try setUp(client, test)
    let stored = try #require(try test.store.read { try SecondFactor.stored(wang.account, $0) })
    #expect(stored.secret.count == 12 + TOTP.secretSize + 16)
    #expect(hex(stored.secret).contains(hex(secret)) == false)
    #expect(try client.get("/account/second-factor").location == "/account")
    let page = try client.get("/account").text
    #expect(!page.contains(base32(secret)) && !page.contains(codes[0]))
    let digests = try test.store.read {
      try $0.map("SELECT digest FROM recovery_codes ORDER BY digest") {
        try $0.get("digest", as: String.self)
      }
    }
    #expect(digests.count == 10 && !digests.contains(codes[0]))
  }

  @Test("wrong codes count like wrong passwords and lock the account")
  func lock() throws {
    let test = try TestHouse(secondFactor: true)
    try test.account("wang", roles: [.planner])
    let (secret, _) = try setUp(try test.client("wang"), test)
    test.clock.advance(minutes: 5)
    let thief = try atSecondPage("wang", test)
    for _ in 1...AccountPolicy.failuresBeforeLock {
      #expect(try thief.post("/sign-in/code", [("code", "abcdef")]).status == 422)
    }
    let locked = try thief.post("/sign-in/code", [("code", code(secret, test))])
    #expect(locked.status == 422 && locked.text.contains("已锁定"))
  }

  @Test("a recovery code opens once, and new ones make the old worthless")
  func recovery() throws {
    let test = try TestHouse(secondFactor: true)
    try test.account("wang", roles: [.planner])
    let (secret, codes) = try setUp(try test.client("wang"), test)
    let first = try atSecondPage("wang", test)
    #expect(try first.post("/sign-in/code", [("code", codes[3].lowercased())]).status == 303)
    #expect(try first.get("/account").text.contains("还有 9 个"))
    let second = try atSecondPage("wang", test)
    #expect(try second.post("/sign-in/code", [("code", codes[3])]).status == 422)
    test.clock.advance(minutes: 1)
    let renewed = try first.post(
      "/account/second-factor/change", [("what", "codes"), ("code", code(secret, test))])
    #expect(renewed.status == 200 && !renewed.text.contains(codes[5]))
    #expect(try second.post("/sign-in/code", [("code", codes[5])]).status == 422)
  }

  @Test("a challenge is over after five minutes, and a made-up one is none")
  func challengeEnds() throws {
    let test = try TestHouse(secondFactor: true)
    try test.account("wang", roles: [.planner])
    let (secret, _) = try setUp(try test.client("wang"), test)
    let client = try atSecondPage("wang", test)
    test.clock.advance(minutes: AccountPolicy.challengeMinutes + 1)
    let late = try client.post("/sign-in/code", [("code", code(secret, test))])
    #expect(late.location.hasPrefix("/sign-in") && !late.location.contains("code"))
    let stranger = test.visitor()
    _ = try stranger.get("/sign-in")
    #expect(try stranger.get("/sign-in/code").location == "/sign-in")
    #expect(try stranger.post("/sign-in/code", [("code", "123456")]).location == "/sign-in")
    #expect(try Accounts.challenged("made-up", test.house) == nil)
  }

  @Test("a proposal confirms nothing with a wrong code, for another account or changed")
  func proposals() throws {
    let test = try TestHouse(secondFactor: true)
    try test.account("wang", roles: [.planner])
    try test.account("li", roles: [.planner])
    let (wang, li) = (try test.client("wang"), try test.client("li"))
    let page = try wang.get("/account/second-factor")
    let (secret, sealed) = (try secret(page), try proposed(page))
    let wrong = try wang.post(
      "/account/second-factor", [("proposed", sealed), ("code", "000000")])
    #expect(wrong.status == 422 && wrong.text.contains(base32(secret)))
    _ = try li.get("/account/second-factor")
    let foreign = try li.post(
      "/account/second-factor", [("proposed", sealed), ("code", code(secret, test))])
    #expect(foreign.status == 400)
    #expect(
      try wang.post(
        "/account/second-factor",
        [("proposed", String(sealed.dropLast(4))), ("code", code(secret, test))]
      ).status == 400)
  }

  @Test("whoever lost phone and paper gets it reset by another, with a reason, and starts anew")
  func reset() throws {
    let test = try TestHouse(secondFactor: true)
    let wang = try test.account("wang", roles: [.planner])
    try test.account("system", roles: [.systemAdministrator])
    try test.account("security", roles: [.securityAdministrator])
    let before = try test.client("wang")
    _ = try setUp(before, test)
    let (system, security) = (try test.client("system"), try test.client("security"))
    _ = try setUp(system, test)
    _ = try setUp(security, test)
    let address = "/accounts/\(wang.account)/second-factor"
    #expect(try system.post(address, [("reason", "换手机")]).status == 403)
    #expect(try security.post(address, [("reason", "")]).status == 422)
    #expect(try security.post(address, [("reason", "换手机，已当面核实")]).status == 303)
    #expect(try before.get("/desk").location.hasPrefix("/sign-in"))
    let again = try test.client("wang")
    #expect(try again.get("/plans").location == "/account/second-factor")
  }

  @Test("one's own factor is given up with a code, and a lost key never opens the door")
  func remove() throws {
    let test = try TestHouse(secondFactor: true)
    let wang = try test.account("wang", roles: [.publisher])
    let client = try test.client("wang")
    let (secret, _) = try setUp(client, test)
    test.clock.advance(minutes: 1)
    let wrong = try client.post(
      "/account/second-factor/change", [("what", "remove"), ("code", "12")])
    #expect(wrong.status == 422)
    try test.store.write { db in
      _ = try db.execute(
        "UPDATE second_factors SET secret = \([UInt8](repeating: 1, count: 48))")
    }
    let damaged = try atSecondPage("wang", test)
    #expect(try damaged.post("/sign-in/code", [("code", code(secret, test))]).status == 422)
    try test.store.write { db in
      _ = try db.execute("DELETE FROM second_factors WHERE account = \(wang.account)")
    }
    _ = try test.client("wang")
  }
}

extension SecondFactorTests {
  @Test(
    "of sixteen wrong codes at once five are judged, and the right one waits for the lock",
    arguments: EngineUnderTest.allCases)
  func parallel(_ engine: EngineUnderTest) throws {
    let database = try TestDatabase(on: engine)
    defer { database.remove() }
    let test = try TestHouse(try database.open(), secondFactor: true)
    let wang = try test.account("wang", roles: [.planner])
    let (secret, codes) = try setUp(try test.client("wang"), test)
    test.clock.advance(minutes: 5)
    let house = test.house
    let here = Caller(address: "127.0.0.1", agent: "test")
    let outcome = try Accounts.signIn(
      login: "wang", password: TestHouse.password, address: here.address, agent: here.agent,
      house: house)
    guard case .challenged(let token) = outcome else {
      Issue.record("the password asks for no code")
      return
    }
    try onThreads(16) { number in
      // Half of them guess at the authenticator, half at the paper.
      let code = number.isMultiple(of: 2) ? "abcdef" : "AAAA-BBBB-CCCC-DDDD"
      _ = try Accounts.answer(token, code: code, here, house)
    }
    let judged = try test.store.read {
      try $0.count(
        """
        SELECT count(*) AS value FROM sign_ins
        WHERE account = \(wang.account) AND outcome <> 'opened'
        """)
    }
    #expect(judged == AccountPolicy.failuresBeforeLock)
    for right in [code(secret, test), codes[0]] {
      guard case .locked = try Accounts.answer(token, code: right, here, house) else {
        Issue.record("a code was judged while the account is locked")
        return
      }
    }
    test.clock.advance(minutes: AccountPolicy.lockMinutes)
    let later = try atSecondPage("wang", test)
    #expect(try later.post("/sign-in/code", [("code", codes[0])]).location == "/desk")
  }

  @Test("the right password gives its place back and forgives no wrong code")
  func passwordBetween() throws {
    let test = try TestHouse(secondFactor: true)
    let wang = try test.account("wang", roles: [.planner])
    let (secret, _) = try setUp(try test.client("wang"), test)
    test.clock.advance(minutes: 5)
    for _ in 1...AccountPolicy.failuresBeforeLock {
      let thief = try atSecondPage("wang", test)
      #expect(try thief.post("/sign-in/code", [("code", "abcdef")]).status == 422)
    }
    let until = try test.store.read { try Accounts.lockedUntil(wang.account, $0) }
    #expect(until == test.clock.now.adding(minutes: AccountPolicy.lockMinutes))
    test.clock.advance(minutes: AccountPolicy.lockMinutes)
    let own = try atSecondPage("wang", test)
    #expect(try own.post("/sign-in/code", [("code", code(secret, test))]).location == "/desk")
  }

  @Test("wrong codes of an open session lock the account, and the right one waits too")
  func lockInside() throws {
    let test = try TestHouse(secondFactor: true)
    try test.account("wang", roles: [.planner])
    let client = try test.client("wang")
    let (secret, _) = try setUp(client, test)
    test.clock.advance(minutes: 5)
    let address = "/account/second-factor/change"
    for _ in 1...AccountPolicy.failuresBeforeLock {
      let wrong = try client.post(address, [("what", "codes"), ("code", "abcdef")])
      #expect(wrong.status == 422 && !wrong.text.contains("已锁定"))
    }
    let locked = try client.post(address, [("what", "codes"), ("code", code(secret, test))])
    #expect(locked.status == 422 && locked.text.contains("已锁定"))
    test.clock.advance(minutes: AccountPolicy.lockMinutes)
    let renewed = try client.post(address, [("what", "codes"), ("code", code(secret, test))])
    #expect(renewed.status == 200)
  }
}
