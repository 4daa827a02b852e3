/// Says why an object was or was not drawn, from the transcript, the rules and the object's line.
///
/// Nothing of the roster is needed but that line, so memory does not grow with the roster.
///
/// - Parameters:
///   - header: first line of `roster.tsv`, without its line feed.
///   - record: the line of the object.
///   - line: its number in the file, the header being 1.
///   - facts: of a transcript that is known to be right.
/// - Throws: `Refusal` if rules or roster are not those of the transcript.
package func explain(
  header: [UInt8], record: [UInt8], line: Int, rules: [UInt8], facts: TranscriptFacts
) throws(Refusal) -> Explanation {
  let rules = try RulesReader.read(rules)
  let table = try Table(header + [0x0A] + record + [0x0A], named: FileName.roster)
  guard rules.stages.count == facts.stages.count else {
    throw Refusal(
      file: FileName.rules, line: 0, reason: "阶段数与抽取记录不符，请使用同一次抽取的文件。")
  }
  let explainer = Explainer(table: table, rules: rules, facts: facts)
  var stages: [StageExplanation] = []
  for index in rules.stages.indices { stages.append(try explainer.stage(index)) }
  let history = History(of: table.id(0), facts)
  return Explanation(
    id: table.id(0).text, suite: facts.suite, line: line,
    fields: (0..<table.columnCount).map {
      (table.file.field($0, line: 0).text, table.field($0, record: 0).text)
    },
    stages: stages, outcome: history.outcome, team: history.team, amendments: history.amendments)
}

private struct Explainer {
  /// The header and one record.
  let table: Table
  let rules: Rules
  let facts: TranscriptFacts

  func stage(_ index: Int) throws(Refusal) -> StageExplanation {
    let result = facts.stages[index]
    let failed = try failedConditions(rules.stages[index].conditions)
    let position: StageExplanation.Position
    if !failed.isEmpty {
      position = .excluded(failed)
    } else if let earlier = facts.stages[..<index].first(where: { place(in: $0) != nil }) {
      position = .drawnBefore(stage: earlier.number)
    } else {
      position = .inPool(try poolPosition(rules.stages[index], result))
    }
    return StageExplanation(number: result.number, name: result.name, position: position)
  }

  private func failedConditions(_ conditions: [Condition]) throws(Refusal) -> [FailedCondition] {
    var failed: [FailedCondition] = []
    for condition in conditions {
      let column = try column(condition.column)
      let bound = BoundCondition(
        column: column, values: condition.values, isNegated: condition.isNegated)
      if bound.holds(0, in: table) { continue }
      failed.append(
        FailedCondition(
          column: condition.column.name.text, values: condition.values.map { $0.text },
          isNegated: condition.isNegated, found: table.field(column, record: 0).text))
    }
    return failed
  }

  private func poolPosition(
    _ rules: StageRules, _ result: StageResult
  ) throws(Refusal) -> PoolPosition {
    var name: ArraySlice<UInt8> = [0x2D]
    if let stratify = rules.stratify { name = table.field(try column(stratify), record: 0) }
    guard let stratum = result.strata.first(where: { name.equals($0.name) }) else {
      throw Refusal(
        file: FileName.roster, line: 0,
        reason: "抽取记录的阶段“\(result.name)”里没有层\(name.quoted)，请使用同一次抽取的文件。")
    }
    let drawn = result.picks.filter { name.equals($0.stratum) }
    // Picks stand in ticket order: the last one of a stratum has its largest ticket.
    return PoolPosition(
      stratum: stratum,
      ticket: ticket(
        for: table.id(0).text, stage: result.number, seed: facts.seed, facts.suite),
      lastDrawn: drawn.last?.ticket, place: place(in: result),
      shellLine: shellLine(
        object: table.id(0), stage: result.number, seed: facts.seed, facts.suite))
  }

  private func place(in stage: StageResult) -> Int? {
    stage.picks.first { table.id(0).equals($0.object) }?.place
  }

  private func column(_ column: NamedColumn) throws(Refusal) -> Int {
    guard let found = table.column(named: column.name[...]) else {
      throw Refusal(
        file: FileName.rules, line: column.line + 1,
        reason: "\(FileName.roster)没有\(column.name.quoted)这一列，请使用同一次抽取的文件。")
    }
    return found
  }
}

/// What the picks, teams and amendments of a transcript say of one object.
private struct History {
  private(set) var outcome = ExplainedOutcome.notDrawn
  private(set) var team: [TeamPlace] = []
  private(set) var amendments: [AmendmentOutcome] = []

  init(of id: ArraySlice<UInt8>, _ facts: TranscriptFacts) {
    for stage in facts.stages {
      for pick in stage.picks where id.equals(pick.object) {
        outcome = .drawn(stage: stage.number, place: pick.place)
      }
    }
    team = facts.teams.filter { id.equals($0.object) }
    for amendment in facts.amendments { apply(amendment, to: id, facts) }
  }

  private mutating func apply(
    _ amendment: AmendmentOutcome, to id: ArraySlice<UInt8>, _ facts: TranscriptFacts
  ) {
    switch amendment {
    case .replaced(let number, let object, let new, _, _, _, let team):
      if id.equals(object) {
        outcome = .left(amendment: number, replacement: new)
        self.team = []
      } else if id.equals(new) {
        outcome = .replacement(
          stage: stage(of: object, facts), amendment: number, for: object)
        self.team = team
      } else {
        return
      }
    case .withdrawn(let number, let object, _):
      guard id.equals(object) else { return }
      outcome = .left(amendment: number, replacement: nil)
      team = []
    case .recused(_, let object, let role, let inspector, let new, let ticket, _):
      guard id.equals(object) else { return }
      let inspector = [UInt8](inspector.utf8)[...]
      for index in team.indices where inspector.equals(team[index].inspector) {
        team[index] = TeamPlace(object: object, role: role, inspector: new, ticket: ticket)
      }
    }
    amendments.append(amendment)
  }

  /// The stage in which an object was drawn, itself or the one whose place it took.
  private func stage(of object: String, _ facts: TranscriptFacts) -> Int {
    let id = [UInt8](object.utf8)[...]
    for stage in facts.stages where stage.picks.contains(where: { id.equals($0.object) }) {
      return stage.number
    }
    for case .replaced(_, let old, let new, _, _, _, _) in facts.amendments where id.equals(new) {
      return self.stage(of: old, facts)
    }
    return 0
  }
}
