package import Kernel
package import Storage
package import Supervision

/// One reason why somebody must not visit a body, as it joins `bodies b`.
package struct ConflictSource: Sendable {
  package enum Kind: Sendable, Hashable {
    /// Registered by hand or file.
    case manual
    /// A former post or a declared interest, with the body's credit code.
    case interest
    /// An expert's employer has the body's name.
    case employer

    var label: String {
      switch self {
      case .manual: "登记的回避"
      case .interest: "由任职经历或申报的利害关系得出"
      case .employer: "由现工作单位得出"
      }
    }
  }

  let kind: Kind
  /// `table c ON …`.
  let join: SQL
  let person: SQL
  /// A sentence or a code.
  let why: SQL
  let condition: SQL

  /// Where recusals come from on a day. A recusal out of an interest lasts as long as the
  /// declaration says, or without end where it says nothing.
  static func all(on day: CalendarDay) -> [ConflictSource] {
    [
      ConflictSource(
        kind: .manual, join: "conflicts c ON c.body = b.id", person: "c.person", why: "c.reason",
        condition: "1 = 1"),
      ConflictSource(
        kind: .interest, join: "person_facts c ON c.uscc = b.uscc", person: "c.person",
        why: "c.what",
        condition: """
          c.kind = 'interest' AND c.until IS NULL AND c.uscc <> ''
            AND (c.recuse_until IS NULL OR c.recuse_until >= \(day.iso))
          """),
      ConflictSource(
        kind: .employer, join: "experts c ON c.employer = b.name", person: "c.code", why: "''",
        condition: "c.status <> 'ended'"),
    ]
  }

  /// Why, for people.
  func reason(_ why: String, _ interests: CodeNames) -> String {
    switch kind {
    case .manual: why
    case .interest: interests[why]
    case .employer: "现工作单位就是这家机构"
    }
  }
}

extension People {
  /// Whom a person must not visit on a day, and why.
  static func conflicts(
    ofPerson code: String, on day: CalendarDay, _ db: any Connection
  ) throws -> [ConflictRow] {
    let interests = CodeNames(try Reference.registryCodes(db).named(.interest))
    return try ConflictSource.all(on: day).flatMap { source in
      try db.map(
        "SELECT b.id, b.name, b.region, " + source.why + " AS why FROM bodies b JOIN "
          + source.join + " WHERE " + source.person + " = \(code) AND " + source.condition
          + " ORDER BY b.name, why LIMIT 500"
      ) { row in
        ConflictRow(
          body: try row.get("id"), bodyName: try row.get("name"), region: try row.get("region"),
          source: source.kind, reason: source.reason(try row.get("why"), interests))
      }
    }
  }

  /// Who must not visit a body on a day, and why.
  package static func barred(
    from body: BodyID, on day: CalendarDay, _ db: any Connection
  ) throws -> [(person: String, source: ConflictSource.Kind, reason: String)] {
    let interests = CodeNames(try Reference.registryCodes(db).named(.interest))
    return try ConflictSource.all(on: day).flatMap { source in
      try db.map(
        "SELECT " + source.person + " AS person, " + source.why + " AS why FROM bodies b JOIN "
          + source.join + " WHERE b.id = \(body) AND " + source.condition
          + " ORDER BY person, why LIMIT 500"
      ) { row in
        (
          person: try row.get("person"), source: source.kind,
          reason: source.reason(try row.get("why"), interests)
        )
      }
    }
  }
}
