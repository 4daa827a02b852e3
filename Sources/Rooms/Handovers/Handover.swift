package import Kernel
package import Storage
package import Supervision

package struct HandoverID: RecordID {
  package let number: Int
  package init(_ number: Int) { self.number = number }
}

extension HandoverStage: StoredWord {}

extension HandoverStage {
  var tint: Tint {
    switch self {
    case .offered, .disputed: .act
    case .refused: .warning
    case .taken, .decided: .fine
    case .withdrawn: .plain
    }
  }
}

/// 移交: a body, or one site of it, on its way to the authority of another place.
package struct Handover: RowDecodable, Sendable {
  package let id: HandoverID
  let body: BodyID
  let bodyName: String
  let uscc: String
  let bodyRegion: String
  /// Where the body, or the site, is registered now.
  let oldRegion: String
  let oldAddress: String
  /// `nil` for the body with its main site.
  let site: Int?
  let siteName: String
  let from: AuthorityID
  package let fromName: String
  let to: AuthorityID
  package let toName: String
  let superior: AuthorityID?
  let superiorName: String
  let region: String
  let address: String
  package let stage: HandoverStage
  let dueOn: CalendarDay?
  let openedAt: Instant
  let closedAt: Instant?

  static let columns: SQL = """
    h.id, h.body, b.name AS body_name, b.uscc, b.region AS body_region,
      coalesce(s.region, b.region) AS old_region, coalesce(s.address, b.address) AS old_address,
      h.site, coalesce(s.name, '') AS site_name, h.from_authority, f.name AS from_name,
      h.to_authority, t.name AS to_name, h.superior, coalesce(u.name, '') AS superior_name,
      h.region, h.address, h.stage, h.due_on, h.opened_at, h.closed_at
    FROM handovers h JOIN bodies b ON b.id = h.body
    JOIN authorities f ON f.id = h.from_authority JOIN authorities t ON t.id = h.to_authority
    LEFT JOIN authorities u ON u.id = h.superior LEFT JOIN sites s ON s.id = h.site
    """

  package init(row: Row) throws {
    id = try row.get("id")
    body = try row.get("body")
    bodyName = try row.get("body_name")
    uscc = try row.get("uscc")
    bodyRegion = try row.get("body_region")
    oldRegion = try row.get("old_region")
    oldAddress = try row.get("old_address")
    site = try row.get("site")
    siteName = try row.get("site_name")
    from = try row.get("from_authority")
    fromName = try row.get("from_name")
    to = try row.get("to_authority")
    toName = try row.get("to_name")
    superior = try row.get("superior")
    superiorName = try row.get("superior_name")
    region = try row.get("region")
    address = try row.get("address")
    stage = try row.get("stage")
    dueOn = try row.get("due_on")
    openedAt = Instant(milliseconds: try row.get("opened_at"))
    let closed: Int64? = try row.get("closed_at")
    closedAt = closed.map { Instant(milliseconds: $0) }
  }

  /// What is handed over: `甲检测有限公司`, or with its site.
  var subject: String { siteName.isEmpty ? bodyName : "\(bodyName)（\(siteName)）" }

  func authority(_ side: HandoverSide) -> AuthorityID? {
    switch side {
    case .giver: from
    case .receiver: to
    case .superior: superior
    }
  }

  /// The steps this person may take now.
  func steps(for actor: Actor) -> [HandoverStep] {
    guard actor.may(.changeRegistry), let own = actor.authority?.id else { return [] }
    return HandoverStage.next(from: stage).filter { authority($0.side) == own }
  }
}

/// One thing that was said or done about a handover.
package struct HandoverEntry: Sendable {
  let step: String
  package let content: String
  package let at: Instant
  let name: String
  let authority: String

  package var label: String { HandoverStep(rawValue: step)?.verb ?? "提出移交" }
}

package enum Handovers {
  /// The open one of a body.
  package static func open(of body: BodyID, _ db: any Connection) throws -> Handover? {
    try db.first(
      "SELECT " + Handover.columns + " WHERE h.body = \(body) AND h.closed_at IS NULL")
  }

  /// Open to the authorities it is between, and to who sees the body.
  ///
  /// - Throws: `Problem.notFound`.
  static func one(_ id: HandoverID, for actor: Actor, _ db: any Connection) throws -> Handover {
    let found: Handover? = try db.first("SELECT " + Handover.columns + " WHERE h.id = \(id)")
    guard let handover = found, let own = actor.authority?.id else { throw Problem.notFound }
    let isParty = [handover.from, handover.to, handover.superior].contains(own)
    guard isParty || actor.scope.contains(handover.bodyRegion) else { throw Problem.notFound }
    return handover
  }

  package static func entries(of id: HandoverID, _ db: any Connection) throws -> [HandoverEntry] {
    try db.map(
      """
      SELECT e.step, e.content, e.at, e.name, coalesce(t.name, '') AS authority
      FROM handover_entries e LEFT JOIN authorities t ON t.id = e.authority
      WHERE e.handover = \(id) ORDER BY e.number LIMIT 200
      """
    ) {
      HandoverEntry(
        step: try $0.get("step"), content: try $0.get("content"),
        at: Instant(milliseconds: try $0.get("at")), name: try $0.get("name"),
        authority: try $0.get("authority"))
    }
  }

  /// Those of an authority, the newest first.
  static func list(
    of authority: AuthorityID, page: Int, _ db: any Connection
  ) throws -> (rows: [Handover], total: Int) {
    let mine: SQL = """
      h.id IN (SELECT id FROM handovers WHERE from_authority = \(authority)
        UNION SELECT id FROM handovers WHERE to_authority = \(authority)
        UNION SELECT id FROM handovers WHERE superior = \(authority))
      """
    let total = try db.count("SELECT count(*) AS value FROM handovers h WHERE " + mine)
    let rows: [Handover] = try db.all(
      "SELECT " + Handover.columns + " WHERE " + mine
        + " ORDER BY h.id DESC LIMIT \(Paging.pageSize) OFFSET \(Paging.offset(page))")
    return (rows, total)
  }

  /// Those of a body, the oldest first.
  package static func all(of body: BodyID, _ db: any Connection) throws -> [Handover] {
    try db.all(
      "SELECT " + Handover.columns + " WHERE h.body = \(body) ORDER BY h.id LIMIT 100")
  }
}
