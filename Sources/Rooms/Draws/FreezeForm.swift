internal import HTTP
internal import Kernel
internal import Plans
internal import Storage
internal import Supervision

/// The announcement of a draw as typed.
struct FreezeForm {
  var source: String
  var issue: String
  var format: String
  var example: String
  var fallback: String
  var beaconAfter: String
  var challengeUntil: String
  var contributors: [AuthorityID]

  /// A usual announcement to start from; the issue is left to the planner.
  init(choices: [ContributorChoice], now: Instant) {
    source = "中国福利彩票双色球"
    issue = ""
    format = "六个红球从小到大，两位数字，以空格分隔；然后“ + ”；最后蓝球两位数字。以中国福利彩票发行管理中心公告为准。"
    example = "03 07 12 19 25 31 + 08"
    fallback = "该期停开或 24 小时内未公告的，改用其后最近的一期。"
    challengeUntil = Instant(day: now.day.adding(days: 3), hour: 17)?.local ?? ""
    beaconAfter = Instant(day: now.day.adding(days: 3), hour: 21, minute: 30)?.local ?? ""
    contributors = choices.filter { $0.planners > 0 }.map(\.id)
  }

  init(_ form: HTTP.Fields) {
    source = (form["source"] ?? "").trimmed
    issue = (form["issue"] ?? "").trimmed
    format = FreezeForm.oneLine(form["format"] ?? "")
    example = (form["example"] ?? "").trimmed
    fallback = FreezeForm.oneLine(form["fallback"] ?? "")
    beaconAfter = form["beacon-after"] ?? ""
    challengeUntil = form["challenge-until"] ?? ""
    contributors = form.all("contributor").compactMap { Int($0).map(AuthorityID.init) }
  }

  /// Line breaks of a text area become spaces.
  static func oneLine(_ text: String) -> String {
    text.split(whereSeparator: \.isNewline).map { String($0).trimmed }.joined(separator: " ")
      .trimmed
  }

  /// - Returns: no ceremony when a moment cannot be read; then the faults say which.
  func ceremony() -> (ceremony: Ceremony?, faults: [FormFault]) {
    let after = Instant(local: beaconAfter)
    let until = Instant(local: challengeUntil)
    var faults: [FormFault] = []
    if after == nil {
      faults.append(FormFault(input: "beacon-after", sentence: "请填写公共随机数的公布时间，如 2026-06-04T21:30。"))
    }
    if until == nil {
      faults.append(FormFault(input: "challenge-until", sentence: "请填写异议截止时间，如 2026-06-04T17:00。"))
    }
    guard let after, let until else { return (nil, faults) }
    return (
      Ceremony(
        source: source, issue: issue, format: format, example: example, fallback: fallback,
        beaconAfter: after, challengeUntil: until, contributors: contributors), []
    )
  }
}
