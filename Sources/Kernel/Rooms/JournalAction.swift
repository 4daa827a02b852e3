package import Storage
internal import Supervision

/// What a command writes into the journal: its code and what people read.
package struct JournalAction: Sendable {
  /// `room.step`, as it is stored: `visit.schedule`.
  package let code: String
  package let label: String
  /// Whether rows of a file on its way in may be judged otherwise afterwards.
  package let disturbsImports: Bool

  package init(_ code: String, _ label: String, disturbsImports: Bool = true) {
    self.code = code
    self.label = label
    self.disturbsImports = disturbsImports
  }
}

extension [JournalAction] {
  /// The same actions, for commands that change nothing rows of a file are judged by.
  package func harmless() -> [JournalAction] {
    map { JournalAction($0.code, $0.label, disturbsImports: false) }
  }
}

/// A fact beside a journal entry: its name and how its value reads. A fact nobody declares is for
/// programs only.
package struct JournalFact: Sendable {
  let key: String
  let label: String
  let shown: @Sendable (_ value: String, _ rooms: JournalWords) -> String

  package init(_ key: String, _ label: String) {
    self.init(key, label) { value, _ in value }
  }

  package init(
    _ key: String, _ label: String,
    shown: @escaping @Sendable (_ value: String, _ words: JournalWords) -> String
  ) {
    self.key = key
    self.label = label
    self.shown = shown
  }

  /// A day `yyyy-mm-dd`.
  package static func day(_ key: String, _ label: String) -> JournalFact {
    JournalFact(key, label) { value, _ in CalendarDay(iso: value)?.chinese ?? value }
  }

  /// A moment as UTC text, `2026-11-20T01:30:00.000Z`.
  package static func moment(_ key: String, _ label: String) -> JournalFact {
    JournalFact(key, label) { value, _ in
      guard value.hasSuffix("Z"), let utc = Instant(local: value.prefix(16)) else { return value }
      return utc.adding(hours: 8).chinese
    }
  }

  /// A digest of 64 digits, shown by its beginning.
  package static func digest(_ key: String, _ label: String) -> JournalFact {
    JournalFact(key, label) { value, _ in
      value.utf8.count == 64 ? value.prefix(8) + "…" : value
    }
  }

  /// Codes with a space between, each by its name.
  package static func words(
    _ key: String, _ label: String, _ name: @escaping @Sendable (String) -> String?
  ) -> JournalFact {
    JournalFact(key, label) { value, _ in
      value.split(separator: " ").map { name(String($0)) ?? String($0) }.joined(separator: "、")
    }
  }
}

/// A kind of record that journal entries are about: what it is called and in whose region it lies.
package struct JournalSubject: Sendable {
  package let kind: String
  package let label: String
  /// A query for region, department and unit of a record; nil where it lies nowhere of its own.
  package let place: (@Sendable (_ id: Int) -> SQL)?

  package init(
    _ kind: String, _ label: String, place: (@Sendable (_ id: Int) -> SQL)? = nil
  ) {
    self.kind = kind
    self.label = label
    self.place = place
  }
}
