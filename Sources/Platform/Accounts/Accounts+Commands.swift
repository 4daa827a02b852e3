internal import Crypto
internal import HTTP
internal import Storage
package import Supervision

/// How a try to sign in ended.
package enum SignIn: Sendable {
  case signedIn(token: String)
  case wrong
  case locked(until: Instant)
  /// Too many wrong passwords came from this address.
  case crowded(until: Instant)
}

extension Accounts {
  /// Checks a password and opens a session.
  ///
  /// A wrong login costs as much time as a wrong password, and both are told in one sentence.
  package static func signIn(
    login: String, password: String, address: String, agent: String, house: House
  ) throws -> SignIn {
    let now = house.now()
    let memory = house.signInGuard
    if let until = memory.shutUntil(address: address, now: now) { return .crowded(until: until) }
    let known = try house.store.read { try credentials(login, $0) }
    let locked = known == nil ? memory.lockedUntil(login: login, now: now) : known?.lockedUntil
    if let locked, locked > now { return .locked(until: locked) }
    let encoded = known?.password ?? decoy
    let isRight = PasswordHash.verify(password, encoded)
    guard let known, isRight, known.state == "active" else {
      memory.failed(address: address, now: now)
      if let known { return try fail(known, house) }
      return memory.failed(login: login, now: now).map { .locked(until: $0) } ?? .wrong
    }
    return .signedIn(
      token: try openSession(for: known.actor, address: address, agent: agent, house: house))
  }

  /// Opens a session for somebody whose password was checked.
  ///
  /// - Returns: the token for the session cookie; only its digest is stored.
  static func openSession(for actor: Actor, address: String, agent: String, house: House) throws
    -> String
  {
    let token = base64URL(house.surroundings.entropy.bytes(32))
    try house.perform(by: actor) { transaction in
      let now = transaction.now
      // Between the check of the password and now, somebody may have ended or locked the account.
      let changed = try transaction.db.execute(
        """
        UPDATE accounts SET failures = 0, locked_until = NULL
        WHERE id = \(actor.account) AND state = 'active'
          AND (locked_until IS NULL OR locked_until <= \(now.milliseconds))
        """)
      guard changed == 1 else { throw Problem.conflict("账号刚刚被停用或锁定，请联系系统管理员。") }
      try transaction.db.execute(
        "DELETE FROM sessions WHERE expires_at <= \(now.milliseconds)")
      try transaction.db.execute(
        """
        INSERT INTO sessions (token, account, created_at, seen_at, expires_at, address, agent)
        VALUES (\(digest(token)), \(actor.account), \(now.milliseconds), \(now.milliseconds),
          \(now.adding(hours: AccountPolicy.sessionHours).milliseconds), \(address),
          \(String(agent.prefix(200))))
        """)
      transaction.journal("account.sign-in", ("account", actor.account.description))
    }
    return token
  }

  /// Makes the hash for logins that do not exist, so that the first of them takes no longer.
  package static func prepareSignIn() { _ = decoy }

  /// A hash nobody's password has, for logins that do not exist.
  private static let decoy =
    (try? PasswordHash.make("no such account", salt: Array("mingcha-no-account".utf8))) ?? ""

  static func digest(_ token: String) -> String { hex(sha256(Array(token.utf8))) }

  private static func fail(_ known: Credentials, _ house: House) throws -> SignIn {
    try house.perform(by: nil) { transaction in
      let failures =
        try transaction.db.value(
          "SELECT failures AS value FROM accounts WHERE id = \(known.actor.account)", as: Int.self)
        ?? 0
      let isLocked = failures + 1 >= AccountPolicy.failuresBeforeLock
      let until: Int64? =
        isLocked
        ? transaction.now.adding(minutes: AccountPolicy.lockMinutes).milliseconds : nil
      try transaction.db.execute(
        """
        UPDATE accounts SET failures = \(isLocked ? 0 : failures + 1), locked_until = \(until)
        WHERE id = \(known.actor.account)
        """)
      transaction.journal(
        isLocked ? "account.lock" : "account.sign-in-failed",
        ("account", known.actor.account.description))
      if let until { return .locked(until: Instant(milliseconds: until)) }
      return .wrong
    }
  }

