internal import Crypto
package import Kernel
internal import Storage
internal import Supervision

extension Accounts {
  /// Registers an authority and opens the three administrators' accounts in an empty house.
  ///
  /// - Returns: logins with passwords made at random, which are stored nowhere else.
  /// - Throws: `Problem.refused` when there are accounts already or the region is unknown.
  package static func setUp(authority: String, region: String, level: String, house: House) throws
    -> [(login: String, password: String, role: String)]
  {
    let roles: [(String, Role)] = [
      ("system", .systemAdministrator), ("security", .securityAdministrator),
      ("audit", .auditAdministrator),
    ]
    let made = try roles.map { login, role in
      let password = randomPassword(house)
      let encoded = try PasswordHash.make(
        password, salt: house.surroundings.entropy.bytes(16))
      return (login: login, role: role, password: password, encoded: encoded)
    }
    try house.perform(by: nil) { transaction in
      let db = transaction.db
      guard try db.count("SELECT count(*) AS value FROM accounts") == 0 else {
        throw Problem.refused("数据库里已有账号，不能再次初始化。")
      }
      guard try db.count("SELECT count(*) AS value FROM regions WHERE code = \(region)") == 1 else {
        throw Problem.refused("没有行政区划代码“\(region)”，请按 GB/T 2260 填写六位代码。")
      }
      let levels = ["national", "province", "city", "district"]
      guard levels.contains(level) else {
        throw Problem.refused("层级“\(level)”应为 \(levels.joined(separator: "、")) 之一。")
      }
      let id = try insertAuthority(
        code: "market-\(region)", name: authority, department: "market", level: level,
        region: region, transaction)
      for account in made {
        try insert(
          NewAccount(
            login: account.login, name: account.role.label, password: "", authority: id,
            roles: [account.role]),
          encodedPassword: account.encoded, isInitial: true, transaction)
      }
      transaction.journal("house.set-up", ("authority", id.description), [("region", region)])
    }
    return made.map { ($0.login, $0.password, $0.role.label) }
  }

  /// Stores an authority inside a running command; the caller journals it.
  ///
  /// - Parameter keepsVersion: whether its first version is kept at once; otherwise the caller does.
  package static func insertAuthority(
    code: String, name: String, department: String, level: String, region: String,
    keepsVersion: Bool = true, _ transaction: Transaction
  ) throws -> AuthorityID {
    let id: AuthorityID? = try transaction.db.value(
      """
      INSERT INTO authorities (code, name, department, level, region)
      VALUES (\(code), \(name), \(department), \(level), \(region)) RETURNING id AS value
      """)
    guard let id else { throw Problem.conflict("机关没有保存，请重试。") }
    if keepsVersion {
      let change = try Changes.change(.setup, transaction)
      try Authorities.keepVersion(of: id, by: change, transaction)
    }
    return id
  }
}
