package import Kernel
package import Storage
package import Supervision

extension Handovers {
  /// Handovers that wait for this person's authority.
  package static func tasks(for actor: Actor, now: Instant, _ db: any Connection) throws
    -> [DeskTask]
  {
    guard actor.may(.changeRegistry), let own = actor.authority?.id else { return [] }
    let waiting: [Handover] = try db.all(
      "SELECT " + Handover.columns
        + """
         WHERE h.id IN (
          SELECT id FROM handovers WHERE to_authority = \(own) AND stage = 'offered'
          UNION SELECT id FROM handovers WHERE from_authority = \(own) AND stage = 'refused'
          UNION SELECT id FROM handovers WHERE superior = \(own) AND stage = 'disputed')
        ORDER BY h.id LIMIT 50
        """)
    return waiting.map { handover in
      DeskTask(
        due: handover.dueOn?.end, matter: matter(handover.stage), subject: handover.subject,
        note: "\(handover.fromName) → \(handover.toName)", link: .handover(handover.id))
    }
  }

  private static func matter(_ stage: HandoverStage) -> String {
    switch stage {
    case .disputed: "指定管辖"
    case .refused: "处理不予接收"
    default: "接收移交"
    }
  }
}
