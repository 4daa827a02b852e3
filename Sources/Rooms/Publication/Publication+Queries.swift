internal import Kernel
internal import Storage
internal import Supervision

extension Publication {
  static let columns: SQL =
    """
    SELECT p.id, p.kind, p.subject, p.version, p.title, p.record, p.digest, p.published_at,
      a.name AS publisher, p.correction,
      CASE WHEN EXISTS (SELECT 1 FROM publications n WHERE n.kind = p.kind
        AND n.subject = p.subject AND n.version = p.version + 1) THEN 1 ELSE 0 END
        AS is_superseded
    FROM publications p LEFT JOIN accounts a ON a.id = p.account
    """

  /// Only the version that stands.
  static let isCurrent: SQL =
    """
    NOT EXISTS (SELECT 1 FROM publications n WHERE n.kind = p.kind AND n.subject = p.subject
      AND n.version = p.version + 1)
    """

  /// Every version of one record, newest first.
  static func versions(_ kind: Kind, _ subject: Int, _ db: any Connection) throws
    -> [PublishedRow]
  {
    try db.all(
      columns
        + " WHERE p.kind = \(kind) AND p.subject = \(subject) ORDER BY p.version DESC LIMIT 200")
  }

  /// The standing version of a result, inside a scope.
  ///
  /// - Throws: `Problem.notFound`.
  static func current(of visit: VisitID, _ scope: RegionScope, _ db: any Connection) throws
    -> PublishedRow
  {
    let found: PublishedRow? = try db.first(
      columns + " WHERE p.kind = 'result' AND p.subject = \(visit) AND "
        + scope.condition("p.region") + " ORDER BY p.version DESC LIMIT 1")
    guard let found else { throw Problem.notFound }
    return found
  }
}

extension Publication {
  /// An approved result that is not public yet.
  struct DueRow: RowDecodable {
    let visit: VisitID
    let bodyName: String
    let planTitle: String
    let approvedAt: Instant?
    let publishOn: CalendarDay?

    init(row: Row) throws {
      visit = try row.get("id")
      bodyName = try row.get("body_name")
      planTitle = try row.get("plan_title")
      approvedAt = try row.get("approved_at", as: Int64?.self).map { Instant(milliseconds: $0) }
      publishOn = try row.get("publish_on", as: String?.self).flatMap { CalendarDay(iso: $0) }
    }
  }

  /// The approved results that are the actor's to publish, the earliest due first.
  static func due(_ actor: Actor, _ db: any Connection) throws -> [DueRow] {
    try db.all(
      """
      SELECT v.id, b.name AS body_name, p.title AS plan_title, v.approved_at, v.publish_on
      FROM visits v JOIN bodies b ON b.id = v.body JOIN plans p ON p.id = v.plan
        JOIN authorities a ON a.id = p.authority
      WHERE v.stage = 'approved' AND a.department = \(actor.authority?.department)
        AND \(actor.scope.condition("v.region"))
      ORDER BY v.publish_on, v.id LIMIT \(dueLimit)
      """)
  }

  /// How many approved results wait for the actor, and the first day one of them is due.
  static func dueCount(_ actor: Actor, _ db: any Connection) throws
    -> (count: Int, first: CalendarDay?)
  {
    let found = try db.one(
      """
      SELECT count(*) AS number, min(v.publish_on) AS first
      FROM visits v JOIN plans p ON p.id = v.plan JOIN authorities a ON a.id = p.authority
      WHERE v.stage = 'approved' AND a.department = \(actor.authority?.department)
        AND \(actor.scope.condition("v.region"))
      """
    ) { row in
      (
        count: try row.get("number", as: Int.self),
        first: try row.get("first", as: String?.self).flatMap { CalendarDay(iso: $0) }
      )
    }
    return found ?? (0, nil)
  }

  /// One page of the standing results of a scope.
  static func published(_ scope: RegionScope, page: Int, _ db: any Connection) throws
    -> (rows: [PublishedRow], total: Int)
  {
    try records(
      ["p.kind = 'result'", isCurrent, scope.condition("p.region")], page: page, db)
  }
}
