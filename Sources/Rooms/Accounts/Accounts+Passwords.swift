internal import Crypto
internal import HTTP
internal import Kernel
internal import Storage
internal import Supervision

extension Accounts {
  /// What is wrong with a password for somebody, or nothing.
  static func faults(
    inPassword password: String, login: String, name: String, _ rules: AccountRules
  ) -> [String] {
    PasswordStrength.faults(
      password, login: login, name: name,
      length: rules[.passwordLength]...AccountPolicy.passwordLimit)
  }

  /// Whether the account's password has been used longer than the house allows.
  static func isPasswordOld(_ account: AccountID, _ now: Instant, _ db: any Connection) throws
    -> Bool
  {
    let days = try rules(db)[.passwordDays]
    guard days > 0, let set = try passwordSet(account, db) else { return false }
    return set.adding(days: days) <= now
  }

  /// When the account got its password.
  static func passwordSet(_ account: AccountID, _ db: any Connection) throws -> Instant? {
    try db.value(
      "SELECT max(set_at) AS value FROM account_passwords WHERE account = \(account)",
      as: Int64?.self
    )?.map { Instant(milliseconds: $0) }
  }

  /// Whether the password is one of the last the account had, as many as the rules name.
  static func wasUsed(_ password: String, by account: AccountID, _ db: any Connection) throws
    -> Bool
  {
    let count = try rules(db)[.passwordHistory]
    let hashes = try db.map(
      """
      SELECT password FROM account_passwords WHERE account = \(account)
      ORDER BY number DESC LIMIT \(count)
      """
    ) { try $0.get("password", as: String.self) }
    return hashes.contains { PasswordHash.verify(password, $0) }
  }

  /// Stores a password inside a running command; the caller journals it.
  ///
  /// - Parameter isInitial: somebody else chose it.
  static func store(
    _ encoded: String, isInitial: Bool, of account: AccountID, _ transaction: Transaction
  ) throws {
    try transaction.db.execute(
      """
      UPDATE accounts SET password = \(encoded), is_initial = \(isInitial) WHERE id = \(account)
      """)
    try remember(encoded, of: account, transaction)
  }

  static func remember(_ encoded: String, of account: AccountID, _ transaction: Transaction)
    throws
  {
    try transaction.db.execute(
      """
      INSERT INTO account_passwords (account, number, password, set_at)
      SELECT \(account), coalesce(max(number), 0) + 1, \(encoded), \(transaction.now.milliseconds)
      FROM account_passwords WHERE account = \(account)
      """)
  }

  /// Changes one's own password; every other session ends.
  ///
  /// Wrong guesses at the present one count like those at the door: an open session is no way to
  /// find it out.
  static func changePassword(old: String, new: String, _ call: Call) throws {
    let actor = try call.actor()
    let token = call.request.cookie(House.sessionCookie) ?? ""
    guard
      let known = try call.house.store.read({ try credentials(actor.account, $0) })
    else {
      throw Problem.signInNeeded
    }
    switch try takePlace(at: actor.account, call.house) {
    case .refused(let until):
      throw Problem.refused("连续多次输错密码，账号已锁定，请在 \(until.timeOfDay) 之后再修改。")
    case .taken(let place):
      guard PasswordHash.verify(old, known.password) else {
        try fail(place, .password, Caller(call.request), call.house)
        throw Problem.refused("现在的密码不对，请重新输入。")
      }
      try giveBack(place, call.house)
    }
    guard old != new else { throw Problem.refused("新密码与现在的密码相同，请换一个。") }
    let (faults, isUsed, count) = try call.house.store.read { db -> ([String], Bool, Int) in
      let rules = try rules(db)
      let faults = self.faults(inPassword: new, login: actor.login, name: actor.name, rules)
      return (
        faults, faults.isEmpty ? try wasUsed(new, by: actor.account, db) : false,
        rules[.passwordHistory]
      )
    }
    guard faults.isEmpty else { throw Problem.refused(faults) }
    guard !isUsed else { throw Problem.refused("这个密码您最近用过，不能与最近 \(count) 次的密码相同，请换一个。") }
    let encoded = try PasswordHash.make(new, salt: call.house.surroundings.entropy.bytes(16))
    try call.house.perform(by: actor) { transaction in
      try store(encoded, isInitial: false, of: actor.account, transaction)
      try transaction.db.execute(
        "DELETE FROM sessions WHERE account = \(actor.account) AND token <> \(digest(token))")
      transaction.journal("account.password", ("account", actor.account.description))
    }
  }

  /// Gives an account a new initial password: every session ends, and its owner must change it.
  static func resetPassword(_ new: String, of account: AccountID, _ call: Call) throws {
    let actor = try call.actor()
    guard account != actor.account else { throw Problem.refused("自己的密码请在“我的账号”中修改。") }
    let encoded = try PasswordHash.make(new, salt: call.house.surroundings.entropy.bytes(16))
    try call.house.perform(by: actor) { transaction in
      let row = try manageable(account, actor, transaction.db)
      let faults = faults(
        inPassword: new, login: row.login, name: row.name, try rules(transaction.db))
      guard faults.isEmpty else { throw Problem.refused(faults) }
      try store(encoded, isInitial: true, of: account, transaction)
      try transaction.db.execute("DELETE FROM sessions WHERE account = \(account)")
      transaction.journal("account.reset-password", ("account", account.description))
    }
  }
}
