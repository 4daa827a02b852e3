package import Kernel
package import Storage
package import Supervision

extension Plans {
  /// What a planner should do next about the plans of the own authority.
  package static func tasks(for actor: Actor, now: Instant, _ db: any Connection) throws
    -> [DeskTask]
  {
    guard actor.may(.changePlans), let authority = actor.authority else { return [] }
    let scope = RegionScope(low: authority.region, high: authority.region)
    let rows = try db.map(
      """
      SELECT p.id, p.title, p.stage, p.self_check_until, p.results_until,
        (SELECT count(*) FROM draws d WHERE d.plan = p.id AND d.stage <> 'void') AS live,
        (SELECT count(*) FROM visits v WHERE v.plan = p.id) AS visits,
        (SELECT count(*) FROM visits v WHERE v.plan = p.id
          AND v.stage NOT IN ('published', 'withdrawn')) AS waiting
      FROM plans p WHERE p.authority = \(authority.id) AND p.stage <> 'closed' AND
      """ + " " + scope.condition("p.region") + " ORDER BY p.year, p.id LIMIT 100"
    ) { row in
      (
        id: try row.get("id", as: PlanID.self), title: try row.get("title", as: String.self),
        stage: try row.get("stage", as: PlanStage.self),
        selfCheckUntil: try day(row, "self_check_until"),
        resultsUntil: try day(row, "results_until"), live: try row.get("live", as: Int.self),
        visits: try row.get("visits", as: Int.self), waiting: try row.get("waiting", as: Int.self)
      )
    }
    return rows.compactMap { row in
      switch row.stage {
      case .draft:
        DeskTask(
          due: row.selfCheckUntil.end, matter: "封存计划", subject: row.title,
          note: "核对数量和检查力量，封存名单并公布", link: .plan(row.id))
      case .frozen where row.live == 0:
        DeskTask(
          due: row.selfCheckUntil.end, matter: "重新封存", subject: row.title,
          note: "上一次抽取已作废", link: .plan(row.id))
      case .inspecting where row.visits > 0 && row.waiting == 0:
        DeskTask(
          due: row.resultsUntil.end, matter: "办结计划", subject: row.title,
          note: "全部检查结果已公开", link: .plan(row.id))
      case .frozen, .drawn, .inspecting, .closed: nil
      }
    }
  }
}
