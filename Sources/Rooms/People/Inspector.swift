internal import HTTP
package import Kernel
internal import Storage
internal import Supervision

/// An inspector as the registry holds them.
package struct Inspector: RowDecodable, Sendable {
  package let id: InspectorID
  let code: String
  package let name: String
  package let department: String
  let authority: AuthorityID
  let authorityName: String
  package let region: String
  var certificateNumber: String
  var certificateUntil: CalendarDay
  let status: PersonStatus
  let importedBy: ImportID?
  let updatedAt: Instant

  static let columns: SQL = """
    p.id, p.code, p.name, p.department, p.authority, t.name AS authority_name, p.region,
      p.certificate_number, p.certificate_until, p.status, p.import, p.updated_at
    """

  init(row: Row) throws {
    id = try row.get("id")
    code = try row.get("code")
    name = try row.get("name")
    department = try row.get("department")
    authority = try row.get("authority")
    authorityName = try row.get("authority_name")
    region = try row.get("region")
    certificateNumber = try row.get("certificate_number")
    certificateUntil = try row.get("certificate_until")
    status = try row.get("status")
    importedBy = try row.get("import")
    updatedAt = Instant(milliseconds: try row.get("updated_at"))
  }
}

/// An expert as the registry holds them. An expert assists and never decides.
package struct Expert: RowDecodable, Sendable {
  package let id: ExpertID
  let code: String
  package let name: String
  let employer: String
  let title: String
  package let region: String
  var validUntil: CalendarDay
  let status: PersonStatus
  let importedBy: ImportID?
  let updatedAt: Instant

  static let columns: SQL = """
    p.id, p.code, p.name, p.employer, p.title, p.region, p.valid_until, p.status, p.import,
      p.updated_at
    """

  init(row: Row) throws {
    id = try row.get("id")
    code = try row.get("code")
    name = try row.get("name")
    employer = try row.get("employer")
    title = try row.get("title")
    region = try row.get("region")
    validUntil = try row.get("valid_until")
    status = try row.get("status")
    importedBy = try row.get("import")
    updatedAt = Instant(milliseconds: try row.get("updated_at"))
  }
}

/// What the lists of people show, as it stands in the address.
struct PersonFilter: Sendable, Equatable {
  enum Sort: String, CaseIterable, Sendable {
    case region, name
    case validity = "certificate_until"
  }

  var text = ""
  package var region = ""
  /// Inspectors only.
  package var department = ""
  var field = ""
  var status: PersonStatus?
  var sort = Sort.region

  init() {}

  init(_ query: Fields) {
    text = searchText(query["find"])
    region = query["region"] ?? ""
    department = query["department"] ?? ""
    field = query["field"] ?? ""
    status = query["status"].flatMap(PersonStatus.init(rawValue:))
    sort = query["sort"].flatMap(Sort.init(rawValue:)) ?? .region
  }

  var pairs: [(String, String)] {
    [
      ("find", text), ("region", region), ("department", department), ("field", field),
      ("status", status?.rawValue ?? ""), ("sort", sort == .region ? "" : sort.rawValue),
    ]
  }
}

/// What a person is doing: shown beside them in lists.
struct Load: Sendable {
  /// Visits due in the year, without those left.
  var visits = 0
  /// Bodies they must not visit.
  var conflicts = 0
}

/// A person who may be drawn into a team, by the code that stands in the draw's files.
package struct DrawablePerson: Sendable {
  package let code: String
  package let name: String
  package let department: String
  package let inspector: InspectorID?
  package let expert: ExpertID?
}
