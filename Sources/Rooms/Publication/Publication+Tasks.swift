internal import Draws
package import Kernel
package import Storage
package import Supervision

extension Publication {
  /// What a publisher should look at before the house publishes it: one task for all of it.
  package static func tasks(for actor: Actor, now: Instant, _ db: any Connection) throws
    -> [DeskTask]
  {
    guard actor.may(.publish) else { return [] }
    let waiting = try dueCount(actor, db)
    guard waiting.count > 0 else { return [] }
    return [
      DeskTask(
        due: waiting.first?.end, matter: "公开检查结果", subject: "\(waiting.count)条待公开结果",
        note: "到期自动公开，也可以提前公开", link: .publications)
    ]
  }
}
