/// A plan of supervision.
package enum PlanStage: String, Stage {
  case draft, frozen, drawn, inspecting, closed

  package var label: String {
    switch self {
    case .draft: "编制中"
    case .frozen: "已公开（名录已封存）"
    case .drawn: "已抽取"
    case .inspecting: "检查中"
    case .closed: "已办结"
    }
  }

  package var ways: [(step: PlanStep, target: PlanStage)] {
    switch self {
    case .draft: [(.edit, .draft), (.publish, .frozen)]
    case .frozen: [(.draw, .drawn)]
    case .drawn: [(.inspect, .inspecting)]
    case .inspecting: [(.close, .closed)]
    case .closed: []
    }
  }
}

package enum PlanStep: String, StageStep {
  case edit, publish, draw, inspect, close

  package var verb: String {
    switch self {
    case .edit: "修改计划"
    case .publish: "公开计划并封存名录"
    case .draw: "抽取"
    case .inspect: "组织检查"
    case .close: "办结"
    }
  }

  package var role: Role { .planner }
}
