/// What `rules.tsv` says, before it is held against the other files.
///
/// Rule: mingcha-draw-1 §3.
struct Rules: Sendable {
  var suite: Suite
  var title: [UInt8]
  /// Stage number `n` is at `n - 1`.
  var stages: [StageRules]
}

struct StageRules: Sendable {
  /// Line of the rules file, from 0.
  var line: Int
  var name: [UInt8]
  var conditions: [Condition]
  var quota: Quota
  /// Stages whose picks count toward the quota: indices of `Rules.stages`, ascending.
  var earlier: [Int]
  var stratify: NamedColumn?
  /// Ascending by stratum; empty when every stratum has the weight 1.
  var weights: [StratumWeight]
  /// 0 when none is asked for.
  var minimum: Int
  var roles: [RoleRules]
}

enum Quota: Sendable {
  case count(Int)
  /// Basis points of the pool, rounded up.
  case rate(Int)
  /// What these stages fell short by: indices of `Rules.stages`, ascending.
  case shortfall([Int])

  static let largest = 1_000_000_000
}

/// `where` (at least one of the values) or, negated, `not` (none of them).
struct Condition: Sendable {
  var column: NamedColumn
  var values: [[UInt8]]
  var isNegated: Bool
}

struct NamedColumn: Sendable {
  var line: Int
  var name: [UInt8]
}

struct StratumWeight: Sendable {
  var line: Int
  var stratum: [UInt8]
  var weight: Int
}

struct RoleRules: Sendable {
  var line: Int
  var name: [UInt8]
  /// Inspectors wanted per object, 1…9.
  var places: Int
  var conditions: [Condition] = []
  var share: [NamedColumn] = []
  var avoid: [NamedColumn] = []
}
