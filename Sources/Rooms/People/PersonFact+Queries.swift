internal import Items
internal import Kernel
internal import Storage
internal import Supervision

extension People {
  /// What is known of a person now, or was known at a moment.
  static func facts(
    of person: String, at moment: Instant? = nil, _ db: any Connection
  ) throws -> [PersonFact] {
    let known: SQL =
      if let moment {
        "f.since <= \(moment.milliseconds) AND (f.until IS NULL OR f.until > \(moment.milliseconds))"
      } else {
        "f.until IS NULL"
      }
    return try db.all(
      "SELECT " + PersonFact.columns + " FROM person_facts f WHERE f.person = \(person) AND "
        + known + " ORDER BY f.kind, f.valid_from, f.id LIMIT 2000")
  }

  /// What is no longer so, newest first.
  static func endedFacts(of person: String, _ db: any Connection) throws -> [PersonFact] {
    try db.all(
      "SELECT " + PersonFact.columns
        + """
         FROM person_facts f WHERE f.person = \(person) AND f.until IS NOT NULL
        ORDER BY f.until DESC, f.id DESC LIMIT 500
        """)
  }

  static func fact(_ id: Int, of person: String, _ db: any Connection) throws -> PersonFact? {
    try db.first(
      "SELECT " + PersonFact.columns
        + " FROM person_facts f WHERE f.id = \(id) AND f.person = \(person) AND f.until IS NULL")
  }

  /// What was registered of a person at a moment.
  static func version(
    of person: String, at moment: Instant, _ db: any Connection
  ) throws -> PersonVersion? {
    try versions(of: person, db).first { $0.known.holds(at: moment) }
  }

  /// Everything that was ever registered of a person, newest first.
  static func versions(of person: String, _ db: any Connection) throws -> [PersonVersion] {
    try db.all(
      """
      SELECT v.name, a.name AS authority, v.employer, v.title, v.region, v.status,
        \(Provenance.columns)
      FROM person_versions v JOIN changes c ON c.id = v.change
      LEFT JOIN authorities a ON a.id = v.authority LEFT JOIN accounts n ON n.id = c.account
      WHERE v.person = \(person) ORDER BY v.since DESC, v.id DESC LIMIT 500
      """)
  }

  /// The words behind the codes of a person's rows, and what may be chosen on a day.
  static func factWords(on day: CalendarDay, _ db: any Connection) throws -> PersonFactWords {
    PersonFactWords(
      codes: try Reference.registryCodes(db), fields: CodeNames(try Reference.fields(db)),
      items: CodeNames(try Items.names(db)), day: day)
  }
}

/// One version of a person's registration, with who brought it.
struct PersonVersion: RowDecodable, Sendable {
  let name: String
  let authority: String
  let employer: String
  let title: String
  let region: String
  let status: PersonStatus
  let known: Provenance

  init(row: Row) throws {
    name = try row.get("name")
    authority = try row.get("authority", as: String?.self) ?? ""
    employer = try row.get("employer")
    title = try row.get("title")
    region = try row.get("region")
    status = try row.get("status")
    known = try Provenance(row: row)
  }
}

/// The words for what a row is about.
struct PersonFactWords: Sendable {
  let codes: RegistryCodes
  let fields: CodeNames
  let items: CodeNames
  let day: CalendarDay

  /// The code's name, also of one that ended; a title as it is.
  func what(_ kind: PersonFactKind, _ what: String) -> String {
    switch kind.choices {
    case .codes(let kind): codes.name(kind, what)
    case .fields: fields[what]
    case .items: items[what]
    case .words, .none: what
    }
  }

  /// What may be chosen.
  func table(_ kind: PersonFactKind) -> CodeNames? {
    switch kind.choices {
    case .codes(let kind): codes.names(kind, on: day)
    case .fields: fields
    case .items: items
    case .words, .none: nil
    }
  }

  /// The row in one line: `机动车检验，2026年1月1日至2028年12月31日`.
  func sentence(_ kind: PersonFactKind, _ fact: PersonFactDraft) -> String {
    // Where somebody works or has worked is nobody's business in a journal that nobody can clean.
    if kind == .interest { return "\(what(kind, fact.what))（内容不记入日志）" }
    return [what(kind, fact.what), fact.number, fact.organisation, fact.period]
      .filter { !$0.isEmpty }.joined(separator: "，")
  }

  /// As pages show it: days the Chinese way.
  func shown(_ column: PersonFactKind.Column, _ kind: PersonFactKind, _ fact: PersonFactDraft)
    -> String
  {
    switch column {
    case .validFrom: fact.validFrom?.chinese ?? ""
    case .validUntil: fact.validUntil?.chinese ?? ""
    case .recuseUntil: fact.recuseUntil?.chinese ?? ""
    default: cell(column, kind, fact)
    }
  }

  /// As files carry it.
  func cell(_ column: PersonFactKind.Column, _ kind: PersonFactKind, _ fact: PersonFactDraft)
    -> String
  {
    switch column {
    case .what: what(kind, fact.what)
    case .number: fact.number
    case .organisation: fact.organisation
    case .uscc: fact.uscc
    case .note: fact.note
    case .hours: fact.hours.map { String($0) } ?? ""
    case .validFrom: fact.validFrom?.iso ?? ""
    case .validUntil: fact.validUntil?.iso ?? ""
    case .recuseUntil: fact.recuseUntil?.iso ?? ""
    }
  }
}
