/// The answer to one item of a checklist.
package enum Answer: String, CaseIterable, Hashable, Sendable {
  case compliant
  case problem
  case notApplicable = "not-applicable"

  /// The inspector's word.
  package var label: String {
    switch self {
    case .compliant: "符合"
    case .problem: "有问题"
    case .notApplicable: "不适用"
    }
  }

  /// The word on a self-check form, whose column asks `是否发现问题` (S1, S5 annexes).
  package var selfCheckLabel: String {
    switch self {
    case .compliant: "否"
    case .problem: "是"
    case .notApplicable: "不适用"
    }
  }
}

/// An item of the checklist with what was found.
package struct ItemAnswer: Hashable, Sendable {
  /// What the item is called, as people see it.
  package let item: String
  package let answer: Answer?
  /// What was found.
  package let description: String
  /// Put right while the inspectors were there.
  package let isCorrected: Bool

  package init(
    item: String, answer: Answer?, description: String = "", isCorrected: Bool = false
  ) {
    self.item = item
    self.answer = answer
    self.description = description
    self.isCorrected = isCorrected
  }
}

/// What kept the inspectors from an ordinary inspection.
package enum Circumstance: String, CaseIterable, Hashable, Sendable {
  case unreachable, closed, obstructed, deregistered
  case licenceRevoked = "licence-revoked"
  case registrationRescinded = "registration-rescinded"
  case movedAway = "moved-away"
  case noActivity = "no-activity"

  package var result: InspectionResult {
    switch self {
    case .unreachable: .unreachable
    case .closed: .closed
    case .obstructed: .obstructed
    case .deregistered: .deregistered
    case .licenceRevoked: .licenceRevoked
    case .registrationRescinded: .registrationRescinded
    case .movedAway: .movedAway
    case .noActivity: .noActivity
    }
  }

  package var label: String { result.label }
}
