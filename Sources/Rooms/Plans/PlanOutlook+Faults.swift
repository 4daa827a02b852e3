internal import Draw
internal import Kernel
internal import Supervision

// Why a plan cannot be frozen with the registry as it is.
extension Plans {
  static func poolFaults(_ field: PlanOutlook.Field) -> [FormFault] {
    guard field.quota > field.pool else { return [] }
    return [
      FormFault(
        input: "quota-\(field.number)",
        sentence: "“\(field.name)”要抽 \(field.quota) 家，名录中这个领域只有 \(field.pool) 家，"
          + "少 \(field.quota - field.pool) 家。请减少抽查数，或先补全名录。")
    ]
  }

  static func teamFaults(
    _ stage: StageForecast, _ field: PlanOutlook.Field, _ bodyNames: [String: String]
  ) -> [FormFault] {
    var faults: [FormFault] = []
    for (team, role) in zip(field.teams, stage.roles) {
      let who = team.department == PlanRole.expert ? "在聘专家" : "持有效证件的\(team.label)执法人员"
      if team.candidates < team.people {
        faults.append(
          FormFault(
            input: "lead-\(field.number)",
            sentence: "“\(field.name)”每组需要 \(team.people) 名\(who)，检查人员库中只有 \(team.candidates) 名，"
              + "无法组成检查组。请先导入人员，或调整检查组。"))
      } else if !role.impossibleObjects.isEmpty {
        faults.append(impossible(role, team, field, who, bodyNames))
      }
    }
    return faults
  }

  private static func impossible(
    _ role: RoleForecast, _ team: PlanOutlook.Team, _ field: PlanOutlook.Field, _ who: String,
    _ bodyNames: [String: String]
  ) -> FormFault {
    let shown = role.impossibleObjects.prefix(3).map { bodyNames[$0] ?? $0 }
    let list = shown.joined(separator: "、") + (role.impossibleObjects.count > 3 ? " 等" : "")
    let why =
      team.department == PlanRole.expert
      ? "专家的领域须与机构的领域一致，并须排除利害关系" : "须排除利害关系和属地回避"
    return FormFault(
      input: "lead-\(field.number)",
      sentence: "“\(field.name)”中有 \(role.impossibleObjects.count) 家机构（\(list)）找不到"
        + " \(team.people) 名可以参加的\(who)：\(why)。一旦抽中，整次抽取只能作废。"
        + "请补充人员，或从这个领域的检查组中去掉\(team.label)。")
  }

  /// Too few people even if everybody made one visit on every day of the period.
  static func loadFault(
    _ load: PlanOutlook.Load, _ content: PlanContent, _ days: (count: Int, isWorking: Bool)
  ) -> FormFault? {
    let capacity = load.candidates * days.count
    guard load.candidates > 0, load.needed > capacity else { return nil }
    let fields = content.fields.filter { $0.roles.contains { $0.department == load.department } }
    let kind = days.isWorking ? "个工作日" : "天"
    return FormFault(
      input: "visits-until",
      sentence: "\(load.label)共需 \(load.needed) 人次（\(fields.map(\.name).joined(separator: "、"))），"
        + "可用 \(load.candidates) 人，检查期内 \(days.count) \(kind)每人每天检查一家也只有 \(capacity) 人次。"
        + "请延长检查期、补充人员或减少抽查数。")
  }
}
