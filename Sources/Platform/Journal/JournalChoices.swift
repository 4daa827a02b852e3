/// What the page of the journal offers to choose from.
extension JournalWords {
  private static let kinds = [
    "account": "账号", "authority": "机关", "body": "机构", "draw": "抽取", "expert": "专家",
    "house": "系统", "import": "导入", "inspector": "检查人员", "journal": "操作日志", "plan": "计划",
    "rectification": "整改", "self-check": "自查", "visit": "现场检查",
  ]

  static func kind(_ kind: String) -> String { kinds[kind] ?? kind }

  /// All actions by room, with one that stands in the address and is not among them.
  static func actionChoices(with chosen: String) -> [(value: String, label: String)] {
    choices(labels, chosen) { kind($0.split(separator: ".").first.map(String.init) ?? "") + "：" }
  }

  static func kindChoices(with chosen: String) -> [(value: String, label: String)] {
    choices(kinds, chosen) { _ in "" }
  }

  private static func choices(
    _ words: [String: String], _ chosen: String, _ group: (String) -> String
  ) -> [(value: String, label: String)] {
    var all = words.map { (value: $0.key, label: group($0.key) + $0.value) }
    if !chosen.isEmpty, words[chosen] == nil { all.append((chosen, chosen)) }
    return [("", "全部")] + all.sorted { $0.value.utf8.lexicographicallyPrecedes($1.value.utf8) }
  }
}
