package import Kernel
internal import SelfChecks
internal import Supervision

extension Findings {
  /// What the application knows of this room.
  package static let room = Room(
    "rectification", "问题与整改",
    routes: routes,
    menu: [MenuEntry(.inspection, "整改", .rectifications, .rectifications, .readVisits)],
    flashes: [.countersigned, .returned, .approved, .closed],
    actions: [
      JournalAction("visit.submit", "提交结果", disturbsImports: false),
      JournalAction("visit.countersign", "会签", disturbsImports: false),
      JournalAction("visit.return", "退回", disturbsImports: false),
      JournalAction("visit.approve", "审定", disturbsImports: false),
      JournalAction("rectification.answer", "提交整改", disturbsImports: false),
      JournalAction("rectification.return", "退回整改", disturbsImports: false),
      JournalAction("rectification.close", "整改闭环", disturbsImports: false),
    ],
    subjects: [JournalSubject("rectification", "整改")],
    tasks: { try tasks(for: $0, now: $1, $2) },
    contributions: [
      ClauseTarget("rectifications", "整改", .rectifications, at: 34), bodyPart, visitPart,
    ])
}

extension Place {
  static let rectifications = Place("rectifications")
}

extension Flash {
  static let countersigned = Flash("countersigned", "已会签，等待审核。")
  static let returned = Flash("returned", "已退回。")
  static let approved = Flash("approved", "已审定。")
  static let closed = Flash("closed", "整改已闭环。")
}
