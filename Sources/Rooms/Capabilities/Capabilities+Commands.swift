internal import Bodies
internal import Kernel
internal import Storage
internal import Supervision

extension Capabilities {
  /// Registers a capability of a body.
  ///
  /// - Throws: `Problem.notFound`; `.refused` when the body has it already.
  static func add(
    _ draft: CapabilityDraft, to body: BodyID, reason: String, by actor: Actor, _ house: House
  ) throws {
    try house.perform(by: actor) { transaction in
      let known = try Bodies.body(body, in: actor.scope, transaction.db)
      try Keeper.requireKeeper(actor)
      try Bodies.requireOwnRegion(known, actor)
      try requireNew(draft, of: body, except: nil, transaction.db)
      let writer = try CapabilityWriter(
        transaction, change: try Changes.change(.form, reason: reason, transaction))
      try writer.add([(body: body, draft: draft)])
      try writer.finish()
      transaction.journal(
        "registry.capability", ("body", body.description), reason: reason,
        [("name", known.row.name), ("capability", draft.sentence)])
    }
  }

  /// Changes what a capability says.
  ///
  /// - Parameter seen: `since` as the form was shown.
  static func change(
    _ number: Int, of body: BodyID, to draft: CapabilityDraft, reason: String, seen: Int64,
    by actor: Actor, _ house: House
  ) throws {
    try house.perform(by: actor) { transaction in
      let known = try Bodies.body(body, in: actor.scope, transaction.db)
      let row = try one(number, of: body, transaction.db)
      try Keeper.requireKeeper(actor)
      try Bodies.requireOwnRegion(known, actor)
      guard row.since.milliseconds == seen else {
        throw Problem.conflict("有人在您打开表单之后改动了这项能力。请返回能力参数页面，核对新内容后再修改。")
      }
      guard !row.draft.isSame(as: draft) else {
        throw Problem.refused("没有改动任何内容。")
      }
      try requireNew(draft, of: body, except: number, transaction.db)
      let writer = try CapabilityWriter(
        transaction, change: try Changes.change(.form, reason: reason, transaction))
      try writer.change(number, of: body, to: draft)
      transaction.journal(
        "registry.capability-change", ("body", body.description), reason: reason,
        [("capability", "\(row.draft.sentence) → \(draft.sentence)")])
    }
  }

  /// Ends a capability.
  static func end(
    _ number: Int, of body: BodyID, reason: String, by actor: Actor, _ house: House
  ) throws {
    try house.perform(by: actor) { transaction in
      let known = try Bodies.body(body, in: actor.scope, transaction.db)
      let row = try one(number, of: body, transaction.db)
      try Keeper.requireKeeper(actor)
      try Bodies.requireOwnRegion(known, actor)
      guard !reason.trimmed.isEmpty else { throw Problem.refused("请写明终止这项能力的理由。") }
      let writer = try CapabilityWriter(
        transaction, change: try Changes.change(.form, reason: reason.trimmed, transaction))
      try writer.end([number], of: body)
      transaction.journal(
        "registry.capability-end", ("body", body.description), reason: reason.trimmed,
        [("capability", row.draft.sentence)])
    }
  }

  /// - Throws: `Problem.refused` when the body has this capability under another number.
  private static func requireNew(
    _ draft: CapabilityDraft, of body: BodyID, except number: Int?, _ db: any Connection
  ) throws {
    let parameter: Int? = try db.value(
      """
      SELECT id AS value FROM terms
      WHERE kind = \(TermKind.parameter) AND name = \(draft.parameter)
      """)
    let known = try db.one("SELECT id, title FROM standards WHERE code = \(draft.standard)") {
      (id: try $0.get("id", as: Int.self), title: try $0.get("title", as: String.self))
    }
    if let title = known?.title, !title.isEmpty, !draft.standardTitle.isEmpty,
      title != draft.standardTitle
    {
      throw Problem.refused(
        "\(draft.standard) 在标准库里的名称是“\(title)”，与填写的不同。请核对编号；编号无误时名称可以留空。")
    }
    guard let parameter, let standard = known?.id else { return }
    let rows: [CapabilityRow] = try db.all(
      lines(
        facts(of: body, at: nil)
          + """
           AND number IN (SELECT number FROM capabilities
            WHERE parameter = \(parameter) AND body = \(body) AND standard = \(standard))
          """))
    if let same = rows.first(where: { $0.draft.key == draft.key && $0.number != number }) {
      throw Problem.refused(
        "这家机构已登记“\(draft.parameter)”按 \(same.basis) 检测的能力（第\(same.number)项）。"
          + "请修改那一项，或填写不同的类别、场所、条款。")
    }
  }

  /// The sites and certificates of a body that hold.
  static func places(of body: BodyID, _ db: any Connection) throws -> CapabilityPlaces {
    CapabilityPlaces(
      sites: try db.map(
        """
        SELECT id, name FROM sites WHERE body = \(body) AND until IS NULL AND name <> \(Sites.mainName)
        ORDER BY id LIMIT 500
        """
      ) { (id: try $0.get("id"), name: try $0.get("name")) },
      certificates: try db.map(
        """
        SELECT id, number FROM certificates
        WHERE body = \(body) AND until IS NULL AND is_main = 0
        ORDER BY id LIMIT 500
        """
      ) { (id: try $0.get("id"), name: try $0.get("number")) })
  }
}

extension CapabilityDraft {
  /// `水质：铅，HJ 700-2014 第一法`.
  var sentence: String {
    var text = "\(category)：\(parameter)，\(standard)"
    if !clause.isEmpty { text += " \(clause)" }
    if !limits.isEmpty { text += "（\(limits)）" }
    return text
  }
}
