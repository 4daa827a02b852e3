package import Storage
package import Supervision

/// The part of the country an authority sees: its own region and below, as a range of GB/T 2260
/// codes, so that one index answers it.
package struct RegionScope: Sendable, Equatable {
  package let low: String
  package let high: String

  package init(low: String, high: String) {
    self.low = low
    self.high = high
  }

  /// - Parameter region: six digits; `000000` is the whole country, `XX0000` a province,
  ///   `XXXX00` a city, anything else itself alone.
  package init(region: String) {
    low = region
    if region == "000000" {
      high = "999999"
    } else if region.hasSuffix("0000") {
      high = region.prefix(2) + "9999"
    } else if region.hasSuffix("00") {
      high = region.prefix(4) + "99"
    } else {
      high = region
    }
  }

  package func contains(_ region: String) -> Bool {
    low.utf8.lexicographicallyPrecedes(region.utf8) || low == region
      ? region.utf8.lexicographicallyPrecedes(high.utf8) || region == high : false
  }

  package var isEverywhere: Bool { low == "000000" && high == "999999" }

  /// `column BETWEEN low AND high`.
  package func condition(_ column: SQL) -> SQL {
    // As literals: PostgreSQL would expect few rows of two bounds it does not know.
    isEverywhere
      ? column + " BETWEEN '000000' AND '999999'" : column + " BETWEEN \(low) AND \(high)"
  }
}

/// The authority an account belongs to.
package struct AuthoritySummary: Sendable {
  package let id: AuthorityID
  package let name: String
  package let department: String
  package let level: String
  package let region: String

  package init(id: AuthorityID, name: String, department: String, level: String, region: String) {
    self.id = id
    self.name = name
    self.department = department
    self.level = level
    self.region = region
  }
}

/// A role somebody of the same authority lent.
package struct Lending: Sendable, Equatable {
  package let role: Role
  package let lender: AccountID
  package let lenderName: String

  package init(role: Role, lender: AccountID, lenderName: String) {
    self.role = role
    self.lender = lender
    self.lenderName = lenderName
  }
}

/// Who acts: the account behind a session, with what it may do and see.
package struct Actor: Sendable {
  package let account: AccountID
  package let login: String
  package let name: String
  /// The person's own roles and those lent today.
  package let roles: Set<Role>
  /// Roles in `roles` that are not the person's own.
  package let lendings: [Lending]
  /// Whose lent role this request is answered with; `nil` when the own roles are enough.
  package private(set) var actingFor: Lending?
  /// Where the account belongs, unless it belongs to a body.
  package let authority: AuthoritySummary?
  package let body: BodyID?
  package let inspector: InspectorID?
  /// The password has to be changed before anything else: somebody else chose it, or it is too old.
  package let hasInitialPassword: Bool
  /// A role asks for a second factor and there is none: it is set up before anything else.
  package let owesSecondFactor: Bool

  package init(
    account: AccountID, login: String, name: String, roles: Set<Role>, lendings: [Lending] = [],
    authority: AuthoritySummary?, body: BodyID?, inspector: InspectorID?,
    hasInitialPassword: Bool = false, owesSecondFactor: Bool = false
  ) {
    self.account = account
    self.login = login
    self.name = name
    self.roles = roles.union(lendings.map(\.role))
    self.lendings = lendings.filter { !roles.contains($0.role) }
    self.authority = authority
    self.body = body
    self.inspector = inspector
    self.hasInitialPassword = hasInitialPassword
    self.owesSecondFactor = owesSecondFactor
  }

  /// The roles that are the person's own.
  package var ownRoles: Set<Role> { roles.subtracting(lendings.map(\.role)) }

  /// The same person on a route that asks for this permission: with the lender's name where only a
  /// lent role opens it.
  package func acting(with permission: Permission) -> Actor {
    var actor = self
    actor.actingFor =
      permission.isHeld(by: ownRoles)
      ? nil : lendings.first { permission.isHeld(by: [$0.role]) }
    return actor
  }

  /// The name as the journal writes it.
  package var signature: String {
    actingFor.map { "\(name)（代\($0.lenderName)）" } ?? name
  }

  /// The regions this person sees; nothing for a body's account.
  package var scope: RegionScope {
    authority.map { RegionScope(region: $0.region) } ?? RegionScope(low: "x", high: "")
  }

  package func may(_ permission: Permission) -> Bool { permission.isHeld(by: roles) }

  /// Whether the person works in a department's own line: its bureau at any level.
  ///
  /// Partner departments of the same region see a plan's records and send people to its teams;
  /// what decides about a record is done by the line of the authority whose plan it is.
  package func isInLine(of department: String) -> Bool { authority?.department == department }
}
