package import Kernel
internal import Storage
internal import Supervision

extension Items {
  /// Writes a draft: of a new item, or the next version of a known one. Nothing published changes.
  ///
  /// - Throws: `Problem.notFound`, `.refused`.
  @discardableResult
  package static func draft(
    _ content: Content, code: String, of item: ItemID?, reason: String, by actor: Actor,
    _ house: House
  ) throws -> ItemID {
    try house.perform(by: actor) { transaction in
      try requireKeeper(actor, content.department)
      let change = try Changes.change(.form, reason: reason, transaction)
      let id = try store(content, code: code, of: item, by: change, actor, transaction)
      transaction.journal(
        "item.draft", ("item", id.description), reason: reason,
        [("name", content.name), ("code", code)])
      return id
    }
  }

  /// Stores a draft inside a running command.
  static func store(
    _ content: Content, code: String, of item: ItemID?, by change: ChangeID, _ actor: Actor,
    _ transaction: Transaction
  ) throws -> ItemID {
    let db = transaction.db
    let id: ItemID
    var number = 1
    if let item {
      let known = try own(item, actor, db)
      id = item
      number = (known.map(\.number).max() ?? 0) + 1
      if let open = known.first(where: { $0.state == .draft }) {
        number = open.number
        try remove(open.id, db)
      } else if known.first?.content == content {
        throw Problem.refused("与现行版本相同，没有改动任何内容。")
      }
    } else {
      let taken = try db.count("SELECT count(*) AS value FROM items WHERE code = \(code)")
      guard taken == 0 else { throw Problem.refused("已有编号为“\(code)”的事项，请换一个编号。") }
      let made: ItemID? = try db.value(
        """
        INSERT INTO items (code, region, authority)
        VALUES (\(code), \(actor.authority?.region ?? ""), \(actor.authority?.id))
        RETURNING id AS value
        """)
      guard let made else { throw Problem.conflict("事项没有保存，请重试。") }
      id = made
    }
    try insert(content, number: number, of: id, by: change, db)
    return id
  }

  /// Publishes the draft; the version before ends at this moment and stays readable.
  package static func publish(_ item: ItemID, reason: String, by actor: Actor, _ house: House)
    throws
  {
    try house.perform(by: actor) { transaction in
      let known = try own(item, actor, transaction.db)
      guard let draft = known.first(where: { $0.state == .draft }) else {
        throw Problem.refused("没有待公布的草稿。请先编制新的版本。")
      }
      try requireKeeper(actor, draft.content.department)
      let change = try Changes.change(.form, reason: reason, transaction)
      try publish(draft, before: known, by: change, transaction)
      transaction.journal(
        "item.publish", ("item", item.description), reason: reason,
        [("name", draft.content.name), ("version", String(draft.number))])
    }
  }

  /// Publishes inside a running command.
  package static func publish(
    _ draft: Version, before known: [Version], by change: ChangeID, _ transaction: Transaction
  ) throws {
    let now = transaction.now.milliseconds
    for old in known where old.state == .published {
      try transaction.db.execute(
        """
        UPDATE item_versions SET state = 'ended', ended_at = \(now), ended_by = \(change)
        WHERE id = \(old.id)
        """)
    }
    try transaction.db.execute(
      """
      UPDATE item_versions SET state = 'published', published_at = \(now), published_by = \(change)
      WHERE id = \(draft.id)
      """)
  }

  /// Takes an item off the list: from now on it may not be carried out.
  static func end(_ item: ItemID, reason: String, by actor: Actor, _ house: House) throws {
    try house.perform(by: actor) { transaction in
      let known = try own(item, actor, transaction.db)
      guard let live = known.first(where: { $0.state == .published }) else {
        throw Problem.refused("这个事项没有现行的版本，不需要停用。")
      }
      try requireKeeper(actor, live.content.department)
      guard !reason.isEmpty else { throw Problem.refused("请写明停用依据。") }
      let change = try Changes.change(.form, reason: reason, transaction)
      try transaction.db.execute(
        """
        UPDATE item_versions SET state = 'ended', ended_at = \(transaction.now.milliseconds),
          ended_by = \(change)
        WHERE id = \(live.id)
        """)
      transaction.journal(
        "item.end", ("item", item.description), reason: reason, [("name", live.content.name)])
    }
  }

  /// Gives a draft up. An item that was never published goes with it.
  ///
  /// - Returns: whether the item is still there.
  static func drop(_ item: ItemID, by actor: Actor, _ house: House) throws -> Bool {
    try house.perform(by: actor) { transaction in
      let db = transaction.db
      let known = try own(item, actor, db)
      guard let draft = known.first(where: { $0.state == .draft }) else {
        throw Problem.refused("没有草稿可以放弃。")
      }
      try requireKeeper(actor, draft.content.department)
      try remove(draft.id, db)
      if known.count == 1 { try db.execute("DELETE FROM items WHERE id = \(item)") }
      transaction.journal(
        "item.drop", ("item", item.description), [("name", draft.content.name)])
      return known.count > 1
    }
  }

  // MARK: who keeps

  /// The line of the responsible department keeps an item; the keeper of the registry keeps all.
  static func requireKeeper(_ actor: Actor, _ department: String) throws {
    guard Keeper.mayKeep(actor, department: department) else {
      throw Problem.refused("这个事项由其责任部门或市场监管部门维护，请联系该部门办理。")
    }
  }

  /// The versions of an item listed in the actor's own regions.
  ///
  /// - Throws: `Problem.notFound`; `.refused` for an item that an authority above lists.
  private static func own(
    _ item: ItemID, _ actor: Actor, _ db: any Connection
  ) throws -> [Version] {
    let known = try versions(of: item, region: actor.authority?.region ?? "x", db)
    guard let region = known.first?.region, actor.scope.contains(region) else {
      throw Problem.refused("这个事项由上级单位公布，只能由上级修改。")
    }
    return known
  }

  // MARK: rows

  private static func insert(
    _ content: Content, number: Int, of item: ItemID, by change: ChangeID, _ db: any Connection
  ) throws {
    let id: ItemVersionID? = try db.value(
      """
      INSERT INTO item_versions (item, number, state, list, class, name, content, basis, subject,
        object, ratio, frequency, materials, qualification, department, office, limit_days,
        valid_from, valid_until, change)
      VALUES (\(item), \(number), 'draft', \(content.list), \(content.itemClass), \(content.name),
        \(content.content), \(content.basis), \(content.subject), \(content.object),
        \(content.ratio), \(content.frequency), \(content.materials), \(content.qualification),
        \(content.department), \(content.office), \(content.limitDays), \(content.validFrom),
        \(content.validUntil), \(change))
      RETURNING id AS value
      """)
    guard let id else { throw Problem.conflict("事项没有保存，请重试。") }
    for field in content.fields {
      try db.execute("INSERT INTO item_fields (version, field) VALUES (\(id), \(field))")
    }
    for method in content.methods {
      try db.execute("INSERT INTO item_methods (version, method) VALUES (\(id), \(method))")
    }
    for partner in content.partners {
      try db.execute("INSERT INTO item_partners (version, department) VALUES (\(id), \(partner))")
    }
  }

  /// Only drafts are ever removed: nobody has acted on them.
  private static func remove(_ version: ItemVersionID, _ db: any Connection) throws {
    try db.execute("DELETE FROM item_fields WHERE version = \(version)")
    try db.execute("DELETE FROM item_methods WHERE version = \(version)")
    try db.execute("DELETE FROM item_partners WHERE version = \(version)")
    try db.execute("DELETE FROM item_versions WHERE id = \(version) AND state = 'draft'")
  }
}
