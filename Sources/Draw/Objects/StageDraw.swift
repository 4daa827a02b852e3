/// A stage that has been drawn.
struct DrawnStage {
  let stage: Stage
  let pool: Int
  let quota: Int
  let strata: [DrawnStratum]
  /// In ticket order.
  let picks: [ObjectPick]

  var shortfall: Int { quota - picks.count }
}

struct DrawnStratum {
  let name: [UInt8]
  /// Of the pool in this stratum.
  let records: Int
  let weight: Int
  let allocated: Int
  /// Records of the pool in this stratum in ticket order, those with the lowest tickets at least;
  /// the first `allocated` are drawn.
  let queue: [Ticketed]
}

struct Ticketed {
  let ticket: Digest
  let record: Int

  /// By ticket, equal tickets by id: the roster is sorted by id, and so are record numbers.
  @inline(__always)
  static func isEarlier(_ one: Ticketed, _ other: Ticketed) -> Bool {
    one.ticket == other.ticket ? one.record < other.record : one.ticket < other.ticket
  }
}

struct ObjectPick {
  /// From 0.
  let stage: Int
  /// Index in `DrawnStage.strata`.
  let stratum: Int
  let object: Ticketed
}

/// Draws the objects, stage after stage.
///
/// Rule: mingcha-draw-1 §4.
struct StageDraw {
  private let frozen: Frozen
  private(set) var stages: [DrawnStage] = []
  /// Per record of the roster.
  private(set) var isDrawn: [Bool]
  /// Whether a pick has counted toward the quota of a later stage.
  private var isCounted: [Bool]

  /// - Parameters:
  ///   - tallies: shape `[stages]`: strata of all records that meet a stage's conditions.
  ///   - queues: shape `[stages][strata]`: of these the records with the lowest tickets, in ticket
  ///     order.
  init(_ frozen: Frozen, _ tallies: [Tally], _ queues: [[[Ticketed]]]) {
    self.frozen = frozen
    isDrawn = [Bool](repeating: false, count: frozen.roster.recordCount)
    isCounted = isDrawn
    for (index, stage) in frozen.stages.enumerated() {
      drawStage(stage, tallies[index], queues[index])
    }
  }

  /// The picks of all stages in order.
  var picks: [ObjectPick] { stages.flatMap { $0.picks } }

  private mutating func drawStage(_ stage: Stage, _ all: Tally, _ queues: [[Ticketed]]) {
    let pool = pool(of: stage, all)
    var quota = stage.quota(of: pool.total, shortfalls: stages.map { $0.shortfall })
    quota -= countEarlier(toward: quota, stage)
    let present = pool.names.indices.filter { pool.counts[$0] > 0 }
    let shares = present.map {
      Stratum(
        name: pool.names[$0].text, records: pool.counts[$0],
        weight: stage.weight(of: pool.names[$0]) ?? 1)
    }
    let allocation = allocate(quota, over: shares, minimum: stage.rules.minimum)
    var strata: [DrawnStratum] = []
    var picks: [ObjectPick] = []
    for (index, stratum) in present.enumerated() {
      let queue = queues[stratum].filter { !isDrawn[$0.record] }
      for object in queue.prefix(allocation[index]) {
        picks.append(ObjectPick(stage: stage.number - 1, stratum: index, object: object))
      }
      strata.append(
        DrawnStratum(
          name: pool.names[stratum], records: shares[index].records, weight: shares[index].weight,
          allocated: allocation[index], queue: queue))
    }
    for pick in picks { isDrawn[pick.object.record] = true }
    picks.sort { Ticketed.isEarlier($0.object, $1.object) }
    stages.append(
      DrawnStage(
        stage: stage, pool: pool.total, quota: quota, strata: strata, picks: picks))
  }

  /// What is left of the records that meet a stage's conditions after the stages before it.
  private func pool(of stage: Stage, _ all: Tally) -> Tally {
    var pool = all
    for earlier in stages {
      for pick in earlier.picks where stage.matches(pick.object.record, of: frozen.roster) {
        pool.discount(stage.stratum(of: pick.object.record, in: frozen.roster))
      }
    }
    return pool
  }

  /// How many picks of the stages named by `earlier` count toward the quota of this stage.
  private mutating func countEarlier(toward quota: Int, _ stage: Stage) -> Int {
    var counted = 0
    for earlier in stage.rules.earlier {
      for pick in stages[earlier].picks {
        let record = pick.object.record
        if counted == quota { return counted }
        if !isCounted[record], stage.matches(record, of: frozen.roster) {
          isCounted[record] = true
          counted += 1
        }
      }
    }
    return counted
  }
}

extension Stage {
  /// The quota before `earlier`.
  ///
  /// - Parameters:
  ///   - pool: how many records may be drawn.
  ///   - shortfalls: of the stages before this one, in order.
  func quota(of pool: Int, shortfalls: [Int]) -> Int {
    switch rules.quota {
    case .count(let count):
      return count
    case .rate(let basisPoints):
      return Int((UInt64(pool) * UInt64(basisPoints) + 9_999) / 10_000)
    case .shortfall(let stages):
      var sum = 0
      for stage in stages { sum = min(sum + shortfalls[stage], Quota.largest) }
      return sum
    }
  }
}
