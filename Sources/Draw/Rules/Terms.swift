/// What a draw goes by: everything frozen but the records of the roster, read and held against each
/// other.
///
/// Rule: mingcha-draw-1 §1 and §3. Whatever can be refused without the seed is refused here or in
/// `Frozen`, so that a draw fails before the freeze and not after it.
struct Terms: Sendable {
  let rules: Rules
  /// The first line of the roster; no records.
  let header: Table
  let inspectors: Table?
  let conflicts: ConflictList?
  /// Stage number `n` is at `n - 1`.
  let stages: [Stage]

  init(
    _ rules: Rules, header: Table, inspectors inspectorBytes: [UInt8]?,
    conflicts conflictBytes: [UInt8]?
  ) throws(Refusal) {
    self.rules = rules
    self.header = header
    if let inspectorBytes {
      inspectors = try Table(withIDs: inspectorBytes, named: FileName.inspectors)
    } else {
      inspectors = nil
    }
    if let conflictBytes {
      guard let inspectors else {
        throw Refusal(
          file: FileName.conflicts, line: 0,
          reason: "有回避名单却没有\(FileName.inspectors)，请补上检查人员名单或删去回避名单。")
      }
      conflicts = try ConflictList(conflictBytes, inspectors: inspectors)
    } else {
      conflicts = nil
    }
    var binder = Binder(roster: header, inspectors: inspectors)
    var stages: [Stage] = []
    for stage in rules.stages {
      stages.append(try binder.bind(stage, number: stages.count + 1))
    }
    self.stages = stages
  }

  /// Refuses a draw in which a stratum among the records that meet a stage's conditions has no
  /// weight although others have one.
  func checkWeights(_ census: Census) throws(Refusal) {
    for (stage, tally) in zip(stages, census.tallies) {
      for name in tally.names where stage.weight(of: name) == nil {
        throw Refusal(
          file: FileName.rules, line: stage.rules.line + 1,
          reason: "阶段\(stage.rules.name.quoted)没有给层\(name.quoted)写权重，请补上一行weight。")
      }
    }
  }
}

/// A stage whose columns are found in the files.
struct Stage: Sendable {
  private static let undivided: [UInt8] = [0x2D]

  let number: Int
  let rules: StageRules
  let conditions: [BoundCondition]
  /// The column that splits the pool.
  let stratify: Int?
  let roles: [Role]

  @inline(__always)
  func matches(_ record: Int, of roster: Table) -> Bool {
    for condition in conditions where !condition.holds(record, in: roster) { return false }
    return true
  }

  /// Name of the stratum a record is in.
  @inline(__always)
  func stratum(of record: Int, in roster: Table) -> ArraySlice<UInt8> {
    if let stratify { return roster.field(stratify, record: record) }
    return Self.undivided[...]
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
    table.hasValue(column, record: record, among: values) != isNegated
  }
}

/// A role with the inspectors who meet its `where` and `not` lines.
struct Role: Sendable {
  let rules: RoleRules
  let fitting: InspectorSet
  let share: [CommonColumn]
  let avoid: [CommonColumn]
}
