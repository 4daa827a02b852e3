internal import Accounts
package import Kernel

extension Codes {
  /// What the application knows of this room.
  package static let room = Room(
    "code", "代码表",
    routes: routes,
    menu: [MenuEntry(.administration, "代码表", .codes, .codes, .readAccounts)],
    actions: [
      JournalAction("code.add", "增加代码"),
      JournalAction("code.end", "停用代码"),
    ],
    subjects: [JournalSubject("code", "代码")],
    datasets: [CalendarLibrary(), CodeLibrary()])
}

extension Place {
  static let codes = Place("codes")
}

extension ImportKind {
  package static let calendar = ImportKind(CalendarLibrary())
}
