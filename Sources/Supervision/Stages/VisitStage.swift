/// An on-site inspection, from the draw to the public page.
package enum VisitStage: String, Stage {
  case planned, scheduled, noticed, inspecting, submitted, countersigned, returned
  case approved, published, withdrawn

  package var label: String {
    switch self {
    case .planned: "待安排"
    case .scheduled: "已排期"
    case .noticed: "已告知"
    case .inspecting: "检查中"
    case .submitted: "待会签"
    case .countersigned: "待审核"
    case .returned: "已退回"
    case .approved: "已审定"
    case .published: "已公开"
    case .withdrawn: "已退出"
    }
  }

  package var ways: [(step: VisitStep, target: VisitStage)] {
    switch self {
    case .planned: [(.schedule, .scheduled), (.withdraw, .withdrawn)]
    case .scheduled:
      [(.notify, .noticed), (.schedule, .scheduled), (.withdraw, .withdrawn)]
    // A new time needs a new notice inside its own window.
    case .noticed:
      [(.begin, .inspecting), (.schedule, .scheduled), (.withdraw, .withdrawn)]
    case .inspecting: [(.saveAnswer, .inspecting), (.submit, .submitted), (.withdraw, .withdrawn)]
    case .submitted: [(.countersign, .countersigned), (.returnToTeam, .returned)]
    case .countersigned: [(.approve, .approved), (.returnToTeam, .returned)]
    case .returned: [(.saveAnswer, .returned), (.submit, .submitted)]
    case .approved: [(.publish, .published)]
    case .published, .withdrawn: []
    }
  }

  /// A submitted result is returned by the inspector who should countersign it, a countersigned
  /// one by the supervisor.
  package func role(of step: VisitStep) -> Role {
    self == .submitted && step == .returnToTeam ? .inspector : step.role
  }
}

package enum VisitStep: String, StageStep {
  case schedule, notify, begin
  case saveAnswer = "save-answer"
  case submit, countersign
  case returnToTeam = "return"
  case approve, publish, withdraw

  package var verb: String {
    switch self {
    case .schedule: "安排检查"
    case .notify: "告知机构"
    case .begin: "开始检查"
    case .saveAnswer: "保存记录"
    case .submit: "提交结果"
    case .countersign: "会签"
    case .returnToTeam: "退回检查组"
    case .approve: "审定"
    case .publish: "公开"
    case .withdraw: "退出检查"
    }
  }

  /// Who may do it; `VisitStage.role(of:)` knows where it is someone else.
  package var role: Role {
    switch self {
    case .schedule, .withdraw: .planner
    case .notify, .begin, .saveAnswer, .submit, .countersign: .inspector
    case .returnToTeam, .approve: .supervisor
    case .publish: .publisher
    }
  }
}
