package import Kernel
internal import Plans
package import Supervision

/// What is announced with the freeze of a draw, before any randomness exists.
package struct Ceremony: Sendable {
  /// Where the public randomness comes from, such as 中国福利彩票双色球.
  package var source: String
  /// The exact issue.
  package var issue: String
  /// How the value is written down.
  package var format: String
  /// A value of that shape: digits stand for digits, everything else for itself.
  package var example: String
  /// What counts when the issue does not appear.
  package var fallback: String
  /// The value cannot exist before.
  package var beaconAfter: Instant
  /// Until when the frozen files may be challenged; not after the beacon.
  package var challengeUntil: Instant
  /// The authorities that contribute randomness.
  package var contributors: [AuthorityID]

  package init(
    source: String, issue: String, format: String, example: String, fallback: String,
    beaconAfter: Instant, challengeUntil: Instant, contributors: [AuthorityID]
  ) {
    self.source = source
    self.issue = issue
    self.format = format
    self.example = example
    self.fallback = fallback
    self.beaconAfter = beaconAfter
    self.challengeUntil = challengeUntil
    self.contributors = contributors
  }

  static let textLength = 200

  /// What stands in `seed.tsv` for the beacon.
  static func contributorName(source: String, issue: String) -> String {
    "beacon/\(source)/\(issue)"
  }

  /// Whether a value has the shape of the example: a digit where it has a digit, the same character
  /// elsewhere.
  static func hasShape(_ value: String, of example: String) -> Bool {
    let isDigit = { (byte: UInt8) in (0x30...0x39).contains(byte) }
    let (value, example) = (Array(value.utf8), Array(example.utf8))
    return value.count == example.count
      && zip(value, example).allSatisfy { isDigit($1) ? isDigit($0) : $0 == $1 }
  }
}

/// An authority that may contribute randomness to a draw.
package struct ContributorChoice: Sendable {
  package let id: AuthorityID
  package let name: String
  package let department: String
  /// Active planner accounts, who commit and hand in.
  package let planners: Int
}

extension Ceremony {
  /// What is wrong with the announcement.
  ///
  /// - Parameters:
  ///   - choices: who may contribute.
  ///   - own: the authority that conducts the draw.
  func faults(_ choices: [ContributorChoice], own: AuthorityID, now: Instant) -> [FormFault] {
    var faults: [FormFault] = []
    for (text, input, caption) in [
      (source, "source", "随机数来源"), (issue, "issue", "期号"), (format, "format", "记录格式"),
      (example, "example", "写法示例"), (fallback, "fallback", "备用方案"),
    ] {
      if text.isEmpty {
        faults.append(FormFault(input: input, sentence: "请填写\(caption)。"))
      } else if text.count > Ceremony.textLength
        || text.utf8.contains(where: { $0 < 0x20 || $0 == 0x7F })
      {
        faults.append(
          FormFault(
            input: input, sentence: "\(caption)不能超过 \(Ceremony.textLength) 个字，也不能含换行和制表符，请改正。"))
      }
    }
    if !example.isEmpty, !example.utf8.contains(where: { (0x30...0x39).contains($0) }) {
      faults.append(
        FormFault(input: "example", sentence: "写法示例中没有半角数字，请按公布的样子写一个例子，如 03 07 12 19 25 31 + 08。"))
    }
    faults += timeFaults(now)
    faults += contributorFaults(choices, own)
    return faults
  }

  private func timeFaults(_ now: Instant) -> [FormFault] {
    var faults: [FormFault] = []
    if challengeUntil <= now {
      faults.append(
        FormFault(input: "challenge-until", sentence: "异议截止时间已经过去，请留出各方核对名单和规则的时间。"))
    }
    if beaconAfter <= now {
      faults.append(
        FormFault(input: "beacon-after", sentence: "公共随机数必须在封存之后才产生，请选择将来的一期并填写其公布时间。"))
    } else if beaconAfter < challengeUntil {
      faults.append(
        FormFault(
          input: "beacon-after",
          sentence: "公共随机数产生（\(beaconAfter.chinese)）早于异议截止（\(challengeUntil.chinese)），"
            + "请选择更晚的一期，或提前异议截止。"))
    }
    return faults
  }

  private func contributorFaults(_ choices: [ContributorChoice], _ own: AuthorityID) -> [FormFault]
  {
    let chosen = choices.filter { contributors.contains($0.id) }
    var faults: [FormFault] = []
    if chosen.count != Set(contributors).count {
      faults.append(FormFault(input: "contributor", sentence: "有不在列表中的单位，请刷新页面重新选择。"))
    }
    if !chosen.contains(where: { $0.id == own }) {
      faults.append(FormFault(input: "contributor", sentence: "组织抽取的单位自己必须提供随机数，请勾选。"))
    }
    if chosen.count < 2 {
      faults.append(
        FormFault(
          input: "contributor", sentence: "至少还要一个参与部门提供随机数，一家单独不能证明没有挑选结果，请再勾选一个单位。"))
    }
    for choice in chosen where choice.planners == 0 {
      faults.append(
        FormFault(
          input: "contributor",
          sentence: "“\(choice.name)”没有计划员账号，无法提交承诺值。请先请系统管理员建立账号，或不选它。"))
    }
    return faults
  }
}
