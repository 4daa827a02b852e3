package import Kernel
package import Storage
package import Supervision

extension VisitStage: StoredWord {}
extension Answer: StoredWord {}
extension Circumstance: StoredWord {}
extension InspectionResult: StoredWord {}

/// Whether a person stands behind an account or behind an entry of the inspector library.
///
/// Somebody with two accounts of one inspector is one person.
enum Person: Hashable, Sendable {
  case inspector(InspectorID)
  case account(AccountID)

  package init(_ actor: Actor) {
    self = actor.inspector.map { .inspector($0) } ?? .account(actor.account)
  }
}

/// A member of the team as pages show it.
package struct VisitMember: RowDecodable, Sendable {
  let person: String
  package let name: String
  package let department: String
  let role: String
  let inspector: InspectorID?
  let expert: ExpertID?
  /// Of an inspector's enforcement certificate; empty for an expert.
  let certificate: String
  let isLead: Bool
  package let leftAt: Instant?

  package init(row: Row) throws {
    person = try row.get("person")
    name = try row.get("name")
    department = try row.get("department_name")
    role = try row.get("role")
    inspector = try row.get("inspector")
    expert = try row.get("expert")
    certificate = try row.get("certificate")
    isLead = try row.get("is_lead")
    leftAt = try row.get("left_at", as: Int64?.self).map { Instant(milliseconds: $0) }
  }

  var capacity: String {
    if expert != nil { return "专家（协助，不作结论）" }
    return isLead ? "执法人员（牵头部门）" : "执法人员（参与部门）"
  }
}

/// What was found on one item, by whom and when.
package struct VisitAnswer: RowDecodable, Sendable {
  let item: Int
  /// `nil` for a note on an item without answer box.
  let answer: Answer?
  package let description: String
  package let isCorrected: Bool
  package let nature: ProblemNature
  let at: Instant
  let account: AccountID
  package let name: String

  package init(row: Row) throws {
    item = try row.get("item")
    answer = Answer(rawValue: try row.get("answer"))
    description = try row.get("description")
    isCorrected = try row.get("is_corrected")
    nature = try row.get("nature")
    at = Instant(milliseconds: try row.get("at"))
    account = try row.get("account")
    name = try row.get("account_name")
  }
}

/// One step in the history of a visit's result.
package struct VisitDecision: RowDecodable, Sendable {
  let step: String
  let at: Instant
  package let name: String
  let reason: String

  package init(row: Row) throws {
    step = try row.get("step")
    at = Instant(milliseconds: try row.get("at"))
    name = try row.get("name")
    reason = try row.get("reason")
  }

  var label: String { VisitStep(rawValue: step)?.verb ?? step }
}

extension Visit {
  /// The plan's window has passed: what was not inspected in it is made up for, with a reason.
  func isLate(on today: CalendarDay) -> Bool { visitsUntil.map { $0 < today } ?? false }
}

/// One visit with the plan and body behind it.
package struct Visit: RowDecodable, Sendable {
  package let id: VisitID
  let draw: DrawID
  let plan: PlanID
  package let planTitle: String
  let planBasis: String
  let planAuthority: String
  /// The department whose plan it is.
  let planDepartment: String
  let visitsFrom: CalendarDay?
  let visitsUntil: CalendarDay?
  let body: BodyID
  package let bodyName: String
  let uscc: String
  let certificateNumber: String
  let certificateUntil: String
  let bodyAddress: String
  let creditClass: String
  let legalRepresentative: String
  let contact: String
  let field: String
  package let fieldName: String
  let template: TemplateID
  let templateTitle: String
  let region: String
  let regionName: String
  package let stage: VisitStage
  let code: String
  let dueOn: CalendarDay?
  let place: String
  let startsAt: Instant?
  package let noticeAt: Instant?
  let noticeBy: String?
  let noticeReadAt: Instant?
  package let beganAt: Instant?
  package let finishedAt: Instant?
  package let summary: String
  package let circumstanceNote: String
  package let submittedBy: AccountID?
  package let countersignedBy: AccountID?
  let approvedBy: AccountID?
  let approvedAt: Instant?
  let publishOn: CalendarDay?

  package init(row: Row) throws {
    func moment(_ name: StaticString) throws -> Instant? {
      try row.get(name, as: Int64?.self).map { Instant(milliseconds: $0) }
    }
    func day(_ name: StaticString) throws -> CalendarDay? {
      try row.get(name, as: String?.self).flatMap { CalendarDay(iso: $0) }
    }
    id = try row.get("id")
    draw = try row.get("draw")
    plan = try row.get("plan")
    planTitle = try row.get("plan_title")
    planBasis = try row.get("plan_basis")
    planAuthority = try row.get("plan_authority")
    planDepartment = try row.get("plan_department")
    visitsFrom = try day("visits_from")
    visitsUntil = try day("visits_until")
    body = try row.get("body")
    bodyName = try row.get("body_name")
    uscc = try row.get("uscc")
    certificateNumber = try row.get("certificate_number")
    certificateUntil = try row.get("certificate_until")
    bodyAddress = try row.get("body_address")
    creditClass = try row.get("credit_class")
    legalRepresentative = try row.get("legal_representative")
    contact = try row.get("contact")
    field = try row.get("field")
    fieldName = try row.get("field_name")
    template = try row.get("template")
    templateTitle = try row.get("template_title")
    region = try row.get("region")
    regionName = try row.get("region_name")
    stage = try row.get("stage")
    code = try row.get("code")
    dueOn = try day("due_on")
    place = try row.get("place")
    startsAt = try moment("starts_at")
    noticeAt = try moment("notice_at")
    noticeBy = try row.get("notice_by_name")
    noticeReadAt = try moment("notice_read_at")
    beganAt = try moment("began_at")
    finishedAt = try moment("finished_at")
    summary = try row.get("summary")
    circumstanceNote = try row.get("circumstance_note")
    submittedBy = try row.get("submitted_by")
    countersignedBy = try row.get("countersigned_by")
    approvedBy = try row.get("approved_by")
    approvedAt = try moment("approved_at")
    publishOn = try day("publish_on")
  }
}
