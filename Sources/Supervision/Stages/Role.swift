/// What an account may be. One person never holds two of the three administrator roles.
package enum Role: String, CaseIterable, Comparable, Sendable {
  case planner
  case inspector
  case publisher
  case supervisor
  case body
  case systemAdministrator = "system-administrator"
  case securityAdministrator = "security-administrator"
  case auditAdministrator = "audit-administrator"

  package var label: String {
    switch self {
    case .planner: "计划员"
    case .inspector: "检查员"
    case .publisher: "公示员"
    case .supervisor: "审核人"
    case .body: "机构"
    case .systemAdministrator: "系统管理员"
    case .securityAdministrator: "安全管理员"
    case .auditAdministrator: "审计管理员"
    }
  }

  package var isAdministrator: Bool {
    switch self {
    case .systemAdministrator, .securityAdministrator, .auditAdministrator: true
    default: false
    }
  }

  package static func < (left: Role, right: Role) -> Bool { left.rawValue < right.rawValue }
}
