package import Kernel
package import Storage
package import Supervision

/// Everything that one change did to one body, in sentences.
package struct StoryLine: Sendable {
  package let at: Instant
  /// `nil` where nobody recorded who it was.
  package let change: ChangeRecord?
  /// Codes of the kinds of fact it touched; `body` for the registration itself.
  let kinds: Set<String>
  package let sentences: [String]
  /// Whether the body has to have such a change registered by the authority that qualified it
  /// (沪市监认检〔2023〕246号 附表第15项).
  let mustBeFiled: Bool
}

/// Collects what happened, change by change.
private struct StoryWriter {
  private struct Event {
    package let at: Int64
    package let change: ChangeID?
    let kind: String
    /// What was done, for counting many of one sort.
    let deed: String
    let sentence: String
    let mustBeFiled: Bool
  }

  private var events: [Event] = []
  var changes: Set<ChangeID> { Set(events.compactMap(\.change)) }

  mutating func add(
    _ at: Instant, _ change: ChangeID?, _ kind: String, _ deed: String, _ sentence: String,
    mustBeFiled: Bool = false
  ) {
    events.append(
      Event(
        at: at.milliseconds, change: change, kind: kind, deed: deed, sentence: sentence,
        mustBeFiled: mustBeFiled))
  }

  /// More of one deed than this in one change are counted instead of told.
  private static let told = 5

  func lines(_ records: [ChangeID: ChangeRecord]) -> [StoryLine] {
    struct Key: Hashable {
      let at: Int64
      let change: ChangeID?
    }
    let groups = Dictionary(grouping: events) { Key(at: $0.at, change: $0.change) }
    let keys = groups.keys.sorted {
      ($0.at, $0.change?.number ?? 0) > ($1.at, $1.change?.number ?? 0)
    }
    return keys.map { key in
      let events = groups[key] ?? []
      return StoryLine(
        at: Instant(milliseconds: key.at), change: key.change.flatMap { records[$0] },
        kinds: Set(events.map(\.kind)), sentences: sentences(events),
        mustBeFiled: events.contains(where: \.mustBeFiled))
    }
  }

  private func sentences(_ events: [Event]) -> [String] {
    var counts: [String: Int] = [:]
    for event in events { counts[event.deed, default: 0] += 1 }
    var done: Set<String> = []
    return events.compactMap { event in
      guard let count = counts[event.deed], count > Self.told else { return event.sentence }
      return done.insert(event.deed).inserted ? "\(event.deed)，共\(count)条" : nil
    }
  }
}

extension Bodies {
  /// The whole story of a body's registration, newest first.
  package static func story(
    of body: Body, _ rooms: Rooms, _ db: any Connection
  ) throws -> [StoryLine] {
    var writer = StoryWriter()
    let words = try FactWords.load(for: [body.id], db)
    tellBody(try states(of: body, db), words, &writer)
    try tellFields(of: body.id, words, &writer, db)
    for kind in FactKind.all {
      tell(try Facts.all(kind, of: body.id, db), kind, words, &writer)
    }
    try tellFiles(of: body.id, &writer, db)
    for part in rooms.contributions(BodyStoryPart.self) {
      for event in try part.events(body.id, db) {
        writer.add(event.at, event.change, event.kind, event.deed, event.sentence)
      }
    }
    return writer.lines(try Changes.changes(writer.changes, db))
  }

  private static func tellBody(
    _ states: [Body], _ words: FactWords, _ writer: inout StoryWriter
  ) {
    for (index, state) in states.enumerated() {
      guard index > 0 else {
        writer.add(
          state.since, state.change, "body", "登记机构",
          "登记机构“\(state.row.name)”，状态\(state.row.status.label)")
        continue
      }
      for sentence in differences(states[index - 1], state, words) {
        writer.add(
          state.since, state.change, "body", "修改登记", sentence,
          mustBeFiled: filed.contains { sentence.hasPrefix($0) })
      }
    }
  }

  /// Beginnings of the sentences about what has to be filed.
  private static let filed = ["名称", "地址", "法律形式", "法定代表人"]
  private static let filedRoles: Set<String> = ["manager", "technical", "signatory"]

  /// A new or left top manager, technical head or signatory; a new name of one.
  private static func mustBeFiled(_ fact: Fact, _ kind: FactKind) -> Bool {
    kind.code == FactKind.persons.code && filedRoles.contains(fact.text("role", kind))
  }

