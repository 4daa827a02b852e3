package import Items
package import Kernel
package import Storage
internal import Supervision

// The items (抽查事项) a plan carries out.
extension Plans {
  /// The items a plan names.
  package static func items(of plan: PlanID, _ db: any Connection) throws -> [Items.Version] {
    try Items.versions(
      joined: " JOIN plan_items n ON n.version = v.id WHERE n.plan = \(plan)"
        + " ORDER BY v.list, i.code, v.id LIMIT 5000", db)
  }

  /// The plans that use an item, for the item's page.
  static let itemPart = ItemPart { item, actor, db in
    PlanPages.users(
      of: try db.map(
        """
        SELECT DISTINCT p.id, p.title FROM item_versions v JOIN plan_items n ON n.version = v.id
        JOIN plans p ON p.id = n.plan WHERE v.item = \(item) AND
        """ + " " + actor.scope.condition("p.region") + " ORDER BY p.id DESC LIMIT 100"
      ) { (try $0.get("id"), try $0.get("title")) })
  }

  /// Names the items of a draft plan.
  static func name(
    _ versions: [ItemVersionID], for plan: PlanID, by actor: Actor, _ house: House
  ) throws {
    try house.perform(by: actor) { transaction in
      let db = transaction.db
      let plan = try own(plan, actor, db)
      guard plan.stage.target(of: .edit) != nil else {
        throw Problem.refused(plan.stage.verdict(on: .edit).reason ?? "")
      }
      let open = try Items.choices(
        region: plan.region, from: plan.content.visitsFrom, until: plan.content.visitsUntil, db)
      let known = Set(open.map(\.id))
      guard versions.allSatisfy({ known.contains($0) }) else {
        throw Problem.refused("选定的事项中有的没有公布，或在现场检查期间不是一直有效。请重新选择。")
      }
      try db.execute("DELETE FROM plan_items WHERE plan = \(plan.id)")
      for version in Set(versions).sorted(by: { $0.number < $1.number }) {
        try db.execute(
          "INSERT INTO plan_items (plan, version) VALUES (\(plan.id), \(version))")
      }
      transaction.journal(
        "plan.items", ("plan", plan.id.description), [("items", String(versions.count))])
    }
  }

  /// What stands against freezing a plan: an item that is not in force, or none where a list is
  /// kept. What is not published may not be inspected.
  package static func itemFaults(of plan: Plan, _ db: any Connection) throws -> [String] {
    let content = plan.content
    let named = try items(of: plan.id, db)
    var faults = named.compactMap { item -> String? in
      guard !item.isInForce(from: content.visitsFrom, until: content.visitsUntil) else {
        return nil
      }
      return item.state == .ended
        ? "事项“\(item.content.name)”选定的版本已停用或被新版本代替，请重新选定抽查事项。"
        : "事项“\(item.content.name)”在现场检查期间不是一直有效（有效期至\(item.content.validUntil?.chinese ?? "")），请调整日期或事项。"
    }
    let covered = Set(named.flatMap(\.content.fields))
    if named.isEmpty {
      let open = try Items.choices(
        region: plan.region, from: content.visitsFrom, until: content.visitsUntil, db)
      if !open.isEmpty { faults.append("没有选定抽查事项。没有公布的事项不得检查，请先为计划选定事项。") }
    } else if named.allSatisfy({ !$0.content.fields.isEmpty }) {
      let missing = content.fields.filter { !covered.contains($0.field) }.map(\.name)
      if !missing.isEmpty {
        faults.append("选定的事项不适用于：\(missing.joined(separator: "、"))。请补选事项，或删去这些领域。")
      }
    }
    return faults
  }
}