  static func signOut(_ call: Call, everywhere: Bool) throws {
    let actor = try call.actor()
    let token = call.request.cookie(House.sessionCookie) ?? ""
    try call.house.perform(by: actor) { transaction in
      if everywhere {
        try transaction.db.execute("DELETE FROM sessions WHERE account = \(actor.account)")
      } else {
        try transaction.db.execute("DELETE FROM sessions WHERE token = \(digest(token))")
      }
      transaction.journal(
        everywhere ? "account.sign-out-everywhere" : "account.sign-out",
        ("account", actor.account.description))
    }
  }

  /// Changes one's own password; every other session ends.
  ///
  /// Wrong guesses at the present one count like those at the door: an open session is no way to
  /// find it out.
  static func changePassword(old: String, new: String, _ call: Call) throws {
    let actor = try call.actor()
    let token = call.request.cookie(House.sessionCookie) ?? ""
    guard let known = try call.house.store.read({ try credentials(actor.login, $0) }) else {
      throw Problem.signInNeeded
    }
    if let until = known.lockedUntil, until > call.now {
      throw Problem.refused("连续多次输错密码，账号已锁定，请在 \(until.timeOfDay) 之后再修改。")
    }
    guard PasswordHash.verify(old, known.password) else {
      _ = try fail(known, call.house)
      throw Problem.refused("现在的密码不对，请重新输入。")
    }
    guard old != new else { throw Problem.refused("新密码与现在的密码相同，请换一个。") }
    let faults = faults(inPassword: new, login: actor.login)
    guard faults.isEmpty else { throw Problem.refused(faults) }
    let encoded = try PasswordHash.make(new, salt: call.house.surroundings.entropy.bytes(16))
    try call.house.perform(by: actor) { transaction in
      try transaction.db.execute(
        "UPDATE accounts SET password = \(encoded), is_initial = 0 WHERE id = \(actor.account)")
      try transaction.db.execute(
        "DELETE FROM sessions WHERE account = \(actor.account) AND token <> \(digest(token))")
      transaction.journal("account.password", ("account", actor.account.description))
    }
  }

  /// Stores a new account inside a running command; the caller journals it.
  @discardableResult
  package static func insert(
    _ new: NewAccount, encodedPassword: String, isInitial: Bool = false,
    _ transaction: Transaction
  ) throws -> AccountID {
    let id: AccountID? = try transaction.db.value(
      """
      INSERT INTO accounts (login, name, password, is_initial, authority, body, inspector, state,
        failures, created_at)
      VALUES (\(new.login), \(new.name), \(encodedPassword), \(isInitial), \(new.authority), \(new.body),
        \(new.inspector), 'active', 0, \(transaction.now.milliseconds))
      RETURNING id AS value
      """)
    guard let id else { throw Problem.conflict("账号没有保存，请重试。") }
    for role in new.roles.sorted() {
      try transaction.db.execute(
        "INSERT INTO account_roles (account, role) VALUES (\(id), \(role))")
    }
    return id
  }

  static func create(_ new: NewAccount, _ call: Call) throws {
    let actor = try call.actor()
    let encoded = try PasswordHash.make(
      new.password, salt: call.house.surroundings.entropy.bytes(16))
    try call.house.perform(by: actor) { transaction in
      let taken = try transaction.db.count(
        "SELECT count(*) AS value FROM accounts WHERE login = \(new.login)")
      guard taken == 0 else { throw Problem.refused("登录名“\(new.login)”已被使用，请换一个。") }
      let id = try insert(new, encodedPassword: encoded, isInitial: true, transaction)
      transaction.journal(
        "account.create", ("account", id.description),
        [("roles", new.roles.sorted().map(\.rawValue).joined(separator: " "))])
    }
  }

