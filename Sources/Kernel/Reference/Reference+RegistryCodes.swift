package import Storage
package import Supervision

/// The tables of kinds that the registry uses.
package enum RegistryCodeKind: String, StoredWord, CaseIterable, Sendable {
  case bodyKind = "body-kind"
  case legalForm = "legal-form"
  case certificate = "certificate-kind"
  case personRole = "person-role"
  case declaration = "declaration-kind"
  case link = "link-kind"
  case mark = "mark-kind"
  case inspectorCertificate = "inspector-certificate"
  case interest, leave, pledge
  case itemList = "item-list"
  case itemClass = "item-class"
  case checkMethod = "check-method"
  case document = "document-kind"
  case part = "responsibility-part"
}

/// A kind as the law or the house names it, with where it stands.
package struct RegistryCode: Sendable {
  package let kind: RegistryCodeKind
  let code: String
  package let name: String
  /// Governing law; empty where none is needed.
  let basis: String
  package let note: String
  let validFrom: CalendarDay?
  /// The last day in force.
  let validUntil: CalendarDay?
  let confidence: LegalRule.Confidence

  package func isInForce(on day: CalendarDay) -> Bool {
    (validFrom.map { $0 <= day } ?? true) && (validUntil.map { day <= $0 } ?? true)
  }

  /// The basis, marked where nobody has read the text.
  package var basisLabel: String {
    basis.isEmpty || confidence.isVerified ? basis : basis + "（待核实）"
  }
}

/// Every kind of the registry; a name is also found when it is no longer in force.
package struct RegistryCodes: Sendable {
  package let entries: [RegistryCode]
  /// Where the last entry of each code stands; a large export asks for names in every row.
  private let places: [RegistryCodeKind: [String: Int]]

  init(entries: [RegistryCode]) {
    self.entries = entries
    var places: [RegistryCodeKind: [String: Int]] = [:]
    for (place, entry) in entries.enumerated() {
      places[entry.kind, default: [:]][entry.code] = place
    }
    self.places = places
  }

  /// The name, or the code itself where nothing is known of it.
  package func name(_ kind: RegistryCodeKind, _ code: String) -> String {
    entry(kind, code)?.name ?? code
  }

  package func entry(_ kind: RegistryCodeKind, _ code: String) -> RegistryCode? {
    places[kind]?[code].map { entries[$0] }
  }

  /// What may be chosen on a day, in the order of the table.
  package func choices(_ kind: RegistryCodeKind, on day: CalendarDay) -> [(
    value: String, label: String
  )] {
    entries.filter { $0.kind == kind && $0.isInForce(on: day) }
      .map { (value: $0.code, label: $0.name) }
  }

  package func names(_ kind: RegistryCodeKind, on day: CalendarDay) -> CodeNames {
    CodeNames(choices(kind, on: day).map { (code: $0.value, name: $0.label) })
  }
}

extension Reference {
  @Sendable static func loadRegistryCodes(_ text: String, _ db: any Connection) throws {
    let columns = [
      "kind", "code", "name", "basis", "note", "position", "valid_from", "valid_until",
      "confidence",
    ]
    for row in try ReferenceTable(text, columns: columns).rows {
      guard let kind = RegistryCodeKind(rawValue: row["kind"]) else {
        throw row.fault("kind", "不是已知的代码类别")
      }
      guard let position = Int(row["position"]) else { throw row.fault("position", "不是数字") }
      guard LegalRule.Confidence(rawValue: row["confidence"]) != nil else {
        throw row.fault("confidence", "不是已知的可信度")
      }
      let until: String? = row["valid_until"].isEmpty ? nil : row["valid_until"]
      try db.execute(
        """
        INSERT INTO registry_codes (kind, code, name, basis, note, position, valid_from,
          valid_until, confidence)
        VALUES (\(kind), \(row["code"]), \(row["name"]), \(row["basis"]), \(row["note"]),
          \(position), \(row["valid_from"]), \(until), \(row["confidence"]))
        ON CONFLICT (kind, code, valid_from) DO UPDATE SET name = excluded.name,
          basis = excluded.basis, note = excluded.note, position = excluded.position,
          valid_until = excluded.valid_until, confidence = excluded.confidence
        """)
    }
  }

  /// - Parameter kind: of these alone; `nil` for all.
  package static func registryCodes(
    of kind: RegistryCodeKind? = nil, _ db: any Connection
  ) throws -> RegistryCodes {
    let condition: SQL = kind.map { " WHERE kind = \($0)" } ?? .empty
    return RegistryCodes(
      entries: try db.map(
        "SELECT kind, code, name, basis, note, valid_from, valid_until, confidence"
          + " FROM registry_codes" + condition + " ORDER BY kind, position, valid_from LIMIT 2000"
      ) { row in
        let until: String? = try row.get("valid_until")
        return RegistryCode(
          kind: try row.get("kind"), code: try row.get("code"), name: try row.get("name"),
          basis: try row.get("basis"), note: try row.get("note"),
          validFrom: CalendarDay(iso: try row.get("valid_from", as: String.self)),
          validUntil: until.flatMap { CalendarDay(iso: $0) },
          confidence: LegalRule.Confidence(rawValue: try row.get("confidence")) ?? .unverified)
      })
  }
}
