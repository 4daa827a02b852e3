package import Kernel
package import Storage

/// An account of a body for its portal.
package struct PortalAccount: Sendable {
  package let login: String
  package let name: String
  package let isActive: Bool
}

extension Accounts {
  /// The accounts a body has for its portal.
  package static func portalAccounts(
    of id: BodyID, _ db: any Connection
  ) throws -> [PortalAccount] {
    try db.map("SELECT login, name, state FROM accounts WHERE body = \(id) ORDER BY login LIMIT 50")
    { row in
      PortalAccount(
        login: try row.get("login"), name: try row.get("name"),
        isActive: try row.get("state", as: String.self) == "active")
    }
  }
}
