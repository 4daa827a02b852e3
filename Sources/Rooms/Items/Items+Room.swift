internal import Governance
package import HTML
package import Kernel
package import Storage

extension Items {
  /// What the application knows of this room.
  package static let room = Room(
    "item", "抽查事项",
    routes: routes,
    menu: [
      MenuEntry(.registry, "事项清单", .items, .items, .readRegistry),
      .open("事项清单", .publicItems, .publicItems),
    ],
    actions: [
      JournalAction("item.draft", "编制事项"),
      JournalAction("item.publish", "公布事项"),
      JournalAction("item.end", "取消事项"),
      JournalAction("item.drop", "放弃事项草稿"),
    ],
    facts: [JournalFact("item", "条目"), JournalFact("items", "条目数")],
    subjects: [JournalSubject("item", "抽查事项")],
    datasets: [ItemLibrary()],
    contributions: [
      ClauseTarget("items", "事项清单", .items, at: 13),
      ClauseTarget("public-items", "公开的事项清单", .publicItems, at: 14),
      clauseRecords,
    ])
}

extension Place {
  static let items = Place("items")
  static let publicItems = Place("publicItems")
}

extension Items {
  /// Items that clauses of governing documents point to.
  private static let clauseRecords = ClauseRecords(
    .item,
    names: { db in
      var names: [String: String] = [:]
      try db.forEachRow(
        """
        SELECT CAST(i.id AS TEXT) AS code, v.name FROM items i JOIN item_versions v ON v.item = i.id
        WHERE v.state <> 'draft' ORDER BY i.id, v.number LIMIT 20000
        """
      ) { names[try $0.get("code")] = try $0.get("name") }
      return names
    },
    link: { Int($0).map { .item(ItemID($0)) } },
    stored: { code, db in
      try db.value("SELECT CAST(id AS TEXT) AS value FROM items WHERE code = \(code)")
    })
}

/// What another room tells of an item on its page.
package struct ItemPart: Contribution {
  package let card:
    @Sendable (_ item: ItemID, _ actor: Actor, _ db: any Connection) throws -> Markup

  package init(
    _ card:
      @escaping @Sendable (_ item: ItemID, _ actor: Actor, _ db: any Connection) throws -> Markup
  ) {
    self.card = card
  }
}
