/// First reading of the roster: its form, its root, and how many records each stratum of each stage
/// has.
struct Census: Sendable {
  let root: FileRoot
  /// For each stage the strata of the records that meet its conditions, ascending by name.
  let tallies: [Tally]

  /// - Parameters:
  ///   - header: of the roster.
  ///   - terms: nil if nothing is to be counted.
  /// - Throws: `Refusal` for the first line that is not as it should be, then for an object of the
  ///   conflicts that is not in the roster.
  init<Roster: RosterSource>(
    of roster: Roster, header: Table, _ suite: Suite, _ terms: Terms?, _ progress: DrawProgress?
  ) throws(Refusal) {
    var count = Count(suite, terms)
    try roster.forEachPiece {
      CensusPart($0, header: header, suite, terms)
    } _: { part throws(Refusal) in
      try count.add(part)
      progress?(.roster, count.bytes, roster.size)
    }
    if let conflicts = terms?.conflicts { try conflicts.check(count.isFound) }
    root = FileRoot(root: count.tree.root.bytes, records: count.records)
    tallies = count.tallies.map {
      var tally = $0
      tally.sort()
      return tally
    }
  }

  /// What all pieces so far add up to.
  private struct Count {
    var tree: MerkleTree
    var records = 0
    var bytes = 0
    var tallies: [Tally]
    /// For each object of the conflicts whether it is in the roster.
    var isFound: [Bool]
    private var lastID: [UInt8]?

    init(_ suite: Suite, _ terms: Terms?) {
      tree = MerkleTree(suite)
      tallies = [Tally](repeating: Tally(), count: terms?.stages.count ?? 0)
      isFound = [Bool](repeating: false, count: terms?.conflicts?.objects.count ?? 0)
    }

    mutating func add(_ part: CensusPart) throws(Refusal) {
      if let lastID, let first = part.firstID, part.fault?.line != part.firstRecordLine + 1,
        let fault = Table.orderFault(
          of: first[...], after: lastID[...], line: part.firstRecordLine, in: FileName.roster)
      {
        throw fault
      }
      if let fault = part.fault { throw fault }
      tree.append(part.run)
      records += part.records
      bytes += part.bytes
      for index in tallies.indices { tallies[index].add(part.tallies[index]) }
      for index in part.found { isFound[index] = true }
      if let last = part.lastID { lastID = last }
    }
  }
}

/// What one piece of the roster adds to the census.
private struct CensusPart: Sendable {
  let fault: Refusal?
  let bytes: Int
  let records: Int
  /// Line of the file, from 0.
  let firstRecordLine: Int
  let firstID, lastID: [UInt8]?
  let run: MerkleRun
  let tallies: [Tally]
  /// Objects of the conflicts that are in this piece.
  let found: [Int]

  init(_ piece: Piece, header: Table, _ suite: Suite, _ terms: Terms?) {
    let table = Table(piece, of: header)
    bytes = piece.bytes.count
    records = table.recordCount
    firstRecordLine = table.line(of: 0)
    firstID = records > 0 ? [UInt8](table.id(0)) : nil
    lastID = records > 0 ? [UInt8](table.id(records - 1)) : nil
    fault = table.fault
    let lines = fault == nil ? (0..<table.file.lineCount).map { table.file.range(line: $0) } : []
    run = MerkleRun(suite.leaves(lines, in: table.file.bytes), start: piece.firstLine, suite)
    var tallies: [Tally] = []
    for stage in terms?.stages ?? [] {
      var tally = Tally()
      for record in 0..<records where stage.matches(record, of: table) {
        tally.count(stage.stratum(of: record, in: table))
      }
      tallies.append(tally)
    }
    self.tallies = tallies
    found = terms?.conflicts?.objects(in: table) ?? []
  }
}
