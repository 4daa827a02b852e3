internal import Kernel
package import Storage
internal import Supervision

extension Governance {
  /// Documents that count in a region: of the region itself, above it and below it.
  static func visible(to region: String) -> SQL {
    "(" + RegionScope(region: region).condition("d.jurisdiction") + " OR "
      + .among("d.jurisdiction", RegionScope.above(region)) + ")"
  }

  static func documents(
    region: String, find: String, kind: String, page: Int, _ db: any Connection
  ) throws -> (rows: [Document], total: Int) {
    var conditions = [visible(to: region)]
    if !kind.isEmpty { conditions.append("d.kind = \(kind)") }
    if !find.isEmpty {
      conditions.append(
        "(" + .contains("d.title", find) + " OR " + .contains("d.number", find) + ")")
    }
    let total = try db.count(
      "SELECT count(*) AS value FROM documents d" + SQL.conditions(conditions))
    let rows: [Document] = try db.all(
      "SELECT " + Document.columns + " FROM documents d" + SQL.conditions(conditions)
        + " ORDER BY coalesce(d.issued_on, '') DESC, d.number"
        + " LIMIT \(Paging.pageSize) OFFSET \(Paging.offset(page))")
    return (rows, total)
  }

  /// Every document that counts in a region, as it is or was registered; for files.
  static func documents(
    region: String, at moment: Instant?, _ db: any Connection
  ) throws -> [Document] {
    guard let moment else {
      return try db.all(
        "SELECT " + Document.columns + " FROM documents d WHERE " + visible(to: region)
          + " ORDER BY d.number LIMIT 100000")
    }
    return try db.all(
      """
      SELECT d.id, d.number, v.title, v.issuer, d.kind, d.jurisdiction, d.issued_on, v.valid_from,
        v.valid_until, v.note, d.confidence
      FROM documents d JOIN document_versions v ON v.document = d.id WHERE
      """ + " " + visible(to: region) + " AND "
        + AsOf(moment: moment).condition("v.since", "v.until")
        + " ORDER BY d.number LIMIT 100000")
  }

  /// The documents with these numbers; numbers nobody has are left out.
  static func documents(
    numbers: [String], _ db: any Connection
  ) throws -> [String: Document] {
    var found: [String: Document] = [:]
    for start in stride(from: 0, to: numbers.count, by: 500) {
      let part = Array(numbers[start..<min(start + 500, numbers.count)])
      let documents: [Document] = try db.all(
        "SELECT " + Document.columns + " FROM documents d WHERE " + .among("d.number", part)
          + " ORDER BY d.number LIMIT 500")
      for document in documents { found[document.number] = document }
    }
    return found
  }

  /// - Throws: `Problem.notFound` when not there or of another line of regions.
  static func document(
    _ id: DocumentID, region: String, _ db: any Connection
  ) throws -> Document {
    let found: Document? = try db.first(
      "SELECT " + Document.columns + " FROM documents d WHERE d.id = \(id) AND "
        + visible(to: region))
    guard let found else { throw Problem.notFound }
    return found
  }

  /// How many clauses a document has, and how many of them something in the house fulfils. A mere
  /// heading, without a text of its own, is none.
  static func coverage(
    of documents: [DocumentID], _ db: any Connection
  ) throws -> [DocumentID: (clauses: Int, fulfilled: Int)] {
    var found: [DocumentID: (clauses: Int, fulfilled: Int)] = [:]
    guard !documents.isEmpty else { return found }
    try db.forEachRow(
      """
      SELECT c.document, count(*) AS clauses, sum(CASE WHEN EXISTS (SELECT 1 FROM clause_links l
        WHERE l.clause = c.id AND l.until IS NULL) OR EXISTS (SELECT 1 FROM responsibilities r
        WHERE r.clause = c.id AND r.until IS NULL) THEN 1 ELSE 0 END) AS fulfilled
      FROM clauses c WHERE c.content <> '' AND
      """ + " " + .among("c.document", documents)
        + " GROUP BY c.document ORDER BY c.document LIMIT 1000"
    ) { row in
      found[try row.get("document")] = (try row.get("clauses"), try row.get("fulfilled"))
    }
    return found
  }

