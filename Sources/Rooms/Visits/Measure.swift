internal import Kernel
internal import Storage
internal import Supervision

/// How the authority responds to what was found, from mild to severe.
///
/// 沪市监认检〔2023〕246号 二（五）, 沪市监认检〔2021〕529号 四（一） (R70).
package enum Measure: String, StoredWord, CaseIterable {
  case order
  case deadline
  case talk
  case warning
  case lead
  case revocation

  package var label: String {
    switch self {
    case .order: "责令改正"
    case .deadline: "限期整改"
    case .talk: "约谈"
    case .warning: "告诫"
    case .lead: "线索移送立案"
    case .revocation: "提请撤销资质认定证书"
    }
  }

  /// What the kinds of the problems suggest; the supervisor decides.
  package static func suggested(for problems: [VisitAnswer]) -> Set<Measure> {
    guard !problems.isEmpty else { return [] }
    var measures: Set<Measure> = [.order]
    if problems.contains(where: { !$0.isCorrected }) { measures.insert(.deadline) }
    if problems.contains(where: \.nature.isInaccurate) { measures.formUnion([.talk, .lead]) }
    if problems.contains(where: \.nature.isFalse) { measures.insert(.lead) }
    return measures
  }

  /// Why it is suggested, for the person who decides.
  package static func explanation(for problems: [VisitAnswer]) -> String {
    if problems.contains(where: \.nature.isFalse) {
      return "记录中有涉嫌出具虚假报告的问题，应固定证据、移送立案；查实后由发证机关决定是否撤销证书。"
    }
    if problems.contains(where: \.nature.isInaccurate) {
      return "记录中有涉嫌出具不实报告的问题，应约谈并移送线索核查。"
    }
    return problems.isEmpty ? "没有发现问题，无需处置。" : "一般问题：责令改正，未当场改正的限期整改。"
  }
}
