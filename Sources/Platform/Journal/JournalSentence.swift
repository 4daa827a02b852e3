internal import Supervision

extension JournalEntry {
  /// What happened, as a sentence: `修改名录：信用风险分类 B → C；状态 正常 → 暂停。理由：…`
  var sentence: String {
    var facts: [String] = []
    for line in self.facts.split(separator: "\n") {
      let parts = line.split(separator: "=", maxSplits: 1).map(String.init)
      guard parts.count == 2, !parts[1].isEmpty, let label = JournalWords.fact(parts[0]) else {
        continue
      }
      facts.append("\(label) \(JournalWords.value(parts[1], of: parts[0]))")
    }
    var text = JournalWords.label(action)
    if !facts.isEmpty { text += "：" + facts.joined(separator: "；") }
    if !reason.isEmpty { text += "。理由：" + reason }
    return text.hasSuffix("。") ? text : text + "。"
  }
}

extension JournalWords {
  /// What the facts of entries are called on screens; the registry's own stand in its folder. A
  /// fact without a name here is for programs only.
  private static let facts = [
    "acting-as": "代行角色", "answer": "答案", "body": "机构编号", "bodies": "机构数", "by": "方式",
    "code": "人员代码",
    "commitment": "承诺值", "contributor": "提供方", "day": "日期", "drawn": "抽中数", "end": "记录指纹",
    "entries": "条数", "evidence": "公共随机数出处", "fallback": "用备用来源", "from": "起", "item": "条目",
    "items": "条目数", "kind": "种类", "plan": "计划编号", "pledge": "承诺书", "publish-on": "公开日期",
    "rectification": "整改期限", "results": "检查结果", "role": "角色", "roles": "角色", "roster": "名单树根",
    "rules": "规则指纹", "start": "检查时间", "total": "抽取总数", "until": "止", "value": "公共随机数",
    "as-of": "截至", "form": "文件形式", "format": "格式", "rows": "行数", "version": "版本",
    "corrects": "更正版本", "year": "年度",
  ]

  static func fact(_ key: String) -> String? {
    facts[key] ?? RegistryWords.facts[key] ?? AccountRule(rawValue: key)?.label
  }

  /// A fact's value as people read it.
  static func value(_ value: String, of key: String) -> String {
    switch key {
    case "start": moment(value) ?? value
    case "publish-on", "rectification", "day", "from", "until":
      CalendarDay(iso: value)?.chinese ?? value
    case "role", "roles", "acting-as":
      words(value) { Role(rawValue: $0)?.label }
    case "results":
      words(value) { InspectionResult(rawValue: $0)?.label }
    case "answer": Answer(rawValue: value)?.label ?? value
    case "form": value == "annotated" ? "批注件" : value == "original" ? "原件" : value
    case "fallback": value == "1" ? "是" : "否"
    case "pledge": value == "given" ? "已承诺" : value
    case "by": value == "due day" ? "到期自动公开" : value
    case "kind": ImportKind(rawValue: value)?.label ?? value
    case "commitment", "end", "roster", "rules", "value", "file":
      value.utf8.count == 64 ? value.prefix(8) + "…" : value
    default: value
    }
  }

  private static func words(_ text: String, _ label: (String) -> String?) -> String {
    text.split(separator: " ").map { label(String($0)) ?? String($0) }.joined(separator: "、")
  }

  /// `2026-11-20T01:30:00.000Z` as a moment in Shanghai.
  private static func moment(_ text: String) -> String? {
    guard text.hasSuffix("Z"), let utc = Instant(local: text.prefix(16)) else { return nil }
    return utc.adding(hours: 8).chinese
  }
}
