internal import HTTP
internal import Kernel
internal import Plans
internal import Storage
internal import Supervision

extension Visits {
  /// Sets, or sets anew, when and where the team comes. A new time needs a new notice.
  static func schedule(
    _ id: VisitID, startsAt text: String, place: String, reason: String, _ call: Call
  ) throws {
    let actor = try call.actor()
    try call.house.perform(by: actor) { transaction in
      let visit = try allowed(.schedule, id, actor, transaction.db).visit
      let (start, place) = try timeAndPlace(text, place, visit, transaction.now)
      let reason = reason.trimmed
      guard visit.noticeAt == nil || !reason.isEmpty else {
        throw Problem.refused("已经告知机构，改期须写明理由，改期后须重新告知。")
      }
      guard !visit.isLate(on: transaction.now.day) || !reason.isEmpty else {
        throw Problem.refused("计划规定的检查期已过，补查须写明理由，理由会记入办理记录。")
      }
      try move(id, from: visit.stage, by: .schedule, transaction)
      try transaction.db.execute(
        """
        UPDATE visits SET starts_at = \(start.milliseconds), place = \(place), notice_at = NULL,
          notice_by = NULL, notice_read_at = NULL
        WHERE id = \(id)
        """)
      if !reason.isEmpty { try decide(id, .schedule, reason: reason, transaction) }
      transaction.journal(
        "visit.schedule", ("visit", id.description), reason: reason,
        [("start", start.isoUTC)])
    }
  }

  private static func timeAndPlace(
    _ text: String, _ place: String, _ visit: Visit, _ now: Instant
  ) throws -> (Instant, String) {
    var problems: [String] = []
    let place = place.trimmed
    if place.isEmpty || place.count > 200 { problems.append("请填写检查地点，不超过 200 个字。") }
    guard let start = Instant(local: text) else {
      throw Problem.refused(["请填写检查开始时间，如 2026-06-15 09:30。"] + problems)
    }
    if start <= now { problems.append("检查开始时间（\(start.chinese)）已经过去，请选择以后的时间。") }
    if let from = visit.visitsFrom, let until = visit.visitsUntil,
      start.day < from || (start.day > until && !visit.isLate(on: now.day))
    {
      problems.append(
        "检查开始时间（\(start.chinese)）不在计划规定的检查期内，请选择 \(from.chinese) 至 \(until.chinese) 之间。")
    }
    guard problems.isEmpty else { throw Problem.refused(problems) }
    return (start, place)
  }

  /// Gives notice to the body, inside the legal window only.
  static func notify(_ id: VisitID, _ call: Call) throws {
    let actor = try call.actor()
    try call.house.perform(by: actor) { transaction in
      let standing = try allowed(.notify, id, actor, transaction.db)
      try allow(try noticeVerdict(standing, transaction.now, transaction.db))
      try move(id, from: standing.visit.stage, by: .notify, transaction)
      try transaction.db.execute(
        """
        UPDATE visits SET notice_at = \(transaction.now.milliseconds), notice_by = \(actor.account)
        WHERE id = \(id)
        """)
      transaction.journal(
        "visit.notify", ("visit", id.description),
        [("start", standing.visit.startsAt?.isoUTC ?? "")])
    }
  }

  /// Whether notice may be given at a moment: the window, and enough people to come.
  static func noticeVerdict(
    _ standing: Standing, _ now: Instant, _ db: any Connection
  ) throws -> Verdict {
    let visit = standing.visit
    guard let start = visit.startsAt else {
      return .refused(rule: "R40", reason: "还没有确定检查开始时间，请先安排检查。")
    }
    guard let rule = try NoticeRule.find(visit.region, on: now.day, db) else {
      return .refused(rule: "R40", reason: "规则表里没有现场检查告知时限，请系统管理员导入规则后再告知。")
    }
    let byTime = rule.window.check(notice: now, start: start)
    if let reason = byTime.reason {
      return .refused(rule: "R40", reason: reason + "依据：\(rule.sentence)")
    }
    guard let team = try TeamRule.find(visit.region, on: now.day, db) else { return .allowed }
    return team.check(standing.team.inspectors.count)
  }

  /// The body's account opens its notice: the first time is kept as proof of delivery.
  static func readNotice(_ id: VisitID, _ call: Call) throws -> Visit {
    let actor = try call.actor()
    guard let body = actor.body else { throw Problem.forbidden }
    let visit = try call.house.store.read { try load(id, toldTo: body, $0) }
    guard visit.noticeReadAt == nil else { return visit }
    try call.house.perform(by: actor) { transaction in
      try transaction.db.execute(
        """
        UPDATE visits SET notice_read_at = \(transaction.now.milliseconds)
        WHERE id = \(id) AND notice_read_at IS NULL
        """)
      transaction.journal("visit.notice-read", ("visit", id.description))
    }
    return try call.house.store.read { try load(id, toldTo: body, $0) }
  }

  /// The team is there and begins.
  static func begin(_ id: VisitID, _ call: Call) throws {
    let actor = try call.actor()
    try call.house.perform(by: actor) { transaction in
      let visit = try allowed(.begin, id, actor, transaction.db).visit
      if let start = visit.startsAt, transaction.now < start {
        throw Problem.refused(
          "告知机构的检查时间是 \(start.chinese)，不能提前开始；如需提前，请先改期并重新告知。")
      }
      try move(id, from: visit.stage, by: .begin, transaction)
      try transaction.db.execute(
        "UPDATE visits SET began_at = \(transaction.now.milliseconds) WHERE id = \(id)")
      try startPlan(visit.plan, transaction)
      transaction.journal("visit.begin", ("visit", id.description))
    }
  }

  /// The first inspection that begins takes its plan along.
  private static func startPlan(_ plan: PlanID, _ transaction: Transaction) throws {
    let word: String? = try transaction.db.value(
      "SELECT stage AS value FROM plans WHERE id = \(plan)")
    guard word == PlanStage.drawn.rawValue else { return }
    try Plans.move(plan, by: .inspect, transaction)
  }
}
