package import Kernel
internal import Storage
internal import Supervision

/// A rule about accounts that the security administrator may set within bounds.
package enum AccountRule: String, CaseIterable, StoredWord {
  case secondFactor = "second-factor"
  case passwordLength = "password-length"
  case passwordHistory = "password-history"
  case passwordDays = "password-days"

  var label: String {
    switch self {
    case .secondFactor: "管理员、审核人、计划员必须使用动态口令"
    case .passwordLength: "密码最少字符数"
    case .passwordHistory: "不得重复最近几次用过的密码"
    case .passwordDays: "密码用满多少天须更换（0 为不限）"
    }
  }

  /// Whether the rule is kept or not, instead of a number.
  var isSwitch: Bool { bounds == 0...1 }

  /// A value as people read it.
  func shown(_ value: Int) -> String {
    isSwitch ? (value == 1 ? "是" : "否") : String(value)
  }

  /// What the rule rests on.
  var basis: String {
    switch self {
    case .secondFactor: "GB/T 22239-2019 8.1.4.1 身份鉴别：两种或两种以上组合的鉴别技术"
    case .passwordLength, .passwordHistory, .passwordDays:
      "GB/T 22239-2019 8.1.4.1 身份鉴别：口令有复杂度要求并定期更换；具体数值由本单位确定"
    }
  }

  /// What counts until somebody sets it.
  var standard: Int {
    switch self {
    case .secondFactor: 1
    case .passwordLength: 10
    case .passwordHistory: 5
    case .passwordDays: 180
    }
  }

  var bounds: ClosedRange<Int> {
    switch self {
    case .secondFactor: 0...1
    case .passwordLength: 8...64
    case .passwordHistory: 0...24
    case .passwordDays: 0...730
    }
  }
}

/// The rules as they stand.
struct AccountRules: Sendable {
  private let values: [AccountRule: Int]

  init(_ values: [AccountRule: Int] = [:]) { self.values = values }

  subscript(rule: AccountRule) -> Int { values[rule] ?? rule.standard }
}

extension Accounts {
  static func rules(_ db: any Connection) throws -> AccountRules {
    var values: [AccountRule: Int] = [:]
    try db.forEachRow("SELECT rule, value FROM account_rules ORDER BY rule LIMIT 100") { row in
      guard let rule = AccountRule(rawValue: try row.get("rule")) else { return }
      values[rule] = try row.get("value")
    }
    return AccountRules(values)
  }

  /// Sets a rule inside a running command; the caller journals it.
  package static func setRule(_ rule: AccountRule, to value: Int, _ transaction: Transaction) throws
  {
    guard rule.bounds.contains(value) else {
      throw Problem.refused(
        "“\(rule.label)”应为 \(rule.bounds.lowerBound) 至 \(rule.bounds.upperBound) 的整数，请改正。")
    }
    try transaction.db.execute(
      """
      INSERT INTO account_rules (rule, value, set_at, set_by)
      VALUES (\(rule), \(value), \(transaction.now.milliseconds), \(transaction.actor?.account))
      ON CONFLICT (rule) DO UPDATE SET value = excluded.value, set_at = excluded.set_at,
        set_by = excluded.set_by
      """)
  }

  /// Sets the rules a form names; the whole form or nothing.
  static func setRules(_ wanted: [AccountRule: Int], _ call: Call) throws {
    let actor = try call.actor()
    try call.house.perform(by: actor) { transaction in
      guard try isAtTop(actor, transaction.db) else {
        throw Problem.refused("账号规则对全系统生效，只能由最高一级市场监管部门的安全管理员设定，请联系上级办理。")
      }
      let old = try rules(transaction.db)
      var facts: [(String, String)] = []
      for rule in AccountRule.allCases {
        guard let value = wanted[rule], value != old[rule] else { continue }
        try setRule(rule, to: value, transaction)
        facts.append((rule.rawValue, "\(old[rule]) → \(value)"))
      }
      guard !facts.isEmpty else { throw Problem.refused("没有改动任何一项。") }
      transaction.journal("account.rules", ("house", "1"), facts)
    }
  }
}
