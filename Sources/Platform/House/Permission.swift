package import Supervision

/// What a route asks of the person who calls it. Every route names one.
///
/// A permission opens the kind of work; which records it opens follows from the person's scope
/// (authority, region and below, own team, own body) inside the query.
package enum Permission: String, Sendable, CaseIterable {
  /// Everybody, without signing in.
  case anyone
  /// Anybody who has signed in.
  case signedIn
  case readRegistry
  case changeRegistry
  /// Bring files; which libraries they fill, each library says itself (`Library.permission`).
  case importFiles
  /// Take libraries out: those one may read or bring.
  case exportFiles
  /// See personal data in full, one record at a time, with a reason that is journalled.
  case readPersonal
  case readPlans
  case changePlans
  case readDraws
  /// Freeze, beacon, draw, reveal, void, amend.
  case conductDraw
  /// Commit and hand in for one's own authority.
  case contributeToDraw
  case readVisits
  /// Prepare, notify, answer, submit, countersign: by members of the team.
  case inspect
  /// Approve or return as the third pair of eyes.
  case review
  case publish
  /// A body's own desk.
  case ownPortal
  case readAccounts
  case manageAccounts
  case assignRoles
  case readJournal
  /// Who signed in from where, and who failed to.
  case readSignIns

  /// The roles that hold this permission; `nil` where no account is needed.
  package var roles: Set<Role>? {
    let office: Set<Role> = [.planner, .inspector, .publisher, .supervisor]
    switch self {
    case .anyone: return nil
    case .signedIn: return Set(Role.allCases)
    case .readRegistry, .readPlans, .readDraws, .readVisits: return office
    case .changeRegistry, .changePlans, .conductDraw, .contributeToDraw: return [.planner]
    case .importFiles: return [.planner, .systemAdministrator]
    case .exportFiles: return office.union([.systemAdministrator])
    case .readPersonal: return [.planner, .inspector, .supervisor]
    case .inspect: return [.inspector]
    case .review: return [.supervisor]
    case .publish: return [.publisher]
    case .ownPortal: return [.body]
    case .readAccounts: return [.systemAdministrator, .securityAdministrator]
    case .manageAccounts: return [.systemAdministrator]
    case .assignRoles: return [.securityAdministrator]
    case .readJournal: return [.auditAdministrator]
    case .readSignIns:
      return [.systemAdministrator, .securityAdministrator, .auditAdministrator]
    }
  }

  /// - Returns: whether a person with these roles may call it.
  package func isHeld(by held: Set<Role>) -> Bool {
    // A new account has no role yet, and still its own page.
    guard self != .signedIn, let roles else { return true }
    return !roles.isDisjoint(with: held)
  }
}