  /// What differs between two states, fields left out.
  static func differences(_ old: Body, _ new: Body, _ words: FactWords) -> [String] {
    var sentences: [String] = []
    func note(_ caption: String, _ before: String, _ after: String) {
      if before != after { sentences.append(FactWords.difference(caption, before, after)) }
    }
    note("名称", old.row.name, new.row.name)
    note("证书编号", old.row.certificateNumber, new.row.certificateNumber)
    note("证书有效期至", old.row.certificateUntil.chinese, new.row.certificateUntil.chinese)
    note("行政区划", words.regions[old.row.region], words.regions[new.row.region])
    note("地址", old.address, new.address)
    note("法定代表人", old.legalRepresentative, new.legalRepresentative)
    note("联系人", Masked.text(old.contact), Masked.text(new.contact))
    note("信用风险分类", old.row.creditClass.rawValue, new.row.creditClass.rawValue)
    note("状态", old.row.status.label, new.row.status.label)
    note(
      "机构类型", words.codes.name(.bodyKind, old.kind), words.codes.name(.bodyKind, new.kind))
    note(
      "法律形式", words.codes.name(.legalForm, old.legalForm),
      words.codes.name(.legalForm, new.legalForm))
    return sentences
  }

  private static func tellFields(
    of id: BodyID, _ words: FactWords, _ writer: inout StoryWriter, _ db: any Connection
  ) throws {
    for span in try fieldSpans(of: id, db) {
      let name = words.fields[span.field]
      writer.add(
        Instant(milliseconds: span.since), span.change, "body", "登记领域", "登记领域“\(name)”")
      if let until = span.until {
        writer.add(
          Instant(milliseconds: until), span.endedBy, "body", "取消领域", "取消领域“\(name)”")
      }
    }
  }

  private static func tell(
    _ facts: [Fact], _ kind: FactKind, _ words: FactWords, _ writer: inout StoryWriter
  ) {
    let byID = Dictionary(grouping: facts, by: \.id).mapValues { versions in
      versions.sorted { $0.since < $1.since }
    }
    let replaced = Set(facts.compactMap(\.follows))
    let first = facts.map(\.since).min()
    for fact in facts {
      let name = words.name(fact, kind)
      // Who was there from the beginning is no change.
      let isLater = first.map { $0 < fact.since } ?? false
      let earlier = fact.follows.flatMap { byID[$0]?.last } ?? previous(fact, byID)
      if let earlier {
        // What follows the registration of the body is told there.
        let differences = fact.isMain ? [] : words.differences(earlier.draft, fact.draft, kind)
        for difference in differences {
          writer.add(
            fact.since, fact.change, kind.code, "修改\(kind.title)",
            "\(kind.title) \(words.name(earlier, kind))：\(difference)",
            mustBeFiled: mustBeFiled(fact, kind)
              && ["姓名", "职责", "授权"].contains { difference.hasPrefix($0) })
        }
        tellMain(fact, earlier, kind, words, &writer)
      } else if !fact.isMain {
        writer.add(
          fact.since, fact.change, kind.code, "登记\(kind.title)", "登记\(kind.title) \(name)",
          mustBeFiled: isLater && mustBeFiled(fact, kind))
      }
      // A row that was replaced, and a version, end without an end of their own.
      let isLast = byID[fact.id]?.last.map { $0.since == fact.since } ?? true
      if let until = fact.until, isLast, !(replaced.contains(fact.id)) {
        writer.add(
          until, fact.endedBy, kind.code, "结束\(kind.title)", "结束\(kind.title) \(name)",
          mustBeFiled: mustBeFiled(fact, kind))
      }
    }
  }

  private static func previous(_ fact: Fact, _ byID: [Int: [Fact]]) -> Fact? {
    byID[fact.id]?.last { $0.since < fact.since }
  }

  /// Of the main certificate, what does not stand with the body.
  private static func tellMain(
    _ fact: Fact, _ earlier: Fact, _ kind: FactKind, _ words: FactWords,
    _ writer: inout StoryWriter
  ) {
    guard fact.isMain, kind.code == FactKind.certificates.code else { return }
    for (place, column) in kind.columns.enumerated()
    where !["number", "valid_until"].contains(column.key)
      && fact.values[place] != earlier.values[place]
    {
      writer.add(
        fact.since, fact.change, kind.code, "修改\(kind.title)",
        "主证书："
          + FactWords.difference(
            column.caption, words.shown(earlier.values[place], column),
            words.shown(fact.values[place], column)))
    }
  }

  private static func tellFiles(
    of id: BodyID, _ writer: inout StoryWriter, _ db: any Connection
  ) throws {
    for file in try BodyFiles.all(of: id, db) {
      writer.add(file.since, file.change, "files", "登记文件", "登记文件“\(file.title)”")
      if let until = file.until {
        writer.add(until, file.endedBy, "files", "撤下文件", "撤下文件“\(file.title)”")
      }
    }
  }
}
