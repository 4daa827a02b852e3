internal import Kernel
internal import Storage
internal import Supervision

/// An identity at a provider that opens an account.
struct Identity: RowDecodable, Sendable {
  let issuer: String
  let subject: String
  let linkedAt: Instant

  init(row: Row) throws {
    issuer = try row.get("issuer")
    subject = try row.get("subject")
    linkedAt = Instant(milliseconds: try row.get("linked_at"))
  }
}

extension Accounts {
  static func identities(of account: AccountID, _ db: any Connection) throws -> [Identity] {
    try db.all(
      """
      SELECT issuer, subject, linked_at FROM account_identities WHERE account = \(account)
      ORDER BY issuer, subject LIMIT 50
      """)
  }

  /// Whose identity this is.
  static func account(issuer: String, subject: String, _ db: any Connection) throws -> AccountID? {
    try db.value(
      """
      SELECT account AS value FROM account_identities
      WHERE issuer = \(issuer) AND subject = \(subject)
      """)
  }

  /// Lets an identity at the house's provider open an account.
  ///
  /// - Throws: `Problem.refused` when the identity opens another account: one person has one.
  static func link(_ subject: String, to account: AccountID, _ call: Call) throws {
    let actor = try call.actor()
    guard account != actor.account else { throw Problem.refused("自己的身份请由另一名系统管理员关联。") }
    try call.house.perform(by: actor) { transaction in
      _ = try manageable(account, actor, transaction.db)
      guard let issuer = call.house.provider?.issuer else {
        throw Problem.refused("没有配置统一身份认证，请先在启动参数中配置。")
      }
      guard (1...255).contains(subject.utf8.count) else {
        throw Problem.refused("请填写身份编号：本人用统一身份认证登录时页面显示的那一串字符。")
      }
      if let other = try self.account(issuer: issuer, subject: subject, transaction.db) {
        throw Problem.refused(
          other == account ? "这个身份已经关联本账号。" : "这个身份已经关联另一个账号，一人只能有一个账号。")
      }
      try transaction.db.execute(
        """
        INSERT INTO account_identities (issuer, subject, account, linked_at, linked_by)
        VALUES (\(issuer), \(subject), \(account), \(transaction.now.milliseconds),
          \(actor.account))
        """)
      transaction.journal("account.link", ("account", account.description), [("issuer", issuer)])
    }
  }

  /// Takes an identity from an account; sessions it opened end.
  static func unlink(_ subject: String, from account: AccountID, _ call: Call) throws {
    let actor = try call.actor()
    try call.house.perform(by: actor) { transaction in
      _ = try manageable(account, actor, transaction.db)
      let removed = try transaction.db.execute(
        "DELETE FROM account_identities WHERE account = \(account) AND subject = \(subject)")
      guard removed > 0 else { throw Problem.conflict("这个身份已经不再关联本账号。") }
      try transaction.db.execute("DELETE FROM sessions WHERE account = \(account)")
      transaction.journal("account.unlink", ("account", account.description))
    }
  }
}
