/// Draws: the same files give the same result, byte for byte, wherever it is computed.
///
/// Rule: mingcha-draw-1 as a whole.
///
/// - Throws: `Refusal` with file, line and reason; nothing is drawn then.
package func draw(_ files: DrawFiles) throws(Refusal) -> DrawResult {
  try draw(RosterBytes(files.roster, crew: Alone()), files.side, crew: Alone())
}

/// Draws from a roster that need not fit into memory: it is read twice, and what is kept of it grows
/// with the quotas.
///
/// - Parameters:
///   - crew: does what can be done at the same time after the roster has been read.
///   - progress: told how far the draw has come.
/// - Throws: `Refusal` with file, line and reason; nothing is drawn then.
package func draw<Roster: RosterSource, Workers: Crew>(
  _ roster: Roster, _ side: SideFiles, crew: Workers, progress: DrawProgress? = nil
) throws(Refusal) -> DrawResult {
  let survey = try Survey(
    roster, rules: side.rules, inspectors: side.inspectors, conflicts: side.conflicts, progress)
  let key = try Seed(side.seed).key(survey.roots, survey.terms.rules.suite)
  let (frozen, objects) = try survey.drawObjects(
    from: roster, key: key, amendments: side.amendments, progress)

  let picks = objects.picks
  var eligibility: Eligibility?
  var assignment: Assignment?
  if let inspectors = frozen.inspectors {
    let eligible = Eligibility(frozen, inspectors: inspectors, key: key)
    assignment = try Assignment(picks, eligible, crew: crew, progress: progress)
    eligibility = eligible
  }
  var amendments = Amendments(objects, frozen, assignment, eligibility)
  var outcomes: [AmendmentOutcome] = []
  if let bytes = side.amendments { outcomes = try amendments.apply(bytes, progress) }

  var teams: [TeamPlace] = []
  for (pick, team) in zip(picks, assignment?.teams ?? []) {
    teams += frozen.places(of: team, at: pick)
  }
  var result = DrawResult(
    title: frozen.rules.title.text, suite: frozen.suite, roots: survey.roots, seed: key.bytes,
    stages: objects.stages.map { StageResult($0, frozen) }, load: assignment?.load, teams: teams,
    amendments: outcomes,
    standing: amendments.standing.compactMap { StandingObject($0, objects.stages, frozen) })
  (result.transcript, result.endDigest) = Transcript.write(result)
  return result
}

extension StageResult {
  fileprivate init(_ drawn: DrawnStage, _ frozen: Frozen) {
    let strata = drawn.strata.map {
      StratumResult(
        name: $0.name.text, records: $0.records, weight: $0.weight, allocated: $0.allocated)
    }
    var picks: [Pick] = []
    for pick in drawn.picks {
      picks.append(
        Pick(
          stage: drawn.stage.number, place: picks.count + 1,
          object: frozen.roster.id(pick.object.record).text, stratum: strata[pick.stratum].name,
          ticket: pick.object.ticket.bytes))
    }
    self.init(
      number: drawn.stage.number, name: drawn.stage.rules.name.text, pool: drawn.pool,
      quota: drawn.quota, drawn: picks.count, shortfall: drawn.shortfall, strata: strata,
      picks: picks)
  }
}

extension StandingObject {
  fileprivate init?(
    _ standing: Amendments.Standing, _ stages: [DrawnStage], _ frozen: Frozen
  ) {
    if standing.isWithdrawn { return nil }
    let pick = standing.pick
    self.init(
      stage: pick.stage + 1, object: frozen.roster.id(pick.object.record).text,
      stratum: stages[pick.stage].strata[pick.stratum].name.text,
      ticket: pick.object.ticket.bytes, team: frozen.places(of: standing.team, at: pick))
  }
}
