internal import Storage
internal import Supervision

/// Everything the house knows of one body, for its page.
struct BodyDossier {
  struct Barred { let person: String, name: String, link: Link?, reason: String }

  struct Pick {
    let draw: DrawID
    let number: Int
    let title: String
    let drawStage: DrawStage?
    let field: String
    let place: Int
    let stratum: String
    let allocated: Int
    let records: Int
    let state: String
    /// When the roster was taken from the registry.
    let frozenAt: Instant
    /// Whether this reader may open the draw.
    let isOpen: Bool
  }

  struct Visit {
    let id: VisitID
    let title: String
    let field: String
    let stage: VisitStage?
    let dueOn: CalendarDay
    let startsAt: Instant?
    let results: [InspectionResult]
  }

  struct SelfCheck {
    let id: SelfCheckID
    let plan: PlanID
    /// Whether this person may open the plan; a superior's reaches into the own region.
    let isOpen: Bool
    let title: String
    let planStage: PlanStage?
    let dueOn: CalendarDay
    let stage: SelfCheckStage?
    let submittedAt: Instant?
  }

  struct Rectification {
    let id: RectificationID
    let dueOn: CalendarDay
    let stage: RectificationStage?
    let demand: String
    let closedAt: Instant?
  }

  struct Publication { let kind: String, title: String, version: Int, at: Instant }

  struct PortalAccount { let login: String, name: String, isActive: Bool }

  struct Source { let id: ImportID, fileName: String, at: Instant, isOpen: Bool }

  let body: Body
  let barred: [Barred]
  let picks: [Pick]
  let visits: [Visit]
  let selfChecks: [SelfCheck]
  let rectifications: [Rectification]
  let publications: [Publication]
  let accounts: [PortalAccount]
  let source: Source?
  let history: RecordHistory
  let regions: CodeNames
  let fields: CodeNames
}

extension Registry {
  /// - Throws: `Problem.notFound` when the body is not there or outside the actor's region.
  ///
  /// - Parameter day: on which recusals must still hold; without one, also those that have ended.
  static func dossier(
    _ id: BodyID, for actor: Actor, on day: CalendarDay? = nil, _ db: any Connection
  ) throws -> BodyDossier {
    let body = try body(id, in: actor.scope, db)
    let visits = try visits(ofBody: id, actor, db)
    let rectifications = try rectifications(ofBody: id, actor, db)
    let selfChecks = try selfChecks(ofBody: id, actor, db)
    let subjects: [(kind: String, ids: [String])] = [
      ("body", [id.description]), ("visit", visits.map(\.id.description)),
      ("rectification", rectifications.map(\.id.description)),
      ("self-check", selfChecks.map(\.id.description)),
    ]
    return BodyDossier(
      body: body, barred: try barred(fromBody: id, on: day, actor, db),
      picks: try picks(ofBody: id, actor, db), visits: visits, selfChecks: selfChecks,
      rectifications: rectifications, publications: try publications(ofBody: id, db),
      accounts: try accounts(ofBody: id, db), source: try source(body.importedBy, actor, db),
      history: try Journal.history(of: subjects, db), regions: CodeNames(try Reference.regions(db)),
      fields: CodeNames(try Reference.fields(db)))
  }

  /// Who must not visit the body: registered, or out of a former post, an interest, an employer.
  private static func barred(
    fromBody id: BodyID, on day: CalendarDay?, _ actor: Actor, _ db: any Connection
  ) throws -> [BodyDossier.Barred] {
    let pairs = try barred(from: id, on: day ?? CalendarDay(dayNumber: 0), db)
    let codes = pairs.map(\.person)
    let inspectors = try knownInspectors(codes, db)
    let experts = try knownExperts(codes, db)
    return pairs.sorted { ($0.person, $0.reason) < ($1.person, $1.reason) }.map { pair in
      let inspector = inspectors[pair.person]
      let expert = experts[pair.person]
      let region = inspector?.region ?? expert?.region
      let isOpen = region.map { actor.scope.contains($0) } ?? false
      return BodyDossier.Barred(
        person: pair.person, name: inspector?.name ?? expert?.name ?? "",
        link: isOpen
          ? inspector.map { .inspector($0.id) } ?? expert.map { .expert($0.id) } : nil,
        reason: inspector == nil && expert == nil
          || seesPrivate(actor, of: inspector?.department) ? pair.reason : "")
    }
  }

  private static func picks(
    ofBody id: BodyID, _ actor: Actor, _ db: any Connection
  ) throws -> [BodyDossier.Pick] {
    // A sealed result is known to those who organise its visits, and to nobody else of the house.
    let isOpen: SQL = "EXISTS (SELECT 1 FROM plans p WHERE p.id = d.plan AND \(actor.seesPlan))"
    let sees: SQL =
      Draws.seesSealed(actor)
      ? " AND (d.stage <> 'drawn-sealed' OR " + isOpen + ")" : " AND d.stage <> 'drawn-sealed'"
    return try db.map(
      """
      SELECT d.id, d.number, d.title, d.stage AS draw_stage, s.name AS stage_name, p.place,
        p.stratum, p.state, t.allocated, t.records, d.frozen_at,
        CASE WHEN \(isOpen) THEN 1 ELSE 0 END AS is_open
      FROM draw_picks p JOIN draws d ON d.id = p.draw
      JOIN draw_stages s ON s.draw = p.draw AND s.number = p.stage
      JOIN draw_strata t ON t.draw = p.draw AND t.stage = p.stage AND t.name = p.stratum
      WHERE p.body = \(id)
      """ + sees + " ORDER BY d.number DESC LIMIT 100"
    ) { row in
      BodyDossier.Pick(
        draw: try row.get("id"), number: try row.get("number"), title: try row.get("title"),
        drawStage: DrawStage(rawValue: try row.get("draw_stage")),
        field: try row.get("stage_name"), place: try row.get("place"),
        stratum: try row.get("stratum"), allocated: try row.get("allocated"),
        records: try row.get("records"), state: try row.get("state"),
        frozenAt: Instant(milliseconds: try row.get("frozen_at")),
        isOpen: try row.get("is_open", as: Int.self) == 1)
    }
  }

