package import Kernel
package import Storage
internal import Supervision

extension Plans {
  /// A plan this person may see.
  ///
  /// - Throws: `Problem.notFound` when it is elsewhere.
  package static func plan(_ id: PlanID, for actor: Actor, _ db: any Connection) throws -> Plan {
    guard try isVisible(id, to: actor, db), let plan = try plan(id, db) else {
      throw Problem.notFound
    }
    return plan
  }

  package static func isVisible(_ id: PlanID, to actor: Actor, _ db: any Connection) throws -> Bool
  {
    try db.count(
      "SELECT count(*) AS value FROM plans p WHERE p.id = \(id) AND " + actor.seesPlan) > 0
  }

  /// A plan, whoever asks.
  package static func plan(_ id: PlanID, _ db: any Connection) throws -> Plan? {
    try db.one(
      """
      SELECT p.id, p.title, p.year, p.basis, p.authority, a.name AS authority_name, p.region,
        r.name AS region_name, p.template, f.title AS template_title, p.total, p.target_ratio,
        p.suite, p.minimum, p.is_unannounced, p.self_check_until, p.visits_from, p.visits_until,
        p.results_until, p.stage, p.created_at, p.updated_at
      FROM plans p JOIN authorities a ON a.id = p.authority JOIN regions r ON r.code = p.region
      JOIN form_templates f ON f.id = p.template WHERE p.id = \(id)
      """
    ) { row in
      Plan(
        id: id, stage: try row.get("stage"), authority: try row.get("authority"),
        authorityName: try row.get("authority_name"), region: try row.get("region"),
        regionName: try row.get("region_name"), templateTitle: try row.get("template_title"),
        createdAt: Instant(milliseconds: try row.get("created_at")),
        updatedAt: Instant(milliseconds: try row.get("updated_at")),
        content: PlanContent(
          title: try row.get("title"), year: try row.get("year"), basis: try row.get("basis"),
          template: try row.get("template"), total: try row.get("total"),
          targetRatio: try row.get("target_ratio"), suite: try row.get("suite"),
          minimum: try row.get("minimum"), isUnannounced: try row.get("is_unannounced"),
          selfCheckUntil: try day(row, "self_check_until"),
          visitsFrom: try day(row, "visits_from"), visitsUntil: try day(row, "visits_until"),
          resultsUntil: try day(row, "results_until"), weights: try weights(of: id, db),
          fields: try fields(of: id, db)))
    }
  }

  static func day(_ row: Row, _ column: StaticString) throws -> CalendarDay {
    guard let day = CalendarDay(iso: try row.get(column, as: String.self)) else {
      throw StoreError.column(name: column.description, problem: "is no day")
    }
    return day
  }

  private static func weights(of plan: PlanID, _ db: any Connection) throws -> [CreditClass: Int] {
    var weights: [CreditClass: Int] = [:]
    try db.forEachRow(
      """
      SELECT credit_class, weight FROM plan_weights WHERE plan = \(plan)
      ORDER BY credit_class LIMIT 10
      """
    ) { row in
      guard let credit = CreditClass(rawValue: try row.get("credit_class")) else { return }
      weights[credit] = try row.get("weight")
    }
    return weights
  }

  private static func fields(of plan: PlanID, _ db: any Connection) throws -> [PlanField] {
    var roles: [Int: [PlanRole]] = [:]
    try db.forEachRow(
      """
      SELECT position, department, people, is_lead FROM plan_roles WHERE plan = \(plan)
      ORDER BY position, place LIMIT 2000
      """
    ) { row in
      roles[try row.get("position"), default: []].append(
        PlanRole(
          department: try row.get("department"), people: try row.get("people"),
          isLead: try row.get("is_lead")))
    }
    return try db.map(
      """
      SELECT position, name, field, quota, focus FROM plan_fields WHERE plan = \(plan)
      ORDER BY position LIMIT 100
      """
    ) { row in
      PlanField(
        name: try row.get("name"), field: try row.get("field"), quota: try row.get("quota"),
        focus: try row.get("focus"), roles: roles[try row.get("position")] ?? [])
    }
  }

  /// The plans a person sees, newest year first; `year` narrows it.
  static func list(
    _ actor: Actor, year: Int?, page: Int, _ db: any Connection
  ) throws -> (rows: [PlanRow], total: Int) {
    var conditions = [actor.seesPlan]
    if let year { conditions.append("p.year = \(year)") }
    let total = try db.count("SELECT count(*) AS value FROM plans p" + SQL.conditions(conditions))
    let rows: [PlanRow] = try db.all(
      """
      SELECT p.id, p.title, p.year, a.name AS authority, p.stage, p.total, p.visits_from,
        p.visits_until
      FROM plans p JOIN authorities a ON a.id = p.authority
      """ + SQL.conditions(conditions)
        + """
         ORDER BY p.year DESC, p.id DESC
        LIMIT \(Paging.pageSize) OFFSET \(Paging.offset(page))
        """)
    return (rows, total)
  }

  /// The years that have plans, newest first.
  static func years(_ actor: Actor, _ db: any Connection) throws -> [Int] {
    try db.map(
      "SELECT DISTINCT p.year FROM plans p WHERE " + actor.seesPlan
        + " ORDER BY p.year DESC LIMIT 100"
    ) { try $0.get("year") }
  }

  /// The forms a plan may use.
  static func templates(_ db: any Connection) throws -> [(id: TemplateID, title: String)] {
    try db.map("SELECT id, title FROM form_templates ORDER BY id LIMIT 200") {
      (try $0.get("id"), try $0.get("title"))
    }
  }

  /// Visits of a plan that are neither public nor withdrawn.
  static func openVisits(of plan: PlanID, _ db: any Connection) throws -> Int {
    try db.count(
      """
      SELECT count(*) AS value FROM visits
      WHERE plan = \(plan) AND stage NOT IN ('published', 'withdrawn')
      """)
  }

  /// Visits of a plan that have not been withdrawn.
  static func keptVisits(of plan: PlanID, _ db: any Connection) throws -> Int {
    try db.count(
      "SELECT count(*) AS value FROM visits WHERE plan = \(plan) AND stage <> 'withdrawn'")
  }
}
