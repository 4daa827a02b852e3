package import Kernel
package import Storage
package import Supervision

/// How long an account stays shut and a session open. Policy of the house, not of the law.
enum AccountPolicy {
  /// Wrong passwords in a row before the account locks.
  static let failuresBeforeLock = 5
  static let lockMinutes = 15
  /// Wrong passwords from one address within that time before it must wait.
  static let failuresPerAddress = 40
  /// A session ends after this time without a request …
  static let idleMinutes = 120
  /// … and in any case after this time.
  static let sessionHours = 12
  /// No password is longer, so that hashing one stays cheap.
  static let passwordLimit = 200
  /// Between the password and the second factor.
  static let challengeMinutes = 5
}

/// An account as the administrators' list shows it.
package struct AccountRow: RowDecodable, Sendable {
  package let id: AccountID
  package let login: String
  package let name: String
  package let owner: String
  package let state: String
  package let lockedUntil: Int64?
  package let roles: String

  package init(row: Row) throws {
    id = try row.get("id")
    login = try row.get("login")
    name = try row.get("name")
    owner = try row.get("owner")
    state = try row.get("state")
    lockedUntil = try row.get("locked_until")
    roles = ""
  }

  package init(_ other: AccountRow, roles: String) {
    id = other.id
    login = other.login
    name = other.name
    owner = other.owner
    state = other.state
    lockedUntil = other.lockedUntil
    self.roles = roles
  }
}

/// What a new account is made of.
package struct NewAccount: Sendable {
  package let login: String
  package let name: String
  package let password: String
  package let authority: AuthorityID?
  package let body: BodyID?
  package let inspector: InspectorID?
  package let roles: Set<Role>

  package init(
    login: String, name: String, password: String, authority: AuthorityID? = nil,
    body: BodyID? = nil, inspector: InspectorID? = nil, roles: Set<Role>
  ) {
    self.login = login
    self.name = name
    self.password = password
    self.authority = authority
    self.body = body
    self.inspector = inspector
    self.roles = roles
  }
}

/// An account as an administrator manages it.
struct ManagedAccount {
  let login: String
  let name: String
  let belongsToBody: Bool
  let authority: AuthorityID?
  /// The inspector's code in the registry, or empty.
  let inspector: String
  let roles: Set<Role>
}

package enum Accounts {
  /// Which roles may not stand together, and where each belongs.
  ///
  /// - Returns: sentences; none when the set is allowed.
  static func faults(in roles: Set<Role>, belongsToBody: Bool) -> [String] {
    var faults: [String] = []
    if roles.isEmpty { faults.append("请至少选择一个角色。") }
    if roles.filter(\.isAdministrator).count > 1 {
      faults.append("系统、安全、审计三员必须由不同的人担任，请只选其中一个。")
    }
    if roles.contains(where: \.isAdministrator), roles.contains(where: { !$0.isAdministrator }) {
      faults.append("管理员不得兼任业务角色，请分别建立账号。")
    }
    if belongsToBody, roles != [.body] { faults.append("机构账号只能有“机构”角色。") }
    if !belongsToBody, roles.contains(.body) { faults.append("“机构”角色只能给机构账号。") }
    return faults
  }

  /// What is wrong with a login and a person's name, or nothing.
  static func faults(inLogin login: String, name: String) -> [String] {
    var faults: [String] = []
    let isPlain = login.utf8.allSatisfy {
      (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0)
        || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) || $0 == UInt8(ascii: ".")
        || $0 == UInt8(ascii: "-")
    }
    if !isPlain || !(3...40).contains(login.utf8.count) {
      faults.append("登录名只能用小写字母、数字、点和短横，3 至 40 个字符。")
    }
    if name.isEmpty || name.count > 40 { faults.append("请填写姓名，不超过 40 个字。") }
    return faults
  }
}
