internal import Draws
package import Kernel
internal import Plans
package import Storage
package import Supervision

extension Visits {
  /// Which visits a person sees: those of the own line and joint ones in the own region and below,
  /// and those of the own teams.
  ///
  /// While a draw is sealed, an inspection nobody has begun is known to its team and to those who
  /// organise it only.
  package static func visible(to actor: Actor) -> SQL {
    var inRange = actor.seesVisit
    if !Draws.seesSealed(actor) {
      inRange =
        "(" + inRange
          + """
           AND (v.stage NOT IN ('planned', 'scheduled', 'noticed', 'withdrawn')
            OR NOT EXISTS (SELECT 1 FROM draws s WHERE s.id = v.draw AND s.stage = 'drawn-sealed')))
          """
    }
    guard let inspector = actor.inspector else { return inRange }
    return "(" + inRange
      + """
       OR v.id IN (SELECT visit FROM visit_members WHERE inspector = \(inspector)
        AND left_at IS NULL))
      """
  }

  private static let columns: SQL =
    """
    SELECT v.id, v.draw, v.plan, p.title AS plan_title, p.basis AS plan_basis,
      pa.name AS plan_authority, pa.department AS plan_department, p.visits_from, p.visits_until, v.body, b.name AS body_name,
      b.uscc, b.certificate_number, b.certificate_until, b.address AS body_address,
      b.credit_class, b.legal_representative, b.contact, v.field, f.name AS field_name,
      v.template, t.title AS template_title, v.region, g.name AS region_name, v.stage, v.code,
      v.due_on, v.place, v.starts_at, v.notice_at, n.name AS notice_by_name, v.notice_read_at,
      v.began_at, v.finished_at, v.summary, v.circumstance_note, v.submitted_by,
      v.countersigned_by, v.approved_by, v.approved_at, v.publish_on
    FROM visits v JOIN plans p ON p.id = v.plan JOIN authorities pa ON pa.id = p.authority
      JOIN bodies b ON b.id = v.body JOIN fields f ON f.code = v.field
      JOIN form_templates t ON t.id = v.template JOIN regions g ON g.code = v.region
      LEFT JOIN accounts n ON n.id = v.notice_by
    """

  /// One visit this person may see.
  ///
  /// - Throws: `Problem.notFound`.
  static func load(_ id: VisitID, _ actor: Actor, _ db: any Connection) throws -> Visit {
    let found: Visit? = try db.first(
      columns + " WHERE v.id = \(id) AND " + visible(to: actor))
    guard let found else { throw Problem.notFound }
    return found
  }

  /// One visit whose notice was given to this body.
  ///
  /// - Throws: `Problem.notFound`.
  static func load(_ id: VisitID, toldTo body: BodyID, _ db: any Connection) throws -> Visit {
    let found: Visit? = try db.first(
      columns + " WHERE v.id = \(id) AND v.body = \(body) AND v.notice_at IS NOT NULL")
    guard let found else { throw Problem.notFound }
    return found
  }

  /// Everybody who is or was on the team, those who left last.
  package static func members(_ id: VisitID, _ db: any Connection) throws -> [VisitMember] {
    try db.all(
      """
      SELECT m.person, m.name, d.name AS department_name, m.role, m.inspector, m.expert,
        coalesce(i.certificate_number, '') AS certificate, m.left_at,
        CASE WHEN EXISTS (SELECT 1 FROM plan_fields pf JOIN plan_roles pr
          ON pr.plan = pf.plan AND pr.position = pf.position
          WHERE pf.plan = v.plan AND pf.field = v.field AND pr.department = m.department
            AND pr.is_lead = 1) THEN 1 ELSE 0 END AS is_lead
      FROM visit_members m JOIN visits v ON v.id = m.visit
        JOIN departments d ON d.code = m.department LEFT JOIN inspectors i ON i.id = m.inspector
      WHERE m.visit = \(id)
      ORDER BY m.left_at IS NOT NULL, is_lead DESC, m.expert IS NOT NULL, m.department, m.person
      LIMIT 100
      """)
  }

  /// What has been saved, by item.
  static func answers(_ id: VisitID, _ db: any Connection) throws -> [Int: VisitAnswer] {
    let rows: [VisitAnswer] = try db.all(
      """
      SELECT a.item, a.answer, a.description, a.is_corrected, a.nature, a.at, a.account,
        c.name AS account_name
      FROM visit_answers a JOIN accounts c ON c.id = a.account
      WHERE a.visit = \(id) ORDER BY a.item LIMIT 500
      """)
    return Dictionary(rows.map { ($0.item, $0) }, uniquingKeysWith: { $1 })
  }

  /// What the body said of itself before the visit.
  static func selfCheck(_ visit: Visit, _ db: any Connection) throws -> SelfCheckView? {
    let found = try db.one(
      """
      SELECT id, stage, submitted_at FROM self_checks
      WHERE plan = \(visit.plan) AND body = \(visit.body)
      """
    ) { row in
      (
        id: try row.get("id", as: SelfCheckID.self), stage: try row.get("stage", as: String.self),
        at: try row.get("submitted_at", as: Int64?.self)
      )
    }
    guard let found else { return nil }
    guard found.stage == SelfCheckStage.submitted.rawValue else {
      return SelfCheckView(submittedAt: nil, answers: [:])
    }
    let rows = try db.map(
      """
      SELECT item, answer, description FROM self_check_answers WHERE self_check = \(found.id)
      ORDER BY item LIMIT 500
      """
    ) { row in
      (
        try row.get("item", as: Int.self),
        SelfCheckView.Line(
          answer: Answer(rawValue: try row.get("answer")),
          description: try row.get("description"))
      )
    }
    return SelfCheckView(
      submittedAt: found.at.map { Instant(milliseconds: $0) },
      answers: Dictionary(rows, uniquingKeysWith: { $1 }))
  }

  package static func decisions(_ id: VisitID, _ db: any Connection) throws -> [VisitDecision] {
    try db.all(
      """
      SELECT step, at, name, reason FROM visit_decisions WHERE visit = \(id)
      ORDER BY number LIMIT 200
      """)
  }

  /// The stored results, in the order of the national list.
  package static func results(_ id: VisitID, _ db: any Connection) throws -> [InspectionResult] {
    let codes = Set(
      try db.map("SELECT code FROM visit_results WHERE visit = \(id) ORDER BY code LIMIT 50") {
        try $0.get("code", as: InspectionResult.self)
      })
    return InspectionResult.allCases.filter { codes.contains($0) }
  }

  package static func circumstances(_ id: VisitID, _ db: any Connection) throws -> Set<Circumstance>
  {
    Set(
      try db.map(
        """
        SELECT circumstance FROM visit_circumstances WHERE visit = \(id)
        ORDER BY circumstance LIMIT 50
        """
      ) { try $0.get("circumstance", as: Circumstance.self) })
  }
}

/// What the body answered in its self-check.
struct SelfCheckView: Sendable {
  struct Line: Sendable {
    let answer: Answer?
    let description: String
  }
  /// `nil` while it has not been submitted.
  let submittedAt: Instant?
  let answers: [Int: Line]
}
