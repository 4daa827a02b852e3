package import Kernel
package import Storage
internal import Supervision

/// What the codes and numbers in the facts of one body mean, for pages, histories and files.
package struct FactWords: Sendable {
  package let codes: RegistryCodes
  package let regions: CodeNames
  package let fields: CodeNames
  /// Every site the body has or had.
  let sites: [Int: String]
  /// The bodies that its links point to.
  let bodies: [BodyID: (uscc: String, name: String)]

  /// As people read it; personal data masked.
  package func shown(_ value: Value, _ column: FactColumn) -> String {
    switch column.content {
    case .phone, .identity: column.masked(written(value, column))
    default: written(value, column, isForPeople: true)
    }
  }

  /// As forms and files carry it; `isForPeople` gives names where those carry codes.
  package func written(_ value: Value, _ column: FactColumn, isForPeople: Bool = false) -> String {
    switch (column.content, value) {
    case (_, .null), (_, .blob): ""
    case (.money, .integer(let fen)): Money.yuan(fen)
    case (.site, .integer(let id)): sites[Int(id)] ?? "场所\(id)"
    case (.body, .integer(let id)): other(BodyID(Int(id)), isForPeople)
    case (_, .integer(let number)): String(number)
    case (.code(let kind), .text(let code)) where isForPeople: codes.name(kind, code)
    case (.word(let words), .text(let code)) where isForPeople:
      words.first { $0.code == code }?.label ?? code
    case (.region, .text(let code)) where isForPeople: regions[code]
    case (.day, .text(let day)) where isForPeople: CalendarDay(iso: day)?.chinese ?? day
    case (_, .text(let text)): text
    }
  }

  private func other(_ id: BodyID, _ isForPeople: Bool) -> String {
    guard let body = bodies[id] else { return "机构\(id)" }
    return isForPeople ? "\(body.name)（\(body.uscc)）" : body.uscc
  }

  /// What names a fact in a sentence: `沈某（授权签字人）`.
  func name(_ fact: Fact, _ kind: FactKind) -> String { name(fact.draft, kind) }

  func name(_ draft: FactDraft, _ kind: FactKind) -> String {
    let parts = kind.naming.compactMap { key in
      kind.place(key).map { shown(draft.values[$0], kind.columns[$0]) }
    }.filter { !$0.isEmpty }
    guard let first = parts.first else { return kind.title }
    let rest = parts.dropFirst().joined(separator: "，")
    return rest.isEmpty ? first : "\(first)（\(rest)）"
  }

  /// What differs, each as `caption由“a”改为“b”`; personal data are told without their content.
  func differences(_ old: FactDraft, _ new: FactDraft, _ kind: FactKind) -> [String] {
    var sentences: [String] = []
    for (place, column) in kind.columns.enumerated() where old.values[place] != new.values[place] {
      if column.isPersonal {
        sentences.append("\(column.caption)已变更")
      } else {
        sentences.append(
          Self.difference(
            column.caption, shown(old.values[place], column), shown(new.values[place], column)))
      }
    }
    if old.fields != new.fields {
      sentences.append(
        Self.difference("授权领域", fields.joined(old.fields), fields.joined(new.fields)))
    }
    return sentences
  }

  static func difference(_ caption: String, _ old: String, _ new: String) -> String {
    if old.isEmpty { return "\(caption)补充为“\(new)”" }
    if new.isEmpty { return "\(caption)“\(old)”被清空" }
    return "\(caption)由“\(old)”改为“\(new)”"
  }
}

extension FactWords {
  /// - Parameter bodies: those whose facts are to be read.
  package static func load(for bodies: [BodyID], _ db: any Connection) throws -> FactWords {
    var sites: [Int: String] = [:]
    var others: [BodyID: (uscc: String, name: String)] = [:]
    for body in bodies {
      try db.forEachRow("SELECT id, name FROM sites WHERE body = \(body) ORDER BY id LIMIT 500") {
        sites[try $0.get("id")] = try $0.get("name")
      }
      try db.forEachRow(
        """
        SELECT b.id, b.uscc, b.name FROM body_links l JOIN bodies b ON b.id = l.earlier
        WHERE l.body = \(body) ORDER BY l.id LIMIT 500
        """
      ) { others[try $0.get("id")] = (try $0.get("uscc"), try $0.get("name")) }
    }
    return FactWords(
      codes: try Reference.registryCodes(db), regions: CodeNames(try Reference.regions(db)),
      fields: CodeNames(try Reference.fields(db)), sites: sites, bodies: others)
  }
}

/// Yuan with two places, fen in the store.
enum Money {
  static func yuan(_ fen: Int64) -> String {
    let rest = fen % 100
    return "\(fen / 100).\(rest < 10 ? "0" : "")\(rest)"
  }

  /// `300`, `300.5`, `300.50`; nil for anything else or above a hundred million.
  static func fen(_ text: String) -> Int64? {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    guard (1...2).contains(parts.count), let yuan = digits(parts[0], limit: 9) else { return nil }
    guard parts.count == 2 else { return yuan * 100 }
    guard (1...2).contains(parts[1].count), let rest = digits(parts[1], limit: 2) else {
      return nil
    }
    return yuan * 100 + (parts[1].count == 1 ? rest * 10 : rest)
  }

  private static func digits(_ text: Substring, limit: Int) -> Int64? {
    guard (1...limit).contains(text.utf8.count), text.utf8.allSatisfy({ (48...57).contains($0) })
    else { return nil }
    return Int64(text)
  }
}
