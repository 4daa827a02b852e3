internal import Accounts
internal import Kernel
internal import Storage
internal import Supervision

// The registration of people: written by files and forms alike, inside a running command.
extension People {
  /// Stores an inspector with version, certificate and fields; the caller journals it.
  ///
  /// - Parameter id: the record to replace, or nil for a new one.
  @discardableResult
  static func store(
    _ draft: InspectorDraft, over id: InspectorID?, from source: ImportID?, by change: ChangeID,
    _ transaction: Transaction
  ) throws -> InspectorID {
    let db = transaction.db
    let now = transaction.now.milliseconds
    let stored: InspectorID? =
      if let id {
        try db.value(
          """
          UPDATE inspectors SET name = \(draft.name), department = \(draft.department),
            authority = \(draft.authority), region = \(draft.region),
            certificate_number = \(draft.certificateNumber),
            certificate_until = \(draft.certificateUntil), status = \(draft.status),
            import = \(source), updated_at = \(now)
          WHERE id = \(id) RETURNING id AS value
          """)
      } else {
        try db.value(
          """
          INSERT INTO inspectors (code, name, department, authority, region, certificate_number,
            certificate_until, status, import, updated_at)
          VALUES (\(draft.code), \(draft.name), \(draft.department), \(draft.authority),
            \(draft.region), \(draft.certificateNumber), \(draft.certificateUntil),
            \(draft.status), \(source), \(now))
          RETURNING id AS value
          """)
      }
    guard let stored else { throw Problem.conflict("检查人员没有保存，请重试。") }
    try setFields(draft.skills, ofInspector: stored, db)
    try followRegistration(draft, by: change, transaction)
    if draft.status == .ended { try Accounts.endAccounts(of: stored, transaction) }
    return stored
  }

  /// Stores an expert with version, term and fields; the caller journals it.
  ///
  /// - Parameter id: the record to replace, or nil for a new one.
  @discardableResult
  static func store(
    _ draft: ExpertDraft, over id: ExpertID?, from source: ImportID?, by change: ChangeID,
    _ transaction: Transaction
  ) throws -> ExpertID {
    let db = transaction.db
    let now = transaction.now.milliseconds
    let stored: ExpertID? =
      if let id {
        try db.value(
          """
          UPDATE experts SET name = \(draft.name), employer = \(draft.employer),
            title = \(draft.title), region = \(draft.region), valid_until = \(draft.validUntil),
            status = \(draft.status), import = \(source), updated_at = \(now)
          WHERE id = \(id) RETURNING id AS value
          """)
      } else {
        try db.value(
          """
          INSERT INTO experts (code, name, employer, title, region, valid_until, status, import,
            updated_at)
          VALUES (\(draft.code), \(draft.name), \(draft.employer), \(draft.title),
            \(draft.region), \(draft.validUntil), \(draft.status), \(source), \(now))
          RETURNING id AS value
          """)
      }
    guard let stored else { throw Problem.conflict("专家没有保存，请重试。") }
    try setFields(draft.fields, ofExpert: stored, db)
    try followRegistration(draft, by: change, transaction)
    return stored
  }

  /// Stores what a form says of a person, new or known.
  ///
  /// - Parameter seen: `updated_at` as the form was shown; a later change is not overwritten.
  /// - Throws: `Problem.notFound`, `.conflict`, `.refused`.
  static func save(
    _ form: PersonForm, over key: PersonKey?, by actor: Actor, _ house: House
  ) throws -> PersonKey {
    try house.perform(by: actor) { transaction in
      let db = transaction.db
      let change = try Changes.change(.form, reason: form.reason, transaction)
      let saved: PersonKey
      let facts: [(String, String)]
      switch form.draft {
      case .inspector(let draft):
        (saved, facts) = try save(draft, over: key, form, actor, change, transaction)
      case .expert(let draft):
        (saved, facts) = try save(draft, over: key, form, actor, change, transaction)
      case nil:
        throw Problem.refused("表单没有填写完整。")
      }
      _ = try libraryPerson(saved, in: actor.scope, db)
      transaction.journal(
        key == nil ? "registry.person" : "registry.edit", saved.subject, reason: form.reason, facts)
      return saved
    }
  }

