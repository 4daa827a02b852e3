package import Kernel
package import Storage
package import Supervision

extension SelfChecks {
  /// The self-checks a body has to hand in.
  package static func tasks(for actor: Actor, now: Instant, _ db: any Connection) throws
    -> [DeskTask]
  {
    guard actor.may(.ownPortal), let body = actor.body else { return [] }
    return try all(of: body, db).filter { !$0.isSubmitted }.map { check in
      DeskTask(
        due: check.dueOn?.end, matter: check.stage == .open ? "填报自查" : "继续自查",
        subject: check.formTitle, note: check.planTitle, link: .ownSelfCheck(check.id))
    }
  }
}
