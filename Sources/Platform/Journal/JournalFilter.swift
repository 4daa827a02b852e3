internal import Supervision

/// What a list of entries is asked for, as the address has it.
struct JournalFilter: Sendable, Equatable {
  /// Kind and number of a record, such as `visit` and `17`.
  var kind = ""
  var subject = ""
  /// Login or name of a person.
  var person = ""
  var action = ""
  /// First and last day, as `2026-11-20`.
  var from = ""
  var until = ""

  /// The query of an address that asks for this.
  var pairs: [(String, String)] {
    [
      ("kind", kind), ("subject", subject), ("person", person), ("action", action),
      ("from", from), ("until", until),
    ]
  }

  var isNarrowed: Bool { pairs.contains { !$0.1.isEmpty } }

  /// What is wrong with the days, for the page.
  var problem: String? {
    if !from.isEmpty, CalendarDay(iso: from) == nil { return "起始日期应如 2026-11-20。" }
    if !until.isEmpty, CalendarDay(iso: until) == nil { return "截止日期应如 2026-11-20。" }
    if !subject.isEmpty, kind.isEmpty { return "请先选择记录种类，再填写编号。" }
    return nil
  }

  init() {}

  init(_ value: (String) -> String?) {
    kind = searchText(value("kind"))
    subject = searchText(value("subject"))
    person = searchText(value("person"))
    action = searchText(value("action"))
    from = searchText(value("from"))
    until = searchText(value("until"))
  }
}

/// A stretch of a list of entries, newest first.
struct JournalPage {
  var entries: [JournalEntry] = []
  /// Where the next older stretch begins: entries below this number.
  var older: Int?
  /// Where the next newer stretch begins: entries above this number.
  var newer: Int?
  /// The list ends here only because so much was looked through; it goes on at `older`.
  var isCut = false
}
