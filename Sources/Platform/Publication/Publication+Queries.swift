internal import Storage
internal import Supervision

extension Publication {
  private static let columns: SQL =
    """
    SELECT p.id, p.kind, p.subject, p.version, p.title, p.record, p.digest, p.published_at,
      a.name AS publisher, p.correction,
      EXISTS (SELECT 1 FROM publications n WHERE n.kind = p.kind AND n.subject = p.subject
        AND n.version = p.version + 1) AS is_superseded
    FROM publications p LEFT JOIN accounts a ON a.id = p.account
    """

  /// Only the version that stands.
  private static let isCurrent: SQL =
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
