package import Kernel
internal import Supervision

extension JournalRoom {
  /// What the application knows of this room.
  package static let room = Room(
    "journal", "操作日志",
    routes: routes,
    menu: [MenuEntry(.administration, "操作日志", .journal, .journal, .readJournal)],
    actions: [
      JournalAction("journal.export", "导出操作日志", disturbsImports: false),
      JournalAction("journal.close", "操作日志归档", disturbsImports: false),
    ],
    facts: [JournalFact("entries", "条数"), JournalFact("year", "年度")],
    subjects: [JournalSubject("journal", "操作日志")],
    contributions: [ClauseTarget("journal", "操作日志", .journal, at: 50, .readJournal)])
}

extension Place {
  static let journal = Place("journal")
}

extension Permission {
  package static let readJournal = Permission("readJournal", [.auditAdministrator])
}
