package import Kernel

extension Handovers {
  /// What the application knows of this room.
  package static let room = Room(
    "handover", "移交",
    routes: routes,
    menu: [MenuEntry(.registry, "移交", .handovers, .handovers, .changeRegistry)],
    actions: [
      JournalAction("handover.offer", "提出移交"),
      JournalAction("handover.take", "接收移交"),
      JournalAction("handover.refuse", "不予接收"),
      JournalAction("handover.withdraw", "撤回移交"),
      JournalAction("handover.dispute", "报请指定管辖"),
      JournalAction("handover.assign", "指定接收方管辖"),
      JournalAction("handover.keep", "指定移交方管辖"),
    ],
    tasks: { try tasks(for: $0, now: $1, $2) },
    contributions: [bodyPart])
}

extension Place {
  static let handovers = Place("handovers")
}
