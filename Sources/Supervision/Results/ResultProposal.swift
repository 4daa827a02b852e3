/// The results that follow from what was found.
package struct ResultProposal: Hashable, Sendable {
  /// Empty while there are faults.
  package let results: Set<InspectionResult>
  /// The items to be rectified, in the order of the checklist.
  package let rectify: [String]
  /// Why, in Chinese sentences.
  package let reasons: [String]
  /// What has to be completed first.
  package let faults: [AnswerFault]
}

/// An item that cannot stand as it is.
package struct AnswerFault: Hashable, Sendable {
  /// The item, or nil when the fault is of the whole.
  package let item: String?
  /// What is wrong and what to do.
  package let reason: String
}

/// Which results follow from the answers.
///
/// No problem gives 1. Problems give A, with rectification, as far as they were not corrected on
/// the spot, and E as far as they were. A circumstance takes the place of 1 and of the need to
/// answer every item; problems found before it stay problems.
package func result(
  for answers: [ItemAnswer], circumstances: Set<Circumstance> = []
) -> ResultProposal {
  let faults = answerFaults(answers, circumstances)
  guard faults.isEmpty else {
    return ResultProposal(results: [], rectify: [], reasons: [], faults: faults)
  }
  let problems = answers.filter { $0.answer == .problem }
  let open = problems.filter { !$0.isCorrected }
  var results: Set<InspectionResult> = []
  var reasons: [String] = []
  for circumstance in Circumstance.allCases where circumstances.contains(circumstance) {
    results.insert(circumstance.result)
    reasons.append("检查组记录了“\(circumstance.label)”。")
  }
  if !open.isEmpty {
    results.insert(.pending)
    reasons.append("\(open.count)项有问题且未当场改正，需要整改：\(names(open))。")
  }
  if problems.count > open.count {
    results.insert(.corrected)
    let corrected = problems.filter(\.isCorrected)
    reasons.append("\(corrected.count)项有问题，经责令已当场改正：\(names(corrected))。")
  }
  if results.isEmpty {
    results.insert(.noProblem)
    reasons.append("\(answers.count)项均已检查，没有发现问题。")
  }
  return ResultProposal(
    results: results, rectify: open.map(\.item), reasons: reasons, faults: [])
}

private func names(_ answers: [ItemAnswer]) -> String {
  answers.map { "“\($0.item)”" }.joined(separator: "、")
}

private func answerFaults(
  _ answers: [ItemAnswer], _ circumstances: Set<Circumstance>
) -> [AnswerFault] {
  var faults: [AnswerFault] = []
  for answer in answers {
    if answer.answer == nil, circumstances.isEmpty {
      faults.append(AnswerFault(item: answer.item, reason: "“\(answer.item)”尚未作答，请选择符合、有问题或不适用。"))
    }
    if answer.answer == .problem, answer.description.allSatisfy(\.isWhitespace) {
      faults.append(
        AnswerFault(item: answer.item, reason: "“\(answer.item)”选择了有问题，但没有写明问题，请填写问题描述。"))
    }
    if answer.answer != .problem, answer.isCorrected {
      faults.append(
        AnswerFault(item: answer.item, reason: "“\(answer.item)”没有选择有问题，却标为已当场改正，请改正其中一处。"))
    }
  }
  if circumstances.isEmpty, answers.allSatisfy({ $0.answer == .notApplicable }) {
    let reason =
      answers.isEmpty
      ? "没有检查任何项目，也没有记录特殊情况，无法得出检查结果。"
      : "全部项目均为不适用，无法得出检查结果，请核对是否属于“\(Circumstance.noActivity.label)”等特殊情况。"
    faults.append(AnswerFault(item: nil, reason: reason))
  }
  return faults
}
