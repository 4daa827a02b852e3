internal import FoundationEssentials
internal import Kernel
internal import Resources
package import Storage
internal import Supervision

/// A plan as a governing document lays it out, ready for any year.
///
/// The documents are data (`Reference/plan-templates.json`); a new one needs no code.
package struct PlanTemplate: Decodable, Sendable {
  struct Lead: Decodable, Sendable {
    let department: String
    let people: Int
  }
  struct Field: Decodable, Sendable {
    let name: String
    let field: String
    let quota: Int
    let partners: [String]
    let focus: String
  }
  enum CodingKeys: String, CodingKey {
    case code, name, title, basis, year, form, total, suite, minimum, weights, lead, experts, fields
    case targetRatio = "target-ratio"
    case isUnannounced = "is-unannounced"
    case selfCheckUntil = "self-check-until"
    case visitsFrom = "visits-from"
    case visitsUntil = "visits-until"
    case resultsUntil = "results-until"
  }

  package let code: String
  package let name: String
  /// `{year}` stands where the year goes.
  let title: String
  let basis: String
  /// The year the document was written for.
  package let year: Int
  /// Code of the self-check form.
  let form: String
  let total: Int
  /// In basis points.
  let targetRatio: Int
  let suite: String
  let minimum: Int
  let isUnannounced: Bool
  // Month and day, `MM-dd`.
  let selfCheckUntil: String
  let visitsFrom: String
  let visitsUntil: String
  let resultsUntil: String
  let weights: [String: Int]
  let lead: Lead
  /// Experts per visit.
  let experts: Int
  let fields: [Field]

  private struct File: Decodable {
    let templates: [PlanTemplate]
  }

  /// Every template that ships with the program.
  package static func all() throws -> [PlanTemplate] {
    try JSONDecoder().decode(File.self, from: Data(Resources.bytes("plan-templates.json")))
      .templates
  }

  package static func named(_ code: String) throws -> PlanTemplate? {
    try all().first { $0.code == code }
  }

  /// The content of a plan for a year.
  ///
  /// - Throws: `Problem.refused` when the template's form or a day of it does not exist.
  package func content(year: Int, _ db: any Connection) throws -> PlanContent {
    let form: TemplateID? = try db.value(
      "SELECT id AS value FROM form_templates WHERE code = \(form)")
    guard let form else { throw Problem.refused("计划模板“\(name)”所用的自查表不在库中，请联系系统管理员。") }
    return PlanContent(
      title: title.replacing("{year}", with: String(year)), year: year, basis: basis,
      template: form, total: total, targetRatio: targetRatio, suite: suite, minimum: minimum,
      isUnannounced: isUnannounced, selfCheckUntil: try day(selfCheckUntil, year),
      visitsFrom: try day(visitsFrom, year), visitsUntil: try day(visitsUntil, year),
      resultsUntil: try day(resultsUntil, year), weights: classWeights,
      fields: fields.map { field in
        PlanField(
          name: field.name, field: field.field, quota: field.quota, focus: field.focus,
          roles: roles(field))
      })
  }

  private func roles(_ field: Field) -> [PlanRole] {
    var roles = [PlanRole(department: lead.department, people: lead.people, isLead: true)]
    roles += field.partners.map { PlanRole(department: $0, people: 1, isLead: false) }
    if experts > 0 {
      roles.append(PlanRole(department: PlanRole.expert, people: experts, isLead: false))
    }
    return roles
  }

  private var classWeights: [CreditClass: Int] {
    var result: [CreditClass: Int] = [:]
    for credit in CreditClass.allCases {
      result[credit] = weights[credit.rawValue] ?? credit.defaultWeight
    }
    return result
  }

  private func day(_ monthAndDay: String, _ year: Int) throws -> CalendarDay {
    guard let day = CalendarDay(iso: "\(year)-\(monthAndDay)") else {
      throw Problem.refused("计划模板“\(name)”中的日期 \(monthAndDay) 在\(year)年不存在，请换一个年度。")
    }
    return day
  }
}
