/// The frozen files, read and held against each other.
///
/// Rule: mingcha-draw-1 §1 and §3. Whatever can be refused without the seed is refused here, so
/// that a draw fails before the freeze and not after it.
struct Frozen: Sendable {
  let rules: Rules
  let roster: Table
  let inspectors: Table?
  let conflicts: Conflicts?
  /// Stage number `n` is at `n - 1`.
  let stages: [Stage]

  var suite: Suite { rules.suite }

  init(_ files: FrozenFiles) throws(Refusal) {
    rules = try RulesReader.read(files.rules)
    roster = try Table(withIDs: files.roster, named: FileName.roster)
    if let bytes = files.inspectors {
      inspectors = try Table(withIDs: bytes, named: FileName.inspectors)
    } else {
      inspectors = nil
    }
    if let bytes = files.conflicts {
      guard let inspectors else {
        throw Refusal(
          file: FileName.conflicts, line: 0,
          reason: "有回避名单却没有\(FileName.inspectors)，请补上检查人员名单或删去回避名单。")
      }
      conflicts = try Conflicts(bytes, roster: roster, inspectors: inspectors)
    } else {
      conflicts = nil
    }
    var binder = Binder(roster: roster, inspectors: inspectors)
    var stages: [Stage] = []
    for stage in rules.stages {
      stages.append(try binder.bind(stage, number: stages.count + 1))
    }
    self.stages = stages
  }
}

/// A stage whose columns are found in the files.
struct Stage: Sendable {
  let number: Int
  let rules: StageRules
  let conditions: [BoundCondition]
  let strata: Classes
  let roles: [Role]

  func matches(_ record: Int, of roster: Table) -> Bool {
    conditions.allSatisfy { $0.holds(record, in: roster) }
  }

  /// Weight of a stratum: 1 if no weights are given, nil if others have one and this has not.
  func weight(of stratum: [UInt8]) -> Int? {
    let weights = rules.weights
    if weights.isEmpty { return 1 }
    let place = partition(0..<weights.count) {
      precedes(weights[$0].stratum[...], stratum[...])
    }
    guard place < weights.count, weights[place].stratum == stratum else { return nil }
    return weights[place].weight
  }
}

struct BoundCondition: Sendable {
  let column: Int
  let values: [[UInt8]]
  let isNegated: Bool

  func holds(_ record: Int, in table: Table) -> Bool {
    table.file.hasValue(line: record + 1, field: column, among: values) != isNegated
  }
}

/// A role with the inspectors who meet its `where` and `not` lines.
struct Role: Sendable {
  let rules: RoleRules
  let fitting: InspectorSet
  let share: [CommonColumn]
  let avoid: [CommonColumn]
}
