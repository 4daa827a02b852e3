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
  let weight: Int
  let allocated: Int
  /// The records of the pool in this stratum in ticket order; the first `allocated` are drawn.
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
  private var tickets: ObjectTickets
  private(set) var stages: [DrawnStage] = []
  /// Per record of the roster.
  private(set) var isDrawn: [Bool]
  /// Whether a pick has counted toward the quota of a later stage.
  private var isCounted: [Bool]

  init(_ frozen: Frozen, key: Digest) {
    self.frozen = frozen
    tickets = ObjectTickets(frozen.suite, key: key)
    isDrawn = [Bool](repeating: false, count: frozen.roster.recordCount)
    isCounted = isDrawn
    for stage in frozen.stages { drawStage(stage) }
  }

  /// The picks of all stages in order.
  var picks: [ObjectPick] { stages.flatMap { $0.picks } }

  private mutating func drawStage(_ stage: Stage) {
    let pool = Pool(of: stage, in: frozen.roster, without: isDrawn)
    var quota = pool.quota(shortfalls: stages.map { $0.shortfall })
    quota -= countEarlier(toward: quota, stage)
    let allocation = allocate(quota, over: pool.strata, minimum: stage.rules.minimum)
    var strata: [DrawnStratum] = []
    var picks: [ObjectPick] = []
    for (index, records) in pool.records.enumerated() {
      var queue: [Ticketed] = []
      queue.reserveCapacity(records.count)
      for record in records {
        let id = frozen.roster.id(record)
        queue.append(
          Ticketed(ticket: tickets.ticket(stage: stage.number, object: id), record: record))
      }
      queue.sort(by: Ticketed.isEarlier)
      for object in queue.prefix(allocation[index]) {
        picks.append(ObjectPick(stage: stage.number - 1, stratum: index, object: object))
        isDrawn[object.record] = true
      }
      strata.append(
        DrawnStratum(
          name: pool.names[index], weight: pool.strata[index].weight,
          allocated: allocation[index], queue: queue))
    }
    picks.sort { Ticketed.isEarlier($0.object, $1.object) }
    stages.append(
      DrawnStage(
        stage: stage, pool: pool.count, quota: quota, strata: strata, picks: picks))
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
