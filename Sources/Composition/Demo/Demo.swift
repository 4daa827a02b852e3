internal import Accounts
internal import Kernel
package import Storage
internal import Supervision

/// 演示数据: a believable Shanghai, made by a documented generator (`docs/demo.md`).
package enum Demo {
  /// The password of every demo account.
  package static let password = "Mingcha-Demo-2026"

  struct Official {
    let login: String
    let name: String
    let authority: String
    let roles: Set<Role>
  }

  /// The officials of the demo; names are invented.
  static let officials: [Official] = [
    Official(
      login: "planner", name: "沈嘉禾", authority: "market-310000", roles: [.planner]),
    Official(
      login: "publisher", name: "顾思远", authority: "market-310000", roles: [.publisher]),
    Official(
      login: "supervisor", name: "严正清", authority: "market-310000", roles: [.supervisor]),
    Official(login: "police", name: "高立安", authority: "police-310000", roles: [.planner]),
    Official(
      login: "environment", name: "林晓溪", authority: "environment-310000", roles: [.planner]),
    Official(login: "justice", name: "贺明义", authority: "justice-310000", roles: [.planner]),
    Official(
      login: "agriculture", name: "田丰年", authority: "agriculture-310000", roles: [.planner]),
    Official(login: "defence", name: "卫长宁", authority: "defence-310000", roles: [.planner]),
    Official(login: "customs", name: "关海澄", authority: "customs-310000", roles: [.planner]),
    Official(login: "drug", name: "方敬之", authority: "drug-310000", roles: [.planner]),
    Official(login: "transport", name: "路通达", authority: "transport-310000", roles: [.planner]),
    Official(login: "pudong", name: "陆家明", authority: "market-310115", roles: [.planner]),
    Official(login: "xuhui", name: "徐汇安", authority: "market-310104", roles: [.supervisor]),
    Official(
      login: "system", name: "齐守一", authority: "market-310000", roles: [.systemAdministrator]),
    Official(
      login: "security", name: "安若石", authority: "market-310000",
      roles: [.securityAdministrator]),
    Official(
      login: "audit", name: "鉴知微", authority: "market-310000", roles: [.auditAdministrator]),
  ]

  /// The officials who see more than Shanghai; only in a demo of national size.
  static let national: [Official] = [
    Official(login: "national", name: "国维安", authority: "market-000000", roles: [.planner]),
    Official(login: "jiangsu", name: "苏远宁", authority: "market-320000", roles: [.planner]),
  ]

  /// Fills an empty house.
  ///
  /// - Parameters:
  ///   - store: prepared and empty.
  ///   - progress: is told what is being made.
  /// - Returns: the accounts to try, a line each: login, name, roles, unit, TAB between.
  /// - Throws: `Problem.refused` when the house is not empty; `DemoFault` when a page says no.
  package static func generate(
    _ options: DemoOptions, store: any Store, dataFolder: String,
    progress: @escaping (String) -> Void
  ) throws -> String {
    let isEmpty = try store.read { db in
      try db.count("SELECT count(*) AS value FROM accounts") == 0
        && db.count("SELECT count(*) AS value FROM bodies") == 0
    }
    guard isEmpty else { throw Problem.refused("数据库里已有数据。演示数据只能放进空数据库，请换一个 --data 文件夹。") }
    let story = try DemoStory(options, store: store, dataFolder: dataFolder, progress: progress)
    try story.tell()
    if let national = options.national {
      try story.openNationalAccounts()
      var country = DemoNational(
        house: story.house, bodies: national.bodies, capabilities: national.capabilities,
        seed: options.seed, today: options.today, progress: progress)
      try country.fill()
    }
    return try store.read { try accountList($0) }
  }

  /// The officials, and of inspectors and bodies one each with work to do.
  private static func accountList(_ db: any Connection) throws -> String {
    let inspector: String? = try db.value(
      """
      SELECT m.person AS value FROM visit_members m JOIN visits v ON v.id = m.visit
      WHERE m.inspector IS NOT NULL AND m.left_at IS NULL AND m.department = 'market'
        AND v.stage IN ('inspecting', 'noticed', 'submitted', 'planned')
      GROUP BY m.person ORDER BY count(*) DESC, m.person LIMIT 1
      """)
    let body: String? = try db.value(
      """
      SELECT a.login AS value FROM visits v JOIN accounts a ON a.body = v.body
      WHERE v.stage = 'noticed' ORDER BY v.id LIMIT 1
      """)
    let logins =
      officials.map(\.login) + national.map(\.login) + [inspector, body].compactMap { $0 }
    var lines: [String] = []
    for login in logins {
      guard let actor = try Accounts.actor(login: login, db) else { continue }
      let roles = actor.roles.sorted().map(\.label).joined(separator: "、")
      lines.append([login, actor.name, roles, actor.authority?.name ?? ""].joined(separator: "\t"))
    }
    return lines.map { $0 + "\n" }.joined()
  }
}
