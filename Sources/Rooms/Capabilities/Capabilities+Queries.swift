internal import HTTP
package import Kernel
package import Storage
package import Supervision

/// What the list of a body's capabilities shows, as it stands in the address.
struct CapabilityFilter: Sendable {
  var text = ""
  /// The moment whose state is shown.
  var asOf = AsOf.now
  /// The last number of the page before.
  var after = 0

  init() {}

  init(_ query: Fields, now: Instant) {
    text = searchText(query["q"])
    asOf = AsOf(query["on"], now: now)
    after = Int(query["after"] ?? "") ?? 0
  }

  var pairs: [(String, String)] { [("q", text)] + asOf.pairs }
}

extension Capabilities {
  struct Page: Sendable {
    let rows: [CapabilityRow]
    package let count: BoundedCount
    let hasMore: Bool
  }

  static let countLimit = 20_000

  /// One page of a body's capabilities in the order of the annex.
  static func list(
    _ filter: CapabilityFilter, of body: BodyID, _ db: any Connection
  ) throws -> Page {
    let facts = facts(
      of: body, at: filter.asOf.moment.map { Instant(milliseconds: $0) })
    let text = textConditions(filter.text)
    let count = try db.count(
      "SELECT count(*) AS value FROM (SELECT 1 FROM (" + facts + ") c"
        + SQL.conditions(text) + " LIMIT \(countLimit + 1)) t")
    let conditions = text + ["c.number > \(filter.after)"]
    var rows: [CapabilityRow] = try db.all(
      lines(
        "SELECT " + factColumns + " FROM (" + facts + ") c" + SQL.conditions(conditions)
          + " ORDER BY number LIMIT \(Paging.pageSize + 1)"))
    let hasMore = rows.count > Paging.pageSize
    if hasMore { rows.removeLast() }
    return Page(rows: rows, count: BoundedCount(count, limit: countLimit), hasMore: hasMore)
  }

  /// The products a body tests most parameters of, most first; nothing where the list is narrowed
  /// or longer than anybody counts.
  static func products(
    _ filter: CapabilityFilter, _ page: Page, of body: BodyID, _ db: any Connection
  ) throws -> [(name: String, count: Int)] {
    guard filter.text.isEmpty, filter.after == 0, case .exactly = page.count else { return [] }
    let facts = facts(of: body, at: filter.asOf.moment.map { Instant(milliseconds: $0) })
    return try db.map(
      "SELECT k.name, count(*) AS value FROM (" + facts
        + ") c JOIN terms k ON k.id = c.category GROUP BY k.name ORDER BY value DESC, k.name LIMIT 10"
    ) { (name: try $0.get("name"), count: try $0.get("value")) }
  }

  /// One capability that holds.
  ///
  /// - Throws: `Problem.notFound`.
  static func one(_ number: Int, of body: BodyID, _ db: any Connection) throws -> CapabilityRow {
    let found: CapabilityRow? = try db.first(
      lines(facts(of: body, at: nil) + " AND number = \(number)"))
    guard let found else { throw Problem.notFound }
    return found
  }

  /// What one capability said before, newest first.
  static func versions(
    _ number: Int, of body: BodyID, _ db: any Connection
  ) throws -> [CapabilityRow] {
    try db.all(
      lines(
        "SELECT " + factColumns
          + """
           FROM capability_versions WHERE body = \(body) AND number = \(number)
          ORDER BY since DESC LIMIT 200
          """, order: " ORDER BY a.since DESC LIMIT 200"))
  }

  /// How many capabilities a body has now.
  package static func count(of body: BodyID, _ db: any Connection) throws -> BoundedCount {
    BoundedCount(
      try db.count(
        """
        SELECT count(*) AS value FROM
          (SELECT 1 FROM capabilities WHERE body = \(body) LIMIT \(countLimit + 1)) t
        """), limit: countLimit)
  }

  // MARK: pieces

  package static let factColumns: SQL = """
    number, site, certificate, category, parameter, standard, clause, method, limits, valid_from,
      valid_until, since, until, change
    """

  /// The capabilities of a body now, or as they were known at a moment.
  package static func facts(of body: BodyID, at moment: Instant?) -> SQL {
    let current: SQL = """
      SELECT number, site, certificate, category, parameter, standard, clause, method, limits,
        valid_from, valid_until, since, CAST(NULL AS BIGINT) AS until, change
      FROM capabilities WHERE body = \(body)
      """
    guard let moment = moment?.milliseconds else { return current }
    return current + " AND since <= \(moment) UNION ALL SELECT " + factColumns
      + """
       FROM capability_versions
      WHERE body = \(body) AND since <= \(moment) AND until > \(moment)
      """
  }

  /// Lines with their words, for facts that some statement gives.
  package static func lines(_ facts: SQL, order: SQL = " ORDER BY a.number LIMIT 1000") -> SQL {
    """
    SELECT a.number, a.site, s.name AS site_name, a.certificate, e.number AS certificate_number,
      k.name AS category, p.name AS parameter, d.code AS standard, d.title,
      coalesce(n.name, '') AS clause, coalesce(m.name, '') AS method,
      coalesce(l.name, '') AS limits, a.valid_from, a.valid_until, a.since, a.until, a.change
    FROM (\(facts)) a
      JOIN terms k ON k.id = a.category JOIN terms p ON p.id = a.parameter
      JOIN standards d ON d.id = a.standard
      LEFT JOIN terms n ON n.id = a.clause LEFT JOIN terms m ON m.id = a.method
      LEFT JOIN terms l ON l.id = a.limits
      LEFT JOIN sites s ON s.id = a.site LEFT JOIN certificates e ON e.id = a.certificate
    """ + order
  }

  /// Product, parameter or standard holds the text.
  private static func textConditions(_ text: String) -> [SQL] {
    guard !text.isEmpty else { return [] }
    let code = FoldedText(text).text
    return [
      "(" + "EXISTS (SELECT 1 FROM terms p WHERE p.id IN (c.parameter, c.category) AND "
        + .contains("p.name", text) + ")"
        + " OR EXISTS (SELECT 1 FROM standards d WHERE d.id = c.standard AND ("
        + .contains("replace(d.code, ' ', '')", code) + " OR " + .contains("d.title", text) + ")))"
    ]
  }
}
