internal import Crypto
package import Kernel
internal import Storage
internal import Supervision

extension Accounts {
  /// A password nobody chose, of letters, digits and symbols.
  static func randomPassword(_ house: House) -> String {
    "Mc1-" + base64URL(house.surroundings.entropy.bytes(12))
  }

  /// The way back in for whoever runs the program on the machine itself, when no administrator is
  /// left who could: the lock and the second factor of one account end with its sessions, and it
  /// gets a password that opens nothing but the page that changes it.
  ///
  /// - Returns: the person's name and the password, which is stored nowhere else.
  /// - Throws: `Problem.refused` for an unknown login, an account that was ended, or without a reason.
  package static func rescue(login: String, reason: String, _ house: House) throws -> (
    name: String, password: String
  ) {
    guard (2...200).contains(reason.count) else {
      throw Problem.refused("请写明理由，2 至 200 个字，例如“三名管理员的手机均已更换，经分管领导批准”。")
    }
    let password = randomPassword(house)
    let encoded = try PasswordHash.make(password, salt: house.surroundings.entropy.bytes(16))
    let name = try house.perform(by: nil) { transaction in
      let db = transaction.db
      guard let known = try credentials(login.lowercased(), db) else {
        throw Problem.refused("没有登录名为“\(login)”的账号，请核对登录名。")
      }
      guard known.state == "active" else {
        throw Problem.refused("账号“\(login)”已停用，不能恢复登录。请救回一名系统管理员，再由他建立新账号。")
      }
      let account = known.actor.account
      try store(encoded, isInitial: true, of: account, transaction)
      try db.execute(
        "UPDATE accounts SET failures = 0, locked_until = NULL WHERE id = \(account)")
      try SecondFactor.remove(account, transaction)
      try db.execute("DELETE FROM sessions WHERE account = \(account)")
      transaction.journal("account.rescue", ("account", account.description), reason: reason)
      return known.actor.name
    }
    return (name, password)
  }
}
