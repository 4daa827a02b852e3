internal import Crypto
package import Storage
internal import Supervision

/// What is needed to check a password.
struct Credentials {
  let actor: Actor
  let password: String
  let state: String
  let lockedUntil: Instant?
}

extension Accounts {
  private static let actorColumns: SQL = """
    a.id, a.login, a.name, a.password, a.is_initial, a.state, a.locked_until, a.body, a.inspector,
      a.authority, t.name AS authority_name, t.department, t.level, t.region
    """

  private static func actor(_ row: Row, _ db: any Connection) throws -> Actor {
    let account: AccountID = try row.get("id")
    let authority: AuthorityID? = try row.get("authority")
    return Actor(
      account: account, login: try row.get("login"), name: try row.get("name"), roles: [],
      authority: try authority.map {
        AuthoritySummary(
          id: $0, name: try row.get("authority_name"), department: try row.get("department"),
          level: try row.get("level"), region: try row.get("region"))
      },
      body: try row.get("body"), inspector: try row.get("inspector"),
      hasInitialPassword: try row.get("is_initial"))
  }

  private static func withRoles(_ actor: Actor, _ db: any Connection) throws -> Actor {
    let roles = try db.map(
      "SELECT role FROM account_roles WHERE account = \(actor.account) ORDER BY role LIMIT 20"
    ) { try $0.get("role", as: Role.self) }
    return Actor(
      account: actor.account, login: actor.login, name: actor.name, roles: Set(roles),
      authority: actor.authority, body: actor.body, inspector: actor.inspector,
      hasInitialPassword: actor.hasInitialPassword)
  }

  static func credentials(_ login: String, _ db: any Connection) throws -> Credentials? {
    let found = try db.one(
      "SELECT " + actorColumns
        + """
         FROM accounts a LEFT JOIN authorities t ON t.id = a.authority
        WHERE a.login = \(login)
        """
    ) { row in
      let locked: Int64? = try row.get("locked_until")
      return Credentials(
        actor: try actor(row, db), password: try row.get("password"), state: try row.get("state"),
        lockedUntil: locked.map { Instant(milliseconds: $0) })
    }
    guard let found else { return nil }
    return Credentials(
      actor: try withRoles(found.actor, db), password: found.password, state: found.state,
      lockedUntil: found.lockedUntil)
  }

  /// An account as somebody acting, for the command line and the demo.
  package static func actor(login: String, _ db: any Connection) throws -> Actor? {
    try credentials(login, db)?.actor
  }

  /// The name of an account's person, or empty.
  static func name(of account: AccountID?, _ db: any Connection) throws -> String {
    guard let account else { return "" }
    return try db.value("SELECT name AS value FROM accounts WHERE id = \(account)") ?? ""
  }

  /// The person behind a session token, if the session is alive.
  static func visitor(token: String, house: House) throws -> Actor? {
    let now = house.now()
    let key = digest(token)
    let idle = now.adding(minutes: -AccountPolicy.idleMinutes).milliseconds
    let found = try house.store.read { db -> (actor: Actor, seenAt: Int64)? in
      let found = try db.one(
        "SELECT s.seen_at, " + actorColumns
          + """
           FROM sessions s JOIN accounts a ON a.id = s.account
          LEFT JOIN authorities t ON t.id = a.authority
          WHERE s.token = \(key) AND s.expires_at > \(now.milliseconds) AND s.seen_at > \(idle)
            AND a.state = 'active'
          """
      ) { row in (actor: try actor(row, db), seenAt: try row.get("seen_at", as: Int64.self)) }
      guard let found else { return nil }
      return (try withRoles(found.actor, db), found.seenAt)
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

  static func sessions(of account: AccountID, _ db: any Connection) throws -> [SessionRow] {
    try db.all(
      """
      SELECT created_at, seen_at, address, agent FROM sessions WHERE account = \(account)
      ORDER BY seen_at DESC LIMIT 100
      """)
  }

  /// The accounts an administrator looks after: those of authorities in the scope and of bodies
  /// there.
  static func list(
    _ scope: RegionScope, search: String, page: Int, _ db: any Connection
  ) throws -> (rows: [AccountRow], total: Int) {
    var conditions: [SQL] = [
      "(" + scope.condition("t.region") + " OR " + scope.condition("b.region") + ")"
    ]
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
        let roles = try db.map(
          "SELECT role FROM account_roles WHERE account = \(row.id) ORDER BY role LIMIT 20"
        ) { try $0.get("role", as: Role.self) }
        return AccountRow(row, roles: roles.map(\.label).joined(separator: "、"))
      }, total
    )
  }

  static func authorities(_ scope: RegionScope, _ db: any Connection) throws -> [(
    id: AuthorityID, name: String
  )] {
    try db.map(
      "SELECT id, name FROM authorities WHERE " + scope.condition("region")
        + " ORDER BY region, name LIMIT 2000"
    ) { (try $0.get("id"), try $0.get("name")) }
  }

  /// Whom a new account belongs to: an authority from the list, or a body by its credit code.
  ///
  /// - Returns: one of the two, or sentences saying why there is neither.
  static func owner(
    _ authority: String, creditCode: String, _ scope: RegionScope, _ db: any Connection
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
        "SELECT id AS value FROM bodies WHERE uscc = \(code) AND " + scope.condition("region"))
      guard let body else {
        return (nil, nil, ["本辖区的名录库中没有统一社会信用代码为“\(code)”的机构，请核对代码，或先导入该机构。"])
      }
      return (nil, body, [])
    }
    guard let known = try authorities(scope, db).first(where: { $0.id.description == authority })
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
      LEFT JOIN inspectors i ON i.id = a.inspector LEFT JOIN authorities t ON t.id = a.authority LEFT JOIN bodies b ON b.id = a.body
      WHERE a.id = \(account) AND (
      """ + actor.scope.condition("t.region") + " OR " + actor.scope.condition("b.region") + ")"
    ) { row in
      (
        login: try row.get("login", as: String.self), name: try row.get("name", as: String.self),
        body: try row.get("body", as: BodyID?.self),
        authority: try row.get("authority", as: AuthorityID?.self),
        inspector: try row.get("code", as: String?.self)
      )
    }
    guard let found else { throw Problem.notFound }
    let roles = try db.map(
      "SELECT role FROM account_roles WHERE account = \(account) ORDER BY role LIMIT 20"
    ) { try $0.get("role", as: Role.self) }
    return ManagedAccount(
      login: found.login, name: found.name, belongsToBody: found.body != nil,
      authority: found.authority, inspector: found.inspector ?? "", roles: Set(roles))
  }
}
