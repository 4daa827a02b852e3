import Testing

@testable import Draw

/// A roster read piece by piece gives what it gives as a whole.
@Suite("Rosters in pieces")
struct StreamingTests {
  /// What a draw says: its transcript, or where it refuses.
  private func outcome(_ files: DrawFiles, pieceSize: Int) -> String {
    do throws(Refusal) {
      let roster = RosterBytes(files.roster, crew: Alone(), pieceSize: pieceSize)
      return text(try draw(roster, files.side, crew: Alone()).transcript)
    } catch {
      return error.description
    }
  }

  @Test("every vector comes out the same, wherever the seams are", arguments: Vector.all)
  func vectors(vector: Vector) {
    let files = vector.files
    let whole = outcome(files, pieceSize: 1 << 30)
    for size in [1, 7, 64, 333, 4096] {
      #expect(outcome(files, pieceSize: size) == whole, "pieces of \(size) bytes")
    }
  }

  @Test("a fault is told where it is, wherever the seams are")
  func faults() {
    var generator = FixedGenerator(11)
    let lines = ["id a"] + (100..<140).map { "R\($0) x" }
    let roster = file(lines)
    for _ in 0..<300 {
      var changed = roster
      let place = Int.random(in: changed.indices, using: &generator)
      switch Int.random(in: 0..<3, using: &generator) {
      case 0: changed.remove(at: place)
      case 1: changed.insert(UInt8.random(in: 0...255, using: &generator), at: place)
      default: changed[place] = UInt8.random(in: 0...255, using: &generator)
      }
      let files = DrawFiles(
        roster: changed, rules: rules(["stage s", "count 5"]), seed: seed(1))
      let whole = outcome(files, pieceSize: 1 << 30)
      for size in [1, 10, 50] { #expect(outcome(files, pieceSize: size) == whole) }
    }
  }

  @Test(
    "the tree of runs is the tree of leaves, wherever they are cut",
    arguments: [Draw.Suite.sha256, .sm3])
  func merkle(suite: Draw.Suite) {
    var generator = FixedGenerator(3)
    for count in 0...70 {
      let leaves = (0..<count).map { suite.leaf([UInt8($0)]) }
      var tree = MerkleTree(suite)
      var start = 0
      while start < count {
        let end = Int.random(in: start...count, using: &generator)
        tree.append(MerkleRun([Digest](leaves[start..<end]), start: start, suite))
        start = end
      }
      #expect(tree.root == plainRoot(leaves[...], suite))
      #expect(tree.leaves == count)
    }
  }

  /// RFC 6962 §2.1 word for word.
  private func plainRoot(_ leaves: ArraySlice<Digest>, _ suite: Draw.Suite) -> Digest {
    if leaves.isEmpty { return HashPrefix(suite).digest(of: []) }
    if leaves.count == 1 { return leaves[leaves.startIndex] }
    var half = 1
    while half * 2 < leaves.count { half *= 2 }
    return suite.parent(
      plainRoot(leaves.prefix(half), suite), plainRoot(leaves.dropFirst(half), suite))
  }

  @Test("what passes the sieve is what has the lowest tickets")
  func sieve() throws {
    let records = (0..<20_000).map { "R\(100_000 + $0) \($0 % 7 == 0 ? "a" : "b") c\($0 % 20)" }
    let lines = [
      "stage s", "where kind b", "count 40", "stage t", "count 600", "stratify class", "minimum 1",
      "stage u", "rate 20", "where kind a", "earlier t",
    ]
    let files = DrawFiles(
      roster: file(["id kind class"] + records), rules: rules(lines), seed: seed(5))
    let survey = try Survey(files.frozen)
    let key = try Seed(files.seed).key(survey.roots, .sha256)
    let all = try survey.drawAll(files.roster, key: key).1
    let (frozen, some) = try survey.drawObjects(
      from: RosterBytes(files.roster, crew: Alone()), key: key, amendments: nil, nil)
    #expect(frozen.roster.recordCount < 12_000)
    for (one, other) in zip(all.stages, some.stages) {
      #expect(one.picks.map(\.object.ticket) == other.picks.map(\.object.ticket))
      for (whole, part) in zip(one.strata, other.strata) {
        #expect(whole.records == part.records)
        #expect(part.queue.count >= part.allocated)
        #expect(
          part.queue.map(\.ticket) == whole.queue.prefix(part.queue.count).map(\.ticket))
      }
    }
  }

  @Test("many replacements find their records although few were kept at first")
  func manyReplacements() throws {
    let roster = file(["id"] + (0..<5000).map { "R\(10_000 + $0)" })
    var files = DrawFiles(
      roster: roster, rules: rules(["stage s", "count 2"]), seed: seed(9))
    var lines: [String] = []
    for _ in 0..<400 {
      files.amendments = file(["kind object inspector reason"] + lines)
      let standing = try draw(files).standing[0].object
      lines.append("object \(standing) - r")
    }
    let last = try draw(files)
    let ruler = try ruler(files, stage: 1)[0].records.map(\.object)
    #expect(last.standing.map(\.object).sorted() == [ruler[1], ruler[400]].sorted())
  }

  @Test("the header alone does not decide: the first fault of the roster comes before the rules")
  func order() {
    let files = DrawFiles(
      roster: file(["id a", "R1 x", "R1 x"]), rules: rules(["stage s", "count 1", "where b x"]),
      seed: seed(1))
    #expect(refusal { () throws(Refusal) in _ = try draw(files) }?.file == "roster.tsv")
  }
}
