package import Kernel
package import Storage
package import Supervision

/// A visit the body knows of.
package struct VisitNotice: RowDecodable, Sendable {
  package let visit: VisitID
  let planTitle: String
  package let fieldName: String
  let stage: VisitStage
  package let startsAt: Instant?
  let place: String
  let readAt: Instant?

  package init(row: Row) throws {
    visit = try row.get("id")
    planTitle = try row.get("plan_title")
    fieldName = try row.get("field_name")
    stage = try row.get("stage")
    startsAt = try row.get("starts_at", as: Int64?.self).map { Instant(milliseconds: $0) }
    place = try row.get("place")
    readAt = try row.get("notice_read_at", as: Int64?.self).map { Instant(milliseconds: $0) }
  }

  /// The inspection has not begun yet.
  package var isComing: Bool { stage == .noticed }
}

extension Visits {
  /// The visits a body has been told of, the newest first.
  package static func notices(of body: BodyID, _ db: any Connection) throws -> [VisitNotice] {
    try db.all(
      noticeColumns
        + " WHERE v.body = \(body) AND v.stage IN (\(knownToBody)) ORDER BY v.id DESC LIMIT 50")
  }

  private static let noticeColumns: SQL =
    """
    SELECT v.id, p.title AS plan_title, f.name AS field_name, v.stage, v.starts_at, v.place,
      v.notice_read_at
    FROM visits v JOIN plans p ON p.id = v.plan JOIN fields f ON f.code = v.field
    """

  private static let knownToBody = SQL.joined(
    VisitStage.allCases.filter(\.isKnownToBody).map { "\($0)" }, by: ", ")

  /// The inspections a body has been told of and should prepare for.
  static func noticeTasks(_ body: BodyID, _ db: any Connection) throws -> [DeskTask] {
    try notices(of: body, db).filter(\.isComing).map { notice in
      DeskTask(
        due: notice.startsAt, matter: notice.readAt == nil ? "查看检查告知" : "准备现场检查",
        subject: "\(notice.fieldName)现场检查", note: "\(notice.planTitle)，\(notice.place)",
        link: .notice(notice.visit))
    }
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
