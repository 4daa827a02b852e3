package import Kernel
package import Storage
internal import Supervision

// Which accounts an administrator looks after. Nobody gives or takes what lies outside the own part:
// the region and below, and there the own department; the keeper of the registry, whose house it is,
// looks after every department and the bodies. A unit that is no region of its own, such as a
// brigade or a station, looks after itself alone.
extension Accounts {
  /// The condition over `authorities t`.
  static func authoritiesAdministered(by actor: Actor) -> SQL {
    guard let authority = actor.authority else { return "1 = 0" }
    if authority.isUnit { return "t.id = \(authority.id)" }
    let inRegion = actor.scope.condition("t.region")
    guard authority.department != Keeper.department else { return inRegion }
    return "(" + inRegion + " AND t.department = \(authority.department))"
  }

  /// Whether somebody may register or change authorities of a department; a unit none, not even
  /// itself.
  static func administers(_ actor: Actor, authoritiesOf department: String) -> Bool {
    guard let own = actor.authority, !own.isUnit else { return false }
    return own.department == Keeper.department || own.department == department
  }

  /// Whether somebody sets what counts for the whole house: in the keeper's line, where no bureau of
  /// it stands above.
  package static func isAtTop(_ actor: Actor, _ db: any Connection) throws -> Bool {
    guard let own = actor.authority, !own.isUnit, own.department == Keeper.department else {
      return false
    }
    let above = RegionScope.above(own.region)
    return try db.count(
      """
      SELECT count(*) AS value FROM authorities
      WHERE department = \(Keeper.department) AND level NOT IN ('unit', 'station')
        AND valid_until IS NULL AND
      """ + " " + .among("region", above)) == 0
  }

  /// The condition over `bodies b`.
  static func bodiesAdministered(by actor: Actor) -> SQL {
    guard let authority = actor.authority, authority.department == Keeper.department,
      !authority.isUnit
    else { return "1 = 0" }
    return actor.scope.condition("b.region")
  }

  /// The condition over accounts joined with `authorities t` and `bodies b`, both from the left.
  static func administered(by actor: Actor) -> SQL {
    "(" + authoritiesAdministered(by: actor) + " OR " + bodiesAdministered(by: actor) + ")"
  }
}

/// 三员分立: the three administrators are three people, and none of them does other work.
enum Separation {
  /// What speaks against these roles for the person behind an account, seen over all accounts the
  /// person is known to have.
  ///
  /// - Parameter distinct: why an account of the same name is another person; journalled.
  static func faults(
    _ roles: Set<Role>, of account: AccountID, distinct: String, _ transaction: Transaction
  ) throws -> [String] {
    let db = transaction.db
    var faults: [String] = []
    let isAdministrator = roles.contains(where: \.isAdministrator)
    let inspector: InspectorID? = try db.value(
      "SELECT inspector AS value FROM accounts WHERE id = \(account) AND inspector IS NOT NULL")
    if isAdministrator, inspector != nil {
      faults.append("这个账号对应名录库中的检查人员，不能担任管理员。请为管理员另择他人。")
    }
    let others = try namesakes(of: account, db).filter { other in
      isAdministrator
        ? !other.roles.isEmpty : other.roles.contains(where: \.isAdministrator)
    }
    if let other = others.first, distinct.isEmpty {
      faults.append(
        "同一单位另有同名账号“\(other.login)”（\(other.roles.map(\.label).joined(separator: "、"))）。"
          + "管理员不得兼任其他角色，三员必须是三个人；确属同名不同人的，请在“同名不同人的说明”中写明。")
    }
    return faults
  }

  /// Active accounts of the same name in the same authority: perhaps the same person.
  private static func namesakes(of account: AccountID, _ db: any Connection) throws -> [(
    login: String, roles: [Role]
  )] {
    let found = try db.map(
      """
      SELECT o.id, o.login FROM accounts a JOIN accounts o
        ON o.authority = a.authority AND o.name = a.name AND o.id <> a.id
      WHERE a.id = \(account) AND o.state = 'active' ORDER BY o.login LIMIT 20
      """
    ) { (id: try $0.get("id", as: AccountID.self), login: try $0.get("login", as: String.self)) }
    return try found.map { ($0.login, try Accounts.roles(of: $0.id, db)) }
  }
}
