package import Kernel
package import Storage
package import Supervision

extension PlanStage: StoredWord {}

/// One department's part in the teams of a field.
package struct PlanRole: Sendable, Equatable {
  /// Department code; `expert` for experts. Also the role's name in the rules of the draw.
  package let department: String
  /// How many of them visit together.
  package let people: Int
  package let isLead: Bool

  package init(department: String, people: Int, isLead: Bool) {
    self.department = department
    self.people = people
    self.isLead = isLead
  }

  static let expert = "expert"
  package var isExpert: Bool { department == PlanRole.expert }
}

/// One field of a plan: how many bodies of it are drawn and who visits them.
package struct PlanField: Sendable, Equatable {
  /// What the plan calls it; also the stage's name in the draw.
  package let name: String
  /// Field code of the registry.
  package let field: String
  package let quota: Int
  /// What to look at, from the governing document.
  package let focus: String
  /// The lead first, then the partners, experts last.
  package let roles: [PlanRole]

  package init(name: String, field: String, quota: Int, focus: String, roles: [PlanRole]) {
    self.name = name
    self.field = field
    self.quota = quota
    self.focus = focus
    self.roles = roles
  }
}

/// What a planner decides: everything of a plan that may be edited while it is a draft.
package struct PlanContent: Sendable, Equatable {
  package var title: String
  package var year: Int
  /// The document the plan carries out.
  package var basis: String
  /// The self-check form of the bodies and checklist of the visits.
  package var template: TemplateID
  /// How many bodies are drawn in all fields together, as the document states it.
  package var total: Int
  /// The ratio the document aims at, in basis points of all bodies; 0 when it names none.
  package var targetRatio: Int
  /// Hash suite of the draw: `sha256` or `sm3`.
  package var suite: String
  /// At least so many of every credit class; 0 for no floor.
  package var minimum: Int
  package var isUnannounced: Bool
  package var selfCheckUntil: CalendarDay
  package var visitsFrom: CalendarDay
  package var visitsUntil: CalendarDay
  package var resultsUntil: CalendarDay
  /// How strongly each credit class is drawn; every class has one.
  package var weights: [CreditClass: Int]
  package var fields: [PlanField]

  package var quotaSum: Int { fields.reduce(0) { $0 + $1.quota } }

  /// Every department in a team, the lead of the first field first; experts are none.
  package var departments: [String] {
    var seen: [String] = []
    for role in fields.flatMap(\.roles) where !role.isExpert && !seen.contains(role.department) {
      seen.append(role.department)
    }
    return seen
  }

  /// The departments that lead a field.
  package var leads: [String] {
    var seen: [String] = []
    for role in fields.flatMap(\.roles) where role.isLead && !seen.contains(role.department) {
      seen.append(role.department)
    }
    return seen
  }
}

/// A plan as stored.
package struct Plan: Sendable {
  package let id: PlanID
  package let stage: PlanStage
  package let authority: AuthorityID
  package let authorityName: String
  package let region: String
  package let regionName: String
  package let templateTitle: String
  package let createdAt: Instant
  package let updatedAt: Instant
  package let content: PlanContent

  /// The bodies and people the plan may reach.
  package var scope: RegionScope { RegionScope(region: region) }
}

/// A plan in the list.
package struct PlanRow: RowDecodable, Sendable {
  package let id: PlanID
  package let title: String
  package let year: Int
  package let authority: String
  package let stage: PlanStage
  package let total: Int
  package let visitsFrom: String
  package let visitsUntil: String

  package init(row: Row) throws {
    id = try row.get("id")
    title = try row.get("title")
    year = try row.get("year")
    authority = try row.get("authority")
    stage = try row.get("stage")
    total = try row.get("total")
    visitsFrom = try row.get("visits_from")
    visitsUntil = try row.get("visits_until")
  }
}
