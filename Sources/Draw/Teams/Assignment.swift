/// Assigns inspectors to the drawn objects.
///
/// Rule: mingcha-draw-1 §5.
struct Assignment {
  /// The load limit `L`.
  let load: Int
  /// Shape `[picks]`: the team of each, by role, then ticket.
  let teams: [[Member]]

  init(_ picks: [ObjectPick], _ eligibility: Eligibility) throws(Refusal) {
    var groups: [Group] = []
    for (index, pick) in picks.enumerated() {
      for role in eligibility.frozen.stages[pick.stage].roles.indices {
        groups.append(try Group(index, pick, role: role, eligibility))
      }
    }
    var teams = [[Member]](repeating: [], count: picks.count)
    var flow = Self.flowWithSmallestLimit(groups, eligibility.inspectors.recordCount)
    for (index, group) in groups.enumerated() {
      let settled = flow.settle(index, order: group.order)
      for taken in eligibility.tickets(settled, for: picks[group.pick], group.role) {
        teams[group.pick].append(
          Member(role: group.role, inspector: taken.record, ticket: taken.ticket))
      }
    }
    load = flow.limit
    self.teams = teams
  }

  /// Doubles the step until all groups can be filled, then bisects. It ends because every group
  /// alone can be filled, so that a limit of as many objects as there are always does.
  private static func flowWithSmallestLimit(_ groups: [Group], _ inspectors: Int) -> TeamFlow {
    let places = groups.map { $0.places }
    let candidates = groups.map { $0.candidates }
    let order = groups.map { $0.order }
    func flow(_ limit: Int) -> TeamFlow {
      TeamFlow(
        places: places, candidates: candidates, order: order, inspectors: inspectors, limit: limit)
    }
    let wanted = places.reduce(0, +)
    var smallest = flow(wanted == 0 ? 0 : (wanted + inspectors - 1) / inspectors)
    var tooSmall = smallest.limit - 1
    var step = 1
    while !smallest.isComplete {
      tooSmall = smallest.limit
      smallest = flow(tooSmall + step)
      step *= 2
    }
    while smallest.limit - tooSmall > 1 {
      let attempt = flow((tooSmall + smallest.limit) / 2)
      if attempt.isComplete { smallest = attempt } else { tooSmall = attempt.limit }
    }
    return smallest
  }
}

/// The places of one role on the team of one drawn object.
private struct Group {
  /// Index of the pick.
  let pick: Int
  /// Index of the role in its stage.
  let role: Int
  let places: Int
  let candidates: InspectorSet
  /// The candidates in ticket order; their tickets would take ten times the room.
  let order: [Int32]

  init(
    _ index: Int, _ pick: ObjectPick, role roleIndex: Int, _ eligibility: Eligibility
  ) throws(Refusal) {
    let role = eligibility.frozen.stages[pick.stage].roles[roleIndex]
    let object = pick.object.record
    self.pick = index
    self.role = roleIndex
    places = role.rules.places
    candidates = eligibility.frozen.candidates(for: object, role)
    guard candidates.count >= places else {
      let id = eligibility.frozen.roster.id(object).quoted
      throw Refusal(
        file: FileName.rules, line: role.rules.line + 1,
        reason: "对象\(id)的角色\(role.rules.name.quoted)需要\(places)人，"
          + "符合条件且不需回避的只有\(candidates.count)人，本次抽取无法组队，请作废后补充人员或修改规则。")
    }
    order = eligibility.tickets(candidates.members, for: pick, roleIndex)
      .sorted(by: Ticketed.isEarlier).map { Int32($0.record) }
  }
}
