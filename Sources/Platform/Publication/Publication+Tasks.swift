internal import Storage
internal import Supervision

extension Publication {
  /// What a publisher has to make public.
  static func tasks(for actor: Actor, now: Instant, _ db: any Connection) throws -> [DeskTask] {
    guard actor.may(.publish) else { return [] }
    return try due(actor.scope, db).map { row in
      DeskTask(
        due: row.publishOn?.end, matter: "公开检查结果", subject: row.bodyName,
        note: row.publishOn == nil ? "\(row.planTitle)，公开日期未能推算" : "\(row.planTitle)，到期自动公开",
        link: .publications)
    }
  }
}
