internal import Kernel
internal import Supervision

/// What a plan must be whatever the registry holds.
enum PlanCheck {
  static let years = 2000...2100
  static let people = 1...9
  static let quotas = 1...100_000
  static let weights = 1...1000
  static let minimums = 0...1000
  static let textLength = 100

  /// - Parameter teamMinimum: how many officials must visit together, with where that stands.
  static func faults(
    of content: PlanContent, teamMinimum: LegalRule?, fieldCodes: [String],
    departmentCodes: [String]
  ) -> [FormFault] {
    var check = Checker(
      teamMinimum: teamMinimum, fieldCodes: Set(fieldCodes), departments: Set(departmentCodes))
    check.head(content)
    check.days(content)
    check.numbers(content)
    for (index, field) in content.fields.enumerated() {
      check.field(field, number: index + 1)
    }
    check.names(content)
    check.sum(content)
    return check.faults
  }
}

private struct Checker {
  let teamMinimum: LegalRule?
  let fieldCodes: Set<String>
  let departments: Set<String>
  private(set) var faults: [FormFault] = []

  init(teamMinimum: LegalRule?, fieldCodes: Set<String>, departments: Set<String>) {
    self.teamMinimum = teamMinimum
    self.fieldCodes = fieldCodes
    self.departments = departments
  }

  private mutating func fault(_ input: String, _ sentence: String) {
    faults.append(FormFault(input: input, sentence: sentence))
  }

  private mutating func text(_ text: String, _ input: String, _ caption: String) {
    if text.isEmpty {
      fault(input, "请填写\(caption)。")
    } else if text.count > PlanCheck.textLength {
      fault(input, "\(caption)有 \(text.count) 个字，请缩短到 \(PlanCheck.textLength) 个字以内。")
    } else if text.utf8.contains(where: { $0 < 0x20 || $0 == 0x7F }) {
      fault(input, "\(caption)中有制表符、换行等控制字符，请删去。")
    }
  }

  mutating func head(_ content: PlanContent) {
    text(content.title, "title", "计划名称")
    text(content.basis, "basis", "依据文件")
    if !PlanCheck.years.contains(content.year) {
      fault("year", "年度应在 \(PlanCheck.years.lowerBound) 至 \(PlanCheck.years.upperBound) 之间。")
    }
    if content.suite != "sha256", content.suite != "sm3" {
      fault("suite", "请选择散列算法 sha256 或 sm3。")
    }
  }

  mutating func days(_ content: PlanContent) {
    let days = [
      (content.selfCheckUntil, "self-check-until", "自查截止日"),
      (content.visitsFrom, "visits-from", "现场检查开始日"),
      (content.visitsUntil, "visits-until", "现场检查结束日"),
      (content.resultsUntil, "results-until", "结果汇总日"),
    ]
    for (day, input, caption) in days where !PlanCheck.years.contains(day.year) {
      fault(
        input,
        "\(caption)（\(day.chinese)）的年份应在 \(PlanCheck.years.lowerBound) 至"
          + " \(PlanCheck.years.upperBound) 之间，请改正。")
    }
    if content.visitsUntil < content.visitsFrom {
      fault("visits-until", "现场检查结束日早于开始日，请改正。")
    }
    if content.resultsUntil < content.visitsUntil {
      fault("results-until", "结果汇总日早于现场检查结束日，请改正。")
    }
    if content.selfCheckUntil > content.visitsUntil {
      fault("self-check-until", "自查截止日晚于现场检查结束日，检查时看不到自查结果，请改正。")
    }
  }

  mutating func numbers(_ content: PlanContent) {
    for credit in CreditClass.allCases {
      if !PlanCheck.weights.contains(content.weights[credit] ?? 0) {
        fault("weight-\(credit.rawValue)", "\(credit.rawValue) 类权重应为 1 至 1000 的整数。")
      }
    }
    if !PlanCheck.minimums.contains(content.minimum) {
      fault("minimum", "每类最少抽取数应为 0 至 1000 的整数。")
    }
    if !(0...10_000).contains(content.targetRatio) {
      fault("target-ratio", "目标比例应在 0 至 100% 之间。")
    }
    if content.fields.isEmpty { fault("", "计划没有任何领域，请至少保留一个领域。") }
  }

  mutating func field(_ field: PlanField, number: Int) {
    let name = field.name.isEmpty ? "第 \(number) 个领域" : "“\(field.name)”"
    text(field.name, "name-\(number)", "\(name)的名称")
    if !fieldCodes.contains(field.field) { fault("field-\(number)", "\(name)没有选择名录中的领域。") }
    if !PlanCheck.quotas.contains(field.quota) {
      fault("quota-\(number)", "\(name)的抽查数应为 1 至 \(PlanCheck.quotas.upperBound) 的整数；不抽查就删去这个领域。")
    }
    var seen: Set<String> = []
    for role in field.roles {
      if !departments.contains(role.department) {
        fault("lead-\(number)", "\(name)的检查组里有不认识的部门，请重新选择。")
      }
      if !seen.insert(role.department).inserted {
        fault("lead-\(number)", "\(name)的检查组里同一部门出现两次，同一人会兼任两个角色，请合并成一行。")
      }
      if !PlanCheck.people.contains(role.people) {
        fault("lead-\(number)", "\(name)的检查组每个部门应为 1 至 9 人。")
      }
    }
    team(field, name, number)
  }

  private mutating func team(_ field: PlanField, _ name: String, _ number: Int) {
    if field.roles.filter(\.isLead).count != 1 || field.roles.first?.isLead != true {
      fault("lead-\(number)", "\(name)应有一个牵头部门。")
    } else if field.roles.first?.isExpert == true {
      fault("lead-\(number)", "\(name)不能由专家牵头：专家只协助检查。")
    }
    let officials = field.roles.filter { !$0.isExpert }.reduce(0) { $0 + $1.people }
    if let teamMinimum, officials < teamMinimum.value {
      fault(
        "lead-\(number)",
        "\(name)的检查组只有 \(officials) 名执法人员，应不少于 \(teamMinimum.display)（\(teamMinimum.basis)）。")
    }
  }

  mutating func names(_ content: PlanContent) {
    var seen: Set<String> = []
    for (index, field) in content.fields.enumerated() where !seen.insert(field.name).inserted {
      fault("name-\(index + 1)", "领域名称“\(field.name)”重复，请改成不同的名称。")
    }
  }

  mutating func sum(_ content: PlanContent) {
    if !PlanCheck.quotas.contains(content.total) {
      fault("total", "抽查总数应为 1 至 \(PlanCheck.quotas.upperBound) 的整数。")
    } else if content.quotaSum != content.total, !content.fields.isEmpty {
      let parts = content.fields.map { "\($0.name) \($0.quota)" }.joined(separator: "、")
      let difference = content.quotaSum - content.total
      fault(
        "total",
        "各领域抽查数合计 \(content.quotaSum) 家，与计划总数 \(content.total) 家不符（"
          + (difference > 0 ? "多 \(difference)" : "少 \(-difference)")
          + " 家）：\(parts)。请改总数或其中的领域。")
    }
  }
}
