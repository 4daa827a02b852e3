internal import Kernel
internal import Storage
internal import Supervision

/// One open session of a person.
struct SessionRow: RowDecodable, Sendable {
  /// Names the session in a form; says nothing about its token.
  let handle: String
  let key: String
  let createdAt: Instant
  let seenAt: Instant
  let address: String
  let agent: String

  init(row: Row) throws {
    key = try row.get("token")
    handle = String(Accounts.digest("session " + key).prefix(16))
    createdAt = Instant(milliseconds: try row.get("created_at"))
    seenAt = Instant(milliseconds: try row.get("seen_at"))
    address = try row.get("address")
    agent = try row.get("agent")
  }
}

/// How a try to sign in is remembered.
enum SignInOutcome: String, StoredWord {
  case opened, wrong, locked, ended

  var label: String {
    switch self {
    case .opened: "登录成功"
    case .wrong: "失败：密码或口令不对"
    case .locked: "失败，账号锁定"
    case .ended: "失败：账号已停用"
    }
  }
}

extension SignInWay {
  var label: String {
    switch self {
    case .password: "密码"
    case .code: "动态口令"
    case .recovery: "恢复码"
    case .provider: "统一身份认证"
    }
  }
}

/// One try to sign in.
struct SignInRow: RowDecodable, Sendable {
  let login: String
  let name: String
  let account: AccountID
  let at: Instant
  let way: SignInWay
  let outcome: SignInOutcome
  let address: String
  let agent: String

  init(row: Row) throws {
    login = try row.get("login")
    name = try row.get("name")
    account = try row.get("account")
    at = Instant(milliseconds: try row.get("at"))
    way = try row.get("way")
    outcome = try row.get("outcome")
    address = try row.get("address")
    agent = try row.get("agent")
  }
}

extension Accounts {
  /// Remembers a try to sign in, inside the command that answers it.
  static func note(
    _ outcome: SignInOutcome, _ way: SignInWay, of account: AccountID, _ caller: Caller,
    _ transaction: Transaction
  ) throws {
    try transaction.db.execute(
      """
      INSERT INTO sign_ins (account, at, way, outcome, address, agent)
      VALUES (\(account), \(transaction.now.milliseconds), \(way), \(outcome), \(caller.address),
        \(caller.agent))
      """)
  }

  /// The sessions that are still open, the one used last first.
  static func sessions(of account: AccountID, _ now: Instant, _ db: any Connection) throws
    -> [SessionRow]
  {
    let idle = now.adding(minutes: -AccountPolicy.idleMinutes).milliseconds
    return try db.all(
      """
      SELECT token, created_at, seen_at, address, agent FROM sessions
      WHERE account = \(account) AND expires_at > \(now.milliseconds) AND seen_at > \(idle)
      ORDER BY seen_at DESC, token LIMIT 100
      """)
  }

  private static let signInColumns: SQL =
    """
    SELECT a.login, a.name, s.account, s.at, s.way, s.outcome, s.address, s.agent
    FROM sign_ins s JOIN accounts a ON a.id = s.account
    """

  /// The last tries to sign in to one account.
  static func signIns(of account: AccountID, _ db: any Connection) throws -> [SignInRow] {
    try db.all(
      signInColumns + " WHERE s.account = \(account) ORDER BY s.id DESC LIMIT 20")
  }

  /// Tries to sign in to the accounts an administrator looks after, the latest first.
  static func signIns(
    _ actor: Actor, login: String, onlyFailures: Bool, page: Int, _ db: any Connection
  ) throws -> (rows: [SignInRow], total: Int) {
    var conditions: [SQL] = [administered(by: actor)]
    if !login.isEmpty { conditions.append("a.login = \(login)") }
    if onlyFailures { conditions.append("s.outcome <> 'opened'") }
    let joined: SQL =
      """
       LEFT JOIN authorities t ON t.id = a.authority LEFT JOIN bodies b ON b.id = a.body
      """
    let total = try db.count(
      "SELECT count(*) AS value FROM sign_ins s JOIN accounts a ON a.id = s.account" + joined
        + SQL.conditions(conditions))
    let rows: [SignInRow] = try db.all(
      signInColumns + joined + SQL.conditions(conditions)
        + " ORDER BY s.id DESC LIMIT \(Paging.pageSize) OFFSET \(Paging.offset(page))")
    return (rows, total)
  }

  /// Ends one of one's own sessions.
  static func endSession(_ handle: String, _ call: Call) throws {
    let actor = try call.actor()
    try call.house.perform(by: actor) { transaction in
      let open = try sessions(of: actor.account, transaction.now, transaction.db)
      guard let session = open.first(where: { $0.handle == handle }) else {
        throw Problem.conflict("这个登录已经退出。")
      }
      try transaction.db.execute("DELETE FROM sessions WHERE token = \(session.key)")
      transaction.journal("account.session-end", ("account", actor.account.description))
    }
  }

  /// Ends every session of an account an administrator looks after.
  static func endSessions(of account: AccountID, _ call: Call) throws {
    let actor = try call.actor()
    try call.house.perform(by: actor) { transaction in
      _ = try manageable(account, actor, transaction.db)
      try transaction.db.execute("DELETE FROM sessions WHERE account = \(account)")
      transaction.journal("account.session-end", ("account", account.description))
    }
  }
}
