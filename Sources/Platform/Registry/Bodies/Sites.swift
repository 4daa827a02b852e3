internal import Storage
internal import Supervision

/// 检验检测场所: where a body really tests. Apart from the legal person (R09).
enum Sites {
  /// The place that the registered address names; it follows the registration.
  static let mainName = "主场所"

  /// Keeps the main site in step with the registered address.
  static func storeMain(of body: BodyID, _ draft: BodyDraft, _ transaction: Transaction) throws {
    let db = transaction.db
    guard !draft.address.isEmpty else { return }
    let changed = try db.execute(
      """
      UPDATE sites SET address = \(draft.address), region = \(draft.region)
      WHERE body = \(body) AND name = \(mainName)
      """)
    guard changed == 0 else { return }
    try db.execute(
      """
      INSERT INTO sites (body, name, address, region)
      VALUES (\(body), \(mainName), \(draft.address), \(draft.region))
      """)
  }

  /// Registers a further site; it may lie in another region than the legal person.
  ///
  /// - Throws: `Problem.refused` with what is wrong.
  static func add(
    name: String, address: String, region: String, to body: BodyID, _ call: Call
  ) throws {
    let actor = try call.actor()
    try call.house.perform(by: actor) { transaction in
      let db = transaction.db
      _ = try Registry.body(body, in: actor.scope, db)
      try Registry.requireKeeper(actor)
      let reader = try Registry.cellReader(for: actor, db)
      let site: (name: String, address: String, region: String)
      do throws(CellFault) {
        site = (
          name: try reader.text(name, "场所名称", limit: 60),
          address: try reader.text(address, "场所地址"), region: try reader.region(region)
        )
      } catch {
        throw Problem.refused(error.reason + error.suggestion)
      }
      let known = try db.count(
        "SELECT count(*) AS value FROM sites WHERE body = \(body) AND name = \(site.name)")
      guard known == 0 else { throw Problem.refused("已有名为“\(site.name)”的场所，请换一个名称。") }
      try db.execute(
        """
        INSERT INTO sites (body, name, address, region)
        VALUES (\(body), \(site.name), \(site.address), \(site.region))
        """)
      transaction.journal(
        "registry.site", ("body", body.description),
        [("name", site.name), ("address", site.address), ("region", site.region)])
    }
  }

  /// Ends a site that is not the main one.
  static func remove(_ site: Int, reason: String, from body: BodyID, _ call: Call) throws {
    let actor = try call.actor()
    try call.house.perform(by: actor) { transaction in
      let db = transaction.db
      _ = try Registry.body(body, in: actor.scope, db)
      try Registry.requireKeeper(actor)
      let name: String? = try db.value(
        "SELECT name AS value FROM sites WHERE id = \(site) AND body = \(body)")
      guard let name else { throw Problem.notFound }
      guard name != mainName else { throw Problem.refused("主场所随登记地址变动，请修改登记。") }
      guard !reason.trimmed.isEmpty else { throw Problem.refused("请写明取消场所的理由。") }
      try db.execute("DELETE FROM sites WHERE id = \(site)")
      transaction.journal(
        "registry.site-remove", ("body", body.description), reason: reason.trimmed,
        [("name", name)])
    }
  }
}
