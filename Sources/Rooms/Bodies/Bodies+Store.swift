package import Kernel
internal import Storage
internal import Supervision

// How a body is stored: the row that holds stands in `bodies`, what it was in `body_versions`.
extension Bodies {
  /// Stores a body inside a running command; the caller journals it.
  ///
  /// - Parameters:
  ///   - id: the record to replace, or nil for a new one.
  ///   - source: the import the row stands for from now on.
  ///   - change: who brings it (`Changes.change`).
  @discardableResult
  package static func store(
    _ draft: BodyDraft, over id: BodyID?, from source: ImportID?, _ change: ChangeID,
    _ transaction: Transaction
  ) throws -> BodyID {
    let warning = draft.warnings(on: transaction.now.day).joined(separator: " ")
    guard let id else {
      let stored = try insert(draft, warning, source, change, transaction)
      try add(draft.fields, to: stored, change, transaction)
      try Sites.insertMain(of: stored, draft, change, transaction)
      try Certificates.insertMain(of: stored, draft, change, transaction)
      try transaction.touch(stored)
      return stored
    }
    try keepVersion(of: id, change, transaction)
    try update(draft, id, warning, source, change, transaction)
    let known = try fields(of: [id], transaction.db)[id] ?? []
    try end(known.filter { !draft.fields.contains($0) }, of: id, change, transaction)
    try add(draft.fields.filter { !known.contains($0) }, to: id, change, transaction)
    try Sites.storeMain(of: id, draft, change, transaction)
    try Certificates.storeMain(of: id, draft, change, transaction)
    try transaction.touch(id)
    return id
  }

  /// Keeps what the row says now, before it is overwritten by `change`.
  static func keepVersion(
    of id: BodyID, _ change: ChangeID, _ transaction: Transaction
  ) throws {
    try transaction.db.execute(
      """
      INSERT INTO body_versions (body, name, certificate_number, certificate_until, region,
        address, legal_representative, contact, credit_class, status, warning, kind, legal_form,
        since, until, change, ended_by)
      SELECT id, name, certificate_number, certificate_until, region, address,
        legal_representative, contact, credit_class, status, warning, kind, legal_form, since,
        \(transaction.now.milliseconds), change, \(change)
      FROM bodies WHERE id = \(id)
      """)
  }

  private static func update(
    _ draft: BodyDraft, _ id: BodyID, _ warning: String, _ source: ImportID?, _ change: ChangeID,
    _ transaction: Transaction
  ) throws {
    try transaction.db.execute(
      """
      UPDATE bodies SET name = \(draft.name), certificate_number = \(draft.certificateNumber),
        certificate_until = \(draft.certificateUntil), region = \(draft.region),
        address = \(draft.address), legal_representative = \(draft.legalRepresentative),
        contact = \(draft.contact), credit_class = \(draft.creditClass), status = \(draft.status),
        warning = \(warning), import = \(source), updated_at = \(transaction.now.milliseconds),
        kind = \(draft.kind), legal_form = \(draft.legalForm),
        since = \(transaction.now.milliseconds), change = \(change)
      WHERE id = \(id)
      """)
  }

  private static func insert(
    _ draft: BodyDraft, _ warning: String, _ source: ImportID?, _ change: ChangeID,
    _ transaction: Transaction
  ) throws -> BodyID {
    let now = transaction.now.milliseconds
    let id: BodyID? = try transaction.db.value(
      """
      INSERT INTO bodies (uscc, name, certificate_number, certificate_until, region, address,
        legal_representative, contact, credit_class, status, warning, import, updated_at, kind,
        legal_form, since, change)
      VALUES (\(draft.uscc), \(draft.name), \(draft.certificateNumber), \(draft.certificateUntil),
        \(draft.region), \(draft.address), \(draft.legalRepresentative), \(draft.contact),
        \(draft.creditClass), \(draft.status), \(warning), \(source), \(now), \(draft.kind),
        \(draft.legalForm), \(now), \(change))
      RETURNING id AS value
      """)
    guard let id else { throw Problem.conflict("机构没有保存，请重试。") }
    return id
  }

  private static func add(
    _ fields: [String], to id: BodyID, _ change: ChangeID, _ transaction: Transaction
  ) throws {
    for field in fields {
      try transaction.db.execute(
        """
        INSERT INTO body_fields (body, field, since, change)
        VALUES (\(id), \(field), \(transaction.now.milliseconds), \(change))
        """)
    }
  }

  private static func end(
    _ fields: [String], of id: BodyID, _ change: ChangeID, _ transaction: Transaction
  ) throws {
    for field in fields {
      try transaction.db.execute(
        """
        INSERT INTO body_field_versions (body, field, since, until, change, ended_by)
        SELECT body, field, since, \(transaction.now.milliseconds), change, \(change)
        FROM body_fields WHERE body = \(id) AND field = \(field)
        """)
      try transaction.db.execute(
        "DELETE FROM body_fields WHERE body = \(id) AND field = \(field)")
    }
  }
}