  package static func clauses(of document: DocumentID, _ db: any Connection) throws -> [Clause] {
    try db.all(
      """
      SELECT id, label, title, content FROM clauses WHERE document = \(document)
      ORDER BY position, id LIMIT 2000
      """)
  }

  /// What fulfils the clauses of a document now.
  static func fulfilments(
    of document: DocumentID, _ rooms: Rooms, _ db: any Connection
  ) throws -> [Int: [Fulfilment]] {
    let rules = try Reference.rules(db)
    let items = rooms.clauseRecords(.item)
    let itemNames = try items?.names(db) ?? [:]
    let forms = try names(
      "SELECT code, title AS name FROM form_templates ORDER BY code LIMIT 1000", db)
    var found: [Int: [Fulfilment]] = [:]
    try db.forEachRow(
      """
      SELECT l.id, l.clause, l.kind, l.target, l.note FROM clauses c
      JOIN clause_links l ON l.clause = c.id
      WHERE c.document = \(document) AND l.until IS NULL ORDER BY l.clause, l.id LIMIT 10000
      """
    ) { row in
      let kind: LinkKind = try row.get("kind")
      let target: String = try row.get("target")
      let shown: (words: String, link: Link?)
      switch kind {
      case .page:
        let place = rooms.clauseTarget(target)
        shown = (place?.label ?? target, place?.link)
      case .rule:
        let rule = rules.rules.last { $0.id == target }
        shown = (
          rule.map { "\($0.topic)\($0.display)" } ?? target, rooms.clauseTarget("rules")?.link
        )
      case .item:
        shown = (itemNames[target] ?? target, items?.link(target))
      case .form: shown = (forms[target] ?? target, nil)
      }
      let clause: Int = try row.get("clause")
      found[clause, default: []].append(
        Fulfilment(
          id: try row.get("id"), clause: clause, kind: kind, words: shown.words, link: shown.link,
          note: try row.get("note")))
    }
    return found
  }

  private static func names(_ sql: SQL, _ db: any Connection) throws -> [String: String] {
    var names: [String: String] = [:]
    try db.forEachRow(sql) { names[try $0.get("code")] = try $0.get("name") }
    return names
  }

  /// The clauses that something fulfils.
  package static func clauses(
    fulfilledBy kind: LinkKind, _ target: String, _ db: any Connection
  ) throws -> [ClauseReference] {
    try db.map(
      """
      SELECT d.id, d.number, c.label, c.title FROM clause_links l JOIN clauses c ON c.id = l.clause
      JOIN documents d ON d.id = c.document
      WHERE l.kind = \(kind) AND l.target = \(target) AND l.until IS NULL
      ORDER BY d.number, c.position LIMIT 200
      """
    ) { row in
      ClauseReference(
        document: try row.get("id"), number: try row.get("number"), label: try row.get("label"),
        title: try row.get("title"))
    }
  }

  /// The clauses behind every legal rule, by the rule's id.
  package static func clausesOfRules(_ db: any Connection) throws -> [String: [ClauseReference]] {
    var found: [String: [ClauseReference]] = [:]
    try db.forEachRow(
      """
      SELECT l.target, d.id, d.number, c.label, c.title FROM clause_links l
      JOIN clauses c ON c.id = l.clause JOIN documents d ON d.id = c.document
      WHERE l.kind = 'rule' AND l.until IS NULL ORDER BY l.target, d.number, c.position LIMIT 2000
      """
    ) { row in
      found[try row.get("target"), default: []].append(
        ClauseReference(
          document: try row.get("id"), number: try row.get("number"), label: try row.get("label"),
          title: try row.get("title")))
    }
    return found
  }

