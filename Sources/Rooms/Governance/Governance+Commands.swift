internal import Kernel
internal import Storage
internal import Supervision

/// A document as typed.
struct DocumentDraft: Sendable {
  var number = ""
  var title = ""
  var issuer = ""
  var kind = "notice"
  var jurisdiction = ""
  var issuedOn = ""
  var validFrom = ""
  var validUntil = ""
  var note = ""
  var reason = ""
}

extension Governance {
  /// Registers a document or changes what is registered of it.
  ///
  /// - Throws: `Problem.refused` with every fault.
  static func save(
    _ draft: DocumentDraft, over id: DocumentID?, by actor: Actor, _ house: House
  ) throws -> DocumentID {
    try house.perform(by: actor) { transaction in
      let db = transaction.db
      if let id { _ = try own(id, actor, db) }
      try Keeper.requireKeeper(actor)
      let faults = try faults(draft, over: id, actor, transaction)
      guard faults.isEmpty else { throw Problem.refused(faults) }
      let change = try Changes.change(.form, reason: draft.reason, transaction)
      let saved = try store(draft, over: id, by: change, transaction)
      transaction.journal(
        id == nil ? "document.create" : "document.edit", ("document", saved.description),
        reason: draft.reason, [("name", draft.title)])
      return saved
    }
  }

  /// Stores a document with its version inside a running command, which journals it.
  @discardableResult
  static func store(
    _ draft: DocumentDraft, over id: DocumentID?, by change: ChangeID, _ transaction: Transaction
  ) throws -> DocumentID {
    let saved: DocumentID
    if let id {
      try update(draft, id, transaction.db)
      saved = id
    } else {
      saved = try insert(draft, transaction.db)
    }
    try keepVersion(of: saved, by: change, transaction)
    return saved
  }

  private static func update(
    _ draft: DocumentDraft, _ id: DocumentID, _ db: any Connection
  ) throws {
    try db.execute(
      """
      UPDATE documents SET title = \(draft.title), issuer = \(draft.issuer), kind = \(draft.kind),
        jurisdiction = \(draft.jurisdiction), issued_on = \(CalendarDay(iso: draft.issuedOn)),
        valid_from = \(CalendarDay(iso: draft.validFrom)),
        valid_until = \(CalendarDay(iso: draft.validUntil)), note = \(draft.note)
      WHERE id = \(id)
      """)
  }

  private static func insert(_ draft: DocumentDraft, _ db: any Connection) throws -> DocumentID {
    let id: DocumentID? = try db.value(
      """
      INSERT INTO documents (number, title, issuer, kind, jurisdiction, issued_on, valid_from,
        valid_until, note, confidence)
      VALUES (\(draft.number), \(draft.title), \(draft.issuer), \(draft.kind),
        \(draft.jurisdiction), \(CalendarDay(iso: draft.issuedOn)),
        \(CalendarDay(iso: draft.validFrom)), \(CalendarDay(iso: draft.validUntil)),
        \(draft.note), 'S')
      RETURNING id AS value
      """)
    guard let id else { throw Problem.conflict("文件没有保存，请重试。") }
    return id
  }

  private static func keepVersion(
    of id: DocumentID, by change: ChangeID, _ transaction: Transaction
  ) throws {
    let now = transaction.now.milliseconds
    try transaction.db.execute(
      """
      UPDATE document_versions SET until = \(now), ended_by = \(change)
      WHERE document = \(id) AND until IS NULL
      """)
    try transaction.db.execute(
      """
      INSERT INTO document_versions (document, title, issuer, valid_from, valid_until, note, since,
        change)
      SELECT id, title, issuer, valid_from, valid_until, note, \(now), \(change)
      FROM documents WHERE id = \(id)
      """)
  }

  private static func faults(
    _ draft: DocumentDraft, over id: DocumentID?, _ actor: Actor, _ transaction: Transaction
  ) throws -> [String] {
    let db = transaction.db
    var faults: [String] = []
    if id == nil {
      if !(2...60).contains(draft.number.count) { faults.append("请填写文号，没有文号的填写全称。") }
      let known = try db.count(
        "SELECT count(*) AS value FROM documents WHERE number = \(draft.number)")
      if known > 0 { faults.append("文号“\(draft.number)”已登记，不能重复。") }
    }
    if !(2...200).contains(draft.title.count) { faults.append("请填写标题，2 至 200 个字。") }
    if !(2...200).contains(draft.issuer.count) { faults.append("请填写发文机关，2 至 200 个字。") }
    let kinds = try Reference.registryCodes(db).names(.document, on: transaction.now.day)
    if !kinds.contains(draft.kind) { faults.append("请从列表中选择文件种类。") }
    if !(try Reference.regions(db, in: actor.scope)).contains(where: {
      $0.code == draft.jurisdiction
    }) {
      faults.append("请从列表中选择本辖区内的适用地区；上级文件由上级登记。")
    }
    for (text, caption) in [
      (draft.issuedOn, "发文日期"), (draft.validFrom, "施行日期"), (draft.validUntil, "失效日期"),
    ] where !text.isEmpty && CalendarDay(iso: text) == nil {
      faults.append("\(caption)“\(text)”不是存在的日期，请写成 2026-01-01 这样。")
    }
    if let from = CalendarDay(iso: draft.validFrom), let until = CalendarDay(iso: draft.validUntil),
      until < from
    {
      faults.append("失效日期早于施行日期，请核对。")
    }
    if draft.reason.isEmpty { faults.append("请写明登记或修改的理由。") }
    return faults
  }

