package import Kernel
package import Storage
package import Supervision

/// The frozen files of a draw (roster, inspectors, conflicts), exactly as mingcha-draw-1 §1 wants them.
package enum RegistryFiles {
  /// `roster.tsv`: the active bodies of the scope, ascending by credit code.
  ///
  /// - Throws: `Problem.refused` naming a body whose text cannot stand in the file.
  package static func rosterFile(
    scope: RegionScope, on day: CalendarDay, _ db: any Connection
  ) throws -> (bytes: [UInt8], count: Int) {
    let fields = try codes(
      """
      SELECT f.body AS owner, f.field AS code FROM bodies b JOIN body_fields f ON f.body = b.id
      WHERE b.status = 'active' AND
      """ + " " + scope.condition("b.region") + " ORDER BY f.body, f.field", db)
    var lines = DrawLines(columns: ["id", "name", "region", "domains", "credit"])
    try db.forEachRow(
      "SELECT b.id, b.uscc, b.name, b.region, b.credit_class FROM bodies b "
        + "WHERE b.status = 'active' AND " + scope.condition("b.region") + " ORDER BY b.uscc"
    ) { row in
      try lines.add([
        row.get("uscc"), row.get("name"), row.get("region"),
        domains(fields[try row.get("id")]), row.get("credit_class"),
      ])
    }
    return lines.file()
  }

  /// `inspectors.tsv`: active inspectors and experts of the scope, ascending by code.
  ///
  /// Who is on leave on the day of the freeze stands in no line. A certificate, a field, a term
  /// counts when it is valid from the freeze to `day`. An expert without a signed pledge of
  /// confidentiality is `expired`.
  ///
  /// - Parameters:
  ///   - day: the last day on which the people are needed.
  ///   - freeze: the day of the freeze; without one, `day`.
  package static func inspectorsFile(
    scope: RegionScope, on day: CalendarDay, frozenOn freeze: CalendarDay? = nil,
    _ db: any Connection
  ) throws -> (bytes: [UInt8], count: Int) {
    let period = PersonPeriod(from: freeze ?? day, until: day)
    let skills = try codes(
      """
      SELECT s.inspector AS owner, s.field AS code FROM inspectors p
      JOIN inspector_skills s ON s.inspector = p.id WHERE p.status = 'active' AND
      """ + " " + scope.condition("p.region") + " AND " + period.holdsSkill("p.code", "s.field")
        + " AND " + period.mayCheck("p.code", "s.field") + " ORDER BY s.inspector, s.field", db)
    let fields = try codes(
      """
      SELECT f.expert AS owner, f.field AS code FROM experts p
      JOIN expert_fields f ON f.expert = p.id WHERE p.status = 'active' AND
      """ + " " + scope.condition("p.region") + " AND " + period.holdsSkill("p.code", "f.field")
        + " ORDER BY f.expert, f.field", db)
    var lines = DrawLines(columns: ["id", "department", "region", "domains", "certificate"])
    try db.forEachRow(
      "SELECT p.id, p.code, p.department, p.region, CASE WHEN "
        + period.holdsCertificate("p.code", "p.certificate_until")
        + " THEN 'valid' ELSE 'expired' END AS certificate FROM inspectors p "
        + "WHERE p.status = 'active' AND " + scope.condition("p.region") + " AND "
        + period.isPresent("p.code") + " ORDER BY p.code"
    ) { row in
      try lines.add([
        row.get("code"), row.get("department"), row.get("region"),
        domains(skills[try row.get("id")]), row.get("certificate"),
      ])
    }
    try db.forEachRow(
      "SELECT p.id, p.code, p.region, CASE WHEN " + period.isHired("p.code", "p.valid_until")
        + " AND " + period.hasPledged("p.code")
        + " THEN 'valid' ELSE 'expired' END AS certificate FROM experts p "
        + "WHERE p.status = 'active' AND " + scope.condition("p.region") + " AND "
        + period.isPresent("p.code") + " ORDER BY p.code"
    ) { row in
      try lines.add([
        row.get("code"), Keeper.expertDepartment, row.get("region"),
        domains(fields[try row.get("id")]), row.get("certificate"),
      ])
    }
    return lines.file()
  }

  /// `conflicts.tsv`: who must not visit whom, of those who stand in the two other files of the
  /// same scope; each pair once.
  ///
  /// - Parameter freeze: on which leave and recusals are judged.
  package static func conflictsFile(
    scope: RegionScope, on freeze: CalendarDay, _ db: any Connection
  ) throws -> (bytes: [UInt8], count: Int) {
    let period = PersonPeriod(from: freeze, until: freeze)
    var lines = DrawLines(columns: ["inspector", "object"])
    var seen: Set<String> = []
    for source in ConflictSource.all(on: freeze) {
      for people: SQL in ["inspectors p", "experts p"] {
        try db.forEachRow(
          "SELECT DISTINCT " + source.person + " AS person, b.uscc FROM bodies b JOIN "
            + source.join + " WHERE b.status = 'active' AND " + scope.condition("b.region")
            + " AND " + source.condition + " AND EXISTS (SELECT 1 FROM " + people
            + " WHERE p.code = " + source.person + " AND p.status = 'active' AND "
            + scope.condition("p.region") + " AND " + period.isPresent("p.code")
            + ") ORDER BY person, b.uscc"
        ) { row in
          let pair: [String] = [try row.get("person"), try row.get("uscc")]
          if seen.insert(pair.joined(separator: "\t")).inserted { try lines.add(pair) }
        }
      }
    }
    return lines.file()
  }

  private static func codes(_ sql: SQL, _ db: any Connection) throws -> [Int: [String]] {
    var codes: [Int: [String]] = [:]
    try db.forEachRow(sql) {
      codes[try $0.get("owner"), default: []].append(try $0.get("code"))
    }
    return codes
  }

  private static func domains(_ codes: [String]?) -> String {
    guard let codes, !codes.isEmpty else { return "-" }
    return codes.joined(separator: ",")
  }
}

/// The lines of a table for a draw, sorted by their bytes: an id comes first, so that is ascending
/// by id whatever order the engine's own comparison gives.
private struct DrawLines {
  private let header: String
  private var lines: [[UInt8]] = []

  init(columns: [String]) {
    header = columns.joined(separator: "\t")
  }

  mutating func add(_ cells: [String]) throws {
    for cell in cells where cell.isEmpty || cell.utf8.contains(where: { $0 < 0x20 || $0 == 0x7F }) {
      throw Problem.refused(
        "“\(cells[0])”的登记内容含有空白或控制字符，不能写入抽取名单。请先在名录中改正这条记录。")
    }
    lines.append(Array(cells.joined(separator: "\t").utf8))
  }

  mutating func file() -> (bytes: [UInt8], count: Int) {
    // TAB sorts before every character of an id, so whole lines sort as their ids do.
    lines.sort { $0.lexicographicallyPrecedes($1) }
    var bytes = Array(header.utf8)
    bytes.append(0x0A)
    for line in lines {
      bytes += line
      bytes.append(0x0A)
    }
    return (bytes, lines.count)
  }
}
