package import Kernel
internal import Storage
internal import Supervision

extension Plans {
  /// What the application knows of this room.
  package static let room = Room(
    "plan", "计划",
    routes: routes + itemRoutes,
    menu: [MenuEntry(.inspection, "计划", .plans, .plans, .readPlans)],
    actions: [
      JournalAction("plan.create", "编制计划", disturbsImports: false),
      JournalAction("plan.edit", "修改计划", disturbsImports: false),
      JournalAction("plan.items", "选定抽查事项"),
      JournalAction("plan.close", "办结计划", disturbsImports: false),
    ],
    facts: [JournalFact("plan", "计划编号")],
    subjects: [
      JournalSubject("plan", "计划") { id in
        """
        SELECT p.region, t.department, NULL AS unit FROM plans p
        JOIN authorities t ON t.id = p.authority WHERE p.id = \(id)
        """
      }
    ],
    tasks: { try tasks(for: $0, now: $1, $2) },
    states: [OutlookCache.self],
    contributions: [itemPart, ClauseTarget("plans", "抽查计划", .plans, at: 30)])
}

extension Place {
  package static let plans = Place("plans")
}

extension Permission {
  package static let readPlans = Permission("readPlans", office)
  package static let changePlans = Permission("changePlans", [.planner])
  /// Freeze, beacon, draw, reveal, void, amend.
  package static let conductDraw = Permission("conductDraw", [.planner])
}

extension House {
  /// What the plans looked at last would lead to.
  package var outlooks: OutlookCache { state(OutlookCache.self) }
}
