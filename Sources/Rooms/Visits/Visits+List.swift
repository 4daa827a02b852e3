internal import HTTP
internal import Kernel
internal import Storage
internal import Supervision

/// What a list of visits is asked for; stands in the address.
struct VisitFilter: Sendable {
  var plan: PlanID?
  var stage: VisitStage?
  var field = ""
  var region = ""
  var find = ""
  var isMine = false
  var isOverdue = false
  var sort = "due"

  init() {}

  init(_ query: Fields) {
    plan = query["plan"].flatMap { Int($0) }.map { PlanID($0) }
    stage = query["stage"].flatMap { VisitStage(rawValue: $0) }
    field = query["field"] ?? ""
    region = query["region"] ?? ""
    find = (query["find"] ?? "").trimmed
    isMine = query["mine"] == "yes"
    isOverdue = query["overdue"] == "yes"
    sort = query["sort"] ?? "due"
  }

  var pairs: [(String, String)] {
    [
      ("plan", plan?.description ?? ""), ("stage", stage?.rawValue ?? ""), ("field", field),
      ("region", region), ("find", find), ("mine", isMine ? "yes" : ""),
      ("overdue", isOverdue ? "yes" : ""), ("sort", sort == "due" ? "" : sort),
    ]
  }
}

/// One line of the list.
struct VisitRow: RowDecodable, Sendable {
  let id: VisitID
  let bodyName: String
  let fieldName: String
  let regionName: String
  let planTitle: String
  let stage: VisitStage
  let dueOn: CalendarDay?
  let startsAt: Instant?
  let noticeAt: Instant?
  let problems: Int
  let team: Int

  init(row: Row) throws {
    id = try row.get("id")
    bodyName = try row.get("body_name")
    fieldName = try row.get("field_name")
    regionName = try row.get("region_name")
    planTitle = try row.get("plan_title")
    stage = try row.get("stage")
    dueOn = CalendarDay(iso: try row.get("due_on", as: String.self))
    startsAt = try row.get("starts_at", as: Int64?.self).map { Instant(milliseconds: $0) }
    noticeAt = try row.get("notice_at", as: Int64?.self).map { Instant(milliseconds: $0) }
    problems = try row.get("problems")
    team = try row.get("team")
  }
}

/// How far the visits of one field are.
struct VisitProgress: RowDecodable, Sendable {
  let field: String
  /// Withdrawn bodies do not count.
  let due: Int
  /// Approved or published.
  let done: Int
  /// Of the submitted ones, those with problems.
  let problems: Int

  init(row: Row) throws {
    field = try row.get("field_name")
    due = try row.get("due_count")
    done = try row.get("done_count")
    problems = try row.get("problem_count")
  }
}

extension VisitStage {
  /// The inspection is still owed: past its day it is overdue.
  static let owed: [VisitStage] = [
    .planned, .scheduled, .noticed, .inspecting, .submitted, .countersigned, .returned,
  ]

  var isOwed: Bool { VisitStage.owed.contains(self) }

  var tint: Tint {
    switch self {
    case .planned, .withdrawn: .plain
    case .scheduled, .noticed, .inspecting: .act
    case .submitted, .countersigned: .warning
    case .returned: .bad
    case .approved, .published: .fine
    }
  }
}

extension Visits {
  private static func conditions(
    _ filter: VisitFilter, _ actor: Actor, today: CalendarDay
  ) -> [SQL] {
    var conditions = [visible(to: actor)]
    if let plan = filter.plan { conditions.append("v.plan = \(plan)") }
    if let stage = filter.stage { conditions.append("v.stage = \(stage)") }
    if !filter.field.isEmpty { conditions.append("v.field = \(filter.field)") }
    if !filter.region.isEmpty {
      conditions.append(RegionScope(region: filter.region).condition("v.region"))
    }
    if !filter.find.isEmpty {
      let pattern = "%" + filter.find.filter { $0 != "%" && $0 != "_" } + "%"
      conditions.append("b.name LIKE \(pattern)")
    }
    if filter.isMine {
      conditions.append(
        """
        v.id IN (SELECT visit FROM visit_members WHERE inspector = \(actor.inspector)
          AND left_at IS NULL)
        """)
    }
    if filter.isOverdue {
      conditions.append("v.due_on < \(today.iso)")
      conditions.append("v.stage IN (" + owedWords + ")")
    }
    return conditions
  }

