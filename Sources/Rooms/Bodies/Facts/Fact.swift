package import Kernel
package import Storage
package import Supervision

/// What is to be stored of one fact.
package struct FactDraft: Sendable, Equatable {
  /// In the order of the kind's columns.
  package var values: [Value]
  /// Codes of fields, ascending; empty for kinds without.
  package var fields: [String] = []

  package init(values: [Value], fields: [String] = []) {
    self.values = values
    self.fields = fields
  }
}

/// One fact of a body, or what it was earlier.
package struct Fact: Sendable {
  package let id: Int
  package let values: [Value]
  package var fields: [String] = []
  package let since: Instant
  let until: Instant?
  let change: ChangeID?
  let endedBy: ChangeID?
  /// The row that this one replaced.
  let follows: Int?
  /// Kept in step with the registration of the body: the main certificate, the main site.
  package let isMain: Bool

  package var draft: FactDraft { FactDraft(values: values, fields: fields) }

  func value(_ key: String, _ kind: FactKind) -> Value {
    kind.place(key).map { values[$0] } ?? .null
  }

  package func text(_ key: String, _ kind: FactKind) -> String {
    if case .text(let text) = value(key, kind) { text } else { "" }
  }
}

/// The facts of bodies: written by these functions only.
package enum Facts {
  /// One page of what holds (or held) of a kind, and how many there are.
  package static func list(
    _ kind: FactKind, of body: BodyID, _ asOf: AsOf = .now, page: Int = 1,
    size: Int = Paging.pageSize, _ db: any Connection
  ) throws -> (facts: [Fact], total: Int) {
    let total = try count(kind, of: body, asOf, db)
    let facts = try read(
      rows(kind, of: body, asOf) + " ORDER BY " + kind.order
        + " LIMIT \(size) OFFSET \((page - 1) * size)", kind, db)
    return (try withFields(facts, kind, db), total)
  }

  /// Everything that was ever known of a kind, oldest first, versions among it.
  static func all(_ kind: FactKind, of body: BodyID, _ db: any Connection) throws -> [Fact] {
    var facts = try read(
      "SELECT " + columns(kind) + " FROM " + kind.table + " t WHERE t.body = \(body)"
        + " ORDER BY t.since, t.id LIMIT \(Facts.limit)", kind, db)
    if case .versions(let table, let owner) = kind.keeping {
      facts += try read(
        "SELECT " + versionColumns(kind) + " FROM " + kind.table + " t JOIN " + table
          + " v ON v." + owner + " = t.id WHERE t.body = \(body)"
          + " ORDER BY v.since, v.id LIMIT \(Facts.limit)", kind, db)
    }
    return try withFields(facts, kind, db)
  }

  /// How many facts of one kind a body's history and dossier read at most.
  package static let limit = 5000

  /// A fact that holds.
  ///
  /// - Throws: `Problem.notFound` when it is not there, was ended or is another body's.
  package static func one(
    _ kind: FactKind, _ id: Int, of body: BodyID, _ db: any Connection
  ) throws -> Fact {
    let found = try read(
      "SELECT " + columns(kind) + " FROM " + kind.table
        + " t WHERE t.id = \(id) AND t.body = \(body) AND t.until IS NULL", kind, db)
    guard let fact = try withFields(found, kind, db).first else { throw Problem.notFound }
    return fact
  }

  /// How many of each kind hold.
  static func counts(
    of body: BodyID, _ asOf: AsOf = .now, _ db: any Connection
  ) throws -> [String: Int] {
    var counts: [String: Int] = [:]
    for kind in FactKind.all {
      counts[kind.code] = try count(kind, of: body, asOf, db)
    }
    return counts
  }

  private static func count(
    _ kind: FactKind, of body: BodyID, _ asOf: AsOf, _ db: any Connection
  ) throws -> Int {
    try sources(kind, of: body, asOf).reduce(0) { sum, source in
      try sum + db.count("SELECT count(*) AS value" + source.rows)
    }
  }

  /// The rows of a kind at a time, without order.
  private static func rows(_ kind: FactKind, of body: BodyID, _ asOf: AsOf) -> SQL {
    .joined(
      sources(kind, of: body, asOf).map { "SELECT " + $0.columns + $0.rows }, by: " UNION ALL ")
  }

  /// The rows that hold, and for an earlier day the versions too.
  private static func sources(
    _ kind: FactKind, of body: BodyID, _ asOf: AsOf
  ) -> [(columns: SQL, rows: SQL)] {
    let now: SQL =
      " FROM " + kind.table + " t WHERE t.body = \(body) AND "
      + asOf.condition("t.since", "t.until")
    guard !asOf.isNow, case .versions(let table, let owner) = kind.keeping else {
      return [(columns(kind), now)]
    }
    let earlier: SQL =
      " FROM " + kind.table + " t JOIN " + table + " v ON v." + owner
      + " = t.id WHERE t.body = \(body) AND " + asOf.condition("v.since", "v.until")
    return [(columns(kind), now), (versionColumns(kind), earlier)]
  }

  private static func columns(_ kind: FactKind) -> SQL {
    ending(
      kind, kind.columns.map { "t." + $0.sql }, "t.since, t.until, t.change, t.ended_by",
      kind.keepsRow ? "NULL" : "t.follows")
  }

  private static func versionColumns(_ kind: FactKind) -> SQL {
    ending(
      kind, kind.columns.map { ($0.isFixed ? "t." : "v.") + $0.sql },
      "v.since, v.until, v.change, v.ended_by", "NULL")
  }

  private static func ending(
    _ kind: FactKind, _ columns: [SQL], _ times: SQL, _ follows: SQL
  ) -> SQL {
    let main: SQL =
      switch kind.code {
      case FactKind.certificates.code: "t.is_main"
      case FactKind.sites.code: "CASE WHEN t.name = \(Sites.mainName) THEN 1 ELSE 0 END"
      default: "0"
      }
    return "t.id, " + .joined(columns, by: ", ") + ", " + times + ", " + follows
      + " AS follows, " + main + " AS is_main"
  }

  private static func read(
    _ sql: SQL, _ kind: FactKind, _ db: any Connection
  ) throws -> [Fact] {
    try db.map(sql) { row in
      let until: Int64? = try row.get("until")
      return Fact(
        id: try row.get("id"), values: try kind.columns.map { try row.get($0.name) },
        since: Instant(milliseconds: try row.get("since")),
        until: until.map { Instant(milliseconds: $0) }, change: try row.get("change"),
        endedBy: try row.get("ended_by"), follows: try row.get("follows"),
        isMain: try row.get("is_main"))
    }
  }

  private static func withFields(
    _ facts: [Fact], _ kind: FactKind, _ db: any Connection
  ) throws -> [Fact] {
    guard kind.hasFields, !facts.isEmpty else { return facts }
    var fields: [Int: [String]] = [:]
    for start in stride(from: 0, to: facts.count, by: 500) {
      let part = facts[start..<min(start + 500, facts.count)].map(\.id)
      try db.forEachRow(
        "SELECT person, field FROM body_person_fields WHERE " + .among("person", part)
          + " ORDER BY person, field LIMIT 100000"
      ) { fields[try $0.get("person"), default: []].append(try $0.get("field")) }
    }
    return facts.map { fact in
      var fact = fact
      fact.fields = fields[fact.id] ?? []
      return fact
    }
  }
}
