package import Kernel
internal import Plans
package import Storage
internal import Supervision

extension SelfChecks {
  private static let columns: SQL =
    """
    SELECT s.id, p.title AS plan_title, s.body, b.name AS body_name, b.uscc,
      b.certificate_number, b.address, r.name AS region_name, s.template, f.title AS form_title,
      f.source AS form_source, s.due_on, s.stage, s.submitted_at, a.name AS submitter
    FROM self_checks s JOIN plans p ON p.id = s.plan JOIN bodies b ON b.id = s.body
      JOIN regions r ON r.code = s.region JOIN form_templates f ON f.id = s.template
      LEFT JOIN accounts a ON a.id = s.submitted_by
    """

  /// A body's own self-check.
  ///
  /// - Throws: `Problem.notFound` for another body's.
  static func own(_ id: SelfCheckID, _ actor: Actor, _ db: any Connection) throws -> SelfCheck {
    guard let body = actor.body else { throw Problem.notFound }
    let found: SelfCheck? = try db.first(
      columns + " WHERE s.id = \(id) AND s.body = \(body)")
    guard let found else { throw Problem.notFound }
    return found
  }

  /// A self-check an official may see.
  ///
  /// - Throws: `Problem.notFound`.
  static func seen(_ id: SelfCheckID, _ actor: Actor, _ db: any Connection) throws -> SelfCheck {
    let found: SelfCheck? = try db.first(
      columns + " WHERE s.id = \(id) AND " + actor.seesSelfCheck)
    guard let found else { throw Problem.notFound }
    return found
  }

  /// A body's self-checks: what is still to do first, then by day.
  package static func all(of body: BodyID, _ db: any Connection) throws -> [SelfCheck] {
    try db.all(
      columns
        + """
         WHERE s.body = \(body)
        ORDER BY CASE WHEN s.stage = 'submitted' THEN 1 ELSE 0 END, s.due_on DESC, s.id DESC
        LIMIT 50
        """)
  }

  /// The answers of a self-check by item.
  static func answers(_ id: SelfCheckID, _ db: any Connection) throws -> [Int: SelfCheckAnswer] {
    var answers: [Int: SelfCheckAnswer] = [:]
    try db.forEachRow(
      """
      SELECT item, answer, description, at FROM self_check_answers WHERE self_check = \(id)
      ORDER BY item LIMIT 500
      """
    ) { row in
      let item: Int = try row.get("item")
      answers[item] = SelfCheckAnswer(
        item: item, answer: Answer(rawValue: try row.get("answer")),
        description: try row.get("description"),
        savedAt: Instant(milliseconds: try row.get("at")))
    }
    return answers
  }

  // MARK: the officials' list

  struct Filter {
    var plan: PlanID?
    var stage: SelfCheckStage?
    var region = ""
  }

  struct ListRow: RowDecodable {
    let id: SelfCheckID
    let bodyName: String
    let regionName: String
    let dueOn: CalendarDay?
    let stage: SelfCheckStage
    let submittedAt: Instant?
    let problems: Int

    init(row: Row) throws {
      id = try row.get("id")
      bodyName = try row.get("body_name")
      regionName = try row.get("region_name")
      dueOn = CalendarDay(iso: try row.get("due_on", as: String.self))
      stage = try row.get("stage")
      submittedAt = try row.get("submitted_at", as: Int64?.self).map { Instant(milliseconds: $0) }
      problems = try row.get("problems")
    }
  }

  /// The plans that have self-checks this person sees, newest first.
  static func plans(_ actor: Actor, _ db: any Connection) throws -> [(PlanID, String)] {
    try db.map(
      """
      SELECT p.id, p.title FROM plans p
      WHERE (p.region IN (\(above(actor.scope))) OR \(actor.scope.condition("p.region")))
        AND \(actor.seesPlanAnywhere) AND EXISTS (SELECT 1 FROM self_checks s WHERE s.plan = p.id AND
      """ + " " + actor.seesSelfCheck + ") ORDER BY p.id DESC LIMIT 200"
    ) { (try $0.get("id"), try $0.get("title")) }
  }

  /// The regions that a scope lies in: their plans reach into it.
  private static func above(_ scope: RegionScope) -> SQL {
    let codes = ["000000", scope.low.prefix(2) + "0000", scope.low.prefix(4) + "00"]
    return SQL.joined(codes.map { "\($0)" }, by: ", ")
  }

  /// How many self-checks of a plan that this person sees stand at each stage.
  static func counts(_ plan: PlanID, _ actor: Actor, _ db: any Connection) throws
    -> [SelfCheckStage: Int]
  {
    var counts: [SelfCheckStage: Int] = [:]
    try db.forEachRow(
      "SELECT s.stage, count(*) AS number FROM self_checks s WHERE s.plan = \(plan) AND "
        + actor.seesSelfCheck + " GROUP BY s.stage ORDER BY s.stage LIMIT 10"
    ) { counts[try $0.get("stage")] = try $0.get("number") }
    return counts
  }

  /// One page of a plan's self-checks, region by region, what is missing first.
  static func list(
    _ plan: PlanID, _ filter: Filter, _ actor: Actor, page: Int, _ db: any Connection
  ) throws -> (rows: [ListRow], total: Int) {
    var conditions: [SQL] = ["s.plan = \(plan)", actor.seesSelfCheck]
    if !filter.region.isEmpty {
      conditions.append(RegionScope(region: filter.region).condition("s.region"))
    }
    if let stage = filter.stage { conditions.append("s.stage = \(stage)") }
    let total = try db.count(
      "SELECT count(*) AS value FROM self_checks s" + SQL.conditions(conditions))
    let rows: [ListRow] = try db.all(
      """
      SELECT s.id, b.name AS body_name, r.name AS region_name, s.due_on, s.stage, s.submitted_at,
        (SELECT count(*) FROM self_check_answers a
          WHERE a.self_check = s.id AND a.answer = 'problem') AS problems
      FROM self_checks s JOIN bodies b ON b.id = s.body JOIN regions r ON r.code = s.region
      """ + SQL.conditions(conditions)
        + """
         ORDER BY s.region, s.stage, s.id
        LIMIT \(Paging.pageSize) OFFSET \(Paging.offset(page))
        """)
    return (rows, total)
  }
}