  private static func visits(
    ofBody id: BodyID, _ actor: Actor, _ db: any Connection
  ) throws -> [BodyDossier.Visit] {
    var results: [VisitID: [InspectionResult]] = [:]
    try db.forEachRow(
      """
      SELECT r.visit, r.code FROM visits v JOIN visit_results r ON r.visit = v.id
      WHERE v.body = \(id) ORDER BY r.visit, r.code LIMIT 1000
      """
    ) { row in
      guard let result = InspectionResult(rawValue: try row.get("code")) else { return }
      results[try row.get("visit"), default: []].append(result)
    }
    return try db.map(
      """
      SELECT v.id, p.title, v.field, v.stage, v.due_on, v.starts_at
      FROM visits v JOIN plans p ON p.id = v.plan WHERE v.body = \(id) AND
      """ + " " + Visits.visible(to: actor) + " ORDER BY v.id DESC LIMIT 100"
    ) { row in
      let id: VisitID = try row.get("id")
      let starts: Int64? = try row.get("starts_at")
      return BodyDossier.Visit(
        id: id, title: try row.get("title"), field: try row.get("field"),
        stage: VisitStage(rawValue: try row.get("stage")), dueOn: try row.get("due_on"),
        startsAt: starts.map { Instant(milliseconds: $0) }, results: results[id] ?? [])
    }
  }

  private static func selfChecks(
    ofBody id: BodyID, _ actor: Actor, _ db: any Connection
  ) throws -> [BodyDossier.SelfCheck] {
    try db.map(
      """
      SELECT s.id, s.plan, p.title, p.stage AS plan_stage, s.due_on, s.stage, s.submitted_at,
        CASE WHEN \(actor.seesPlan) THEN 1 ELSE 0 END AS is_open
      FROM self_checks s JOIN plans p ON p.id = s.plan WHERE s.body = \(id)
        AND \(actor.seesSelfCheck)
      ORDER BY s.plan DESC LIMIT 100
      """
    ) { row in
      let submitted: Int64? = try row.get("submitted_at")
      return BodyDossier.SelfCheck(
        id: try row.get("id"), plan: try row.get("plan"),
        isOpen: try row.get("is_open", as: Int.self) == 1, title: try row.get("title"),
        planStage: PlanStage(rawValue: try row.get("plan_stage")), dueOn: try row.get("due_on"),
        stage: SelfCheckStage(rawValue: try row.get("stage")),
        submittedAt: submitted.map { Instant(milliseconds: $0) })
    }
  }

  private static func rectifications(
    ofBody id: BodyID, _ actor: Actor, _ db: any Connection
  ) throws -> [BodyDossier.Rectification] {
    try db.map(
      """
      SELECT r.id, r.due_on, r.stage, r.demand, r.closed_at
      FROM rectifications r JOIN visits v ON v.id = r.visit
      WHERE r.body = \(id) AND \(Visits.visible(to: actor))
      ORDER BY r.id DESC LIMIT 100
      """
    ) { row in
      let closed: Int64? = try row.get("closed_at")
      return BodyDossier.Rectification(
        id: try row.get("id"), dueOn: try row.get("due_on"),
        stage: RectificationStage(rawValue: try row.get("stage")), demand: try row.get("demand"),
        closedAt: closed.map { Instant(milliseconds: $0) })
    }
  }

  private static func publications(
    ofBody id: BodyID, _ db: any Connection
  ) throws -> [BodyDossier.Publication] {
    try db.map(
      """
      SELECT kind, title, version, published_at FROM publications WHERE body = \(id)
      ORDER BY kind, published_at DESC LIMIT 100
      """
    ) { row in
      BodyDossier.Publication(
        kind: try row.get("kind"), title: try row.get("title"), version: try row.get("version"),
        at: Instant(milliseconds: try row.get("published_at")))
    }
  }

  private static func accounts(
    ofBody id: BodyID, _ db: any Connection
  ) throws -> [BodyDossier.PortalAccount] {
    try db.map("SELECT login, name, state FROM accounts WHERE body = \(id) ORDER BY login LIMIT 50")
    { row in
      BodyDossier.PortalAccount(
        login: try row.get("login"), name: try row.get("name"),
        isActive: try row.get("state", as: String.self) == "active")
    }
  }

  /// The import a record came from; open to those who may see the imports of that authority.
  static func source(
    _ id: ImportID?, _ actor: Actor, _ db: any Connection
  ) throws -> BodyDossier.Source? {
    guard let id else { return nil }
    return try db.one(
      """
      SELECT i.id, i.file_name, i.at, t.region, t.department FROM imports i
      LEFT JOIN authorities t ON t.id = i.authority WHERE i.id = \(id)
      """
    ) { row in
      let region: String? = try row.get("region")
      let department: String? = try row.get("department")
      return BodyDossier.Source(
        id: try row.get("id"), fileName: try row.get("file_name"),
        at: Instant(milliseconds: try row.get("at")),
        isOpen: actor.may(.changeRegistry) && seesPrivate(actor, of: department)
          && (region.map { actor.scope.contains($0) } ?? false))
    }
  }
}
