internal import HTTP
internal import Kernel
internal import Storage
internal import Supervision
internal import Visits

/// What the supervisor decides.
struct ApprovalDraft: Sendable {
  /// Days for a rectification where nothing else is chosen. A parameter of the plan, not of the law.
  static let rectificationDays = 30

  var comment: String
  var measures: Set<Measure>
  /// ISO day; only asked where something is to be rectified.
  var dueOn: String
  var demand: String
  var commentProblem: String?
  var dueProblem: String?
  var demandProblem: String?

  init(_ form: Fields) {
    comment = (form["comment"] ?? "").trimmed
    measures = Set(form.all("measure").compactMap { Measure(rawValue: $0) })
    dueOn = form["due"] ?? ""
    demand = (form["demand"] ?? "").trimmed
  }

  /// What stands on the form before anybody has typed.
  init(_ checklist: Checklist, today: CalendarDay) {
    comment = ""
    measures = Measure.suggested(for: checklist.problems.compactMap(\.answer))
    dueOn = today.adding(days: ApprovalDraft.rectificationDays).iso
    demand = ApprovalDraft.demand(checklist)
  }

  var hasProblem: Bool { commentProblem != nil || dueProblem != nil || demandProblem != nil }

  /// The demand that follows from the problems that are still open.
  static func demand(_ checklist: Checklist) -> String {
    let lines = checklist.openProblems.enumerated().map { index, item in
      "\(index + 1)．\(item.name)：\(item.answer?.description ?? "")"
    }
    guard !lines.isEmpty else { return "" }
    return "现场检查发现以下问题，请逐项整改，并报送整改措施、完成时间和证明材料：\n"
      + lines.joined(separator: "\n")
  }

  func checked(needsRectification: Bool, today: CalendarDay) -> ApprovalDraft {
    var draft = self
    if comment.count > 2000 { draft.commentProblem = "审核意见不能超过 2000 个字，请精简。" }
    guard needsRectification else { return draft }
    if let due = CalendarDay(iso: dueOn) {
      if due <= today { draft.dueProblem = "整改期限须在今天（\(today.chinese)）之后，请重新选择。" }
    } else {
      draft.dueProblem = "请选择整改期限，如 2026-07-15。"
    }
    if demand.isEmpty { draft.demandProblem = "有问题未当场改正，请写明整改要求。" }
    if demand.count > 10_000 { draft.demandProblem = "整改要求不能超过 10000 个字，请精简。" }
    return draft
  }
}

extension Findings {
  /// The second inspector of the team stands by the result.
  static func countersign(_ id: VisitID, _ call: Call) throws {
    let actor = try call.actor()
    try call.house.perform(by: actor) { transaction in
      let visit = try Visits.allowed(.countersign, id, actor, transaction.db).visit
      try Visits.countersigned(visit, transaction)
      transaction.journal("visit.countersign", ("visit", id.description))
    }
  }

  /// The second inspector, or the supervisor, sends the result back to the team.
  static func sendBack(_ id: VisitID, reason: String, _ call: Call) throws {
    let actor = try call.actor()
    let reason = reason.trimmed
    try call.house.perform(by: actor) { transaction in
      let visit = try Visits.allowed(.returnToTeam, id, actor, transaction.db).visit
      guard !reason.isEmpty else {
        throw Problem.refused("退回须写明理由：哪一项、为什么、要检查组补充什么。")
      }
      try Visits.move(id, from: visit.stage, by: .returnToTeam, transaction)
      try Visits.decide(id, .returnToTeam, reason: reason, transaction)
      transaction.journal("visit.return", ("visit", id.description), reason: reason)
    }
  }

  /// The third pair of eyes approves: opens the rectification, sets the day of publication.
  ///
  /// - Returns: the draft with its problems when it was not approved; `nil` when it was.
  static func approve(_ id: VisitID, _ draft: ApprovalDraft, _ call: Call) throws
    -> ApprovalDraft?
  {
    let actor = try call.actor()
    do {
      try call.house.perform(by: actor) { transaction in
        let visit = try Visits.allowed(.approve, id, actor, transaction.db).visit
        let checklist = try Visits.checklist(visit, transaction.db)
        let today = transaction.now.day
        let needs = !checklist.openProblems.isEmpty
        let checked = draft.checked(needsRectification: needs, today: today)
        guard !checked.hasProblem else { throw Unapproved(draft: checked) }
        let publishOn = try publishDay(visit, transaction)
        try Visits.approved(
          visit, publishOn: publishOn, measures: checked.measures, comment: checked.comment,
          transaction)
        if needs, let due = CalendarDay(iso: checked.dueOn) {
          try open(id, demand: checked.demand, dueOn: due, transaction)
        }
        transaction.journal(
          "visit.approve", ("visit", id.description), reason: checked.comment,
          [("publish-on", publishOn.iso), ("rectification", needs ? checked.dueOn : "")])
      }
    } catch let unapproved as Unapproved {
      return unapproved.draft
    }
    return nil
  }

  private struct Unapproved: Error {
    let draft: ApprovalDraft
  }

  private static func publishDay(_ visit: Visit, _ transaction: Transaction) throws -> CalendarDay {
    let completed = (visit.finishedAt ?? transaction.now).day
    return try publishOn(completed, transaction.db)
  }
}
