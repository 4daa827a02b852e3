internal import Storage
internal import Supervision

/// From when to when a version was known, and who brought it from where.
struct Provenance: RowDecodable, Sendable {
  let since: Instant
  /// `nil` while it holds.
  let until: Instant?
  let source: ChangeSource
  let account: String
  let reason: String

  /// The columns of a version `v`, its change `c` and the account `n` behind that.
  static let columns: SQL = "v.since, v.until, c.source, n.name AS account, c.reason"

  init(row: Row) throws {
    since = Instant(milliseconds: try row.get("since"))
    until = try row.get("until", as: Int64?.self).map { Instant(milliseconds: $0) }
    source = try row.get("source")
    account = try row.get("account", as: String?.self) ?? "系统"
    reason = try row.get("reason")
  }

  func holds(at moment: Instant) -> Bool {
    since <= moment && (until.map { moment < $0 } ?? true)
  }
}
