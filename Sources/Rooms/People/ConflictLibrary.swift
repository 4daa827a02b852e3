internal import Bodies
internal import HTTP
internal import Kernel
package import Storage
internal import Supervision

/// Who must not visit whom, as files bring it and take it away.
package struct ConflictLibrary: Library {
  let code = "conflicts"
  let label = "回避关系"

  let columns = [
    ImportColumn(
      "人员编号", "person", aliases: ["编号", "专家编号"], form: .code, isRequired: true, "检查人员或专家的编号"),
    ImportColumn(
      "统一社会信用代码", "uscc", aliases: ["信用代码"], form: .code, isRequired: true, "不得检查的机构"),
    ImportColumn("回避理由", "reason", aliases: ["理由"], isRequired: true, "例如：曾任职"),
  ]

  let examples = [
    ["SH-0001", "91310115MA1K00015K", "曾在该机构任职"],
    ["ZJ-0001", "91310104MA1K00023G", "曾为该机构提供咨询"],
  ]

  /// Every department keeps those of its own people; which, is judged row by row.
  func requireKeeper(_ actor: Actor, _ db: any Connection) throws {}

  func pass(_ context: ImportContext) throws -> ConflictPass { ConflictPass(context: context) }

  func export(
    _ request: ExportRequest, _ db: any Connection, _ write: ([String]) throws -> Void
  ) throws {
    try request.refuseAsOf(label)
    let actor = request.actor
    let own: SQL =
      actor.isInLine(of: Keeper.department)
      ? .empty
      : """
       AND c.person IN (SELECT code FROM inspectors
        WHERE department = \(actor.authority?.department))
      """
    try db.stream(
      "SELECT c.person, b.uscc, c.reason FROM bodies b JOIN conflicts c ON c.body = b.id WHERE "
        + actor.scope.condition("b.region") + own + " ORDER BY c.person, b.uscc, c.reason"
    ) { row in
      try write([try row.get("person"), try row.get("uscc"), try row.get("reason")])
    }
  }
}

/// One way of a file through the recusals.
struct ConflictPass: LibraryPass {
  struct Step: Sendable {
    let person: String
    let body: BodyID
    let reason: String
  }

  let context: ImportContext
  /// The department whose people the person keeps; `nil` for those of every department.
  private let keptDepartment: String?
  private var bodies: [String: Body] = [:]
  private var inspectors: [String: Inspector] = [:]
  private var experts: [String: Expert] = [:]

  package init(context: ImportContext) {
    self.context = context
    keptDepartment =
      Keeper.mayKeep(context.actor) ? nil : context.actor.authority?.department ?? ""
  }

  mutating func prepare(_ rows: [RowIntake]) throws {
    bodies = try Bodies.knownBodies(rows.compactMap { $0.cell("uscc") }, context.db)
    let people = rows.compactMap { $0.cell("person") }
    inspectors = try People.knownInspectors(people, context.db)
    experts = try People.knownExperts(people, context.db)
  }

  mutating func read(_ intake: inout RowIntake) throws -> RowOutcome<Step>? {
    let reader = context.reader
    let person = intake.take("person") { cell throws(CellFault) in
      try reader.code(cell, "人员编号")
    }
    let uscc = intake.take("uscc", reader.uscc)
    let reason = intake.text("reason", "回避理由", 200, reader)
    if let person { refuseForeign(person, &intake) }
    let body = uscc.flatMap { bodies[$0] }
    if let uscc, !reader.scope.contains(body?.row.region ?? "") {
      intake.refuse("uscc", "您管辖范围内没有代码为“\(uscc)”的机构。", "请先导入该机构，或核对代码。")
    }
    guard !intake.isRefused, let person, let reason, let body else { return nil }
    intake.title = "\(person) \(body.row.name)"
    intake.claim("\(person) \(body.id) \(reason)", "person")
    guard !intake.isRefused else { return nil }
    let isKnown = try People.isConflict(person, body.id, reason, context.db)
    return isKnown ? .same : .new(Step(person: person, body: body.id, reason: reason))
  }

  private func refuseForeign(_ person: String, _ intake: inout RowIntake) {
    let region = inspectors[person]?.region ?? experts[person]?.region
    if region.map({ context.reader.scope.contains($0) }) != true {
      intake.refuse("person", "您管辖范围内没有编号为“\(person)”的检查人员或专家。", "请先导入该人员，或核对编号。")
    }
    if let keptDepartment, inspectors[person]?.department != keptDepartment {
      intake.refuse("person", "编号“\(person)”的人员属于其他部门。", "您单位只能登记本部门执法检查人员的回避关系。")
    }
  }

  mutating func store(_ steps: [Step], _ writing: ImportWriting) throws {
    for step in steps {
      try writing.db.execute(
        """
        INSERT INTO conflicts (person, body, reason)
        VALUES (\(step.person), \(step.body), \(step.reason))
        """)
    }
  }
}

extension People {
  package static func knownInspectors(
    _ codes: [String], _ db: any Connection
  ) throws -> [String: Inspector] {
    var found: [String: Inspector] = [:]
    for start in stride(from: 0, to: codes.count, by: 500) {
      let part = Array(codes[start..<min(start + 500, codes.count)])
      let rows: [Inspector] = try db.all(
        "SELECT " + Inspector.columns
          + " FROM inspectors p JOIN authorities t ON t.id = p.authority WHERE "
          + .among("p.code", part) + " ORDER BY p.code LIMIT 500")
      for row in rows { found[row.code] = row }
    }
    return found
  }

  package static func knownExperts(
    _ codes: [String], _ db: any Connection
  ) throws -> [String: Expert] {
    var found: [String: Expert] = [:]
    for start in stride(from: 0, to: codes.count, by: 500) {
      let part = Array(codes[start..<min(start + 500, codes.count)])
      let rows: [Expert] = try db.all(
        "SELECT " + Expert.columns + " FROM experts p WHERE " + .among("p.code", part)
          + " ORDER BY p.code LIMIT 500")
      for row in rows { found[row.code] = row }
    }
    return found
  }

  static func isConflict(
    _ person: String, _ body: BodyID, _ reason: String, _ db: any Connection
  ) throws -> Bool {
    try db.count(
      """
      SELECT count(*) AS value FROM conflicts
      WHERE person = \(person) AND body = \(body) AND reason = \(reason)
      """) > 0
  }
}