  private static var owedWords: SQL {
    SQL.joined(VisitStage.owed.map { "\($0)" }, by: ", ")
  }

  private static func order(_ sort: String) -> SQL {
    switch sort {
    case "body": " ORDER BY b.name, v.id"
    case "start": " ORDER BY v.starts_at IS NULL, v.starts_at, v.id"
    case "stage": " ORDER BY v.stage, v.due_on, v.id"
    default: " ORDER BY v.due_on, v.id"
    }
  }

  static func list(
    _ filter: VisitFilter, _ actor: Actor, today: CalendarDay, page: Int, _ db: any Connection
  ) throws -> (rows: [VisitRow], total: Int) {
    let conditions = SQL.conditions(conditions(filter, actor, today: today))
    let total = try db.count(
      "SELECT count(*) AS value FROM visits v"
        + (filter.find.isEmpty ? SQL.empty : " JOIN bodies b ON b.id = v.body") + conditions)
    let rows: [VisitRow] = try db.all(
      """
      SELECT v.id, b.name AS body_name, f.name AS field_name, g.name AS region_name,
        p.title AS plan_title, v.stage, v.due_on, v.starts_at, v.notice_at,
        (SELECT count(*) FROM visit_answers a WHERE a.visit = v.id AND a.answer = 'problem')
          AS problems,
        (SELECT count(*) FROM visit_members m WHERE m.visit = v.id AND m.left_at IS NULL) AS team
      FROM visits v JOIN bodies b ON b.id = v.body JOIN fields f ON f.code = v.field
        JOIN regions g ON g.code = v.region JOIN plans p ON p.id = v.plan
      WHERE v.id IN (SELECT v.id FROM visits v JOIN bodies b ON b.id = v.body
      """ + conditions + order(filter.sort)
        // Answers and members are counted for the rows of this page only.
        + " LIMIT \(Paging.pageSize) OFFSET \(Paging.offset(page)))" + order(filter.sort))
    return (rows, total)
  }

  /// 应查, 已完成, 发现问题 by field, of what this person sees of a plan or of all plans.
  static func progress(
    _ filter: VisitFilter, _ actor: Actor, today: CalendarDay, _ db: any Connection
  ) throws -> [VisitProgress] {
    var whole = VisitFilter()
    whole.plan = filter.plan
    whole.region = filter.region
    whole.isMine = filter.isMine
    return try db.all(
      """
      SELECT f.name AS field_name, f.position,
        count(CASE WHEN v.stage <> 'withdrawn' THEN 1 END) AS due_count,
        count(CASE WHEN v.stage IN ('approved', 'published') THEN 1 END) AS done_count,
        count(CASE WHEN EXISTS (SELECT 1 FROM visit_results r WHERE r.visit = v.id
          AND r.code IN ('A', 'E')) THEN 1 END) AS problem_count
      FROM visits v JOIN fields f ON f.code = v.field
      """ + SQL.conditions(conditions(whole, actor, today: today))
        + " GROUP BY f.code, f.name, f.position ORDER BY f.position LIMIT 200")
  }

  /// The plans that have visits in sight, the newest first.
  static func plans(_ actor: Actor, _ db: any Connection) throws -> [(id: PlanID, title: String)] {
    try db.map(
      "SELECT id, title FROM plans p WHERE EXISTS (SELECT 1 FROM visits v WHERE v.plan = p.id AND "
        + visible(to: actor) + ") ORDER BY id DESC LIMIT 200"
    ) { (try $0.get("id"), try $0.get("title")) }
  }
}
