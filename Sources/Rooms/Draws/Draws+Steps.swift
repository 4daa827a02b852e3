internal import Kernel
internal import Storage
internal import Supervision

// What every command of a draw begins and ends with.
extension Draws {
  /// - Throws: `Problem.refused` when the stage does not allow the step.
  static func allow(_ step: DrawStep, _ stage: DrawStage) throws {
    guard let reason = stage.verdict(on: step).reason else { return }
    if step == .void, stage == .drawnSealed || stage == .revealed {
      throw Problem.refused(
        "已经抽取的不能作废：看到结果以后再作废，等于挑选结果。机构退出或人员回避请办理“递补与回避”。")
    }
    throw Problem.refused(reason)
  }

  /// Moves the stage and says so; somebody else's step in between is a conflict.
  static func move(
    _ draw: DrawID, from stage: DrawStage, by step: DrawStep, _ transaction: Transaction
  ) throws {
    guard let target = stage.target(of: step) else {
      throw Problem.refused(stage.verdict(on: step).reason ?? "")
    }
    let changed = try transaction.db.execute(
      "UPDATE draws SET stage = \(target) WHERE id = \(draw) AND stage = \(stage)")
    guard changed == 1 else {
      throw Problem.conflict("有人刚刚办理了这次抽取的下一步，请返回刷新后再看。")
    }
    if target != stage { try transaction.announce(DrawChanged(draw: draw)) }
  }

  /// A draw that the actor's own authority conducts.
  ///
  /// - Throws: `Problem.notFound` out of sight, `Problem.refused` for another authority's.
  static func own(_ draw: DrawID, _ actor: Actor, _ db: any Connection) throws -> StoredDraw {
    let record = try record(draw, for: actor, db)
    guard record.authority == actor.authority?.id else {
      throw Problem.refused("这次抽取由\(record.authorityName)组织，只能由该单位办理。")
    }
    return record
  }

  /// The contributor that the actor's authority is.
  ///
  /// - Throws: `Problem.refused` when it is none.
  static func contributor(of actor: Actor, to draw: DrawID, _ db: any Connection) throws
    -> DrawContributor
  {
    let all = try contributors(of: draw, showsSecrets: false, db)
    guard let own = all.first(where: { $0.authority == actor.authority?.id }) else {
      throw Problem.refused(
        "贵单位不是本次抽取的随机数提供方（\(all.map(\.name).joined(separator: "、"))），不能代其他单位提交。")
    }
    return own
  }
}
