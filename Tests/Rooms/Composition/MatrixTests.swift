import HTTP
import Storage
import Supervision
import Testing

@testable import Accounts
@testable import Composition
@testable import Items
@testable import Kernel
@testable import SelfChecks

/// Who may call what: every route × every role × own and foreign records, generated from the route
/// table, so that a new route is in it by itself.
@Suite("Permission matrix")
struct MatrixTests {
  /// An account of the demo for every role, in the city's bureau.
  static let accounts: [Role: String] = [
    .planner: "planner", .publisher: "publisher", .supervisor: "supervisor",
    .inspector: "market-0001", .systemAdministrator: "system",
    .securityAdministrator: "security", .auditAdministrator: "audit",
  ]

  /// A path with records in place of its parameters.
  ///
  /// - Returns: `nil` when the first part of the path is not known here: add it.
  private func path(_ pattern: String, _ records: [String: Int]) -> String? {
    guard pattern.contains(":") else { return pattern }
    let parts = pattern.split(separator: "/").map(String.init)
    let key =
      parts[0] == "portal" || parts[0] == "public"
      ? parts.prefix(2).joined(separator: "/") : parts[0]
    if key == "import-templates" { return "/import-templates/bodies" }
    if key == "personal" { return records["bodies"].map { "/personal/body/\($0)" } }
    guard let id = records[key] else { return nil }
    return "/"
      + parts.map { $0.hasPrefix(":") ? ($0 == ":id" || $0 == ":number" ? String(id) : "1") : $0 }
      .joined(separator: "/")
  }

  /// Records outside a district: the city's plan and draw, a body, visit … of another district.
  private func foreignRecords(_ world: DemoWorld) throws -> [String: Int] {
    [
      "accounts": try world.number(
        "SELECT id AS value FROM accounts WHERE login = 'planner'"),
      "bodies": try world.number(
        "SELECT id AS value FROM bodies WHERE region <> '310115' ORDER BY id LIMIT 1"),
      "handovers": try world.number("SELECT id AS value FROM handovers ORDER BY id LIMIT 1"),
      "inspectors": try world.number(
        "SELECT id AS value FROM inspectors WHERE region <> '310115' ORDER BY id LIMIT 1"),
      "experts": try world.number(
        "SELECT id AS value FROM experts WHERE region <> '310115' ORDER BY id LIMIT 1"),
      "items": try foreignItem(world),
      "documents": try world.number(
        "SELECT id AS value FROM documents WHERE jurisdiction = '140200' ORDER BY id LIMIT 1"),
      "responsibilities": try world.number(
        "SELECT id AS value FROM responsibilities WHERE jurisdiction = '140200' ORDER BY id LIMIT 1"
      ),
      "authorities": try world.number(
        "SELECT id AS value FROM authorities WHERE code = 'market-310104'"),
      "imports": try world.number("SELECT id AS value FROM imports ORDER BY id LIMIT 1"),
      "plans": try world.number("SELECT id AS value FROM plans ORDER BY id LIMIT 1"),
      "draws": try world.number("SELECT id AS value FROM draws ORDER BY id LIMIT 1"),
      "self-checks": try world.number(
        "SELECT id AS value FROM self_checks WHERE region <> '310115' ORDER BY id LIMIT 1"),
      "visits": try world.number(
        "SELECT id AS value FROM visits WHERE region <> '310115' ORDER BY id LIMIT 1"),
      "notices": try world.number(
        "SELECT id AS value FROM visits WHERE region <> '310115' ORDER BY id LIMIT 1"),
      "rectifications": try world.number(
        "SELECT id AS value FROM rectifications WHERE region <> '310115' ORDER BY id LIMIT 1"),
      "publications": try world.number(
        """
        SELECT id AS value FROM publications WHERE kind = 'result' AND region <> '310115'
        ORDER BY id LIMIT 1
        """),
      "portal/self-checks": try world.number(
        "SELECT id AS value FROM self_checks ORDER BY id LIMIT 1"),
      "portal/notices": try world.number(
        "SELECT id AS value FROM visits WHERE notice_at IS NOT NULL ORDER BY id LIMIT 1"),
      "portal/rectifications": try world.number(
        "SELECT id AS value FROM rectifications ORDER BY id LIMIT 1"),
    ]
  }

  /// An item that another district lists.
  private func foreignItem(_ world: DemoWorld) throws -> Int {
    let code = "XH-1"
    let known = try world.store.read {
      try $0.value("SELECT id AS value FROM items WHERE code = \(code)", as: Int.self)
    }
    if let known { return known }
    let actor = try #require(try world.store.read { try Accounts.actor(login: "xuhui", $0) })
    var content = try #require(DemoItems.all(year: 2026).first).content
    content.name = "徐汇区专项检查"
    let item = try world.house.perform(by: nil) { transaction in
      // Tests run side by side: another may have been faster.
      let made: ItemID? = try transaction.db.value(
        "SELECT id AS value FROM items WHERE code = \(code)")
      if let made {
        transaction.journal("account.create", ("item", code))
        return made
      }
      let change = try Changes.change(.setup, transaction)
      transaction.journal("item.draft", ("item", code))
      return try Items.store(
        content, code: code, of: nil, by: change, actor, transaction)
    }
    return item.number
  }

