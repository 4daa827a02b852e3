internal import Kernel
package import Storage
package import Supervision

extension Items {
  private static let columns: SQL = """
    v.id, v.item, i.code, i.region, v.number, v.state, v.list, v.class, v.name, v.content, v.basis,
      v.subject, v.object, v.ratio, v.frequency, v.materials, v.qualification, v.department,
      v.office, v.limit_days, v.valid_from, v.valid_until, v.published_at, v.ended_at
    FROM item_versions v JOIN items i ON i.id = v.item
    """

  /// Items of the own regions and of those above: what is listed there counts here.
  static func visible(to region: String) -> SQL {
    "(" + RegionScope(region: region).condition("i.region") + " OR "
      + .among("i.region", RegionScope.above(region)) + ")"
  }

  static func list(
    _ filter: Filter, region: String, page: Int, _ db: any Connection
  ) throws -> (rows: [Version], total: Int) {
    let conditions = conditions(filter, region: region)
    let total = try db.count(
      "SELECT count(*) AS value FROM item_versions v JOIN items i ON i.id = v.item"
        + SQL.conditions(conditions))
    let rows = try versions(
      "SELECT " + columns + SQL.conditions(conditions)
        + " ORDER BY v.list, i.code, v.number DESC, v.id"
        + " LIMIT \(Paging.pageSize) OFFSET \(Paging.offset(page))", db)
    return (rows, total)
  }

  private static func conditions(_ filter: Filter, region: String) -> [SQL] {
    var conditions = [visible(to: region), "v.state = \(filter.state)"]
    if !filter.list.isEmpty { conditions.append("v.list = \(filter.list)") }
    if !filter.department.isEmpty {
      conditions.append(
        """
        (v.department = \(filter.department) OR EXISTS (SELECT 1 FROM item_partners p
          WHERE p.version = v.id AND p.department = \(filter.department)))
        """)
    }
    if !filter.field.isEmpty {
      conditions.append(
        """
        EXISTS (SELECT 1 FROM item_fields f WHERE f.version = v.id AND f.field = \(filter.field))
        """)
    }
    if !filter.text.isEmpty {
      conditions.append(
        "(" + .contains("v.name", filter.text) + " OR " + .contains("v.content", filter.text)
          + " OR " + .contains("v.basis", filter.text) + " OR " + .contains("i.code", filter.text)
          + ")")
    }
    return conditions
  }

  /// What the public sees: published and not yet over.
  static func published(
    _ filter: Filter, on day: CalendarDay, page: Int?, _ db: any Connection
  ) throws -> (rows: [Version], total: Int) {
    var filter = filter
    filter.state = .published
    let conditions =
      conditions(filter, region: "000000") + [
        "(v.valid_until IS NULL OR v.valid_until >= \(day.iso))"
      ]
    let total = try db.count(
      "SELECT count(*) AS value FROM item_versions v JOIN items i ON i.id = v.item"
        + SQL.conditions(conditions))
    let limit: SQL =
      page.map { " LIMIT \(Paging.pageSize) OFFSET \(Paging.offset($0))" } ?? " LIMIT 100000"
    let rows = try versions(
      "SELECT " + columns + SQL.conditions(conditions) + " ORDER BY v.list, i.code, v.id" + limit,
      db)
    return (rows, total)
  }

  /// Every version of an item, newest first.
  ///
  /// - Throws: `Problem.notFound` when the item is not there or of another line of regions.
  static func versions(
    of item: ItemID, region: String, _ db: any Connection
  ) throws -> [Version] {
    let found = try versions(
      "SELECT " + columns + " WHERE v.item = \(item) AND " + visible(to: region)
        + " ORDER BY v.number DESC LIMIT 500", db)
    guard !found.isEmpty else { throw Problem.notFound }
    return found
  }

  /// The items a plan of a region may name: published there or above, in force over the period.
  package static func choices(
    region: String, from: CalendarDay, until: CalendarDay, _ db: any Connection
  ) throws -> [Version] {
    try versions(
      "SELECT " + columns + " WHERE v.state = 'published' AND v.valid_from <= \(from.iso)"
        + " AND (v.valid_until IS NULL OR v.valid_until >= \(until.iso)) AND v.list <> 'licence'"
        + " AND " + .among("i.region", RegionScope.above(region) + [region])
        + " ORDER BY v.list, i.code, v.id LIMIT 5000", db)
  }