  /// A document of the actor's own regions.
  ///
  /// - Throws: `Problem.notFound`; `.refused` for a document of an authority above.
  static func own(_ id: DocumentID, _ actor: Actor, _ db: any Connection) throws -> Document {
    let document = try document(id, region: actor.authority?.region ?? "x", db)
    guard actor.scope.contains(document.jurisdiction) else {
      throw Problem.refused("这份文件由上级登记，只能由上级修改。落实情况可以由各级登记。")
    }
    return document
  }

  // MARK: clauses and citations

  static func addClause(
    to id: DocumentID, label: String, title: String, content: String, by actor: Actor,
    _ house: House
  ) throws {
    try house.perform(by: actor) { transaction in
      let db = transaction.db
      _ = try own(id, actor, db)
      try Keeper.requireKeeper(actor)
      var faults: [String] = []
      if !(1...30).contains(label.count) { faults.append("请填写条款号，如 三（二）1。") }
      if !(1...100).contains(title.count) { faults.append("请填写条款标题，不超过 100 个字。") }
      if content.count > 4000 { faults.append("条款内容最多 4000 个字，请分条登记。") }
      let known = try clauses(of: id, db)
      if known.contains(where: { $0.label == label }) { faults.append("条款“\(label)”已登记。") }
      guard faults.isEmpty else { throw Problem.refused(faults) }
      try insertClause(of: id, label: label, title: title, content: content, db)
      transaction.journal("document.clause", ("document", id.description), [("name", label)])
    }
  }

  /// Adds a clause behind those that are there, inside a running command.
  static func insertClause(
    of id: DocumentID, label: String, title: String, content: String, _ db: any Connection
  ) throws {
    try db.execute(
      """
      INSERT INTO clauses (document, label, position, title, content)
      SELECT \(id), \(label), coalesce(max(position), 0) + 1, \(title), \(content)
      FROM clauses WHERE document = \(id)
      """)
  }

  static func cite(
    _ cited: String, in id: DocumentID, by actor: Actor, _ house: House
  ) throws {
    try house.perform(by: actor) { transaction in
      let db = transaction.db
      _ = try own(id, actor, db)
      try Keeper.requireKeeper(actor)
      let other: DocumentID? = try db.value(
        "SELECT id AS value FROM documents WHERE number = \(cited)")
      guard let other else {
        throw Problem.refused("文件库里没有文号为“\(cited)”的文件，请先登记它，或核对文号。")
      }
      guard other != id else { throw Problem.refused("文件不能引用自己，请核对文号。") }
      let added = try db.execute(
        """
        INSERT INTO document_citations (document, cited) VALUES (\(id), \(other))
        ON CONFLICT (document, cited) DO NOTHING
        """)
      guard added == 1 else { throw Problem.refused("这条引用已登记。") }
      transaction.journal("document.cite", ("document", id.description), [("name", cited)])
    }
  }

  // MARK: what fulfils a clause

  static func link(
    _ clause: Int, of id: DocumentID, to kind: LinkKind, _ target: String, note: String,
    by actor: Actor, _ house: House
  ) throws {
    try house.perform(by: actor) { transaction in
      let db = transaction.db
      _ = try document(id, region: actor.authority?.region ?? "x", db)
      try Keeper.requireKeeper(actor)
      guard try clauses(of: id, db).contains(where: { $0.id == clause }) else {
        throw Problem.notFound
      }
      guard let stored = try target.isKnown(as: kind, transaction.rooms, db) else {
        throw Problem.refused("“\(target)”不是已登记的\(kind.label)，请从列表中选择，或核对编号。")
      }
      let known = try db.count(
        """
        SELECT count(*) AS value FROM clause_links
        WHERE clause = \(clause) AND kind = \(kind) AND target = \(stored) AND until IS NULL
        """)
      guard known == 0 else { throw Problem.refused("这一条已登记，不用重复。") }
      guard note.count <= 200 else { throw Problem.refused("说明最多 200 个字，请缩短。") }
      let change = try Changes.change(.form, transaction)
      try db.execute(
        """
        INSERT INTO clause_links (clause, kind, target, note, since, change)
        VALUES (\(clause), \(kind), \(stored), \(note), \(transaction.now.milliseconds),
          \(change))
        """)
      transaction.journal(
        "document.link", ("document", id.description), [("after", "\(kind.label) \(stored)")])
    }
  }

  static func unlink(
    _ link: Int, of id: DocumentID, reason: String, by actor: Actor, _ house: House
  ) throws {
    try house.perform(by: actor) { transaction in
      let db = transaction.db
      _ = try document(id, region: actor.authority?.region ?? "x", db)
      try Keeper.requireKeeper(actor)
      guard
        let known = try fulfilments(of: id, transaction.rooms, db).values.joined().first(where: {
          $0.id == link
        })
      else { throw Problem.notFound }
      guard !reason.isEmpty else { throw Problem.refused("请写明取消的理由。") }
      let change = try Changes.change(.form, reason: reason, transaction)
      try db.execute(
        """
        UPDATE clause_links SET until = \(transaction.now.milliseconds), ended_by = \(change)
        WHERE id = \(link) AND until IS NULL
        """)
      transaction.journal(
        "document.unlink", ("document", id.description), reason: reason,
        [("ended", "\(known.kind.label) \(known.words)")])
    }
  }
}

extension String {
  /// How a target is stored, when there is such a thing: an item is named by its code.
  fileprivate func isKnown(
    as kind: Governance.LinkKind, _ rooms: Rooms, _ db: any Connection
  ) throws -> String? {
    switch kind {
    case .page: rooms.clauseTarget(self)?.code
    case .rule: try Reference.rules(db).rules.contains { $0.id == self } ? self : nil
    case .item: try rooms.clauseRecords(.item)?.stored(self, db)
    case .form:
      try db.value("SELECT code AS value FROM form_templates WHERE code = \(self)")
    }
  }
}