  @Test("without signing in, only what is for anyone answers")
  func anonymous() throws {
    let world = try DemoWorld.shared.get()
    let records = try foreignRecords(world)
    for route in Rooms.all.routes where route.permission != .anyone {
      let address = try #require(
        self.path(route.pattern, records), "unknown record in \(route.pattern)")
      let answer = try world.send(route.method, address, as: nil)
      #expect(answer.status == 303, "\(route.method) \(route.pattern)")
      #expect(answer.header("Location")?.hasPrefix("/sign-in") == true)
    }
  }

  @Test("a role without the permission is refused", arguments: accounts.keys.sorted())
  func missingRole(role: Role) throws {
    let world = try DemoWorld.shared.get()
    let records = try foreignRecords(world)
    let login = try #require(Self.accounts[role])
    for route in Rooms.all.routes where !route.permission.isHeld(by: [role]) {
      let address = try #require(self.path(route.pattern, records))
      let answer = try world.send(route.method, address, as: login)
      #expect(answer.status == 403, "\(role) \(route.method) \(route.pattern)")
    }
  }

  @Test("a body's account reaches nothing of the office and no other body")
  func body() throws {
    let world = try DemoWorld.shared.get()
    let login = try #require(
      try world.store.read {
        try $0.value(
          """
          SELECT a.login AS value FROM accounts a WHERE a.body IS NOT NULL
          AND a.body NOT IN (SELECT body FROM self_checks WHERE id =
            (SELECT min(id) FROM self_checks))
          AND a.body NOT IN (SELECT body FROM visits WHERE id =
            (SELECT min(id) FROM visits WHERE notice_at IS NOT NULL))
          AND a.body NOT IN (SELECT body FROM rectifications WHERE id =
            (SELECT min(id) FROM rectifications))
          ORDER BY a.login LIMIT 1
          """, as: String.self)
      })
    let records = try foreignRecords(world)
    for route in Rooms.all.routes {
      let address = try #require(
        self.path(route.pattern, records) ?? (route.permission == .anyone ? "/" : nil))
      guard route.permission != .anyone, route.permission != .signedIn else { continue }
      let answer = try world.send(route.method, address, as: login)
      if !route.permission.isHeld(by: [.body]) {
        #expect(answer.status == 403, "\(route.method) \(route.pattern)")
      } else if route.pattern.contains(":") {
        #expect(answer.status == 404, "\(route.method) \(route.pattern)")
      }
    }
  }

  @Test("another region's record is not found by its address, and nothing changes")
  func foreignRegion() throws {
    let world = try DemoWorld.shared.get()
    let records = try foreignRecords(world)
    let logins = try districtPeople(world)
    for route in Rooms.all.routes
    where route.pattern.contains(":") && route.pattern != "/import-templates/:kind" {
      guard let roles = route.permission.roles, route.permission != .ownPortal else { continue }
      for role in roles.sorted() {
        guard let login = logins[role] else { continue }
        let address = try #require(self.path(route.pattern, records))
        let before = try world.number(
          "SELECT count(*) AS value FROM journal WHERE action NOT LIKE 'account.%'")
        let answer = try world.send(route.method, address, as: login)
        let after = try world.number(
          "SELECT count(*) AS value FROM journal WHERE action NOT LIKE 'account.%'")
        #expect(answer.status == 404, "\(role) \(route.method) \(address)")
        #expect(after == before, "\(role) \(route.method) \(address) wrote to the journal")
      }
    }
  }

  @Test("no form is taken without its token")
  func forged() throws {
    let world = try DemoWorld.shared.get()
    let records = try foreignRecords(world)
    for route in Rooms.all.routes where route.method == .post && route.permission != .anyone {
      for role in (route.permission.roles ?? []).sorted() {
        guard let login = Self.accounts[role] else { continue }
        let address = try #require(self.path(route.pattern, records))
        let answer = try world.send(.post, address, as: login, hasToken: false)
        #expect(answer.status == 400, "\(role) \(route.pattern)")
      }
    }
  }

  /// People of Pudong's bureau, one for each role; they see their district only.
  private func districtPeople(_ world: DemoWorld) throws -> [Role: String] {
    let roles: [Role] = Role.allCases.filter { $0 != .body }
    var logins: [Role: String] = [:]
    for role in roles {
      let login = "pudong-\(role.rawValue)"
      logins[role] = login
      guard try world.store.read({ try Accounts.actor(login: login, $0) }) == nil else { continue }
      try world.house.perform(by: nil) { transaction in
        let authority: AuthorityID? = try transaction.db.value(
          "SELECT id AS value FROM authorities WHERE code = 'market-310115'")
        let inspector: InspectorID? = try transaction.db.value(
          """
          SELECT id AS value FROM inspectors WHERE region = '310115' AND id NOT IN (
            SELECT m.inspector FROM visit_members m JOIN visits v ON v.id = m.visit
            WHERE m.inspector IS NOT NULL AND v.region <> '310115')
          ORDER BY id LIMIT 1
          """)
        try Accounts.insert(
          NewAccount(
            login: login, name: login, password: "", authority: authority,
            inspector: role == .inspector ? inspector : nil, roles: [role]),
          encodedPassword: "-", transaction)
        transaction.journal("account.create", ("account", login))
      }
    }
    return logins
  }
}
