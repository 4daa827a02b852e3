/// Where something stands on its one way through: says which step may follow.
///
/// Buttons, to-do lists and refusals all read this.
package protocol Stage: RawRepresentable<String>, CaseIterable, Hashable, Sendable {
  associatedtype Step: StageStep
  /// What people call it.
  var label: String { get }
  /// The allowed steps and where each leads, in the order in which people should see them.
  var ways: [(step: Step, target: Self)] { get }
  /// Who may take the step here.
  func role(of step: Step) -> Role
}

/// Something done that may move a stage.
package protocol StageStep: RawRepresentable<String>, CaseIterable, Hashable, Sendable {
  /// What stands on the button.
  var verb: String { get }
  /// Who may do it.
  var role: Role { get }
}

extension Stage {
  package func role(of step: Step) -> Role { step.role }

  package static func next(from stage: Self) -> [Step] {
    stage.ways.map(\.step)
  }

  /// The stage after a step, or nil where the step may not be taken.
  package func target(of step: Step) -> Self? {
    ways.first { $0.step == step }?.target
  }

  /// Nothing follows.
  package var isFinal: Bool { ways.isEmpty }

  /// Whether the step may be taken here, and if not, what may be.
  package func verdict(on step: Step) -> Verdict {
    if target(of: step) != nil { return .allowed }
    let steps = ways.map { "“\($0.step.verb)”" }.joined(separator: "、")
    let advice = ways.isEmpty ? "流程已经结束。" : "现在可以进行的是\(steps)。"
    return .refused(
      rule: "stage", reason: "当前处于“\(label)”阶段，不能进行“\(step.verb)”；\(advice)")
  }
}
