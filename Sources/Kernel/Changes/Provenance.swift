package import Storage
package import Supervision

/// From when to when a version was known, and who brought it from where.
package struct Provenance: RowDecodable, Sendable {
  package let since: Instant
  /// `nil` while it holds.
  package let until: Instant?
  package let source: ChangeSource
  package let account: String
  package let reason: String

  /// The columns of a version `v`, its change `c` and the account `n` behind that.
  package static let columns: SQL = "v.since, v.until, c.source, n.name AS account, c.reason"

  package init(row: Row) throws {
    since = Instant(milliseconds: try row.get("since"))
    until = try row.get("until", as: Int64?.self).map { Instant(milliseconds: $0) }
    source = try row.get("source")
    account = try row.get("account", as: String?.self) ?? "系统"
    reason = try row.get("reason")
  }

  package func holds(at moment: Instant) -> Bool {
    since <= moment && (until.map { moment < $0 } ?? true)
  }
}
