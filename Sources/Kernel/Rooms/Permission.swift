package import Supervision

/// What a route asks of the person who calls it. Every route names one; rooms declare their own.
///
/// A permission opens the kind of work; which records it opens follows from the person's scope
/// (authority, region and below, own team, own body) inside the query.
package struct Permission: Sendable, Hashable {
  package let name: String
  /// The roles that hold it; nil where no account is needed.
  package let roles: Set<Role>?

  package init(_ name: String, _ roles: Set<Role>?) {
    self.name = name
    self.roles = roles
  }

  /// Everybody, without signing in.
  package static let anyone = Permission("anyone", nil)
  /// Anybody who has signed in.
  package static let signedIn = Permission("signedIn", Set(Role.allCases))
  /// The roles of the office that do inspections.
  package static let office: Set<Role> = [.planner, .inspector, .publisher, .supervisor]
  package static let readRegistry = Permission("readRegistry", office)
  package static let changeRegistry = Permission("changeRegistry", [.planner])
  /// Bring files; which datasets they fill, each dataset says itself (`Library.permission`).
  package static let importFiles = Permission("importFiles", [.planner, .systemAdministrator])
  /// Take datasets out: those one may read or bring.
  package static let exportFiles = Permission(
    "exportFiles", office.union([.systemAdministrator]))
  /// See personal data in full, one record at a time, with a reason that is journalled.
  package static let readPersonal = Permission(
    "readPersonal", [.planner, .inspector, .supervisor])

  /// - Returns: whether a person with these roles may call it.
  package func isHeld(by held: Set<Role>) -> Bool {
    // A new account has no role yet, and still its own page.
    guard self != .signedIn, let roles else { return true }
    return !roles.isDisjoint(with: held)
  }
}
