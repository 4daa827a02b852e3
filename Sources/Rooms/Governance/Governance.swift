internal import Accounts
package import Kernel
package import Storage
internal import Supervision

package struct DocumentID: RecordID {
  package let number: Int
  package init(_ number: Int) { self.number = number }
}

/// 依据: the governing documents with their clauses, what in the house fulfils each of them, and who
/// is responsible for what.
package enum Governance {
  package static let routes: [Route] = documentRoutes + responsibilityRoutes

  struct Document: RowDecodable, Sendable {
    let id: DocumentID
    package let number: String
    let title: String
    let issuer: String
    let kind: String
    let jurisdiction: String
    let issuedOn: CalendarDay?
    let validFrom: CalendarDay?
    let validUntil: CalendarDay?
    let note: String
    let confidence: LegalRule.Confidence

    static let columns: SQL = """
      d.id, d.number, d.title, d.issuer, d.kind, d.jurisdiction, d.issued_on, d.valid_from,
        d.valid_until, d.note, d.confidence
      """

    package init(row: Row) throws {
      id = try row.get("id")
      number = try row.get("number")
      title = try row.get("title")
      issuer = try row.get("issuer")
      kind = try row.get("kind")
      jurisdiction = try row.get("jurisdiction")
      issuedOn = try row.get("issued_on")
      validFrom = try row.get("valid_from")
      validUntil = try row.get("valid_until")
      note = try row.get("note")
      confidence = LegalRule.Confidence(rawValue: try row.get("confidence")) ?? .unverified
    }

    func isInForce(on day: CalendarDay) -> Bool {
      (validFrom.map { $0 <= day } ?? true) && (validUntil.map { day <= $0 } ?? true)
    }
  }

  package struct Clause: RowDecodable, Sendable {
    let id: Int
    package let label: String
    let title: String
    let content: String

    package init(row: Row) throws {
      id = try row.get("id")
      label = try row.get("label")
      title = try row.get("title")
      content = try row.get("content")
    }
  }

  /// What a clause may be fulfilled by.
  package enum LinkKind: String, StoredWord, CaseIterable, Sendable {
    case page, rule, item, form

    package var label: String {
      switch self {
      case .page: "系统功能"
      case .rule: "期限与限额"
      case .item: "抽查事项"
      case .form: "自查表与检查表"
      }
    }
  }

  /// Something that fulfils a clause, ready to be shown.
  struct Fulfilment: Sendable {
    let id: Int
    let clause: Int
    let kind: LinkKind
    package let words: String
    package let link: Link?
    let note: String
  }

  /// Who has which part in a matter.
  struct Responsibility: RowDecodable, Sendable {
    let id: Int
    let matter: String
    let department: String
    let level: String
    let authority: String
    let jurisdiction: String
    let part: String
    let duty: String
    let clause: ClauseReference?
    let validFrom: CalendarDay?
    let validUntil: CalendarDay?

    package init(row: Row) throws {
      id = try row.get("id")
      matter = try row.get("matter")
      department = try row.get("department")
      level = try row.get("level")
      authority = try row.get("authority_name", as: String?.self) ?? ""
      jurisdiction = try row.get("jurisdiction")
      part = try row.get("part")
      duty = try row.get("duty")
      let document: DocumentID? = try row.get("document")
      clause = try document.map {
        ClauseReference(
          document: $0, number: try row.get("document_number"), label: try row.get("label"),
          title: try row.get("clause_title"))
      }
      validFrom = try row.get("valid_from")
      validUntil = try row.get("valid_until")
    }

    func isInForce(on day: CalendarDay) -> Bool {
      (validFrom.map { $0 <= day } ?? true) && (validUntil.map { day <= $0 } ?? true)
    }
  }
}

/// A clause as others point to it.
package struct ClauseReference: Sendable {
  let document: DocumentID
  package let number: String
  package let label: String
  let title: String

  /// `沪市监认检〔2021〕529号 三（二）1 全面实施抽查`.
  package var words: String { "\(number) \(label) \(title)" }
  package var link: Link { Link.document(document).at("clause-\(label)") }
}

extension Link {
  package static let documents = Link("/documents")
  static let documentNew = Link("/documents/new")
  static func document(_ id: DocumentID) -> Link { Link("/documents", id) }
  static func documentEdit(_ id: DocumentID) -> Link { Link("/documents", id, "edit") }
  static func documentClauses(_ id: DocumentID) -> Link { Link("/documents", id, "clauses") }
  static func documentCitations(_ id: DocumentID) -> Link { Link("/documents", id, "citations") }
  static func documentLinks(_ id: DocumentID) -> Link { Link("/documents", id, "links") }
  static func documentLinksEnd(_ id: DocumentID) -> Link { Link("/documents", id, "links/end") }
  package static let responsibilities = Link("/responsibilities")
  static func responsibilityEnd(_ id: Int) -> Link { Link("/responsibilities", id, "end") }
}

/// Records of a room that a clause may point to, such as items.
package struct ClauseRecords: Contribution {
  package let kind: Governance.LinkKind
  /// Names of all of them by what is stored.
  package let names: @Sendable (_ db: any Connection) throws -> [String: String]
  package let link: @Sendable (_ stored: String) -> Link?
  /// How one is stored that people name by its code; nil when there is none.
  package let stored: @Sendable (_ code: String, _ db: any Connection) throws -> String?

  package init(
    _ kind: Governance.LinkKind,
    names: @escaping @Sendable (_ db: any Connection) throws -> [String: String],
    link: @escaping @Sendable (_ stored: String) -> Link?,
    stored: @escaping @Sendable (_ code: String, _ db: any Connection) throws -> String?
  ) {
    self.kind = kind
    self.names = names
    self.link = link
    self.stored = stored
  }
}

extension Rooms {
  /// The pages clauses may point to, in the order people choose from.
  var clauseTargets: [ClauseTarget] {
    contributions(ClauseTarget.self).sorted { $0.position < $1.position }
  }

  func clauseTarget(_ code: String) -> ClauseTarget? {
    contributions(ClauseTarget.self).first { $0.code == code }
  }

  func clauseRecords(_ kind: Governance.LinkKind) -> ClauseRecords? {
    contributions(ClauseRecords.self).first { $0.kind == kind }
  }
}
