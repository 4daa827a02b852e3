internal import Accounts
internal import Bodies
internal import Capabilities
internal import Crypto
internal import HTTP
internal import Kernel
internal import People
internal import Publication
internal import Sheets
internal import Storage
package import Supervision

/// What the demo is made from. The same options give the same data, byte for byte.
package struct DemoOptions: Sendable {
  package let bodies: Int
  package let seed: Int
  /// The first day the demo is meant to be used on; everything in it lies before.
  package let today: CalendarDay
  /// The rest of the country and everybody's capabilities; none in the usual demo.
  package let national: National?

  /// How large the country is.
  package struct National: Sendable {
    let bodies: Int
    let capabilities: Int

    package init(bodies: Int, capabilities: Int) {
      self.bodies = bodies
      self.capabilities = capabilities
    }
  }

  package init(bodies: Int, seed: Int, today: CalendarDay, national: National? = nil) {
    self.bodies = bodies
    self.seed = seed
    self.today = today
    self.national = national
  }
}

/// The story of the demo: an authority that keeps a registry, one spot check drawn and half done,
/// the next one ready to freeze. All of it happens through the house's own pages and commands.
final class DemoStory {
  let options: DemoOptions
  let house: House
  let clock: DemoClock
  let registry: DemoRegistry
  /// Midnight before the first day: nothing happens later.
  let end: Instant
  var random: DemoRandom
  private let encodedPassword: String
  private var browsers: [String: DemoBrowser] = [:]
  private let progress: (String) -> Void

  package init(
    _ options: DemoOptions, store: any Store, dataFolder: String,
    progress: @escaping (String) -> Void
  ) throws {
    self.options = options
    self.progress = progress
    end = options.today.start
    let clock = DemoClock(options.today.start)
    self.clock = clock
    let entropy = SeededEntropy("mingcha-demo-\(options.seed)")
    encodedPassword = try PasswordHash.make(Demo.password, salt: entropy.bytes(16))
    house = try House(
      store: store,
      surroundings: Surroundings(
        now: { clock.now }, entropy: entropy, dataFolder: dataFolder, isSecure: false,
        log: { _ in }),
      metrics: Metrics(), gzip: { $0 })
    registry = DemoRegistry(
      bodies: options.bodies, seed: UInt64(bitPattern: Int64(options.seed)), today: options.today)
    random = DemoRandom(seed: UInt64(bitPattern: Int64(options.seed)) ^ 0x5EED)
  }

  /// A moment of the story: days before (negative) or after the first day, Shanghai time.
  func moment(_ day: Int, _ hour: Int, _ minute: Int = 0) -> Instant {
    end.adding(days: day).adding(minutes: hour * 60 + minute)
  }

  func browser(_ login: String) -> DemoBrowser {
    if let known = browsers[login] { return known }
    let made = DemoBrowser(login, house)
    browsers[login] = made
    return made
  }

  /// Tells the whole story.
  func tell() throws {
    clock.set(moment(-47, 8))
    progress("机关与账号")
    try openAuthorities()
    progress("名录库：\(options.bodies) 家机构、\(registry.inspectors.count) 名检查人员、150 名专家")
    try fillRegistry()
    progress("计划与抽取")
    let plan = try makePlan(year: options.today.year, visits: (-37, 26))
    let draw = try holdDraw(plan)
    progress("现场检查、整改与公示")
    try openBodyAccounts(draw)
    let visits = try visits(of: draw)
    let events = try visitEvents(visits).sorted {
      $0.at == $1.at ? $0.order < $1.order : $0.at < $1.at
    }
    var day = CalendarDay(dayNumber: 0)
    for event in events {
      clock.set(event.at)
      if event.at.day != day {
        day = event.at.day
        _ = try Publication.publishDue(house)
      }
      try event.run()
    }
    clock.set(moment(-1, 20))
    try tellMoves()
    clock.set(moment(-1, 23, 30))
    _ = try Publication.publishDue(house)
    progress("下一年度计划")
    _ = try makePlan(year: options.today.year + 1, visits: (40, 110))
  }

  // MARK: people

  /// The bureaus above and beside Shanghai with an account each.
  func openNationalAccounts() throws {
    try house.perform(by: nil) { transaction in
      let bureaus = [
        ("market-000000", "国家市场监督管理总局", "national", "000000"),
        ("market-320000", "江苏省市场监督管理局", "province", "320000"),
      ]
      for (code, name, level, region) in bureaus {
        let authority = try Accounts.insertAuthority(
          code: code, name: name, department: "market", level: level, region: region, transaction)
        for person in Demo.national where person.authority == code {
          try Accounts.insert(
            NewAccount(
              login: person.login, name: person.name, password: "", authority: authority,
              roles: person.roles),
            encodedPassword: encodedPassword, transaction)
        }
      }
      transaction.journal("demo.generate", ("house", "1"), [("accounts", "2")])
    }
  }

