package import Kernel
package import Storage
package import Supervision

extension Authorities {
  /// Everything of a scope, for the tree.
  package static func all(_ scope: RegionScope, _ db: any Connection) throws -> [Record] {
    try db.all(
      "SELECT " + Record.columns + " WHERE " + scope.condition("a.region")
        + " ORDER BY a.region, a.department, a.is_support, a.id LIMIT 10000")
  }

  /// Everything of a scope, or as it was registered at a moment, superiors first; for files.
  static func ordered(
    _ scope: RegionScope, at moment: Instant?, _ db: any Connection
  ) throws -> [Record] {
    guard let moment else { return try AuthorityTree.load(scope, db).nodes.map(\.record) }
    let records: [Record] = try db.all(
      """
      SELECT a.id, a.code, v.name, a.department, d.name AS department_name, v.level, v.region,
        r.name AS region_name, v.area, v.is_support, v.parent, v.valid_from, v.valid_until,
        0 AS accounts, 0 AS inspectors
      FROM authority_versions v JOIN authorities a ON a.id = v.authority
      JOIN departments d ON d.code = a.department JOIN regions r ON r.code = v.region WHERE
      """ + " " + scope.condition("v.region") + " AND "
        + AsOf(moment: moment).condition("v.since", "v.until")
        + " ORDER BY v.region, a.department, v.is_support, a.id LIMIT 10000")
    return AuthorityTree(records, superiors: try superiors(db)).nodes.map(\.record)
  }

  /// The region above each region.
  static func superiors(_ db: any Connection) throws -> [String: String] {
    var superiors: [String: String] = [:]
    try db.forEachRow("SELECT code, parent FROM regions ORDER BY code LIMIT 10000") { row in
      if let parent = try row.get("parent", as: String?.self) {
        superiors[try row.get("code")] = parent
      }
    }
    return superiors
  }

  /// The authorities of a scope that exist on a day.
  package static func existing(
    _ scope: RegionScope, on day: CalendarDay, _ db: any Connection
  ) throws -> [Record] {
    try all(scope, db).filter { $0.exists(on: day) }
  }

  /// - Throws: `Problem.notFound` when not there or outside the scope.
  static func one(
    _ id: AuthorityID, in scope: RegionScope, _ db: any Connection
  ) throws -> Record {
    let found: Record? = try db.first("SELECT " + Record.columns + " WHERE a.id = \(id)")
    guard let found, scope.contains(found.region) else { throw Problem.notFound }
    return found
  }

  package static func offices(of id: AuthorityID, _ db: any Connection) throws -> [Office] {
    try db.all(
      """
      SELECT id, name, duty, valid_from, valid_until FROM offices
      WHERE authority = \(id) AND until IS NULL ORDER BY name, id LIMIT 500
      """)
  }

  /// The offices of a scope by authority.
  package static func offices(
    _ scope: RegionScope, _ db: any Connection
  ) throws -> [AuthorityID: [Office]] {
    var found: [AuthorityID: [Office]] = [:]
    try db.forEachRow(
      """
      SELECT o.authority, o.id, o.name, o.duty, o.valid_from, o.valid_until
      FROM authorities a JOIN offices o ON o.authority = a.id
      WHERE o.until IS NULL AND
      """ + " " + scope.condition("a.region") + " ORDER BY o.authority, o.name, o.id LIMIT 20000"
    ) { found[try $0.get("authority"), default: []].append(try Office(row: $0)) }
    return found
  }

  static func versions(of id: AuthorityID, _ db: any Connection) throws -> [Version] {
    try db.all(
      """
      SELECT v.id, v.name, p.name AS parent, v.level, r.name AS region, v.area,
        \(Provenance.columns)
      FROM authority_versions v JOIN regions r ON r.code = v.region
      JOIN changes c ON c.id = v.change LEFT JOIN authorities p ON p.id = v.parent
      LEFT JOIN accounts n ON n.id = c.account
      WHERE v.authority = \(id) ORDER BY v.since DESC, v.id DESC LIMIT 200
      """)
  }
}

/// The authorities of a scope in their order of command.
struct AuthorityTree: Sendable {
  struct Node: Sendable {
    let record: Authorities.Record
    let depth: Int
    /// Whether the superior was registered; otherwise it follows from department and region.
    let isPlaced: Bool
  }

  let nodes: [Node]
  private let parents: [AuthorityID: AuthorityID]

  /// - Parameter superiors: the region above each region.
  init(_ records: [Authorities.Record], superiors: [String: String]) {
    let ids = Set(records.map(\.id))
    var heads: [String: AuthorityID] = [:]
    for record in records where !record.isSupport && !["unit", "station"].contains(record.level) {
      let key = "\(record.department) \(record.region)"
      if heads[key] == nil { heads[key] = record.id }
    }
    var parents: [AuthorityID: AuthorityID] = [:]
    for record in records {
      if let parent = record.parent, ids.contains(parent) {
        parents[record.id] = parent
        continue
      }
      if record.parent != nil { continue }
      var region: String? = record.region
      while let place = region {
        if let head = heads["\(record.department) \(place)"], head != record.id {
          parents[record.id] = head
          break
        }
        region = superiors[place]
      }
    }
    self.parents = parents
    nodes = Self.ordered(records, parents)
  }

  private static func ordered(
    _ records: [Authorities.Record], _ parents: [AuthorityID: AuthorityID]
  ) -> [Node] {
    var children: [AuthorityID: [Authorities.Record]] = [:]
    var roots: [Authorities.Record] = []
    for record in records {
      if let parent = parents[record.id] {
        children[parent, default: []].append(record)
      } else {
        roots.append(record)
      }
    }
    var nodes: [Node] = []
    var waiting = roots.reversed().map { (record: $0, depth: 0) }
    while let next = waiting.popLast() {
      nodes.append(
        Node(record: next.record, depth: next.depth, isPlaced: next.record.parent != nil))
      for child in (children[next.record.id] ?? []).reversed() {
        waiting.append((child, next.depth + 1))
      }
    }
    return nodes
  }

  /// Whether one stands below the other.
  func isBelow(_ low: AuthorityID, _ high: AuthorityID) -> Bool {
    var at: AuthorityID? = low
    var steps = 0
    while let id = at, steps <= parents.count {
      if id == high { return true }
      at = parents[id]
      steps += 1
    }
    return false
  }
}

extension AuthorityTree {
  static func load(_ scope: RegionScope, _ db: any Connection) throws -> AuthorityTree {
    AuthorityTree(
      try Authorities.all(scope, db), superiors: try Authorities.superiors(db))
  }
}