  private static func save(
    _ draft: InspectorDraft, over key: PersonKey?, _ form: PersonForm, _ actor: Actor,
    _ change: ChangeID, _ transaction: Transaction
  ) throws -> (PersonKey, [(String, String)]) {
    let db = transaction.db
    try Keeper.requireKeeper(actor, department: draft.department)
    guard case .inspector(let id)? = key else {
      try refuseKnown(draft.code, db)
      let id = try store(draft, over: nil, from: nil, by: change, transaction)
      return (.inspector(id), [("name", draft.code)])
    }
    let known = try inspector(id, in: actor.scope, db)
    try Keeper.requireKeeper(actor, department: known.department)
    try refuseStale(known.updatedAt, form.seen)
    var draft = draft
    // Certificates and fields are kept as rows with their own forms.
    draft.certificateNumber = known.certificateNumber
    draft.certificateUntil = known.certificateUntil
    draft.skills = try skills(of: [id], db)[id] ?? []
    draft.status = known.status
    var facts: [(String, String)] = []
    if known.name != draft.name { facts.append(("name", "\(known.name) → \(draft.name)")) }
    if known.authority != draft.authority {
      let name: String? = try db.value(
        "SELECT name AS value FROM authorities WHERE id = \(draft.authority)")
      facts.append(("authority", "\(known.authorityName) → \(name ?? "")"))
    }
    if known.region != draft.region {
      facts.append(("region", "\(known.region) → \(draft.region)"))
    }
    guard !facts.isEmpty else { throw Problem.refused("没有改动任何内容。") }
    try store(draft, over: id, from: known.importedBy, by: change, transaction)
    return (.inspector(id), facts)
  }

  private static func save(
    _ draft: ExpertDraft, over key: PersonKey?, _ form: PersonForm, _ actor: Actor,
    _ change: ChangeID, _ transaction: Transaction
  ) throws -> (PersonKey, [(String, String)]) {
    let db = transaction.db
    try Keeper.requireKeeper(actor)
    guard case .expert(let id)? = key else {
      try refuseKnown(draft.code, db)
      let id = try store(draft, over: nil, from: nil, by: change, transaction)
      return (.expert(id), [("name", draft.code)])
    }
    let known = try expert(id, in: actor.scope, db)
    try refuseStale(known.updatedAt, form.seen)
    var draft = draft
    draft.validUntil = known.validUntil
    draft.fields = try fields(of: [id], db)[id] ?? []
    draft.status = known.status
    var facts: [(String, String)] = []
    if known.name != draft.name { facts.append(("name", "\(known.name) → \(draft.name)")) }
    if known.employer != draft.employer {
      facts.append(("employer", "\(known.employer) → \(draft.employer)"))
    }
    if known.title != draft.title {
      facts.append(("qualification", "\(known.title) → \(draft.title)"))
    }
    if known.region != draft.region {
      facts.append(("region", "\(known.region) → \(draft.region)"))
    }
    guard !facts.isEmpty else { throw Problem.refused("没有改动任何内容。") }
    try store(draft, over: id, from: known.importedBy, by: change, transaction)
    return (.expert(id), facts)
  }

  private static func refuseStale(_ updatedAt: Instant, _ seen: Int64) throws {
    guard updatedAt.milliseconds == seen else {
      throw Problem.conflict("有人在您打开表单之后改动了这名人员。请返回页面，核对新内容后再修改。")
    }
  }

  private static func refuseKnown(_ code: String, _ db: any Connection) throws {
    let isKnown = try !knownInspectors([code], db).isEmpty || !knownExperts([code], db).isEmpty
    if isKnown { throw Problem.refused("编号“\(code)”已是另一名人员的编号，请换一个。") }
  }
}
