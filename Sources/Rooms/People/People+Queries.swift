internal import Kernel
internal import Storage
internal import Supervision

extension People {
  // MARK: inspectors

  struct InspectorPage: Sendable {
    let rows: [Inspector]
    let skills: [InspectorID: [String]]
    let loads: [InspectorID: Load]
    let total: Int
  }

  private static let inspectorTables: SQL =
    " FROM inspectors p JOIN authorities t ON t.id = p.authority"

  static func inspectors(
    _ filter: PersonFilter, in scope: RegionScope, year: Int, page: Int, _ db: any Connection
  ) throws -> InspectorPage {
    let conditions = inspectorConditions(filter, in: scope)
    let total = try db.count(
      "SELECT count(*) AS value FROM inspectors p" + SQL.conditions(conditions))
    let rows: [Inspector] = try db.all(
      "SELECT " + Inspector.columns + inspectorTables + SQL.conditions(conditions)
        + inspectorOrder(filter.sort)
        + " LIMIT \(Paging.pageSize) OFFSET \(Paging.offset(page))")
    return InspectorPage(
      rows: rows, skills: try skills(of: rows.map(\.id), db),
      loads: try loads(of: rows, year: year, db), total: total)
  }

  /// Every inspector of the list with their fields, for the export; 500 at a time in memory.
  static func forEachInspector(
    _ filter: PersonFilter, in scope: RegionScope, _ db: any Connection,
    _ visit: (Inspector, [String]) throws -> Void
  ) throws {
    var part: [Inspector] = []
    func flush() throws {
      let skills = try skills(of: part.map(\.id), db)
      for person in part { try visit(person, skills[person.id] ?? []) }
      part.removeAll(keepingCapacity: true)
    }
    try db.stream(
      "SELECT " + Inspector.columns + inspectorTables
        + SQL.conditions(inspectorConditions(filter, in: scope)) + inspectorOrder(filter.sort)
    ) { row in
      part.append(try Inspector(row: row))
      if part.count == 500 { try flush() }
    }
    try flush()
  }

  private static func inspectorConditions(_ filter: PersonFilter, in scope: RegionScope) -> [SQL] {
    var conditions = [scope.narrowed(to: filter.region).exactCondition("p.region")]
    if !filter.department.isEmpty { conditions.append("p.department = \(filter.department)") }
    if let status = filter.status { conditions.append("p.status = \(status)") }
    if !filter.field.isEmpty {
      conditions.append(
        """
        EXISTS (SELECT 1 FROM inspector_skills s
          WHERE s.inspector = p.id AND s.field = \(filter.field))
        """)
    }
    if !filter.text.isEmpty {
      conditions.append(
        "(" + .contains("p.name", filter.text) + " OR " + .contains("p.code", filter.text)
          + " OR " + .contains("p.certificate_number", filter.text) + ")")
    }
    return conditions
  }

  private static func inspectorOrder(_ sort: PersonFilter.Sort) -> SQL {
    switch sort {
    case .region: " ORDER BY p.region, p.name, p.id"
    case .name: " ORDER BY p.name, p.region, p.id"
    case .validity: " ORDER BY p.certificate_until, p.region, p.name, p.id"
    }
  }

  static func skills(
    of inspectors: [InspectorID], _ db: any Connection
  ) throws -> [InspectorID: [String]] {
    guard !inspectors.isEmpty else { return [:] }
    var skills: [InspectorID: [String]] = [:]
    try db.forEachRow(
      "SELECT inspector, field FROM inspector_skills WHERE " + .among("inspector", inspectors)
        + " ORDER BY inspector, field LIMIT 100000"
    ) { skills[try $0.get("inspector"), default: []].append(try $0.get("field")) }
    return skills
  }

  private static func loads(
    of rows: [Inspector], year: Int, _ db: any Connection
  ) throws -> [InspectorID: Load] {
    guard !rows.isEmpty else { return [:] }
    var loads: [InspectorID: Load] = [:]
    try db.forEachRow(
      "SELECT m.inspector, count(*) AS visits FROM visit_members m JOIN visits v ON v.id = m.visit "
        + "WHERE " + .among("m.inspector", rows.map(\.id)) + " AND m.left_at IS NULL AND "
        + dueIn(year) + " GROUP BY m.inspector ORDER BY m.inspector LIMIT 500"
    ) { loads[try $0.get("inspector"), default: Load()].visits = try $0.get("visits") }
    let ids = Dictionary(rows.map { ($0.code, $0.id) }) { first, _ in first }
    try db.forEachRow(
      "SELECT person, count(DISTINCT body) AS bodies FROM conflicts WHERE "
        + .among("person", rows.map(\.code)) + " GROUP BY person ORDER BY person LIMIT 500"
    ) { row in
      guard let id = ids[try row.get("person")] else { return }
      loads[id, default: Load()].conflicts = try row.get("bodies")
    }
    return loads
  }

