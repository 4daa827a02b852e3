internal import Accounts
internal import Kernel
internal import Storage
internal import Supervision

extension People {
  /// A person who is not active stands in no later draw; running teams are amended by the draw.
  static func changeStatus(
    ofInspector id: InspectorID, to status: PersonStatus, reason: String, by actor: Actor,
    _ house: House
  ) throws {
    try house.perform(by: actor) { transaction in
      let person = try inspector(id, in: actor.scope, transaction.db)
      try Keeper.requireKeeper(actor, department: person.department)
      try refuseSame(person.status, status)
      try transaction.db.execute(
        """
        UPDATE inspectors SET status = \(status), updated_at = \(transaction.now.milliseconds)
        WHERE id = \(id)
        """)
      try keepVersion(
        of: person.code, name: person.name, authority: person.authority, region: person.region,
        status: status, by: try Changes.change(.form, reason: reason, transaction), transaction)
      let logins = status == .ended ? try Accounts.endAccounts(of: id, transaction) : []
      transaction.journal(
        "registry.edit", ("inspector", id.description), reason: reason,
        [("status", "\(person.status.label) → \(status.label)")]
          + (logins.isEmpty ? [] : [("accounts-ended", String(logins.count))]))
    }
  }

  static func changeStatus(
    ofExpert id: ExpertID, to status: PersonStatus, reason: String, by actor: Actor,
    _ house: House
  ) throws {
    try house.perform(by: actor) { transaction in
      let person = try expert(id, in: actor.scope, transaction.db)
      try Keeper.requireKeeper(actor)
      try refuseSame(person.status, status)
      try transaction.db.execute(
        """
        UPDATE experts SET status = \(status), updated_at = \(transaction.now.milliseconds)
        WHERE id = \(id)
        """)
      try keepVersion(
        of: person.code, name: person.name, authority: nil, employer: person.employer,
        title: person.title, region: person.region, status: status,
        by: try Changes.change(.form, reason: reason, transaction), transaction)
      transaction.journal(
        "registry.edit", ("expert", id.description), reason: reason,
        [("status", "\(person.status.label) → \(status.label)")])
    }
  }

  private static func refuseSame(_ old: PersonStatus, _ new: PersonStatus) throws {
    guard old != new else { throw Problem.refused("状态已经是“\(new.label)”，没有改动。") }
  }
}
