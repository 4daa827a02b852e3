package import Kernel
internal import Plans
internal import Supervision

extension SelfChecks {
  /// What the application knows of this room.
  package static let room = Room(
    "self-check", "自查",
    routes: routes,
    menu: [MenuEntry(.inspection, "自查", .selfChecks, .selfChecks, .readVisits)],
    actions: [
      JournalAction("self-check.save", "保存自查", disturbsImports: false),
      JournalAction("self-check.submit", "提交自查", disturbsImports: false),
    ],
    subjects: [JournalSubject("self-check", "自查")],
    tasks: { try tasks(for: $0, now: $1, $2) },
    listeners: [.on(PlanFrozen.self) { try openAll($0.plan, $1) }],
    contributions: [ClauseTarget("self-checks", "自查", .selfChecks, at: 32), bodyPart])
}

extension Place {
  static let selfChecks = Place("selfChecks")
}

extension Permission {
  package static let readVisits = Permission("readVisits", office)
  /// A body's own desk.
  package static let ownPortal = Permission("ownPortal", [.body])
}
