package import Kernel
internal import Storage
internal import Supervision

extension Draws {
  /// What the application knows of this room.
  package static let room = Room(
    "draw", "抽取",
    routes: routes,
    menu: [MenuEntry(.inspection, "抽取", .draws, .draws, .readDraws)],
    flashes: [.frozen, .committed, .beaconed, .handedIn, .drawn, .revealed, .voided, .amended],
    actions: [
      JournalAction("draw.freeze", "封存名单", disturbsImports: false),
      JournalAction("draw.commit", "登记承诺值", disturbsImports: false),
      JournalAction("draw.beacon", "登记公共随机数", disturbsImports: false),
      JournalAction("draw.hand-in", "交出随机数", disturbsImports: false),
      JournalAction("draw.draw", "抽取", disturbsImports: false),
      JournalAction("draw.refuse", "抽取未成", disturbsImports: false),
      JournalAction("draw.reveal", "公开抽取记录", disturbsImports: false),
      JournalAction("draw.void", "抽取作废", disturbsImports: false),
      JournalAction("draw.amend", "递补或回避", disturbsImports: false),
    ],
    facts: [
      .digest("commitment", "承诺值"), JournalFact("contributor", "提供方"), JournalFact("drawn", "抽中数"),
      .digest("end", "记录指纹"), JournalFact("evidence", "公共随机数出处"),
      JournalFact("fallback", "用备用来源") { value, _ in value == "1" ? "是" : "否" },
      .digest("roster", "名单树根"), .digest("rules", "规则指纹"), JournalFact("total", "抽取总数"),
      .digest("value", "公共随机数"),
    ],
    subjects: [
      JournalSubject("draw", "抽取") { id in
        """
        SELECT d.region, t.department, NULL AS unit FROM draws d JOIN plans p ON p.id = d.plan
        JOIN authorities t ON t.id = p.authority WHERE d.id = \(id)
        """
      }
    ],
    tasks: { try tasks(for: $0, now: $1, $2) },
    states: [RulerMemo.self, ProofMemo.self],
    contributions: [ClauseTarget("draws", "抽取", .draws, at: 31), bodyPart, planPart])
}

extension Place {
  static let draws = Place("draws")
}

extension Permission {
  package static let readDraws = Permission("readDraws", office)
  /// Commit and hand in for one's own authority.
  package static let contributeToDraw = Permission("contributeToDraw", [.planner])
  /// Open a sealed draw; make results public.
  package static let publish = Permission("publish", [.publisher])
}

extension Flash {
  static let frozen = Flash("frozen", "名单、规则与机会已封存并公布。")
  static let committed = Flash("committed", "承诺值已登记。请妥善保管您的随机数，公共随机数产生后再交出。")
  static let beaconed = Flash("beaconed", "公共随机数已登记。")
  static let handedIn = Flash("handed-in", "随机数与承诺值相符，已登记。")
  static let drawn = Flash("drawn", "抽取完成，检查任务已生成。")
  static let revealed = Flash("revealed", "抽取记录已全部公开。")
  static let voided = Flash("voided", "本次抽取已作废，编号与理由保持公开。")
  static let amended = Flash("amended", "递补（回避）已按序生效。")
}

extension House {
  package var rulers: RulerMemo { state(RulerMemo.self) }
  package var proofs: ProofMemo { state(ProofMemo.self) }
}
