internal import Supervision

extension JournalEntry {
  /// What happened, as a sentence: `修改名录：信用风险分类 B → C；状态 正常 → 暂停。理由：…`
  var sentence: String {
    var facts: [String] = []
    for line in self.facts.split(separator: "\n") {
      let parts = line.split(separator: "=", maxSplits: 1).map(String.init)
      guard parts.count == 2, let label = RegistryWords.facts[parts[0]] else { continue }
      facts.append("\(label) \(parts[1])")
    }
    var text = JournalWords.label(action)
    if !facts.isEmpty { text += "：" + facts.joined(separator: "；") }
    if !reason.isEmpty { text += "。理由：" + reason }
    return text.hasSuffix("。") ? text : text + "。"
  }
}

/// What the facts of the registry's journal entries are called on screens.
enum RegistryWords {
  static let facts = [
    "name": "名称", "certificate_number": "证书编号", "certificate_until": "证书有效期",
    "region": "行政区划", "address": "地址", "legal_representative": "法定代表人",
    "contact": "联系人", "credit_class": "信用风险分类", "status": "状态", "fields": "领域",
    "kind": "类别", "legal_form": "法律形式", "record": "", "title": "标题", "stage": "进展",
    "file": "文件", "new": "新增", "changed": "更新", "same": "未变", "refused": "不合格",
  ]
}