  private static func dueIn(_ year: Int) -> SQL {
    "v.due_on BETWEEN \("\(year)-01-01") AND \("\(year)-12-31") AND v.stage <> 'withdrawn'"
  }

  /// - Throws: `Problem.notFound` when not there or outside the scope.
  static func inspector(
    _ id: InspectorID, in scope: RegionScope, _ db: any Connection
  ) throws -> Inspector {
    let found: Inspector? = try db.first(
      "SELECT " + Inspector.columns + inspectorTables + " WHERE p.id = \(id)")
    guard let found, scope.contains(found.region) else { throw Problem.notFound }
    return found
  }

  // MARK: experts

  struct ExpertPage: Sendable {
    let rows: [Expert]
    let fields: [ExpertID: [String]]
    let total: Int
  }

  static func experts(
    _ filter: PersonFilter, in scope: RegionScope, page: Int, _ db: any Connection
  ) throws -> ExpertPage {
    let conditions = expertConditions(filter, in: scope)
    let total = try db.count(
      "SELECT count(*) AS value FROM experts p" + SQL.conditions(conditions))
    let rows: [Expert] = try db.all(
      "SELECT " + Expert.columns + " FROM experts p" + SQL.conditions(conditions)
        + expertOrder(filter.sort) + " LIMIT \(Paging.pageSize) OFFSET \(Paging.offset(page))")
    return ExpertPage(rows: rows, fields: try fields(of: rows.map(\.id), db), total: total)
  }

  /// Every expert of the list with their fields, for the export; 500 at a time in memory.
  static func forEachExpert(
    _ filter: PersonFilter, in scope: RegionScope, _ db: any Connection,
    _ visit: (Expert, [String]) throws -> Void
  ) throws {
    var part: [Expert] = []
    func flush() throws {
      let fields = try fields(of: part.map(\.id), db)
      for person in part { try visit(person, fields[person.id] ?? []) }
      part.removeAll(keepingCapacity: true)
    }
    try db.stream(
      "SELECT " + Expert.columns + " FROM experts p"
        + SQL.conditions(expertConditions(filter, in: scope)) + expertOrder(filter.sort)
    ) { row in
      part.append(try Expert(row: row))
      if part.count == 500 { try flush() }
    }
    try flush()
  }

  private static func expertConditions(_ filter: PersonFilter, in scope: RegionScope) -> [SQL] {
    var conditions = [scope.narrowed(to: filter.region).exactCondition("p.region")]
    if let status = filter.status { conditions.append("p.status = \(status)") }
    if !filter.field.isEmpty {
      conditions.append(
        """
        EXISTS (SELECT 1 FROM expert_fields f WHERE f.expert = p.id AND f.field = \(filter.field))
        """)
    }
    if !filter.text.isEmpty {
      conditions.append(
        "(" + .contains("p.name", filter.text) + " OR " + .contains("p.code", filter.text)
          + " OR " + .contains("p.employer", filter.text) + ")")
    }
    return conditions
  }

  private static func expertOrder(_ sort: PersonFilter.Sort) -> SQL {
    switch sort {
    case .region: " ORDER BY p.region, p.name, p.id"
    case .name: " ORDER BY p.name, p.region, p.id"
    case .validity: " ORDER BY p.valid_until, p.region, p.name, p.id"
    }
  }

  static func fields(
    of experts: [ExpertID], _ db: any Connection
  ) throws -> [ExpertID: [String]] {
    guard !experts.isEmpty else { return [:] }
    var fields: [ExpertID: [String]] = [:]
    try db.forEachRow(
      "SELECT expert, field FROM expert_fields WHERE " + .among("expert", experts)
        + " ORDER BY expert, field LIMIT 100000"
    ) { fields[try $0.get("expert"), default: []].append(try $0.get("field")) }
    return fields
  }

  /// - Throws: `Problem.notFound` when not there or outside the scope.
  static func expert(
    _ id: ExpertID, in scope: RegionScope, _ db: any Connection
  ) throws -> Expert {
    let found: Expert? = try db.first(
      "SELECT " + Expert.columns + " FROM experts p WHERE p.id = \(id)")
    guard let found, scope.contains(found.region) else { throw Problem.notFound }
    return found
  }
}
