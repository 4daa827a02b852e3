internal import Crypto
package import Kernel
package import Storage
internal import Supervision

/// What is needed to check a password.
struct Credentials {
  package let actor: Actor
  let password: String
  let state: String
  let lockedUntil: Instant?
}

extension Accounts {
  private static let actorColumns: SQL = """
    a.id, a.login, a.name, a.password, a.is_initial, a.state, a.locked_until, a.body, a.inspector,
      a.authority, t.name AS authority_name, t.department, t.level, t.region,
      (SELECT count(*) FROM second_factors f WHERE f.account = a.id) AS has_factor,
      (SELECT r.value FROM account_rules r WHERE r.rule = 'second-factor') AS factor_rule
    """

  /// An account as its row says, still without roles.
  private struct Bare {
    let account: AccountID
    let login: String
    package let name: String
    let authority: AuthoritySummary?
    let body: BodyID?
    let inspector: InspectorID?
    let hasInitialPassword: Bool
    let hasFactor: Bool
    let factorRule: Int

    init(row: Row) throws {
      account = try row.get("id")
      login = try row.get("login")
      name = try row.get("name")
      let id: AuthorityID? = try row.get("authority")
      authority = try id.map {
        AuthoritySummary(
          id: $0, name: try row.get("authority_name"), department: try row.get("department"),
          level: try row.get("level"), region: try row.get("region"))
      }
      body = try row.get("body")
      inspector = try row.get("inspector")
      hasInitialPassword = try row.get("is_initial")
      hasFactor = try row.get("has_factor", as: Int.self) > 0
      let rule: Int? = try row.get("factor_rule")
      factorRule = rule ?? AccountRule.secondFactor.standard
    }
  }

  /// - Parameter today: the day for which lent roles count; nil for the own roles only.
  private static func withRoles(_ bare: Bare, today: CalendarDay?, _ db: any Connection) throws
    -> Actor
  {
    let roles = Set(try self.roles(of: bare.account, db))
    let lendings = try today.map { try Delegations.lent(to: bare.account, on: $0, db) } ?? []
    let all = roles.union(lendings.map(\.role))
    return Actor(
      account: bare.account, login: bare.login, name: bare.name, roles: roles, lendings: lendings,
      authority: bare.authority, body: bare.body, inspector: bare.inspector,
      hasInitialPassword: bare.hasInitialPassword,
      owesSecondFactor: bare.factorRule != 0 && !bare.hasFactor
        && all.contains(where: \.needsSecondFactor))
  }

  /// The account's own roles.
  static func roles(of account: AccountID, _ db: any Connection) throws -> [Role] {
    try db.map(
      "SELECT role FROM account_roles WHERE account = \(account) ORDER BY role LIMIT 20"
    ) { try $0.get("role", as: Role.self) }
  }

  static func credentials(_ login: String, _ db: any Connection) throws -> Credentials? {
    try credentials(where: "a.login = \(login)", db)
  }

  static func credentials(_ account: AccountID, _ db: any Connection) throws -> Credentials? {
    try credentials(where: "a.id = \(account)", db)
  }

  private static func credentials(where condition: SQL, _ db: any Connection) throws
    -> Credentials?
  {
    let found = try db.one(
      "SELECT " + actorColumns
        + " FROM accounts a LEFT JOIN authorities t ON t.id = a.authority WHERE " + condition
    ) { row in
      let locked: Int64? = try row.get("locked_until")
      return (
        bare: try Bare(row: row), password: try row.get("password", as: String.self),
        state: try row.get("state", as: String.self),
        lockedUntil: locked.map { Instant(milliseconds: $0) }
      )
    }
    guard let found else { return nil }
    return Credentials(
      actor: try withRoles(found.bare, today: nil, db), password: found.password,
      state: found.state, lockedUntil: found.lockedUntil)
  }

  /// Until when an account is locked, whether that is over or not.
  static func lockedUntil(_ account: AccountID, _ db: any Connection) throws -> Instant? {
    let until: Int64? = try db.value(
      "SELECT locked_until AS value FROM accounts WHERE id = \(account) AND locked_until IS NOT NULL"
    )
    return until.map { Instant(milliseconds: $0) }
  }

  /// An account as somebody acting, for the command line and the demo.
  package static func actor(login: String, _ db: any Connection) throws -> Actor? {
    try credentials(login, db)?.actor
  }

  /// The name of an account's person, or empty.
  package static func name(of account: AccountID?, _ db: any Connection) throws -> String {
    guard let account else { return "" }
    return try db.value("SELECT name AS value FROM accounts WHERE id = \(account)") ?? ""
  }