  /// The documents one cites, or is cited by.
  static func citations(
    of document: DocumentID, cites: Bool, _ db: any Connection
  ) throws -> [Document] {
    let link: SQL =
      cites
      ? "x.cited = d.id AND x.document = \(document)"
      : "x.document = d.id AND x.cited = \(document)"
    return try db.all(
      "SELECT " + Document.columns + " FROM documents d JOIN document_citations x ON " + link
        + " ORDER BY d.number LIMIT 200")
  }

  /// Earlier and present versions of what is registered of a document, newest first.
  static func versions(
    of document: DocumentID, _ db: any Connection
  ) throws -> [DocumentVersion] {
    try db.all(
      """
      SELECT v.title, v.issuer, v.valid_from, v.valid_until, v.note, \(Provenance.columns)
      FROM document_versions v JOIN changes c ON c.id = v.change
      LEFT JOIN accounts n ON n.id = c.account
      WHERE v.document = \(document) ORDER BY v.since DESC, v.id DESC LIMIT 200
      """)
  }

  // MARK: responsibilities

  struct ResponsibilityFilter: Sendable {
    var find = ""
    var department = ""
    var level = ""
    var pairs: [(String, String)] {
      [("find", find), ("department", department), ("level", level)]
    }
  }

  /// The matrix of a region: what holds there, above and below.
  static func responsibilities(
    region: String, _ filter: ResponsibilityFilter, at moment: Instant? = nil, limit: Int = 2000,
    _ db: any Connection
  ) throws -> [Responsibility] {
    var conditions: [SQL] = [
      "(" + RegionScope(region: region).condition("r.jurisdiction") + " OR "
        + .among("r.jurisdiction", RegionScope.above(region)) + ")",
      AsOf(moment: moment).condition("r.since", "r.until"),
    ]
    if !filter.department.isEmpty { conditions.append("r.department = \(filter.department)") }
    if !filter.level.isEmpty { conditions.append("r.level = \(filter.level)") }
    if !filter.find.isEmpty {
      conditions.append(
        "(" + .contains("r.matter", filter.find) + " OR " + .contains("r.duty", filter.find) + ")")
    }
    return try db.all(
      """
      SELECT r.id, r.matter, r.department, r.level, a.name AS authority_name, r.jurisdiction,
        r.part, r.duty, d.id AS document, d.number AS document_number, c.label,
        c.title AS clause_title, r.valid_from, r.valid_until
      FROM responsibilities r LEFT JOIN authorities a ON a.id = r.authority
      LEFT JOIN clauses c ON c.id = r.clause LEFT JOIN documents d ON d.id = c.document
      """ + SQL.conditions(conditions)
        + " ORDER BY r.matter, r.part, r.level, r.department, r.id LIMIT \(limit)")
  }

  static func responsibilities(
    of document: DocumentID, _ db: any Connection
  ) throws -> [Int: [String]] {
    var found: [Int: [String]] = [:]
    try db.forEachRow(
      """
      SELECT r.clause, r.matter, r.duty FROM clauses c JOIN responsibilities r ON r.clause = c.id
      WHERE c.document = \(document) AND r.until IS NULL ORDER BY r.clause, r.matter, r.id LIMIT 5000
      """
    ) { row in
      found[try row.get("clause"), default: []].append(
        "\(try row.get("matter", as: String.self))：\(try row.get("duty", as: String.self))")
    }
    return found
  }
}

/// What was registered of a document, with who brought it.
struct DocumentVersion: RowDecodable, Sendable {
  let title: String
  let issuer: String
  let validFrom: CalendarDay?
  let validUntil: CalendarDay?
  let note: String
  let known: Provenance

  init(row: Row) throws {
    title = try row.get("title")
    issuer = try row.get("issuer")
    validFrom = try row.get("valid_from")
    validUntil = try row.get("valid_until")
    note = try row.get("note")
    known = try Provenance(row: row)
  }
}
