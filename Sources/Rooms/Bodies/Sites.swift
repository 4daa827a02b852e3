internal import Kernel
internal import Storage
internal import Supervision

/// 检验检测场所: where a body really tests. Apart from the legal person (R09).
package enum Sites {
  /// The place that the registered address names; it follows the registration.
  package static let mainName = "主场所"

  static func insertMain(
    of body: BodyID, _ draft: BodyDraft, _ change: ChangeID, _ transaction: Transaction
  ) throws {
    guard !draft.address.isEmpty else { return }
    try transaction.db.execute(
      """
      INSERT INTO sites (body, name, address, region, since, change)
      VALUES (\(body), \(mainName), \(draft.address), \(draft.region),
        \(transaction.now.milliseconds), \(change))
      """)
  }

  /// Keeps the main site in step with the registered address.
  static func storeMain(
    of body: BodyID, _ draft: BodyDraft, _ change: ChangeID, _ transaction: Transaction
  ) throws {
    guard !draft.address.isEmpty else { return }
    let known = try transaction.db.one(
      """
      SELECT id, address, region FROM sites
      WHERE body = \(body) AND name = \(mainName) AND until IS NULL
      """
    ) {
      (
        id: try $0.get("id", as: Int.self), address: try $0.get("address", as: String.self),
        region: try $0.get("region", as: String.self)
      )
    }
    guard let known else { return try insertMain(of: body, draft, change, transaction) }
    guard known.address != draft.address || known.region != draft.region else { return }
    try keepVersion(of: known.id, change, transaction)
    try transaction.db.execute(
      """
      UPDATE sites SET address = \(draft.address), region = \(draft.region),
        since = \(transaction.now.milliseconds), change = \(change)
      WHERE id = \(known.id)
      """)
  }

  /// Keeps what the row says now, before it is overwritten by `change`.
  static func keepVersion(of site: Int, _ change: ChangeID, _ transaction: Transaction) throws {
    try transaction.db.execute(
      """
      INSERT INTO site_versions (site, name, address, region, since, until, change, ended_by)
      SELECT id, name, address, region, since, \(transaction.now.milliseconds), change, \(change)
      FROM sites WHERE id = \(site)
      """)
  }
}
