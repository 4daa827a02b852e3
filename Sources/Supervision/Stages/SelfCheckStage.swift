/// The self-check a body fills in before the visit.
package enum SelfCheckStage: String, Stage {
  case open, draft, submitted

  package var label: String {
    switch self {
    case .open: "待填报"
    case .draft: "填报中"
    case .submitted: "已提交"
    }
  }

  package var ways: [(step: SelfCheckStep, target: SelfCheckStage)] {
    switch self {
    case .open: [(.save, .draft)]
    case .draft: [(.save, .draft), (.submit, .submitted)]
    case .submitted: []
    }
  }
}

package enum SelfCheckStep: String, StageStep {
  case save, submit

  package var verb: String {
    switch self {
    case .save: "保存自查表"
    case .submit: "提交自查表"
    }
  }

  package var role: Role { .body }
}
