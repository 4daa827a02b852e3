/// The records a stage may draw, by stratum.
///
/// Rule: mingcha-draw-1 §4.1 and §4.2.
struct Pool {
  private let stage: Stage
  let count: Int
  /// Ascending by name; only strata that are present.
  let names: [[UInt8]]
  let strata: [Stratum]
  /// For each stratum its records, ascending.
  let records: [[Int]]

  init(of stage: Stage, in roster: Table, without isDrawn: [Bool]) {
    self.stage = stage
    var byClass = [[Int]](repeating: [], count: stage.strata.names.count)
    for record in 0..<roster.recordCount
    where !isDrawn[record] && stage.matches(record, of: roster) {
      byClass[stage.strata[record]].append(record)
    }
    let present = byClass.indices.filter { !byClass[$0].isEmpty }
    names = present.map { stage.strata.names[$0] }
    records = present.map { byClass[$0] }
    strata = zip(names, records).map {
      Stratum(name: $0.text, records: $1.count, weight: stage.weight(of: $0) ?? 1)
    }
    count = records.reduce(0) { $0 + $1.count }
  }

  /// The quota before `earlier`.
  ///
  /// - Parameter shortfalls: of the stages before this one, in order.
  func quota(shortfalls: [Int]) -> Int {
    switch stage.rules.quota {
    case .count(let count):
      return count
    case .rate(let basisPoints):
      return Int((UInt64(count) * UInt64(basisPoints) + 9_999) / 10_000)
    case .shortfall(let stages):
      var sum = 0
      for stage in stages { sum = min(sum + shortfalls[stage], Quota.largest) }
      return sum
    }
  }
}
