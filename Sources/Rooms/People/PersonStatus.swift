package import Kernel
internal import Storage
internal import Supervision

/// Whether an inspector or expert may be drawn into a team.
package enum PersonStatus: String, StoredWord, CaseIterable, Sendable {
  case active, leave, ended

  package var label: String {
    switch self {
    case .active: "在岗"
    case .leave: "离岗"
    case .ended: "退出"
    }
  }

  package var tint: Tint {
    switch self {
    case .active: .fine
    case .leave: .warning
    case .ended: .plain
    }
  }
}
