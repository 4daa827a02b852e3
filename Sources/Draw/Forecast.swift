/// What the frozen files fix before the randomness exists, for publication at the freeze.
///
/// The pool of a stage leaves out what earlier stages have drawn, and nobody knows yet what that
/// will be. So every stage is forecast as if nothing had been drawn before it: its pool is all
/// records that meet its conditions, its quota is taken before `earlier`, a `rate` is taken of that
/// pool, a `shortfall` is that of the forecast stages, and the allocation follows from these.
/// `isExact` says where the draw cannot come out differently.
package struct Forecast: Sendable {
  package let title: String
  package let suite: Suite
  package let roots: Roots
  package let stages: [StageForecast]
}

package struct StageForecast: Sendable {
  /// From 1.
  package let number: Int
  package let name: String
  package let pool: Int
  package let quota: Int
  package let shortfall: Int
  /// Ascending by bytes; each record has the chance `allocated / records`.
  package let strata: [StratumResult]
  package let roles: [RoleForecast]
  /// Whether pool, quota and strata hold for certain: no stage that may draw anything before this
  /// one has a record in common with it, and nothing counts from earlier stages.
  package let isExact: Bool
}

/// One role of a stage; whether all teams can be filled is known only after the draw.
package struct RoleForecast: Sendable {
  package let name: String
  /// Inspectors wanted per object.
  package let places: Int
  /// Inspectors who meet the `where` and `not` lines.
  package let fitting: Int
  /// Over all records of the pool, the fewest who could fill the role; nil for an empty pool.
  package let fewestCandidates: Int?
  /// Records of the pool for which there are fewer candidates than places: if one of them is drawn
  /// the draw is refused.
  package let impossibleObjects: [String]
}

/// Checks everything that can be checked before the freeze and forecasts the stages.
///
/// - Throws: `Refusal` for whatever would be refused in the draw without regard to the seed.
package func forecast(_ files: FrozenFiles) throws(Refusal) -> Forecast {
  let survey = try Survey(files)
  let roster = try Table(withIDs: files.roster, named: FileName.roster)
  var forecaster = Forecaster(Frozen(survey.terms, roster: roster), survey.census)
  return Forecast(
    title: survey.terms.rules.title.text, suite: survey.terms.rules.suite, roots: survey.roots,
    stages: survey.terms.stages.map { forecaster.forecast($0) })
}

private struct Forecaster {
  private let frozen: Frozen
  private let census: Census
  /// Per record of the roster, whether a stage so far may draw it.
  private var mayBeDrawn: [Bool]
  private var shortfalls: [Int] = []
  private var isExact: [Bool] = []

  init(_ frozen: Frozen, _ census: Census) {
    self.frozen = frozen
    self.census = census
    mayBeDrawn = [Bool](repeating: false, count: frozen.roster.recordCount)
  }

  mutating func forecast(_ stage: Stage) -> StageForecast {
    let pool = census.tallies[stage.number - 1]
    let records = (0..<frozen.roster.recordCount).filter { stage.matches($0, of: frozen.roster) }
    let strata = zip(pool.names, pool.counts).map {
      Stratum(name: $0.text, records: $1, weight: stage.weight(of: $0) ?? 1)
    }
    let quota = stage.quota(of: pool.total, shortfalls: shortfalls)
    let allocation = allocate(quota, over: strata, minimum: stage.rules.minimum)
    let shortfall = max(0, quota - pool.total)
    isExact.append(isExact(stage, records))
    shortfalls.append(shortfall)
    if quota > 0 || !isExact[stage.number - 1] {
      for record in records { mayBeDrawn[record] = true }
    }
    return StageForecast(
      number: stage.number, name: stage.rules.name.text, pool: pool.total, quota: quota,
      shortfall: shortfall,
      strata: zip(strata, allocation).map {
        StratumResult(name: $0.name, records: $0.records, weight: $0.weight, allocated: $1)
      },
      roles: stage.roles.map { forecast($0, records) }, isExact: isExact[stage.number - 1])
  }

  private func isExact(_ stage: Stage, _ records: [Int]) -> Bool {
    if !stage.rules.earlier.isEmpty { return false }
    if case .shortfall(let stages) = stage.rules.quota, !stages.allSatisfy({ isExact[$0] }) {
      return false
    }
    return !records.contains { mayBeDrawn[$0] }
  }

  private func forecast(_ role: Role, _ records: [Int]) -> RoleForecast {
    var fewest: Int?
    var impossible: [String] = []
    for record in records {
      let candidates = frozen.candidates(for: record, role).count
      fewest = min(fewest ?? candidates, candidates)
      if candidates < role.rules.places {
        impossible.append(frozen.roster.id(record).text)
      }
    }
    return RoleForecast(
      name: role.rules.name.text, places: role.rules.places, fitting: role.fitting.count,
      fewestCandidates: fewest, impossibleObjects: impossible)
  }
}
