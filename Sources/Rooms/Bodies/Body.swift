internal import HTTP
package import Kernel
package import Storage
package import Supervision

/// A line of the list of bodies.
package struct BodyRow: RowDecodable, Sendable {
  package let id: BodyID
  package let uscc: String
  package let name: String
  package let certificateNumber: String
  package let certificateUntil: CalendarDay
  package let region: String
  package let creditClass: CreditClass
  package let status: BodyStatus
  let warning: String

  static let columns: SQL = """
    b.id, b.uscc, b.name, b.certificate_number, b.certificate_until, b.region, b.credit_class,
      b.status, b.warning
    """

  package init(row: Row) throws {
    id = try row.get("id")
    uscc = try row.get("uscc")
    name = try row.get("name")
    certificateNumber = try row.get("certificate_number")
    certificateUntil = try row.get("certificate_until")
    region = try row.get("region")
    creditClass = try row.get("credit_class")
    status = try row.get("status")
    warning = try row.get("warning")
  }
}

/// A body as the registry holds it.
package struct Body: RowDecodable, Sendable {
  package let row: BodyRow
  package let address: String
  package let legalRepresentative: String
  package let contact: String
  package let importedBy: ImportID?
  package let updatedAt: Instant
  /// Codes of `RegistryCodes`; empty where nobody has said.
  package let kind: String
  package let legalForm: String
  /// When what stands here became known.
  package let since: Instant
  let change: ChangeID?
  package var fields: [String] = []

  static let columns: SQL =
    BodyRow.columns + ", b.address, b.legal_representative, b.contact, b.import, b.updated_at, "
    + "b.kind, b.legal_form, b.since, b.change"

  package init(row: Row) throws {
    self.row = try BodyRow(row: row)
    address = try row.get("address")
    legalRepresentative = try row.get("legal_representative")
    contact = try row.get("contact")
    importedBy = try row.get("import")
    updatedAt = Instant(milliseconds: try row.get("updated_at"))
    kind = try row.get("kind")
    legalForm = try row.get("legal_form")
    since = Instant(milliseconds: try row.get("since"))
    change = try row.get("change")
  }

  package var id: BodyID { row.id }
}

/// What is registered of a body, before it is stored.
package struct BodyDraft: Sendable, Equatable {
  package var uscc: String
  package var name: String
  package var certificateNumber: String
  package var certificateUntil: CalendarDay
  package var region: String
  package var address: String
  package var legalRepresentative: String
  package var contact: String
  package var creditClass: CreditClass
  package var status: BodyStatus
  /// Codes, ascending.
  package var fields: [String]
  /// Codes of `RegistryCodes`; empty where nobody has said.
  package var kind = ""
  package var legalForm = ""

  package init(
    uscc: String, name: String, certificateNumber: String, certificateUntil: CalendarDay,
    region: String, address: String, legalRepresentative: String, contact: String,
    creditClass: CreditClass, status: BodyStatus, fields: [String], kind: String = "",
    legalForm: String = ""
  ) {
    self.uscc = uscc
    self.name = name
    self.certificateNumber = certificateNumber
    self.certificateUntil = certificateUntil
    self.region = region
    self.address = address
    self.legalRepresentative = legalRepresentative
    self.contact = contact
    self.creditClass = creditClass
    self.status = status
    self.fields = fields
    self.kind = kind
    self.legalForm = legalForm
  }

  /// What is doubtful about the numbers; empty when nothing is.
  func warnings(on day: CalendarDay) -> [String] {
    var warnings: [String] = []
    if let reason = UnifiedSocialCreditCode.check(uscc).reason { warnings.append(reason) }
    warnings += CertificateNumber.check(certificateNumber, currentYear: day.year).reasons
    return warnings
  }
}

extension BodyDraft {
  package init(_ body: Body) {
    uscc = body.row.uscc
    name = body.row.name
    certificateNumber = body.row.certificateNumber
    certificateUntil = body.row.certificateUntil
    region = body.row.region
    address = body.address
    legalRepresentative = body.legalRepresentative
    contact = body.contact
    creditClass = body.row.creditClass
    status = body.row.status
    fields = body.fields
    kind = body.kind
    legalForm = body.legalForm
  }
}

/// What the list of bodies shows, as it stands in the address.
struct BodyFilter: Sendable, Equatable {
  enum Sort: String, CaseIterable, Sendable {
    case region, name, credit
    case certificate = "certificate_until"
  }

  var text = ""
  package var region = ""
  var field = ""
  var credit: CreditClass?
  package var status: BodyStatus?
  /// Code of a special mark that holds today.
  var mark = ""
  var sort = Sort.region

  package init() {}

  package init(_ query: Fields) {
    text = searchText(query["q"])
    region = query["region"] ?? ""
    field = query["field"] ?? ""
    credit = query["credit"].flatMap(CreditClass.init(rawValue:))
    status = query["status"].flatMap(BodyStatus.init(rawValue:))
    mark = query["mark"] ?? ""
    sort = query["sort"].flatMap(Sort.init(rawValue:)) ?? .region
  }

  /// The address's pairs, without the page.
  var pairs: [(String, String)] {
    [
      ("q", text), ("region", region), ("field", field), ("credit", credit?.rawValue ?? ""),
      ("status", status?.rawValue ?? ""), ("mark", mark),
      ("sort", sort == .region ? "" : sort.rawValue),
    ]
  }

  /// The same judgement as the list's on a body as it was, marks apart; its words are looked for in
  /// what was registered of it then.
  func admits(_ body: Body) -> Bool {
    let row = body.row
    guard region.isEmpty || RegionScope(region: region).contains(row.region) else { return false }
    guard credit == nil || credit == row.creditClass else { return false }
    guard status == nil || status == row.status else { return false }
    guard field.isEmpty || body.fields.contains(field) else { return false }
    let texts = [
      row.name, row.uscc, row.certificateNumber, body.address, body.legalRepresentative,
      body.contact,
    ].map(FoldedText.init)
    return SearchWords(text).words.allSatisfy { word in
      texts.contains { $0.firstPlace(of: word) != nil }
    }
  }

  var isNarrowed: Bool {
    !text.isEmpty || !region.isEmpty || !field.isEmpty || credit != nil || status != nil
      || !mark.isEmpty
  }
}
