internal import Storage
internal import Supervision

/// The portal of a body: only its own records, and a visit only once it has been told of it.
enum Portal {
  /// A visit the body knows of.
  struct Notice: RowDecodable, Sendable {
    let visit: VisitID
    let planTitle: String
    let fieldName: String
    let stage: VisitStage
    let startsAt: Instant?
    let place: String
    let noticeAt: Instant?
    let readAt: Instant?

    init(row: Row) throws {
      visit = try row.get("id")
      planTitle = try row.get("plan_title")
      fieldName = try row.get("field_name")
      stage = try row.get("stage")
      startsAt = try row.get("starts_at", as: Int64?.self).map { Instant(milliseconds: $0) }
      place = try row.get("place")
      noticeAt = try row.get("notice_at", as: Int64?.self).map { Instant(milliseconds: $0) }
      readAt = try row.get("notice_read_at", as: Int64?.self).map { Instant(milliseconds: $0) }
    }

    /// The inspection has not begun yet.
    var isComing: Bool { stage == .noticed }
  }

  /// Who the portal belongs to.
  ///
  /// - Throws: `Problem.forbidden` for an account without a body.
  static func body(_ actor: Actor) throws -> BodyID {
    guard let body = actor.body else { throw Problem.forbidden }
    return body
  }

  /// The visits a body has been told of, the newest first.
  static func notices(of body: BodyID, _ db: any Connection) throws -> [Notice] {
    try db.all(
      columns + " WHERE v.body = \(body) AND v.stage IN (\(known)) ORDER BY v.id DESC LIMIT 50")
  }

  private static let columns: SQL =
    """
    SELECT v.id, p.title AS plan_title, f.name AS field_name, v.stage, v.starts_at, v.place,
      v.notice_at, v.notice_read_at
    FROM visits v JOIN plans p ON p.id = v.plan JOIN fields f ON f.code = v.field
    """

  private static let known = SQL.joined(
    VisitStage.allCases.filter(\.isKnownToBody).map { "\($0)" }, by: ", ")

  /// One of a body's own rectifications.
  ///
  /// - Throws: `Problem.notFound`.
  static func rectification(_ id: RectificationID, of body: BodyID, _ db: any Connection) throws
    -> Rectification
  {
    let found = try Findings.rectifications(of: body, db).first { $0.id == id }
    guard let found else { throw Problem.notFound }
    return found
  }
}

extension VisitStage {
  /// Whether the body has been told of a visit at this stage.
  var isKnownToBody: Bool {
    switch self {
    case .planned, .scheduled, .withdrawn: false
    case .noticed, .inspecting, .submitted, .countersigned, .returned, .approved, .published: true
    }
  }
}
