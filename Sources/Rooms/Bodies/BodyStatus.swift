package import Kernel
internal import Storage
package import Supervision

/// Whether a body works and may be drawn.
package enum BodyStatus: String, StoredWord, CaseIterable, Sendable {
  case active, suspended, ended

  package var label: String {
    switch self {
    case .active: "正常"
    case .suspended: "暂停"
    case .ended: "终止"
    }
  }

  package var tint: Tint {
    switch self {
    case .active: .fine
    case .suspended: .warning
    case .ended: .plain
    }
  }
}

extension CreditClass: StoredWord {
  /// `B 一般风险`.
  package var fullLabel: String { "\(rawValue) \(label)" }

  package var tint: Tint {
    switch self {
    case .a: .fine
    case .b: .plain
    case .c: .warning
    case .d: .bad
    }
  }
}
