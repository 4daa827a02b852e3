import Storage
import Supervision
import Testing

@testable import Accounts
@testable import Composition
@testable import Kernel

/// From an empty house to one whose people can work, without the demo.
@Suite("Setting up")
struct SetUpTests {
  private func house() throws -> (TestHouse, [String: String]) {
    let test = try TestHouse()
    let accounts = try Accounts.setUp(
      authority: "上海市市场监督管理局", region: "310000", level: "city", house: test.house)
    let passwords = Dictionary(uniqueKeysWithValues: accounts.map { ($0.login, $0.password) })
    return (test, passwords)
  }

  @Test("three administrators bring a second authority, a planner and an inspector to work")
  func wayIn() throws {
    let (test, passwords) = try house()
    let system = try test.newcomer("system", initial: try #require(passwords["system"]))
    let security = try test.newcomer("security", initial: try #require(passwords["security"]))

    let made = try system.post(
      "/authorities",
      [("name", "上海市公安局"), ("department", "police"), ("level", "city"), ("region", "310000")])
    #expect(made.status == 303)
    let police: Int? = try test.store.read {
      try $0.value("SELECT id AS value FROM authorities WHERE name = '上海市公安局'")
    }
    let authority = try #require(police)
    let account = try system.post(
      "/accounts",
      [
        ("login", "gao"), ("name", "高立安"), ("authority", String(authority)),
        ("password", "Erstes-Passwort-1"),
      ])
    #expect(account.status == 303)
    let id: Int? = try test.store.read {
      try $0.value("SELECT id AS value FROM accounts WHERE login = 'gao'")
    }
    let gao = try #require(id)

    let before = try test.newcomer("gao", initial: "Erstes-Passwort-1")
    #expect(try before.get("/plans").status == 403)
    #expect(try security.post("/accounts/\(gao)/roles", [("role", "planner")]).status == 303)
    #expect(try before.get("/plans").status == 200)

    let unknown = try system.post("/accounts/\(gao)/inspector", [("code", "police-0001")])
    #expect(unknown.status == 422)
    try test.store.write { db in
      try db.execute(
        """
        INSERT INTO inspectors (code, name, department, authority, region, certificate_number,
          certificate_until, status, updated_at)
        VALUES ('police-0001', '高立安', 'police', \(authority), '310000', 'SH1', '2030-01-01',
          'active', 0)
        """)
    }
    let tied = try system.post("/accounts/\(gao)/inspector", [("code", "police-0001")])
    #expect(tied.status == 303)
    let actor = try test.store.read { try Accounts.actor(login: "gao", $0) }
    #expect(actor?.inspector != nil)
  }

  @Test("a second set-up changes nothing")
  func twice() throws {
    let (test, _) = try house()
    #expect(throws: Problem.self) {
      _ = try Accounts.setUp(
        authority: "另一个局", region: "310000", level: "city", house: test.house)
    }
    let count = try test.store.read {
      try $0.count("SELECT count(*) AS value FROM authorities")
    }
    #expect(count == 1)
  }

  @Test(
    "an authority needs a new name and a region of one's own",
    arguments: [
      ("上海市市场监督管理局", "market", "310000", "不能重复"), ("", "market", "310000", "全称"),
      ("大同市市场监管局", "market", "140200", "本辖区"), ("某局", "nonsense", "310000", "部门"),
    ])
  func refusedAuthority(name: String, department: String, region: String, reason: String) throws {
    let (test, passwords) = try house()
    let system = try test.newcomer("system", initial: try #require(passwords["system"]))
    let answer = try system.post(
      "/authorities",
      [("name", name), ("department", department), ("level", "city"), ("region", region)])
    #expect(answer.status == 422)
    #expect(answer.text.contains(reason))
  }

  @Test(
    "who runs the program on the machine lets a locked-out administrator back in, on the record")
  func rescue() throws {
    let (test, passwords) = try house()
    let system = try test.newcomer("system", initial: try #require(passwords["system"]))
    let account = try #require(
      try test.store.read { try Accounts.actor(login: "system", $0) }
    ).account
    try test.store.write { db in
      try db.execute("UPDATE accounts SET locked_until = 9000000000000 WHERE id = \(account)")
      try db.execute(
        """
        INSERT INTO second_factors (account, secret, since, last_step)
        VALUES (\(account), \([UInt8]([1])), 0, 0)
        """)
    }
    func refused(_ login: String, _ reason: String) -> String {
      let result = Result { try Accounts.rescue(login: login, reason: reason, test.house) }
      guard case .failure(let error) = result, case Problem.refused(let reasons) = error else {
        return ""
      }
      return reasons.joined()
    }
    #expect(refused("system", "").contains("请写明理由"))
    #expect(refused("nobody", "手机丢失").contains("没有登录名为“nobody”的账号"))
    let made = try Accounts.rescue(login: "System", reason: "三人手机均丢失", test.house)
    #expect(try system.get("/accounts").status == 303, "the old session is over")
    let back = try test.client("system", password: made.password)
    #expect(try back.get("/accounts").header("Location")?.hasPrefix("/account") == true)
    let changed = try back.post(
      "/account/password", [("old", made.password), ("new", "Reiher-Moor-2027")])
    #expect(changed.status == 303)
    let entry = try #require(
      try test.store.read {
        try Journal.history(of: [("account", [account.description])], $0).entries.first {
          $0.action == "account.rescue"
        }
      })
    #expect(entry.actor == "系统" && Rooms.all.words.sentence(entry) == "在本机恢复登录。理由：三人手机均丢失。")
    #expect(!entry.facts.contains(made.password))
    // A hundred sign-ins do not push it off the account's page.
    try test.house.perform(by: nil) { transaction in
      for _ in 0..<120 {
        try Journal.append(
          JournalNote(
            action: "account.sign-in", subjectKind: "account", subject: account.description,
            reason: "", facts: []), at: test.clock.now, by: nil,
          transaction.rooms.words, to: transaction.db)
      }
      transaction.journal("account.sign-in", ("account", account.description))
    }
    #expect(try back.get("/accounts/\(account)").text.contains("在本机恢复登录。理由：三人手机均丢失。"))
    try test.store.write { db in
      _ = try db.execute("UPDATE accounts SET state = 'ended' WHERE id = \(account)")
    }
    #expect(refused("system", "手机丢失").contains("已停用"))
  }
}
