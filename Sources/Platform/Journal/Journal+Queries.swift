internal import Storage

extension JournalRoom {
  /// The entries of the actor's authority and those below, newest first.
  static func entries(
    _ actor: Actor, kind: String, subject: String, page: Int, _ db: any Connection
  ) throws -> (entries: [JournalEntry], total: Int) {
    var conditions: [SQL] = []
    if actor.scope != RegionScope(region: "000000") {
      conditions.append(
        "authority IN (SELECT id FROM authorities WHERE " + actor.scope.condition("region") + ")")
    }
    if !kind.isEmpty { conditions.append("subject_kind = \(kind)") }
    if !subject.isEmpty { conditions.append("subject = \(subject)") }
    let total = try db.count(
      "SELECT count(*) AS value FROM journal" + SQL.conditions(conditions))
    let entries: [JournalEntry] = try db.all(
      """
      SELECT number, at, account, actor, authority, action, subject_kind, subject, reason, facts,
        previous, digest
      FROM journal
      """ + SQL.conditions(conditions)
        + " ORDER BY number DESC LIMIT \(Paging.pageSize) OFFSET \(Paging.offset(page))")
    return (entries, total)
  }
}
