internal import Kernel
internal import Storage
internal import Supervision

// What a body was, and everything that changed it.
extension Bodies {
  /// The body as it stood at the end of a day, or as it stands now.
  ///
  /// - Returns: `nil` when it was not registered yet.
  /// - Throws: `Problem.notFound` when it is not there or outside the scope now.
  static func body(
    _ id: BodyID, in scope: RegionScope, _ asOf: AsOf, _ db: any Connection
  ) throws -> Body? {
    let current = try body(id, in: scope, db)
    guard let end = asOf.moment else { return current }
    if current.since.milliseconds <= end {
      return try withFields(current, at: end, db)
    }
    let version = try versions(
      of: id, "v.since <= \(end) AND v.until > \(end)", limit: 1, db
    ).first
    return try version.map { try withFields($0, at: end, db) }
  }

  /// Every state of the body, oldest first, the current one last; without fields.
  static func states(of body: Body, _ db: any Connection) throws -> [Body] {
    try versions(of: body.id, "1 = 1", limit: 1000, db) + [body]
  }

  private static func versions(
    of id: BodyID, _ condition: SQL, limit: Int, _ db: any Connection
  ) throws -> [Body] {
    try db.all(
      """
      SELECT b.id, b.uscc, v.name, v.certificate_number, v.certificate_until, v.region,
        v.credit_class, v.status, v.warning, v.address, v.legal_representative, v.contact,
        b.import, v.since AS updated_at, v.kind, v.legal_form, v.since, v.change
      FROM body_versions v JOIN bodies b ON b.id = v.body WHERE v.body = \(id) AND
      """ + " " + condition + " ORDER BY v.since, v.id LIMIT \(limit)")
  }

  private static func withFields(
    _ body: Body, at end: Int64, _ db: any Connection
  ) throws -> Body {
    var body = body
    body.fields = try fieldSpans(of: body.id, db)
      .filter { $0.since <= end && ($0.until.map { $0 > end } ?? true) }
      .map(\.field).sorted()
    return body
  }

  /// Every body the filter admits as it was registered at a moment, by region then; one after another
  /// out of the store. Only the fields of all of them are held at once.
  static func forEachBody(
    at moment: Instant, _ filter: BodyFilter, in scope: RegionScope, _ db: any Connection,
    _ body: (Body) throws -> Void
  ) throws {
    let then = AsOf(moment: moment)
    var fields: [BodyID: [String]] = [:]
    let marked = filter.mark.isEmpty ? nil : try bodies(marked: filter.mark, at: moment, db)
    for source: SQL in [
      "SELECT body, field FROM body_fields WHERE since <= \(moment.milliseconds)",
      "SELECT body, field FROM body_field_versions WHERE " + then.condition("since", "until"),
    ] {
      try db.stream(source) { row in
        fields[try row.get("body"), default: []].append(try row.get("field"))
      }
    }
    try db.stream(
      "SELECT " + Body.columns + " FROM bodies b WHERE b.since <= \(moment.milliseconds) AND "
        + scope.condition("b.region")
          + """
           UNION ALL SELECT b.id, b.uscc, v.name, v.certificate_number, v.certificate_until, v.region,
            v.credit_class, v.status, v.warning, v.address, v.legal_representative, v.contact,
            b.import, v.since AS updated_at, v.kind, v.legal_form, v.since, v.change
          FROM body_versions v JOIN bodies b ON b.id = v.body WHERE
          """ + " " + then.condition("v.since", "v.until") + " AND " + scope.condition("v.region")
        + " ORDER BY region, name, id"
    ) { row in
      var known = try Body(row: row)
      known.fields = (fields[known.id] ?? []).sorted()
      guard filter.admits(known), marked?.contains(known.id) ?? true else { return }
      try body(known)
    }
  }

  private static func bodies(
    marked mark: String, at moment: Instant, _ db: any Connection
  ) throws -> Set<BodyID> {
    var bodies: Set<BodyID> = []
    try db.stream(
      "SELECT m.body FROM body_marks m WHERE m.kind = \(mark) AND "
        + AsOf(moment: moment).condition("m.since", "m.until")
        + " AND m.valid_from <= \(moment.day) AND m.valid_until >= \(moment.day)"
    ) { bodies.insert(try $0.get("body")) }
    return bodies
  }

  /// When a body had a field.
  struct FieldSpan {
    let field: String
    let since: Int64
    let until: Int64?
    let change: ChangeID?
    let endedBy: ChangeID?
  }

  static func fieldSpans(of id: BodyID, _ db: any Connection) throws -> [FieldSpan] {
    try db.map(
      """
      SELECT field, since, NULL AS until, change, NULL AS ended_by FROM body_fields
      WHERE body = \(id)
      UNION ALL
      SELECT field, since, until, change, ended_by FROM body_field_versions WHERE body = \(id)
      ORDER BY since, field LIMIT 1000
      """
    ) {
      FieldSpan(
        field: try $0.get("field"), since: try $0.get("since"), until: try $0.get("until"),
        change: try $0.get("change"), endedBy: try $0.get("ended_by"))
    }
  }
}
