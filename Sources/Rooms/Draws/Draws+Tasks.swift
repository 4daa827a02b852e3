package import Kernel
internal import Plans
package import Storage
package import Supervision

extension Draws {
  /// What a person should do next about the draws of the own authority.
  package static func tasks(for actor: Actor, now: Instant, _ db: any Connection) throws
    -> [DeskTask]
  {
    guard let authority = actor.authority?.id,
      actor.may(.contributeToDraw) || actor.may(.conductDraw) || actor.may(.publish)
    else { return [] }
    // The authority that conducts a draw is always one of its contributors.
    let open: [DrawID] = try db.map(
      """
      SELECT d.id FROM draw_contributors c JOIN draws d ON d.id = c.draw
      WHERE c.authority = \(authority)
        AND d.stage IN ('frozen', 'committed', 'beaconed', 'drawn-sealed')
      ORDER BY d.number LIMIT 100
      """
    ) { try $0.get("id") }
    return try open.compactMap { id in
      guard let record = try record(id, db), let model = try outline(of: record, db) else {
        return nil
      }
      let next = DrawNext(
        model, actor, isOwn: record.authority == authority, refusal: record.refusal,
        waiting: try waitingVisits(of: id, db), now: now)
      let visitsUntil: String? = try db.value(
        "SELECT visits_until AS value FROM plans WHERE id = \(record.plan)")
      return task(next, model, visitsUntil: visitsUntil.flatMap { CalendarDay(iso: $0) })
    }
  }

  /// The stage, the announcement and the contributors, without fields and result.
  private static func outline(of record: StoredDraw, _ db: any Connection) throws -> DrawModel? {
    DrawModel(
      id: record.id, number: record.number, title: record.title, plan: record.plan,
      authority: record.authorityName, region: record.region, stage: record.stage,
      isSealed: record.isSealed, suite: record.suite, frozenAt: record.frozenAt,
      challengeUntil: record.challengeUntil, drawnAt: record.drawnAt,
      revealedAt: record.revealedAt, voidedAt: record.voidedAt, voidReason: record.voidReason,
      roots: record.roots, beacon: record.beacon,
      contributors: try contributors(of: record.id, showsSecrets: false, db), stages: [],
      drawnDigest: record.drawnDigest, endDigest: record.endDigest, result: nil)
  }

  private static func task(_ next: DrawNext, _ model: DrawModel, visitsUntil: CalendarDay?)
    -> DeskTask?
  {
    let link = Link.draw(model.id)
    let subject = "第 \(model.number) 号抽取"
    func task(_ due: Instant?, _ matter: String, _ note: String) -> DeskTask {
      DeskTask(due: due, matter: matter, subject: subject, note: note, link: link)
    }
    switch next {
    case .commit(let contributor):
      return task(model.challengeUntil, "提交承诺值", "\(contributor)的随机数承诺；公共随机数产生之前必须公布")
    case .recordBeacon:
      return task(model.beacon.after, "登记公共随机数", "\(model.beacon.source)\(model.beacon.issue)")
    case .handIn(let contributor):
      return task(model.beacon.after, "交出随机数", "\(contributor)承诺时保存的原值")
    case .draw: return task(model.beacon.after, "抽取", "各方随机数已经齐全")
    case .void: return task(model.beacon.after, "作废抽取", "无法组成检查组，只能作废后重新封存")
    case .reveal(let waiting):
      return task(
        visitsUntil?.end, "公开抽取记录",
        waiting > 0 ? "还有 \(waiting) 家没有开始检查，开始后公开" : "检查都已开始，可以公开")
    case .freezeAgain, .wait, .nothing: return nil
    }
  }
}
