internal import Crypto
package import Kernel
internal import Storage
internal import Supervision

extension Accounts {
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
    try remember(encodedPassword, of: id, transaction)
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

  /// Gives an account its roles; roles it no longer has are no longer lent either.
  ///
  /// - Parameter distinct: why an account of the same name is another person, or empty.
  static func setRoles(
    _ roles: Set<Role>, of account: AccountID, distinct: String, _ call: Call
  ) throws {
    let actor = try call.actor()
    guard account != actor.account else { throw Problem.refused("不能修改自己的角色，请由另一名安全管理员办理。") }
    try call.house.perform(by: actor) { transaction in
      let row = try manageable(account, actor, transaction.db)
      var faults = faults(in: roles, belongsToBody: row.belongsToBody)
      faults += try Separation.faults(roles, of: account, distinct: distinct, transaction)
      guard faults.isEmpty else { throw Problem.refused(faults) }
      try transaction.db.execute("DELETE FROM account_roles WHERE account = \(account)")
      for role in roles.sorted() {
        try transaction.db.execute(
          "INSERT INTO account_roles (account, role) VALUES (\(account), \(role))")
      }
      if roles.contains(where: \.isAdministrator) {
        try Delegations.endAll(to: account, transaction)
      }
      transaction.journal(
        "account.roles", ("account", account.description), reason: distinct,
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
      if inspector != nil, row.roles.contains(where: \.isAdministrator) {
        throw Problem.refused("管理员账号不能对应检查人员：同一人办理业务请另建账号。")
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
      try end(account, transaction)
      transaction.journal("account.end", ("account", account.description), reason: reason)
    }
  }

  /// Ends an account with its sessions and what it lent or borrowed; the caller journals it.
  private static func end(_ account: AccountID, _ transaction: Transaction) throws {
    try transaction.db.execute("UPDATE accounts SET state = 'ended' WHERE id = \(account)")
    try transaction.db.execute("DELETE FROM sessions WHERE account = \(account)")
    try Delegations.endAll(of: account, transaction)
  }

  /// Ends the accounts of a person who left the inspector library, in the command that ends the
  /// record; the caller journals it.
  ///
  /// - Returns: the logins that were ended.
  @discardableResult
  package static func endAccounts(of inspector: InspectorID, _ transaction: Transaction) throws
    -> [String]
  {
    let found = try transaction.db.map(
      """
      SELECT id, login FROM accounts WHERE inspector = \(inspector) AND state = 'active'
      ORDER BY id LIMIT 100
      """
    ) { (id: try $0.get("id", as: AccountID.self), login: try $0.get("login", as: String.self)) }
    for account in found { try end(account.id, transaction) }
    return found.map(\.login)
  }

  /// Takes the second factor from an account whose owner lost it; every session ends.
  static func resetSecondFactor(of account: AccountID, reason: String, _ call: Call) throws {
    let actor = try call.actor()
    guard account != actor.account else {
      throw Problem.refused("自己的动态口令请在“我的账号”中解除；无法解除时请另一名安全管理员办理。")
    }
    try call.house.perform(by: actor) { transaction in
      _ = try manageable(account, actor, transaction.db)
      guard !reason.isEmpty else { throw Problem.refused("请写明理由，例如“本人更换手机，已当面核实身份”。") }
      try SecondFactor.remove(account, transaction)
      try transaction.db.execute("DELETE FROM sessions WHERE account = \(account)")
      transaction.journal(
        "account.second-factor-reset", ("account", account.description), reason: reason)
    }
  }
}
