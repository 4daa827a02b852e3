internal import Kernel
internal import Storage
internal import Supervision

/// The notice window as it stands for one region, with where it comes from.
struct NoticeRule: Sendable {
  let rule: LegalRule
  /// Whether it is in force there; otherwise it is followed as the only written number.
  let isLocal: Bool

  var window: NoticeWindow { NoticeWindow(hours: rule.value) }

  /// The rule in one sentence, for the person who gives notice.
  var sentence: String {
    "检查开始前\(rule.display)之内告知（\(rule.basis)\(isLocal ? "" : "；本地区参照，待核实")），不得更早，也不得在开始之后。"
  }

  /// - Returns: the rule of the region, its city, its province or the country; else the latest of
  ///   any region.
  static func find(_ region: String, on day: CalendarDay, _ db: any Connection) throws
    -> NoticeRule?
  {
    let table = try Reference.rules(db)
    let chain = [region, region.prefix(4) + "00", region.prefix(2) + "0000"].map { String($0) }
    if let rule = table.rule("notice-window", on: day, jurisdictions: chain) {
      return NoticeRule(rule: rule, isLocal: true)
    }
    return table.rules.last { $0.id == "notice-window" }
      .map { NoticeRule(rule: $0, isLocal: false) }
  }
}

/// How many people with an enforcement certificate a team needs.
struct TeamRule: Sendable {
  let rule: LegalRule

  static func find(_ region: String, on day: CalendarDay, _ db: any Connection) throws
    -> TeamRule?
  {
    let chain = [region, region.prefix(4) + "00", region.prefix(2) + "0000"].map { String($0) }
    return try Reference.rules(db).rule("team-minimum", on: day, jurisdictions: chain)
      .map { TeamRule(rule: $0) }
  }

  func check(_ inspectors: Int) -> Verdict {
    guard inspectors < rule.value else { return .allowed }
    return .refused(
      rule: "R40",
      reason: "检查组只有 \(inspectors) 名执法人员，少于 \(rule.display)（\(rule.basis)），"
        + "请先由计划员办理回避或递补，补足人员。")
  }
}
