/// Finds the columns that the rules name and checks what the rules say against the files.
struct Binder {
  private let roster: Table
  private let inspectors: Table?
  /// What has been worked out per column of the inspectors, by its number.
  private var holders: [Holders?]

  /// - Parameter roster: only its header matters.
  init(roster: Table, inspectors: Table?) {
    self.roster = roster
    self.inspectors = inspectors
    holders = [Holders?](repeating: nil, count: inspectors?.columnCount ?? 0)
  }

  mutating func bind(_ rules: StageRules, number: Int) throws(Refusal) -> Stage {
    let conditions = try bind(rules.conditions, in: roster)
    var stratify: Int?
    if let name = rules.stratify { stratify = try column(name, in: roster) }
    var roles: [Role] = []
    for role in rules.roles { roles.append(try bind(role)) }
    let stage = Stage(
      number: number, rules: rules, conditions: conditions, stratify: stratify, roles: roles)
    try checkOneRoleEach(of: stage)
    return stage
  }

  private mutating func bind(_ rules: RoleRules) throws(Refusal) -> Role {
    guard let inspectors else {
      throw Refusal(
        file: FileName.rules, line: rules.line + 1,
        reason: "角色\(rules.name.quoted)需要检查人员，请补上\(FileName.inspectors)或删去角色。")
    }
    let conditions = try bind(rules.conditions, in: inspectors)
    var fitting = InspectorSet(universe: inspectors.recordCount)
    for inspector in 0..<inspectors.recordCount
    where conditions.allSatisfy({ $0.holds(inspector, in: inspectors) }) {
      fitting.insert(inspector)
    }
    return Role(
      rules: rules, fitting: fitting, share: try common(rules.share, inspectors),
      avoid: try common(rules.avoid, inspectors))
  }

  private mutating func common(
    _ columns: [NamedColumn], _ inspectors: Table
  ) throws(Refusal) -> [CommonColumn] {
    var bound: [CommonColumn] = []
    for name in columns {
      let rosterColumn = try column(name, in: roster)
      let inspectorColumn = try column(name, in: inspectors)
      let found = holders[inspectorColumn] ?? Holders(of: inspectorColumn, in: inspectors)
      holders[inspectorColumn] = found
      bound.append(CommonColumn(rosterColumn: rosterColumn, holders: found))
    }
    return bound
  }

  private func bind(
    _ conditions: [Condition], in table: Table
  ) throws(Refusal) -> [BoundCondition] {
    var bound: [BoundCondition] = []
    for condition in conditions {
      bound.append(
        BoundCondition(
          column: try column(condition.column, in: table), values: condition.values,
          isNegated: condition.isNegated))
    }
    return bound
  }

  private func column(_ column: NamedColumn, in table: Table) throws(Refusal) -> Int {
    guard let found = table.column(named: column.name[...]) else {
      throw Refusal(
        file: FileName.rules, line: column.line + 1,
        reason: "\(table.file.name)没有\(column.name.quoted)这一列，请更正列名或补上该列。")
    }
    return found
  }

  /// No inspector may meet the `where` and `not` lines of two roles of one stage.
  private func checkOneRoleEach(of stage: Stage) throws(Refusal) {
    guard let inspectors, let first = stage.roles.first else { return }
    var taken = first.fitting
    for role in stage.roles.dropFirst() {
      var twice = role.fitting
      twice.formIntersection(taken)
      if let inspector = twice.members.first {
        let other = stage.roles.first { $0.fitting.contains(inspector) }?.rules.name.quoted ?? ""
        throw Refusal(
          file: FileName.rules, line: role.rules.line + 1,
          reason:
            "检查人员\(inspectors.id(inspector).quoted)同时符合角色\(other)和"
            + "\(role.rules.name.quoted)，请修改条件使其只符合一个。"
        )
      }
      taken.formUnion(role.fitting)
    }
  }
}
