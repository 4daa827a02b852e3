/// The terms of a draw and the records of the roster that matter to it.
struct Frozen: Sendable {
  let terms: Terms
  /// All records, or those with low tickets only; ascending by id.
  let roster: Table
  let conflicts: Conflicts?

  var rules: Rules { terms.rules }
  var suite: Suite { terms.rules.suite }
  var stages: [Stage] { terms.stages }
  var inspectors: Table? { terms.inspectors }

  /// - Parameter roster: well formed, with the header of the terms.
  init(_ terms: Terms, roster: Table) {
    self.terms = terms
    self.roster = roster
    conflicts = terms.conflicts.map { Conflicts($0, roster: roster) }
  }
}
