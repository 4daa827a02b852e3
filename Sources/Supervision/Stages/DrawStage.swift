/// A draw, as the ceremony of mingcha-draw-1 §8 goes.
///
/// Every draw ends as revealed or as void. What has been drawn can no longer be made void:
/// that would be drawing until pleased.
package enum DrawStage: String, Stage {
  case frozen, committed, beaconed
  case drawnSealed = "drawn-sealed"
  case revealed, void

  package var label: String {
    switch self {
    case .frozen: "已封存"
    case .committed: "承诺齐全"
    case .beaconed: "公共随机数已录入"
    case .drawnSealed: "已抽取（封存中）"
    case .revealed: "已公开"
    case .void: "已作废"
    }
  }

  package var ways: [(step: DrawStep, target: DrawStage)] {
    switch self {
    case .frozen: [(.commit, .committed), (.void, .void)]
    case .committed: [(.recordBeacon, .beaconed), (.void, .void)]
    case .beaconed: [(.handIn, .beaconed), (.draw, .drawnSealed), (.void, .void)]
    case .drawnSealed: [(.amend, .drawnSealed), (.reveal, .revealed)]
    case .revealed: [(.amend, .revealed)]
    case .void: []
    }
  }
}

package enum DrawStep: String, StageStep {
  case commit
  case recordBeacon = "record-beacon"
  case handIn = "hand-in"
  case draw, reveal, void, amend

  package var verb: String {
    switch self {
    case .commit: "提交承诺值"
    case .recordBeacon: "录入公共随机数"
    case .handIn: "交出随机数"
    case .draw: "抽取"
    case .reveal: "公开抽取结果"
    case .void: "作废"
    case .amend: "递补或回避调整"
    }
  }

  package var role: Role {
    switch self {
    case .commit, .handIn: .planner
    case .recordBeacon, .draw, .void, .amend: .planner
    case .reveal: .publisher
    }
  }

  /// Each contributor does it once: the stage moves with the last one.
  package var isRepeatedByContributors: Bool { self == .commit || self == .handIn }
}
