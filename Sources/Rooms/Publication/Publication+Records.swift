internal import Items
internal import Kernel
internal import Plans
internal import Storage
internal import Supervision

// The records as the store gives them now. Nothing that is not public may pass here.

extension Publication {
  static func codeName(_ row: Row, _ code: StaticString, _ name: StaticString) throws -> CodeName {
    CodeName(code: try row.get(code), name: try row.get(name))
  }

  static func moment(_ row: Row, _ column: StaticString) throws -> String? {
    let milliseconds: Int64? = try row.get(column)
    return milliseconds.map { Instant(milliseconds: $0).iso }
  }

  /// - Throws: `Problem.notFound`.
  static func planRecord(_ plan: PlanID, version: Int, at now: Instant, _ db: any Connection)
    throws -> PlanRecord
  {
    let fields = try planFields(plan, db)
    let frozen: Int64? = try db.value(
      "SELECT frozen_at AS value FROM draws WHERE plan = \(plan) AND stage <> 'void'")
    let items = try Plans.items(of: plan, db).map { item in
      PlanRecord.Item(
        code: item.code, version: item.number, name: item.content.name, basis: item.content.basis)
    }
    let weights = try db.map(
      """
      SELECT credit_class, weight FROM plan_weights WHERE plan = \(plan)
      ORDER BY credit_class LIMIT 10
      """
    ) {
      PlanRecord.Weight(creditClass: try $0.get("credit_class"), weight: try $0.get("weight"))
    }
    let found = try db.one(
      """
      SELECT p.title, p.year, p.basis, a.name AS authority, p.region, r.name AS region_name,
        f.title AS form, p.total, p.is_unannounced, p.suite, p.minimum, p.self_check_until,
        p.visits_from, p.visits_until, p.results_until
      FROM plans p JOIN authorities a ON a.id = p.authority JOIN regions r ON r.code = p.region
        JOIN form_templates f ON f.id = p.template
      WHERE p.id = \(plan)
      """
    ) { row in
      PlanRecord(
        plan: plan.number, version: version, publishedAt: now.iso, title: try row.get("title"),
        year: try row.get("year"), basis: try row.get("basis"),
        authority: try row.get("authority"),
        region: try codeName(row, "region", "region_name"), form: try row.get("form"),
        total: try row.get("total"), isUnannounced: try row.get("is_unannounced"),
        suite: try row.get("suite"), minimum: try row.get("minimum"),
        selfCheckUntil: try row.get("self_check_until"), visitsFrom: try row.get("visits_from"),
        visitsUntil: try row.get("visits_until"), resultsUntil: try row.get("results_until"),
        fields: fields, weights: weights,
        registryAt: frozen.map { Instant(milliseconds: $0).iso }, items: items)
    }
    guard let found else { throw Problem.notFound }
    return found
  }

  private static func planFields(_ plan: PlanID, _ db: any Connection) throws
    -> [PlanRecord.Field]
  {
    var departments: [Int: [PlanRecord.Department]] = [:]
    try db.forEachRow(
      """
      SELECT r.position, r.department, d.name, r.people, r.is_lead
      FROM plan_roles r JOIN departments d ON d.code = r.department
      WHERE r.plan = \(plan) ORDER BY r.position, r.is_lead DESC, r.department LIMIT 2000
      """
    ) { row in
      departments[try row.get("position"), default: []].append(
        PlanRecord.Department(
          code: try row.get("department"), name: try row.get("name"),
          people: try row.get("people"), isLead: try row.get("is_lead")))
    }
    return try db.map(
      """
      SELECT p.position, p.name, p.field, f.name AS field_name, p.quota, p.focus
      FROM plan_fields p JOIN fields f ON f.code = p.field
      WHERE p.plan = \(plan) ORDER BY p.position LIMIT 200
      """
    ) { row in
      PlanRecord.Field(
        name: try row.get("name"), field: try codeName(row, "field", "field_name"),
        quota: try row.get("quota"), focus: try row.get("focus"),
        departments: departments[try row.get("position")] ?? [])
    }
  }

  /// The record of a visit's result as it was approved.
  ///
  /// - Throws: `Problem.notFound`.
  static func resultRecord(_ visit: VisitID, version: Int, at now: Instant, _ db: any Connection)
    throws -> ResultRecord
  {
    let results = try approvedResults(visit, db)
    let team = try teamRecord(visit, db)
    let rectifyUntil: String? = try db.value(
      "SELECT due_on AS value FROM rectifications WHERE visit = \(visit)")
    let found = try db.one(
      """
      SELECT v.plan, p.title, d.number AS draw, v.body, b.name AS body_name, b.uscc,
        b.certificate_number, v.region, r.name AS region_name, v.field, f.name AS field_name,
        a.name AS authority, v.began_at, v.finished_at, v.summary
      FROM visits v JOIN plans p ON p.id = v.plan JOIN draws d ON d.id = v.draw
        JOIN bodies b ON b.id = v.body JOIN regions r ON r.code = v.region
        JOIN fields f ON f.code = v.field JOIN authorities a ON a.id = p.authority
      WHERE v.id = \(visit)
      """
    ) { row in
      ResultRecord(
        result: visit.number, version: version, publishedAt: now.iso,
        plan: ResultRecord.Plan(
          id: try row.get("plan"), title: try row.get("title"), draw: try row.get("draw")),
        body: ResultRecord.Body(
          id: try row.get("body"), name: try row.get("body_name"), uscc: try row.get("uscc"),
          certificateNumber: try row.get("certificate_number")),
        region: try codeName(row, "region", "region_name"),
        field: try codeName(row, "field", "field_name"), authority: try row.get("authority"),
        method: "实地检查", beganAt: try moment(row, "began_at"),
        finishedAt: try moment(row, "finished_at"), team: team,
        results: words(results), national: nationalWords(results),
        summary: try row.get("summary"), rectifyUntil: rectifyUntil, correction: nil)
    }
    guard let found else { throw Problem.notFound }
    return found
  }

  private static func approvedResults(_ visit: VisitID, _ db: any Connection) throws
    -> Set<InspectionResult>
  {
    Set(
      try db.map(
        "SELECT code FROM visit_results WHERE visit = \(visit) ORDER BY code LIMIT 50"
      ) { row in
        let code: String = try row.get("code")
        guard let result = InspectionResult(rawValue: code) else {
          throw Problem.refused("检查结果代码“\(code)”不在公示系统的结果表中，不能公开。请退回检查组更正。")
        }
        return result
      })
  }

  private static func teamRecord(_ visit: VisitID, _ db: any Connection) throws
    -> ResultRecord.Team
  {
    var people = 0
    var departments: [CodeName] = []
    try db.forEachRow(
      """
      SELECT m.department, d.name, count(*) AS people
      FROM visit_members m JOIN departments d ON d.code = m.department
      WHERE m.visit = \(visit) AND m.left_at IS NULL
      GROUP BY m.department, d.name ORDER BY m.department LIMIT 50
      """
    ) { row in
      people += try row.get("people", as: Int.self)
      departments.append(try codeName(row, "department", "name"))
    }
    return ResultRecord.Team(people: people, departments: departments)
  }

  static func words(_ results: Set<InspectionResult>) -> [CodeName] {
    InspectionResult.allCases.filter(results.contains).map {
      CodeName(code: $0.code, name: $0.label)
    }
  }

  static func nationalWords(_ results: Set<InspectionResult>) -> [CodeName] {
    let national = Set(results.map(\.national))
    return NationalResult.allCases.filter(national.contains).map {
      CodeName(code: $0.rawValue, name: $0.label)
    }
  }
}
