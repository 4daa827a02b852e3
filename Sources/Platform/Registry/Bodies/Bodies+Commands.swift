internal import Storage
internal import Supervision

extension Registry {
  /// Changes what is registered of a body.
  ///
  /// - Parameter seen: `updated_at` as the form was shown; a later change by somebody else is not
  ///   overwritten.
  /// - Throws: `Problem.notFound`, `.conflict`, `.refused` when nothing differs.
  static func change(
    _ id: BodyID, to draft: BodyDraft, reason: String, seen: Int64, by actor: Actor, _ house: House
  ) throws {
    try house.perform(by: actor) { transaction in
      let body = try body(id, in: actor.scope, transaction.db)
      try requireKeeper(actor)
      guard body.updatedAt.milliseconds == seen else {
        throw Problem.conflict("有人在您打开表单之后改动了这家机构。请返回机构页面，核对新内容后再修改。")
      }
      let regions = CodeNames(try Reference.regions(transaction.db))
      let fields = CodeNames(try Reference.fields(transaction.db))
      let facts = changes(
        from: BodyDraft(body), to: draft, regions: regions, fields: fields)
      guard !facts.isEmpty else { throw Problem.refused("没有改动任何内容。") }
      try store(draft, over: id, from: body.importedBy, transaction)
      transaction.journal("registry.edit", ("body", id.description), reason: reason, facts)
    }
  }

  /// `old → new` of everything that differs. Names and telephone numbers of people stay out of
  /// the journal, which nobody can clean.
  private static func changes(
    from old: BodyDraft, to new: BodyDraft, regions: CodeNames, fields: CodeNames
  ) -> [(String, String)] {
    var facts: [(String, String)] = []
    func note(_ name: String, _ before: String, _ after: String) {
      if before != after { facts.append((name, "\(before) → \(after)")) }
    }
    func noteSilently(_ name: String, _ before: String, _ after: String) {
      if before != after { facts.append((name, "已修改（内容不记入日志）")) }
    }
    note("name", old.name, new.name)
    note("certificate_number", old.certificateNumber, new.certificateNumber)
    note("certificate_until", old.certificateUntil.iso, new.certificateUntil.iso)
    note("region", regions[old.region], regions[new.region])
    note("address", old.address, new.address)
    noteSilently("legal_representative", old.legalRepresentative, new.legalRepresentative)
    noteSilently("contact", old.contact, new.contact)
    note("credit_class", old.creditClass.rawValue, new.creditClass.rawValue)
    note("status", old.status.label, new.status.label)
    note("fields", fields.joined(old.fields), fields.joined(new.fields))
    return facts
  }

  /// Stores a body inside a running command; the caller journals it.
  ///
  /// - Parameter id: the record to replace, or nil for a new one.
  @discardableResult
  static func store(
    _ draft: BodyDraft, over id: BodyID?, from source: ImportID?, _ transaction: Transaction
  ) throws -> BodyID {
    let warning = draft.warnings(on: transaction.now.day).joined(separator: " ")
    let stored: BodyID
    if let id {
      try update(draft, id, warning, source, transaction)
      try transaction.db.execute("DELETE FROM body_fields WHERE body = \(id)")
      stored = id
    } else {
      stored = try insert(draft, warning, source, transaction)
    }
    for field in draft.fields {
      try transaction.db.execute(
        "INSERT INTO body_fields (body, field) VALUES (\(stored), \(field))")
    }
    try Sites.storeMain(of: stored, draft, transaction)
    return stored
  }

  private static func update(
    _ draft: BodyDraft, _ id: BodyID, _ warning: String, _ source: ImportID?,
    _ transaction: Transaction
  ) throws {
    try transaction.db.execute(
      """
      UPDATE bodies SET name = \(draft.name), certificate_number = \(draft.certificateNumber),
        certificate_until = \(draft.certificateUntil), region = \(draft.region),
        address = \(draft.address), legal_representative = \(draft.legalRepresentative),
        contact = \(draft.contact), credit_class = \(draft.creditClass), status = \(draft.status),
        warning = \(warning), import = \(source), updated_at = \(transaction.now.milliseconds)
      WHERE id = \(id)
      """)
  }

  private static func insert(
    _ draft: BodyDraft, _ warning: String, _ source: ImportID?, _ transaction: Transaction
  ) throws -> BodyID {
    let id: BodyID? = try transaction.db.value(
      """
      INSERT INTO bodies (uscc, name, certificate_number, certificate_until, region, address,
        legal_representative, contact, credit_class, status, warning, import, updated_at)
      VALUES (\(draft.uscc), \(draft.name), \(draft.certificateNumber), \(draft.certificateUntil),
        \(draft.region), \(draft.address), \(draft.legalRepresentative), \(draft.contact),
        \(draft.creditClass), \(draft.status), \(warning), \(source),
        \(transaction.now.milliseconds))
      RETURNING id AS value
      """)
    guard let id else { throw Problem.conflict("机构没有保存，请重试。") }
    return id
  }
}