  static func setRoles(_ roles: Set<Role>, of account: AccountID, _ call: Call) throws {
    let actor = try call.actor()
    guard account != actor.account else { throw Problem.refused("不能修改自己的角色，请由另一名安全管理员办理。") }
    try call.house.perform(by: actor) { transaction in
      let row = try manageable(account, actor, transaction.db)
      let faults = faults(in: roles, belongsToBody: row.belongsToBody)
      guard faults.isEmpty else { throw Problem.refused(faults) }
      try transaction.db.execute("DELETE FROM account_roles WHERE account = \(account)")
      for role in roles.sorted() {
        try transaction.db.execute(
          "INSERT INTO account_roles (account, role) VALUES (\(account), \(role))")
      }
      transaction.journal(
        "account.roles", ("account", account.description),
        [("roles", roles.sorted().map(\.rawValue).joined(separator: " "))])
    }
  }

  /// Ties an account to a person of the inspector library, or unties it with an empty code.
  static func setInspector(_ code: String, of account: AccountID, _ call: Call) throws {
    let actor = try call.actor()
    try call.house.perform(by: actor) { transaction in
      let db = transaction.db
      let row = try manageable(account, actor, db)
      var inspector: InspectorID?
      if !code.isEmpty {
        inspector = try db.value(
          """
          SELECT id AS value FROM inspectors
          WHERE code = \(code) AND authority = \(row.authority) AND status <> 'ended'
          """)
        guard let inspector else {
          throw Problem.refused("账号所在机关的名录库中没有编号为“\(code)”的检查人员，请核对编号，或先导入该人员。")
        }
        let taken = try db.count(
          """
          SELECT count(*) AS value FROM accounts
          WHERE inspector = \(inspector) AND id <> \(account) AND state = 'active'
          """)
        guard taken == 0 else { throw Problem.refused("编号“\(code)”已对应另一个账号。") }
      }
      // Otherwise the same person could submit as one inspector and countersign as another.
      let pending = try db.count(
        """
        SELECT count(*) AS value FROM visits
        WHERE (submitted_by = \(account) OR countersigned_by = \(account))
          AND stage IN ('submitted', 'countersigned', 'returned')
        """)
      guard pending == 0 else {
        throw Problem.refused("该账号提交或会签的检查结果还有 \(pending) 项没有审定，审定之前不能更换对应的检查人员。")
      }
      try db.execute("UPDATE accounts SET inspector = \(inspector) WHERE id = \(account)")
      transaction.journal("account.inspector", ("account", account.description), [("code", code)])
    }
  }

  /// Gives an account a new initial password: every session ends, and its owner must change it.
  static func resetPassword(_ new: String, of account: AccountID, _ call: Call) throws {
    let actor = try call.actor()
    guard account != actor.account else { throw Problem.refused("自己的密码请在“我的账号”中修改。") }
    let encoded = try PasswordHash.make(new, salt: call.house.surroundings.entropy.bytes(16))
    try call.house.perform(by: actor) { transaction in
      let row = try manageable(account, actor, transaction.db)
      let faults = faults(inPassword: new, login: row.login)
      guard faults.isEmpty else { throw Problem.refused(faults) }
      try transaction.db.execute(
        "UPDATE accounts SET password = \(encoded), is_initial = 1 WHERE id = \(account)")
      try transaction.db.execute("DELETE FROM sessions WHERE account = \(account)")
      transaction.journal("account.reset-password", ("account", account.description))
    }
  }

  static func unlock(_ account: AccountID, _ call: Call) throws {
    let actor = try call.actor()
    try call.house.perform(by: actor) { transaction in
      _ = try manageable(account, actor, transaction.db)
      try transaction.db.execute(
        "UPDATE accounts SET failures = 0, locked_until = NULL WHERE id = \(account)")
      transaction.journal("account.unlock", ("account", account.description))
    }
  }

  static func end(_ account: AccountID, reason: String, _ call: Call) throws {
    let actor = try call.actor()
    guard account != actor.account else { throw Problem.refused("不能停用自己的账号。") }
    try call.house.perform(by: actor) { transaction in
      _ = try manageable(account, actor, transaction.db)
      guard !reason.isEmpty else { throw Problem.refused("请写明停用理由。") }
      try transaction.db.execute("UPDATE accounts SET state = 'ended' WHERE id = \(account)")
      try transaction.db.execute("DELETE FROM sessions WHERE account = \(account)")
      transaction.journal("account.end", ("account", account.description), reason: reason)
    }
  }
}
