/// What a person is to a step.
package enum Role: String, CaseIterable, Sendable {
  case organizer
  case inspector
  case supervisor
  case publisher
  case contributor
  case body

  package var label: String {
    switch self {
    case .organizer: "组织人员"
    case .inspector: "执法检查人员"
    case .supervisor: "审核人"
    case .publisher: "公开管理员"
    case .contributor: "随机数提供方"
    case .body: "检验检测机构"
    }
  }
}
