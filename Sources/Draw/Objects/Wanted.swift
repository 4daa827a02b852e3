/// How many of the lowest tickets of each stratum the draw needs.
///
/// What earlier stages draw changes the pools of later ones, so this is a guess; `next` tells from
/// the drawn stages whether it was enough.
struct Wanted {
  /// Shape `[stages][strata of the census]`.
  private(set) var counts: [[Int]] = []
  private let census: Census
  private var attempts = 1

  /// Takes every stage as if none had drawn before it, and something above that.
  ///
  /// - Parameter amendments: how many lines may ask for a replacement.
  init(_ stages: [Stage], _ census: Census, amendments: Int) {
    self.census = census
    var shortfalls: [Int] = []
    for (stage, tally) in zip(stages, census.tallies) {
      let quota = stage.quota(of: tally.total, shortfalls: shortfalls)
      shortfalls.append(max(0, quota - tally.total))
      let strata = zip(tally.names, tally.counts).map {
        Stratum(name: $0.text, records: $1, weight: stage.weight(of: $0) ?? 1)
      }
      let allocation = allocate(quota, over: strata, minimum: stage.rules.minimum)
      counts.append(
        zip(allocation, tally.counts).map { allocated, records in
          let others = stages.count > 1 ? allocated / 2 + 16 : 0
          return min(records, allocated + others + min(amendments, 256))
        })
    }
  }

  /// Every ticket of every stratum.
  init(allOf census: Census) {
    self.census = census
    counts = census.tallies.map { $0.counts }
  }

  /// What to want instead if the sieve has not let enough through; nil if it has.
  ///
  /// - Parameter amendments: `amendments.tsv`, if it is well formed.
  mutating func isEnough(
    _ kept: Sieve.Kept, _ draw: StageDraw, _ amendments: Table?
  ) -> Bool {
    var isEnough = true
    attempts += 1
    let objects = leaving(kept.roster, amendments)
    for stage in draw.stages {
      let index = stage.stage.number - 1
      let tally = census.tallies[index]
      for stratum in stage.strata {
        guard let place = tally.index(of: stratum.name[...]) else { continue }
        if kept.queues[index][place].count == tally.counts[place] { continue }
        let leaves = objects.contains {
          stage.stage.matches($0, of: kept.roster)
            && stage.stage.stratum(of: $0, in: kept.roster).elementsEqual(stratum.name)
        }
        let left = stratum.queue.count { !draw.isDrawn[$0.record] }
        let isShort =
          stratum.queue.count < stratum.allocated || left < (leaves ? objects.count : 0)
        if !isShort { continue }
        isEnough = false
        // After some attempts everything: a draw must come to an end.
        counts[index][place] =
          attempts > 4
          ? tally.counts[place]
          : min(tally.counts[place], 2 * (counts[index][place] + stratum.allocated + objects.count))
      }
    }
    return isEnough
  }

  /// Records that amendments name as leaving.
  private func leaving(_ roster: Table, _ amendments: Table?) -> [Int] {
    guard let amendments else { return [] }
    var records: [Int] = []
    for line in 0..<amendments.recordCount where amendments.field(0, record: line).equals("object")
    {
      if let record = roster.record(withID: amendments.field(1, record: line)) {
        records.append(record)
      }
    }
    return records
  }
}
