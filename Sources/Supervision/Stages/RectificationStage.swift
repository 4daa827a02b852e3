/// A rectification, until the loop is closed.
package enum RectificationStage: String, Stage {
  case open, answered, returned, closed

  package var label: String {
    switch self {
    case .open: "待整改"
    case .answered: "待复核"
    case .returned: "已退回"
    case .closed: "已闭环"
    }
  }

  package var ways: [(step: RectificationStep, target: RectificationStage)] {
    switch self {
    case .open, .returned: [(.answer, .answered)]
    case .answered: [(.close, .closed), (.sendBack, .returned)]
    case .closed: []
    }
  }
}

package enum RectificationStep: String, StageStep {
  case answer
  case sendBack = "send-back"
  case close

  package var verb: String {
    switch self {
    case .answer: "提交整改材料"
    case .sendBack: "退回补充"
    case .close: "确认整改到位"
    }
  }

  package var role: Role { self == .answer ? .body : .inspector }
}