  /// The person behind a session token, if the session is alive.
  package static func visitor(token: String, house: House) throws -> Actor? {
    let now = house.now()
    let key = digest(token)
    let idle = now.adding(minutes: -AccountPolicy.idleMinutes).milliseconds
    let found = try house.store.read { db -> (actor: Actor, seenAt: Int64)? in
      let found = try db.one(
        "SELECT s.seen_at, " + actorColumns
          + """
           FROM sessions s JOIN accounts a ON a.id = s.account
          LEFT JOIN authorities t ON t.id = a.authority
          LEFT JOIN inspectors i ON i.id = a.inspector
          WHERE s.token = \(key) AND s.expires_at > \(now.milliseconds) AND s.seen_at > \(idle)
            AND a.state = 'active' AND (i.status IS NULL OR i.status <> 'ended')
          """
      ) { row in (bare: try Bare(row: row), seenAt: try row.get("seen_at", as: Int64.self)) }
      guard let found else { return nil }
      return (try withRoles(found.bare, today: now.day, db), found.seenAt)
    }
    guard let found else { return nil }
    if now.milliseconds - found.seenAt > 60_000 {
      // A full disk or a long import must not keep people from reading.
      _ = try? house.store.write { db in
        try db.execute("UPDATE sessions SET seen_at = \(now.milliseconds) WHERE token = \(key)")
      }
    }
    return found.actor
  }

  /// The accounts an administrator looks after: those of authorities in the scope and of bodies
  /// there.
  static func list(
    _ actor: Actor, search: String, page: Int, _ db: any Connection
  ) throws -> (rows: [AccountRow], total: Int) {
    var conditions: [SQL] = [administered(by: actor)]
    if !search.isEmpty {
      let pattern = "%" + search.filter { $0 != "%" && $0 != "_" } + "%"
      conditions.append("(a.login LIKE \(pattern) OR a.name LIKE \(pattern))")
    }
    let from: SQL =
      """
       FROM accounts a LEFT JOIN authorities t ON t.id = a.authority
      LEFT JOIN bodies b ON b.id = a.body
      """
    let total = try db.count("SELECT count(*) AS value" + from + SQL.conditions(conditions))
    let rows: [AccountRow] = try db.all(
      """
      SELECT a.id, a.login, a.name, coalesce(t.name, b.name) AS owner, a.state, a.locked_until
      """ + from + SQL.conditions(conditions)
        + " ORDER BY a.login LIMIT \(Paging.pageSize) OFFSET \(Paging.offset(page))")
    return (
      try rows.map { row in
        let roles = try roles(of: row.id, db)
        return AccountRow(row, roles: roles.map(\.label).joined(separator: "、"))
      }, total
    )
  }

  /// Where an administrator may open accounts; not where an end has been set.
  static func authorities(_ actor: Actor, _ db: any Connection) throws -> [(
    id: AuthorityID, name: String
  )] {
    try db.map(
      "SELECT t.id, t.name FROM authorities t WHERE " + authoritiesAdministered(by: actor)
        + " AND t.valid_until IS NULL ORDER BY t.region, t.name LIMIT 2000"
    ) { (try $0.get("id"), try $0.get("name")) }
  }

  /// Whom a new account belongs to: an authority from the list, or a body by its credit code.
  ///
  /// - Returns: one of the two, or sentences saying why there is neither.
  static func owner(
    _ authority: String, creditCode: String, _ actor: Actor, _ db: any Connection
  ) throws -> (authority: AuthorityID?, body: BodyID?, problems: [String]) {
    let code = String(creditCode.filter { !$0.isWhitespace }).uppercased()
    if authority.isEmpty, code.isEmpty {
      return (nil, nil, ["请从列表中选择单位；给检验检测机构开账号请填写它的统一社会信用代码。"])
    }
    guard authority.isEmpty || code.isEmpty else {
      return (nil, nil, ["一个账号只能属于机关或机构之一：请只选单位，或只填机构的统一社会信用代码。"])
    }
    guard code.isEmpty else {
      let body: BodyID? = try db.value(
        "SELECT b.id AS value FROM bodies b WHERE b.uscc = \(code) AND "
          + bodiesAdministered(by: actor))
      guard let body else {
        return (nil, nil, ["本辖区的名录库中没有统一社会信用代码为“\(code)”的机构，请核对代码，或先导入该机构。"])
      }
      return (nil, body, [])
    }
    guard let known = try authorities(actor, db).first(where: { $0.id.description == authority })
    else { return (nil, nil, ["请从列表中选择单位。"]) }
    return (known.id, nil, [])
  }

  /// One account inside an administrator's scope.
  ///
  /// - Throws: `Problem.notFound` when it is elsewhere.
  static func manageable(_ account: AccountID, _ actor: Actor, _ db: any Connection) throws
    -> ManagedAccount
  {
    let found = try db.one(
      """
      SELECT a.login, a.name, a.body, a.authority, i.code FROM accounts a
      LEFT JOIN inspectors i ON i.id = a.inspector LEFT JOIN authorities t ON t.id = a.authority
      LEFT JOIN bodies b ON b.id = a.body
      WHERE a.id = \(account) AND
      """ + " " + administered(by: actor)
    ) { row in
      (
        login: try row.get("login", as: String.self), name: try row.get("name", as: String.self),
        body: try row.get("body", as: BodyID?.self),
        authority: try row.get("authority", as: AuthorityID?.self),
        inspector: try row.get("code", as: String?.self)
      )
    }
    guard let found else { throw Problem.notFound }
    return ManagedAccount(
      login: found.login, name: found.name, belongsToBody: found.body != nil,
      authority: found.authority, inspector: found.inspector ?? "",
      roles: Set(try roles(of: account, db)))
  }
}
