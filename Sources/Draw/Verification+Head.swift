extension Difference {
  /// The difference that explains why files were refused, if it lies in another file.
  ///
  /// A change in one file may show first in another: with one line of the roster changed the draw
  /// comes out differently, and an amendment then names an object that is not drawn. So when a file
  /// is refused, the head of the transcript, which says what the files were, decides.
  ///
  /// - Returns: nil if the refused file is to blame or nothing can be said: the transcript does not
  ///   close itself, a file is not well formed, or the head is as it should be.
  init?<Roster: RosterSource>(
    behind refusal: Refusal, _ roster: Roster, _ side: SideFiles, transcript found: [UInt8]
  ) {
    guard Draw.isClosed(found), let head = try? Transcript.head(roster, side),
      !found.starts(with: head)
    else { return nil }
    self.init(expected: head, found: found)
    if file.utf8.elementsEqual(refusal.file.utf8) { return nil }
  }
}

extension Transcript {
  /// The lines that say what the files are; without the one of the seed if that is not well formed.
  ///
  /// - Throws: `Refusal` if one of the others is not well formed by itself.
  static func head<Roster: RosterSource>(
    _ roster: Roster, _ side: SideFiles
  ) throws(Refusal) -> [UInt8] {
    let rules = try RulesReader.read(side.rules)
    let suite = rules.suite
    let header = try Table(headerWithIDs: try roster.header(), named: FileName.roster)
    let census = try Census(of: roster, header: header, suite, nil, nil)
    var inspectors: FileRoot?
    if let bytes = side.inspectors {
      inspectors = FileRoot(try Table(withIDs: bytes, named: FileName.inspectors), suite)
    }
    var conflicts: FileRoot?
    if let bytes = side.conflicts {
      conflicts = FileRoot(try ConflictList.table(bytes), suite)
    }
    let roots = Roots(
      roster: census.root, rulesHash: rulesHash(side.rules, suite), inspectors: inspectors,
      conflicts: conflicts)
    let key = (try? Seed(side.seed))?.key(roots, suite)
    return head(rules.title.text, suite, roots, seed: key?.bytes)
  }
}
