internal import Storage
internal import Supervision

package struct DocumentID: RecordID {
  package let number: Int
  package init(_ number: Int) { self.number = number }
}

/// 依据: the governing documents with their clauses, what in the house fulfils each of them, and who
/// is responsible for what.
enum Governance {
  static let routes: [Route] = documentRoutes + responsibilityRoutes

  struct Document: RowDecodable, Sendable {
    let id: DocumentID
    let number: String
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

    init(row: Row) throws {
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

  struct Clause: RowDecodable, Sendable {
    let id: Int
    let label: String
    let title: String
    let content: String

    init(row: Row) throws {
      id = try row.get("id")
      label = try row.get("label")
      title = try row.get("title")
      content = try row.get("content")
    }
  }

  /// What a clause may be fulfilled by.
  enum LinkKind: String, StoredWord, CaseIterable, Sendable {
    case page, rule, item, form

    var label: String {
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
    let words: String
    let link: Link?
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

    init(row: Row) throws {
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
struct ClauseReference: Sendable {
  let document: DocumentID
  let number: String
  let label: String
  let title: String

  /// `沪市监认检〔2021〕529号 三（二）1 全面实施抽查`.
  var words: String { "\(number) \(label) \(title)" }
  var link: Link { Link.document(document).at("clause-\(label)") }
}

extension Link {
  static let documents = Link("/documents")
  static let documentNew = Link("/documents/new")
  static func document(_ id: DocumentID) -> Link { Link("/documents", id) }
  static func documentEdit(_ id: DocumentID) -> Link { Link("/documents", id, "edit") }
  static func documentClauses(_ id: DocumentID) -> Link { Link("/documents", id, "clauses") }
  static func documentCitations(_ id: DocumentID) -> Link { Link("/documents", id, "citations") }
  static func documentLinks(_ id: DocumentID) -> Link { Link("/documents", id, "links") }
  static func documentLinksEnd(_ id: DocumentID) -> Link { Link("/documents", id, "links/end") }
  static let responsibilities = Link("/responsibilities")
  static func responsibilityEnd(_ id: Int) -> Link { Link("/responsibilities", id, "end") }
}

/// A part of the house that a clause may point to.
struct HousePlace: Sendable {
  let code: String
  let label: String
  let link: Link
  /// What it takes to open it.
  var permission = Permission.readRegistry

  static let all: [HousePlace] = [
    HousePlace(code: "bodies", label: "检验检测机构名录（一企一卷）", link: .bodies),
    HousePlace(code: "inspectors", label: "执法检查人员名录", link: .inspectors),
    HousePlace(code: "experts", label: "专家库", link: .experts),
    HousePlace(code: "items", label: "事项清单", link: .items),
    HousePlace(code: "public-items", label: "公开的事项清单", link: .publicItems),
    HousePlace(code: "organisation", label: "机关与支撑单位", link: .organisation),
    HousePlace(code: "responsibilities", label: "职责清单", link: .responsibilities),
    HousePlace(code: "documents", label: "规范性文件库", link: .documents),
    HousePlace(code: "plans", label: "抽查计划", link: .plans),
    HousePlace(code: "draws", label: "抽取", link: .draws),
    HousePlace(code: "self-checks", label: "自查", link: .selfChecks),
    HousePlace(code: "visits", label: "现场检查", link: .visits),
    HousePlace(code: "rectifications", label: "整改", link: .rectifications),
    HousePlace(code: "publications", label: "公示", link: .publications),
    HousePlace(code: "public-home", label: "公示首页", link: .home),
    HousePlace(code: "public-draws", label: "抽取公示", link: .publicDraws),
    HousePlace(code: "public-results", label: "检查结果公示", link: .publicResults),
    HousePlace(code: "public-bodies", label: "机构公开查询", link: .publicBodies),
    HousePlace(code: "verify", label: "抽取验证", link: .publicVerify),
    HousePlace(code: "rules", label: "期限与限额", link: .publicRules),
    HousePlace(code: "journal", label: "操作日志", link: .journal, permission: .readJournal),
    HousePlace(code: "accounts", label: "账号与角色", link: .accounts, permission: .readAccounts),
  ]

  static func named(_ code: String) -> HousePlace? { all.first { $0.code == code } }
}
