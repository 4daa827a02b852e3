internal import Draws
package import Kernel
package import Storage
package import Supervision

// What the public pages read: registry identity, current records, draws by their stage.

extension Publication {
  // MARK: bodies

  package struct BodyRow: RowDecodable, Sendable {
    package let id: BodyID
    package let name: String
    package let uscc: String
    package let certificateNumber: String
    package let certificateUntil: CalendarDay?
    package let address: String
    let region: String
    let regionName: String
    let status: String

    package init(row: Row) throws {
      id = try row.get("id")
      name = try row.get("name")
      uscc = try row.get("uscc")
      certificateNumber = try row.get("certificate_number")
      certificateUntil = CalendarDay(iso: try row.get("certificate_until", as: String.self))
      address = try row.get("address")
      region = try row.get("region")
      regionName = try row.get("region_name")
      status = try row.get("status")
    }

    package var statusLabel: String {
      switch status {
      case "active": "有效"
      case "suspended": "暂停"
      default: "已终止"
      }
    }
  }

  private static let bodyColumns: SQL =
    """
    SELECT b.id, b.name, b.uscc, b.certificate_number, b.certificate_until, b.address, b.region,
      r.name AS region_name, b.status
    FROM bodies b JOIN regions r ON r.code = b.region
    """

  /// - Throws: `Problem.notFound`.
  package static func body(_ id: BodyID, _ db: any Connection) throws -> BodyRow {
    let found: BodyRow? = try db.first(bodyColumns + " WHERE b.id = \(id)")
    guard let found else { throw Problem.notFound }
    return found
  }

  package static func fieldNames(of body: BodyID, _ db: any Connection) throws -> [String] {
    try db.map(
      """
      SELECT f.name FROM body_fields b JOIN fields f ON f.code = b.field
      WHERE b.body = \(body) ORDER BY f.position LIMIT 100
      """
    ) { try $0.get("name") }
  }

  /// One place where a body was drawn in a revealed draw.
  package struct DrawnRow: RowDecodable, Sendable {
    package let draw: Int
    let title: String
    let stageName: String
    let place: Int
    let ticket: String
    let stratum: String
    let state: String
    package let allocated: Int
    package let records: Int
    let drawnAt: Instant?

    package init(row: Row) throws {
      draw = try row.get("number")
      title = try row.get("title")
      stageName = try row.get("stage_name")
      place = try row.get("place")
      ticket = try row.get("ticket")
      stratum = try row.get("stratum")
      state = try row.get("state")
      allocated = try row.get("allocated")
      records = try row.get("records")
      drawnAt = try row.get("drawn_at", as: Int64?.self).map { Instant(milliseconds: $0) }
    }
  }

  /// Where a body was drawn, newest draw first. Only revealed draws tell.
  package static func drawn(_ body: BodyID, _ db: any Connection) throws -> [DrawnRow] {
    try db.all(
      """
      SELECT d.number, d.title, s.name AS stage_name, p.place, p.ticket, p.stratum, p.state,
        t.allocated, t.records, d.drawn_at
      FROM draw_picks p JOIN draws d ON d.id = p.draw
        JOIN draw_stages s ON s.draw = p.draw AND s.number = p.stage
        JOIN draw_strata t ON t.draw = p.draw AND t.stage = p.stage AND t.name = p.stratum
      WHERE p.body = \(body) AND d.stage = 'revealed'
      ORDER BY d.number DESC LIMIT 50
      """)
  }

  /// Every version of every result of a body, newest first.
  package static func results(of body: BodyID, _ db: any Connection) throws -> [PublishedRow] {
    try db.all(
      columns
        + """
         WHERE p.body = \(body) AND p.kind = 'result'
        ORDER BY p.published_at DESC, p.id DESC LIMIT 100
        """)
  }

  // MARK: records

  package struct ResultFilter {
    var plan: PlanID?
    var region = ""
    var result: NationalResult?

    var pairs: [(String, String)] {
      [
        ("plan", plan?.description ?? ""), ("region", region), ("result", result?.rawValue ?? ""),
      ]
    }
  }

  /// One page of the standing results.
  package static func results(_ filter: ResultFilter, page: Int, _ db: any Connection) throws
    -> (rows: [PublishedRow], total: Int)
  {
    var conditions: [SQL] = ["p.kind = 'result'", isCurrent]
    if let plan = filter.plan { conditions.append("p.plan = \(plan)") }
    if !filter.region.isEmpty {
      conditions.append(RegionScope(region: filter.region).condition("p.region"))
    }
    if let result = filter.result {
      conditions.append(
        """
        EXISTS (SELECT 1 FROM publication_results w
          WHERE w.publication = p.id AND w.result = \(result.rawValue))
        """)
    }
    return try records(conditions, page: page, db)
  }

  /// One page of the standing plans.
  static func plans(page: Int, _ db: any Connection) throws -> (rows: [PublishedRow], total: Int) {
    try records(["p.kind = 'plan'", isCurrent], page: page, db)
  }

  package static func records(_ conditions: [SQL], page: Int, _ db: any Connection) throws
    -> (rows: [PublishedRow], total: Int)
  {
    let total = try db.count(
      "SELECT count(*) AS value FROM publications p" + SQL.conditions(conditions))
    let rows: [PublishedRow] = try db.all(
      columns + SQL.conditions(conditions)
        + """
         ORDER BY p.published_at DESC, p.id DESC
        LIMIT \(Paging.pageSize) OFFSET \(Paging.offset(page))
        """)
    return (rows, total)
  }

  /// Number and title of every public plan, for a filter.
  static func planChoices(_ db: any Connection) throws -> [(PlanID, String)] {
    try db.map(
      """
      SELECT p.subject, p.title FROM publications p
      WHERE p.kind = 'plan' AND \(isCurrent) ORDER BY p.published_at DESC, p.id DESC LIMIT 200
      """
    ) { (try $0.get("subject"), try $0.get("title")) }
  }

  // MARK: draws

  static func draws(page: Int, _ db: any Connection) throws -> (rows: [DrawRow], total: Int) {
    let total = try db.count("SELECT count(*) AS value FROM draws")
    let rows: [DrawRow] = try db.all(
      """
      SELECT d.id, d.number, d.title, a.name AS authority, d.stage, d.is_sealed, d.frozen_at,
        d.drawn_at, d.end_digest
      FROM draws d JOIN authorities a ON a.id = d.authority
      ORDER BY d.number DESC LIMIT \(Paging.pageSize) OFFSET \(Paging.offset(page))
      """)
    return (rows, total)
  }

  /// - Throws: `Problem.notFound`.
  package static func draw(number: Int, _ db: any Connection) throws -> DrawID {
    let found: DrawID? = try db.value("SELECT id AS value FROM draws WHERE number = \(number)")
    guard let found else { throw Problem.notFound }
    return found
  }

  // MARK: figures

  struct Figures: Sendable {
    let bodies: Int
    let plans: Int
    let draws: Int
    package let results: Int
  }

  static func figures(_ db: any Connection) throws -> Figures {
    Figures(
      bodies: try db.count("SELECT count(*) AS value FROM bodies WHERE status = 'active'"),
      plans: try count(.plan, db),
      draws: try db.count("SELECT count(*) AS value FROM draws"),
      results: try count(.result, db))
  }

  private static func count(_ kind: Kind, _ db: any Connection) throws -> Int {
    try db.count(
      "SELECT count(*) AS value FROM publications WHERE kind = \(kind) AND version = 1")
  }
}
