internal import Supervision

/// What a list of entries is asked for, as the address has it.
package struct JournalFilter: Sendable, Equatable {
  /// Kind and number of a record, such as `visit` and `17`.
  package var kind = ""
  package var subject = ""
  /// Login or name of a person.
  package var person = ""
  package var action = ""
  /// First and last day, as `2026-11-20`.
  package var from = ""
  package var until = ""

  /// The query of an address that asks for this.
  package var pairs: [(String, String)] {
    [
      ("kind", kind), ("subject", subject), ("person", person), ("action", action),
      ("from", from), ("until", until),
    ]
  }

  package var isNarrowed: Bool { pairs.contains { !$0.1.isEmpty } }

  /// What is wrong with the days, for the page.
  package var problem: String? {
    if !from.isEmpty, CalendarDay(iso: from) == nil { return "起始日期应如 2026-11-20。" }
    if !until.isEmpty, CalendarDay(iso: until) == nil { return "截止日期应如 2026-11-20。" }
    if !subject.isEmpty, kind.isEmpty { return "请先选择记录种类，再填写编号。" }
    return nil
  }

  package init() {}

  package init(_ value: (String) -> String?) {
    kind = searchText(value("kind"))
    subject = searchText(value("subject"))
    person = searchText(value("person"))
    action = searchText(value("action"))
    from = searchText(value("from"))
    until = searchText(value("until"))
  }
}

/// A stretch of a list of entries, newest first.
package struct JournalPage {
  package var entries: [JournalEntry] = []
  /// Where the next older stretch begins: entries below this number.
  package var older: Int?
  /// Where the next newer stretch begins: entries above this number.
  package var newer: Int?
  /// The list ends here only because so much was looked through; it goes on at `older`.
  package var isCut = false
}
