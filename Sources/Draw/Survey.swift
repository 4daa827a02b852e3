/// The frozen files after the first reading of the roster.
struct Survey: Sendable {
  let terms: Terms
  let census: Census
  let roots: Roots

  /// - Throws: `Refusal`, looking in this order: rules, roster, inspectors, conflicts, and the rules
  ///   against the other files.
  init<Roster: RosterSource>(
    _ roster: Roster, rules ruleBytes: [UInt8], inspectors: [UInt8]?, conflicts: [UInt8]?,
    _ progress: DrawProgress?
  ) throws(Refusal) {
    let rules = try RulesReader.read(ruleBytes)
    let header = try Table(headerWithIDs: try roster.header(), named: FileName.roster)
    let terms = Result { () throws(Refusal) in
      try Terms(rules, header: header, inspectors: inspectors, conflicts: conflicts)
    }
    // The roster is read although the terms may be refused: what is wrong with it comes first.
    census = try Census(of: roster, header: header, rules.suite, try? terms.get(), progress)
    self.terms = try terms.get()
    try self.terms.checkWeights(census)
    roots = Roots(
      roster: census.root, rulesHash: Draw.rulesHash(ruleBytes, rules.suite),
      inspectors: self.terms.inspectors.map { FileRoot($0, rules.suite) },
      conflicts: self.terms.conflicts.map { FileRoot($0.table, rules.suite) })
  }

  /// The same for files in memory.
  init(_ files: FrozenFiles) throws(Refusal) {
    try self.init(
      RosterBytes(files.roster, crew: Alone()), rules: files.rules, inspectors: files.inspectors,
      conflicts: files.conflicts, nil)
  }

  /// Draws the objects.
  ///
  /// - Returns: the drawn stages and, for what follows, the records kept.
  func drawObjects<Roster: RosterSource>(
    from roster: Roster, key: Digest, amendments: [UInt8]?, _ progress: DrawProgress?
  ) throws(Refusal) -> (Frozen, StageDraw) {
    // Faults of the amendments are told when their turn comes.
    let lines = amendments.flatMap { try? Amendments.table($0) }
    var wanted = Wanted(terms.stages, census, amendments: lines?.recordCount ?? 0)
    while true {
      let sieve = Sieve(terms, census, key: key, wanted: wanted.counts)
      let kept = try sieve.sift(roster, census, progress)
      let frozen = Frozen(terms, roster: kept.roster)
      let objects = StageDraw(frozen, census.tallies, kept.queues)
      if wanted.isEnough(kept, objects, lines) { return (frozen, objects) }
    }
  }

  /// Draws the objects of a roster in memory with every record in its queue.
  func drawAll(_ roster: [UInt8], key: Digest) throws(Refusal) -> (Frozen, StageDraw) {
    let sieve = Sieve(terms, census, key: key, wanted: Wanted(allOf: census).counts)
    let kept = try sieve.sift(RosterBytes(roster, crew: Alone()), census, nil)
    let frozen = Frozen(terms, roster: kept.roster)
    return (frozen, StageDraw(frozen, census.tallies, kept.queues))
  }
}
