internal import Storage

/// What journal entries read like: actions, facts and kinds of records of all rooms.
package struct JournalWords: Sendable {
  package let actions: [JournalAction]
  package let subjects: [JournalSubject]
  package let datasets: Datasets
  private let actionsByCode: [String: JournalAction]
  private let facts: [String: JournalFact]
  private let subjectsByKind: [String: JournalSubject]
  private let roomNames: [(code: String, name: String)]

  init(_ rooms: [Room]) {
    actions = rooms.flatMap(\.actions)
    subjects = rooms.flatMap(\.subjects)
    datasets = Datasets(rooms.flatMap(\.datasets))
    actionsByCode = Dictionary(actions.map { ($0.code, $0) }) { first, _ in first }
    facts = Dictionary(rooms.flatMap(\.facts).map { ($0.key, $0) }) { first, _ in first }
    subjectsByKind = Dictionary(subjects.map { ($0.kind, $0) }) { first, _ in first }
    roomNames = rooms.map { ($0.code, $0.name) }
  }

  /// An unknown action shows as it is stored.
  package func label(_ action: String) -> String { actionsByCode[action]?.label ?? action }

  package func kind(_ kind: String) -> String { subjectsByKind[kind]?.label ?? kind }

  /// Whether rows of a file on its way in must be judged again after this action; an unknown one
  /// may have changed anything.
  package func disturbsImports(_ action: String) -> Bool {
    actionsByCode[action]?.disturbsImports ?? true
  }

  func place(_ kind: String, _ id: Int) -> SQL? { subjectsByKind[kind]?.place?(id) }

  /// What happened, as a sentence: `修改名录：信用风险分类 B → C；状态 正常 → 暂停。理由：…`
  package func sentence(_ entry: JournalEntry) -> String {
    var told: [String] = []
    for line in entry.facts.split(separator: "\n") {
      let parts = line.split(separator: "=", maxSplits: 1).map(String.init)
      guard parts.count == 2, !parts[1].isEmpty, let fact = facts[parts[0]] else { continue }
      told.append("\(fact.label) \(fact.shown(parts[1], self))")
    }
    var text = label(entry.action)
    if !told.isEmpty { text += "：" + told.joined(separator: "；") }
    if !entry.reason.isEmpty { text += "。理由：" + entry.reason }
    return text.hasSuffix("。") ? text : text + "。"
  }

  /// All actions by room, with one that stands in the address and is not among them.
  package func actionChoices(with chosen: String) -> [(value: String, label: String)] {
    let choices = actions.map { action in
      let code = action.code.split(separator: ".").first.map(String.init) ?? ""
      let room = roomNames.first { $0.code == code }?.name ?? kind(code)
      return (value: action.code, label: "\(room)：\(action.label)")
    }
    return Self.complete(choices, with: chosen)
  }

  package func kindChoices(with chosen: String) -> [(value: String, label: String)] {
    Self.complete(subjects.map { (value: $0.kind, label: $0.label) }, with: chosen)
  }

  private static func complete(
    _ choices: [(value: String, label: String)], with chosen: String
  ) -> [(value: String, label: String)] {
    var all = choices
    if !chosen.isEmpty, !all.contains(where: { $0.value == chosen }) {
      all.append((chosen, chosen))
    }
    return [("", "全部")] + all.sorted { $0.value.utf8.lexicographicallyPrecedes($1.value.utf8) }
  }
}