  /// Versions by a condition of another room, such as those a plan names.
  ///
  /// - Parameter tail: what follows the columns and tables of versions `v` and items `i`, with its
  ///   ORDER BY and LIMIT.
  package static func versions(joined tail: SQL, _ db: any Connection) throws -> [Version] {
    try versions("SELECT " + columns + tail, db)
  }

  /// The newest version of each of these codes, wherever it is listed.
  static func newest(_ codes: [String], _ db: any Connection) throws -> [String: Version] {
    var found: [String: Version] = [:]
    for start in stride(from: 0, to: codes.count, by: 500) {
      let part = Array(codes[start..<min(start + 500, codes.count)])
      let rows = try versions(
        "SELECT " + columns + " WHERE " + .among("i.code", part)
          + " ORDER BY i.code, v.number LIMIT 100000", db)
      for row in rows { found[row.code] = row }
    }
    return found
  }

  /// What is published in a scope now, or was at a moment.
  static func held(
    in scope: RegionScope, at moment: Instant?, _ db: any Connection
  ) throws -> [Version] {
    let held: SQL =
      if let at = moment?.milliseconds {
        "v.published_at <= \(at) AND (v.ended_at IS NULL OR v.ended_at > \(at))"
      } else {
        "v.state = 'published'"
      }
    return try versions(
      "SELECT " + columns + " WHERE " + scope.condition("i.region") + " AND " + held
        + " ORDER BY i.code, v.number LIMIT 100000", db)
  }

  /// Code and name of every item that is or was published.
  package static func names(_ db: any Connection) throws -> [(code: String, name: String)] {
    try db.map(
      """
      SELECT i.code, v.name FROM items i JOIN item_versions v ON v.item = i.id
      WHERE v.number = (SELECT max(w.number) FROM item_versions w
        WHERE w.item = i.id AND w.state <> 'draft')
      ORDER BY i.code LIMIT 10000
      """
    ) { (try $0.get("code"), try $0.get("code", as: String.self) + " " + $0.get("name")) }
  }

  private static func versions(_ sql: SQL, _ db: any Connection) throws -> [Version] {
    let plain = try db.map(sql) { row in try version(row) }
    let ids = plain.map(\.id)
    let fields = try parts("SELECT version, field AS part FROM item_fields", ids, db)
    let methods = try parts("SELECT version, method AS part FROM item_methods", ids, db)
    let partners = try parts("SELECT version, department AS part FROM item_partners", ids, db)
    return plain.map { version in
      var content = version.content
      content.fields = fields[version.id] ?? []
      content.methods = methods[version.id] ?? []
      content.partners = partners[version.id] ?? []
      return Version(
        id: version.id, item: version.item, code: version.code, region: version.region,
        number: version.number, state: version.state, content: content,
        publishedAt: version.publishedAt, endedAt: version.endedAt)
    }
  }

  private static func parts(
    _ select: SQL, _ ids: [ItemVersionID], _ db: any Connection
  ) throws -> [ItemVersionID: [String]] {
    var found: [ItemVersionID: [String]] = [:]
    for start in stride(from: 0, to: ids.count, by: 500) {
      let part = Array(ids[start..<min(start + 500, ids.count)])
      try db.forEachRow(
        select + " WHERE " + .among("version", part) + " ORDER BY version, part LIMIT 100000"
      ) { found[try $0.get("version"), default: []].append(try $0.get("part")) }
    }
    return found
  }

  private static func version(_ row: Row) throws -> Version {
    var content = Content()
    content.list = try row.get("list")
    content.itemClass = try row.get("class")
    content.name = try row.get("name")
    content.content = try row.get("content")
    content.basis = try row.get("basis")
    content.subject = try row.get("subject")
    content.object = try row.get("object")
    content.ratio = try row.get("ratio")
    content.frequency = try row.get("frequency")
    content.materials = try row.get("materials")
    content.qualification = try row.get("qualification")
    content.department = try row.get("department")
    content.office = try row.get("office")
    content.limitDays = try row.get("limit_days")
    content.validFrom = try row.get("valid_from")
    content.validUntil = try row.get("valid_until")
    let published: Int64? = try row.get("published_at")
    let ended: Int64? = try row.get("ended_at")
    return Version(
      id: try row.get("id"), item: try row.get("item"), code: try row.get("code"),
      region: try row.get("region"), number: try row.get("number"), state: try row.get("state"),
      content: content, publishedAt: published.map { Instant(milliseconds: $0) },
      endedAt: ended.map { Instant(milliseconds: $0) })
  }
}
