internal import Kernel
internal import Storage
internal import Supervision

extension Bodies {
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
      try Keeper.requireKeeper(actor)
      try Bodies.requireOwnRegion(body, actor)
      guard body.updatedAt.milliseconds == seen else {
        throw Problem.conflict("有人在您打开表单之后改动了这家机构。请返回机构页面，核对新内容后再修改。")
      }
      let regions = CodeNames(try Reference.regions(transaction.db))
      let fields = CodeNames(try Reference.fields(transaction.db))
      let facts = changes(
        from: BodyDraft(body), to: draft, regions: regions, fields: fields,
        codes: try Reference.registryCodes(transaction.db))
      guard !facts.isEmpty else { throw Problem.refused("没有改动任何内容。") }
      let change = try Changes.change(.form, reason: reason, transaction)
      try store(draft, over: id, from: body.importedBy, change, transaction)
      transaction.journal("registry.edit", ("body", id.description), reason: reason, facts)
    }
  }

  /// Registers one body.
  ///
  /// - Throws: `Problem.refused` when the credit code is registered already.
  static func register(
    _ draft: BodyDraft, reason: String, by actor: Actor, _ house: House
  ) throws -> BodyID {
    try house.perform(by: actor) { transaction in
      try Keeper.requireKeeper(actor)
      guard try knownBody(draft.uscc, transaction.db) == nil else {
        throw Problem.refused("信用代码\(draft.uscc)已经登记。如机构在其他地区，请联系其主管单位办理移交。")
      }
      let change = try Changes.change(.form, reason: reason, transaction)
      let id = try store(draft, over: nil, from: nil, change, transaction)
      transaction.journal(
        "registry.register", ("body", id.description), reason: reason,
        [("name", draft.name), ("uscc", draft.uscc)])
      return id
    }
  }

  /// Ends a body: it is drawn no more, and everything about it stays.
  ///
  /// - Parameter state: what becomes of its main certificate, `nil` when nothing does.
  static func end(
    _ id: BodyID, certificate state: String?, reason: String, by actor: Actor, _ house: House
  ) throws {
    try house.perform(by: actor) { transaction in
      let body = try body(id, in: actor.scope, transaction.db)
      try Keeper.requireKeeper(actor)
      try Bodies.requireOwnRegion(body, actor)
      guard body.row.status != .ended else { throw Problem.refused("这家机构已经终止。") }
      guard !reason.isEmpty else { throw Problem.refused("请写明终止的理由。") }
      let change = try Changes.change(.form, reason: reason, transaction)
      var draft = BodyDraft(body)
      draft.status = .ended
      try store(draft, over: id, from: body.importedBy, change, transaction)
      if let state { try Certificates.endMain(of: id, as: state, change, transaction) }
      transaction.journal(
        "registry.end", ("body", id.description), reason: reason,
        [("status", "\(body.row.status.label) → \(BodyStatus.ended.label)")])
    }
  }

  /// `old → new` of everything that differs. Names and telephone numbers of people stay out of
  /// the journal, which nobody can clean.
  private static func changes(
    from old: BodyDraft, to new: BodyDraft, regions: CodeNames, fields: CodeNames,
    codes: RegistryCodes
  ) -> [(String, String)] {
    var facts: [(String, String)] = []
    func note(_ name: String, _ before: String, _ after: String) {
      guard before != after else { return }
      facts.append((name, before.isEmpty ? after : "\(before) → \(after)"))
    }
    func noteSilently(_ name: String, _ before: String, _ after: String) {
      if before != after { facts.append((name, "已修改（内容不记入日志）")) }
    }
    note("name", old.name, new.name)
    note("certificate_number", old.certificateNumber, new.certificateNumber)
    note("certificate_until", old.certificateUntil.chinese, new.certificateUntil.chinese)
    note("region", regions[old.region], regions[new.region])
    note("address", old.address, new.address)
    noteSilently("legal_representative", old.legalRepresentative, new.legalRepresentative)
    noteSilently("contact", old.contact, new.contact)
    note("credit_class", old.creditClass.rawValue, new.creditClass.rawValue)
    note("status", old.status.label, new.status.label)
    note("fields", fields.joined(old.fields), fields.joined(new.fields))
    note("body_kind", codes.name(.bodyKind, old.kind), codes.name(.bodyKind, new.kind))
    note(
      "legal_form", codes.name(.legalForm, old.legalForm), codes.name(.legalForm, new.legalForm))
    return facts
  }
}