  private func openAuthorities() throws {
    try house.perform(by: nil) { transaction in
      var numbers: [String: AuthorityID] = [:]
      for authority in registry.authorities {
        numbers[authority.code] = try Accounts.insertAuthority(
          code: authority.code, name: authority.name, department: authority.department,
          level: authority.level, region: authority.region, transaction)
      }
      for person in Demo.officials {
        try Accounts.insert(
          NewAccount(
            login: person.login, name: person.name, password: "",
            authority: numbers[person.authority], roles: person.roles),
          encodedPassword: encodedPassword, transaction)
      }
      // Whoever looks at a demo has its password, not its phones (docs/demo.md).
      try Accounts.setRule(.secondFactor, to: 0, transaction)
      transaction.journal(
        "demo.generate", ("house", "1"),
        [
          ("bodies", String(options.bodies)), ("seed", String(options.seed)),
          ("day", options.today.iso),
        ])
    }
  }

  private func openInspectorAccounts() throws {
    try house.perform(by: nil) { transaction in
      let rows = try transaction.db.map(
        "SELECT id, code, name, authority FROM inspectors ORDER BY code LIMIT 100000"
      ) { row in
        (
          id: try row.get("id", as: InspectorID.self), code: try row.get("code", as: String.self),
          name: try row.get("name", as: String.self),
          authority: try row.get("authority", as: AuthorityID.self)
        )
      }
      for row in rows {
        try Accounts.insert(
          NewAccount(
            login: row.code, name: row.name, password: "", authority: row.authority,
            inspector: row.id, roles: [.inspector]),
          encodedPassword: encodedPassword, transaction)
      }
      transaction.journal(
        "demo.generate", ("house", "1"), [("inspector-accounts", String(rows.count))])
    }
  }

  /// The drawn bodies get accounts to see their notices and answer.
  private func openBodyAccounts(_ draw: DrawID) throws {
    try house.perform(by: nil) { transaction in
      let rows = try transaction.db.map(
        """
        SELECT b.id, b.uscc, b.name FROM draw_picks p JOIN bodies b ON b.id = p.body
        WHERE p.draw = \(draw) ORDER BY p.stage, p.place LIMIT 10000
        """
      ) { row in
        (
          id: try row.get("id", as: BodyID.self), uscc: try row.get("uscc", as: String.self),
          name: try row.get("name", as: String.self)
        )
      }
      for row in rows {
        try Accounts.insert(
          NewAccount(
            login: row.uscc.lowercased(), name: row.name, password: "", body: row.id,
            roles: [.body]),
          encodedPassword: encodedPassword, transaction)
      }
      transaction.journal(
        "demo.generate", ("house", "1"), [("body-accounts", String(rows.count))])
    }
  }

  // MARK: registry

  private func fillRegistry() throws {
    guard let planner = try house.store.read({ try Accounts.actor(login: "planner", $0) }) else {
      throw DemoFault(description: "没有计划员账号")
    }
    let files: [(ImportKind, String, [[String]])] = [
      (.bodies, "检验检测机构名录.csv", registry.bodyRows),
      (.inspectors, "执法检查人员名录.csv", registry.inspectorRows),
      (.experts, "专家名录.csv", registry.expertRows),
      (.conflicts, "回避关系.csv", registry.conflictRows),
    ]
    for (index, file) in files.enumerated() {
      clock.set(moment(-46, 9, index * 10))
      try take(file.0, file.1, file.2, by: planner)
    }
    clock.set(moment(-46, 9, 40))
    var bodies = DemoBodies(seed: options.seed, today: options.today)
    try bodies.fill(house, by: planner)
    clock.set(moment(-46, 10, 20))
    // At national size everybody's are written at the end, many more.
    if options.national == nil {
      try take(
        .capabilities, "检验检测能力附表.csv",
        DemoCapabilities.rows(registry.bodyRows, seed: options.seed), by: planner)
    }
    try fillLibraries()
    try openInspectorAccounts()
  }

  private func take(
    _ kind: ImportKind, _ name: String, _ rows: [[String]], by planner: Actor
  ) throws {
    let report = try Imports.importFile(
      kind: kind, fileName: name, bytes: csv(header: kind.columns.map(\.name), rows: rows),
      accept: true, by: planner, house)
    guard report.findings.isEmpty else {
      throw DemoFault(description: "\(name)：\(report.findings.prefix(3))")
    }
  }

  // MARK: draw

  private func visits(of draw: DrawID) throws -> [DemoVisit] {
    try house.store.read { db in
      let items = try db.map(
        """
        SELECT i.item FROM form_items i JOIN visits v ON v.template = i.template
        WHERE v.draw = \(draw) AND i.is_answered = 1
        GROUP BY i.item ORDER BY i.item LIMIT 200
        """
      ) { try $0.get("item", as: Int.self) }
      let rows = try db.map(
        """
        SELECT v.id, v.body, b.uscc FROM visits v JOIN bodies b ON b.id = v.body
        WHERE v.draw = \(draw) ORDER BY v.id LIMIT 10000
        """
      ) { row in
        (
          id: try row.get("id", as: VisitID.self), body: try row.get("body", as: BodyID.self),
          uscc: try row.get("uscc", as: String.self)
        )
      }
      return try rows.map { row in
        DemoVisit(
          id: row.id, body: row.body, uscc: row.uscc,
          inspectors: try db.map(
            """
            SELECT person FROM visit_members
            WHERE visit = \(row.id) AND inspector IS NOT NULL AND left_at IS NULL
            ORDER BY CASE WHEN department = 'market' THEN 0 ELSE 1 END, person LIMIT 20
            """
          ) { try $0.get("person") }, items: items)
      }
    }
  }
}
