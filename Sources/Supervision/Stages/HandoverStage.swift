/// A body or site on its way from one authority to that of another place (移交).
///
/// Rule: 沪市监认检〔2021〕529号 二（三）3: jurisdiction follows the actual site, a dispute goes to the
/// common superior.
package enum HandoverStage: String, Stage {
  case offered, taken, refused, disputed, decided, withdrawn

  package var label: String {
    switch self {
    case .offered: "待接收"
    case .taken: "已接收"
    case .refused: "不予接收"
    case .disputed: "报请上级指定"
    case .decided: "上级已指定"
    case .withdrawn: "已撤回"
    }
  }

  package var ways: [(step: HandoverStep, target: HandoverStage)] {
    switch self {
    case .offered: [(.take, .taken), (.refuse, .refused), (.withdraw, .withdrawn)]
    case .refused: [(.dispute, .disputed), (.withdraw, .withdrawn)]
    case .disputed: [(.assign, .decided), (.keep, .decided)]
    case .taken, .decided, .withdrawn: []
    }
  }
}

package enum HandoverStep: String, StageStep {
  case take, refuse, withdraw, dispute, assign, keep

  package var verb: String {
    switch self {
    case .take: "接收"
    case .refuse: "不予接收"
    case .withdraw: "撤回移交"
    case .dispute: "报请上级指定管辖"
    case .assign: "指定由接收方管辖"
    case .keep: "指定仍由移交方管辖"
    }
  }

  package var role: Role { .planner }

  /// Which of the authorities takes the step.
  package var side: HandoverSide {
    switch self {
    case .take, .refuse: .receiver
    case .withdraw, .dispute: .giver
    case .assign, .keep: .superior
    }
  }
}

package enum HandoverSide: Sendable {
  case giver, receiver, superior
}
