internal import Storage

extension JournalRoom {
  /// What the authorities of a scope and the bodies there did, and what no official did: wrong
  /// passwords and locks of accounts there, results the house published on their day.
  private static func inSight(_ scope: RegionScope) -> SQL {
    let ofBodies: SQL =
      "SELECT a.id FROM accounts a JOIN bodies b ON b.id = a.body WHERE "
      + scope.condition("b.region")
    let ofOfficials: SQL =
      "SELECT a.id FROM accounts a JOIN authorities t ON t.id = a.authority WHERE "
      + scope.condition("t.region")
    return "(authority IN (SELECT id FROM authorities WHERE " + scope.condition("region")
      + ") OR account IN (" + ofBodies + ") OR (account IS NULL AND (subject_kind = 'account'"
      + " AND subject IN (SELECT CAST(n.id AS TEXT) FROM accounts n WHERE n.id IN (" + ofBodies
      + ") OR n.id IN (" + ofOfficials + ")) OR subject_kind = 'visit' AND subject IN"
      + " (SELECT CAST(v.id AS TEXT) FROM visits v WHERE " + scope.condition("v.region") + "))))"
  }

  /// The entries of the actor's authority and those below, newest first.
  static func entries(
    _ actor: Actor, kind: String, subject: String, page: Int, _ db: any Connection
  ) throws -> (entries: [JournalEntry], total: Int) {
    var conditions: [SQL] = []
    if actor.scope != RegionScope(region: "000000") {
      conditions.append(inSight(actor.scope))
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
