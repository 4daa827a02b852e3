internal import HTTP
internal import Kernel
internal import Storage
internal import Supervision
internal import Visits

extension Findings {
  /// One rectification in a person's regions or of an own team.
  ///
  /// - Throws: `Problem.notFound`.
  static func load(_ id: RectificationID, _ actor: Actor, _ db: any Connection) throws
    -> Rectification
  {
    let found: Rectification? = try db.first(
      rectificationColumns + " WHERE r.id = \(id) AND " + Visits.visible(to: actor))
    guard let found else { throw Problem.notFound }
    return found
  }

  /// Who may close or return: an inspector of the team, or a supervisor of the region.
  static func mayJudge(_ rectification: Rectification, _ actor: Actor, _ db: any Connection) throws
    -> Verdict
  {
    let standing = try Visits.standing(rectification.visit, actor, db)
    guard standing.isMember || standing.isSupervisor else {
      return .refused(
        rule: "R78", reason: "整改由原检查组的执法人员，或计划组织部门在本辖区的审核人复核，您不在其中；请联系他们办理。")
    }
    return .allowed
  }

  /// The authority closes the loop, or sends the answer back.
  static func judge(
    _ id: RectificationID, _ step: RectificationStep, content: String, _ call: Call
  ) throws {
    let actor = try call.actor()
    let content = content.trimmed
    try call.house.perform(by: actor) { transaction in
      let rectification = try load(id, actor, transaction.db)
      try Visits.allow(rectification.stage.verdict(on: step))
      try Visits.allow(try mayJudge(rectification, actor, transaction.db))
      guard !content.isEmpty else {
        throw Problem.refused(
          step == .close ? "请写明复核情况：核对了哪些材料，整改是否到位。" : "退回须写明理由：哪一项没有整改到位，还要补充什么。")
      }
      guard content.count <= 5000 else { throw Problem.refused("内容不能超过 5000 个字，请精简后提交。") }
      try move(id, from: rectification.stage, by: step, content: content, transaction)
      transaction.journal(
        step == .close ? "rectification.close" : "rectification.return",
        ("rectification", id.description), reason: content)
    }
  }

  /// What the list of rectifications is asked for.
  struct Filter: Sendable {
    var stage: RectificationStage?
    var isOverdue = false
    var isMine = false
    var find = ""

    init() {}

    init(_ query: Fields) {
      stage = query["stage"].flatMap { RectificationStage(rawValue: $0) }
      isOverdue = query["overdue"] == "yes"
      isMine = query["mine"] == "yes"
      find = (query["find"] ?? "").trimmed
    }

    var pairs: [(String, String)] {
      [
        ("stage", stage?.rawValue ?? ""), ("overdue", isOverdue ? "yes" : ""),
        ("mine", isMine ? "yes" : ""), ("find", find),
      ]
    }
  }

  static func list(
    _ filter: Filter, _ actor: Actor, today: CalendarDay, page: Int, _ db: any Connection
  ) throws -> (rows: [Rectification], total: Int) {
    var conditions = [Visits.visible(to: actor)]
    if let stage = filter.stage { conditions.append("r.stage = \(stage)") }
    if filter.isOverdue {
      conditions.append("r.stage IN ('open', 'returned') AND r.due_on < \(today.iso)")
    }
    if filter.isMine {
      conditions.append(
        """
        v.id IN (SELECT visit FROM visit_members WHERE inspector = \(actor.inspector)
          AND left_at IS NULL)
        """)
    }
    if !filter.find.isEmpty {
      let pattern = "%" + filter.find.filter { $0 != "%" && $0 != "_" } + "%"
      conditions.append("b.name LIKE \(pattern)")
    }
    let total = try db.count(
      """
      SELECT count(*) AS value FROM rectifications r JOIN visits v ON v.id = r.visit
        JOIN bodies b ON b.id = r.body
      """ + SQL.conditions(conditions))
    let rows: [Rectification] = try db.all(
      rectificationColumns + SQL.conditions(conditions)
        + " ORDER BY r.stage = 'closed', r.due_on, r.id"
        + " LIMIT \(Paging.pageSize) OFFSET \(Paging.offset(page))")
    return (rows, total)
  }
}
