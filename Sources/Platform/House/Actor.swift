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

  /// `column BETWEEN low AND high`.
  package func condition(_ column: SQL) -> SQL {
    column + " BETWEEN \(low) AND \(high)"
  }
}

/// The authority an account belongs to.
package struct AuthoritySummary: Sendable {
  package let id: AuthorityID
  package let name: String
  package let department: String
  package let level: String
  package let region: String
}

/// Who acts: the account behind a session, with what it may do and see.
package struct Actor: Sendable {
  package let account: AccountID
  package let login: String
  package let name: String
  package let roles: Set<Role>
  /// Where the account belongs, unless it belongs to a body.
  package let authority: AuthoritySummary?
  package let body: BodyID?
  package let inspector: InspectorID?
  /// Somebody else chose the password; it has to be changed before anything else.
  package let hasInitialPassword: Bool

  package init(
    account: AccountID, login: String, name: String, roles: Set<Role>,
    authority: AuthoritySummary?, body: BodyID?, inspector: InspectorID?,
    hasInitialPassword: Bool = false
  ) {
    self.account = account
    self.login = login
    self.name = name
    self.roles = roles
    self.authority = authority
    self.body = body
    self.inspector = inspector
    self.hasInitialPassword = hasInitialPassword
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
