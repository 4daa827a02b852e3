import Draw
import Testing

private let fine = Vector.all.filter { $0.transcript != nil }

/// The explanation of every record of a vector's roster.
private func explanations(_ vector: Vector) throws -> [Explanation] {
  let facts = try TranscriptFacts(try #require(vector.transcript))
  let lines = vector.files.roster.split(separator: 0x0A).map { Array($0) }
  return try lines.indices.dropFirst().map { index in
    try explain(
      header: lines[0], record: lines[index], line: index + 1, rules: vector.files.rules,
      facts: facts)
  }
}

@Suite("Explanations")
struct ExplanationTests {
  @Test("a transcript is read back as the draw it tells of", arguments: fine)
  func facts(_ vector: Vector) throws {
    let facts = try TranscriptFacts(try #require(vector.transcript))
    let result = try draw(vector.files)
    #expect(facts.title == result.title)
    #expect(facts.suite == result.suite)
    #expect(facts.seed == result.seed)
    #expect(facts.endDigest == result.endDigest)
    #expect(facts.roster.root == result.roots.roster.root)
    #expect(facts.inspectors?.records == result.roots.inspectors?.records)
    #expect(facts.conflicts?.root == result.roots.conflicts?.root)
    #expect(facts.load == result.load)
    #expect("\(facts.stages)" == "\(result.stages)")
    #expect("\(facts.teams)" == "\(result.teams)")
    #expect("\(facts.amendments)" == "\(result.amendments)")
  }

  @Test("a transcript with any byte changed is refused")
  func changed() throws {
    let transcript = try #require(try Vector.named("02-shanghai-amended").transcript)
    for place in stride(from: 0, to: transcript.count, by: 7) {
      var changed = transcript
      changed[place] ^= 4
      let found = refusal { () throws(Refusal) in _ = try TranscriptFacts(changed) }
      #expect(found?.file == FileName.transcript)
    }
  }

  @Test("every record of every vector is explained as it was drawn", arguments: fine)
  func everyRecord(_ vector: Vector) throws {
    let result = try draw(vector.files)
    let rulers = try result.stages.map { try ruler(vector.files, stage: $0.number) }
    for explanation in try explanations(vector) {
      for (stage, ruler) in zip(explanation.stages, rulers) {
        let stratum = ruler.first { $0.records.contains { $0.object == explanation.id } }
        guard case .inPool(let position) = stage.position else {
          #expect(stratum == nil, "\(explanation.id) \(stage.name)")
          continue
        }
        let found = try #require(stratum)
        let record = try #require(found.records.first { $0.object == explanation.id })
        #expect(position.ticket == record.ticket)
        #expect(position.stratum.name == found.stratum)
        #expect(position.stratum.records == found.records.count)
        #expect(position.lastDrawn == found.records.last { $0.isDrawn }?.ticket)
        #expect((position.place != nil) == record.isDrawn)
        if let last = position.lastDrawn {
          #expect(record.isDrawn == !last.lexicographicallyPrecedes(position.ticket))
        }
      }
    }
  }

  @Test(
    "what became of a record and who inspects it is what stands after all amendments",
    arguments: fine)
  func standing(_ vector: Vector) throws {
    let result = try draw(vector.files)
    for explanation in try explanations(vector) {
      let standing = result.standing.first { $0.object == explanation.id }
      switch explanation.outcome {
      case .notDrawn, .left: #expect(standing == nil)
      case .drawn(let stage, _), .replacement(let stage, _, _):
        #expect(standing?.stage == stage)
      }
      #expect("\(explanation.team)" == "\(standing?.team ?? [])")
    }
  }

  @Test("a record that left, its replacement and a changed team are told by their amendments")
  func amendments() throws {
    let explanations = try explanations(try Vector.named("02-shanghai-amended"))
    let left = explanations.filter { if case .left = $0.outcome { true } else { false } }
    let came = explanations.filter { if case .replacement = $0.outcome { true } else { false } }
    #expect(!left.isEmpty)
    #expect(!came.isEmpty)
    #expect((left + came).allSatisfy { !$0.amendments.isEmpty })
  }

  @Test("a record outside the pool is told every condition it does not meet")
  func conditions() throws {
    let roster = file(["id kind area", "a x,y 1", "b z 2", "c - 1"])
    let rules = rules([
      "stage s", "where kind x y", "not area 2", "count 1",
    ])
    let result = try draw(DrawFiles(roster: roster, rules: rules, seed: seed(1)))
    let facts = try TranscriptFacts(result.transcript)
    func failed(_ record: String, _ line: Int) throws -> [FailedCondition] {
      let explanation = try explain(
        header: Array("id\tkind\tarea".utf8), record: Array(record.utf8), line: line,
        rules: rules, facts: facts)
      guard case .excluded(let failed) = explanation.stages[0].position else { return [] }
      return failed
    }
    #expect(try failed("a\tx,y\t1", 2).isEmpty)
    let both = try failed("b\tz\t2", 3)
    #expect(both.map(\.column) == ["kind", "area"])
    #expect(both.map(\.isNegated) == [false, true])
    #expect(both[0].values == ["x", "y"])
    #expect(both[0].found == "z")
    #expect(try failed("c\t-\t1", 4).map(\.found) == ["-"])
  }

  @Test("files of another draw are refused")
  func otherDraw() throws {
    let facts = try TranscriptFacts(try #require(try Vector.named("01-shanghai-2023").transcript))
    let found = refusal { () throws(Refusal) in
      _ = try explain(
        header: Array("id".utf8), record: Array("a".utf8), line: 2,
        rules: rules(["stage s", "count 1"]), facts: facts)
    }
    #expect(found?.file == FileName.rules)
  }
}

@Suite("A file held ready for proofs")
struct ProvenFileTests {
  @Test("every record is proved as by the one reading", arguments: [1, 2, 3, 7, 8, 64, 100])
  func every(count: Int) throws {
    let roster = file(["id name"] + (0..<count).map { "B\(1000 + $0) n" })
    let held = try ProvenFile(roster, named: FileName.roster, .sm3)
    #expect(held.size == count + 1)
    for record in 0..<count {
      let index = try #require(held.index(of: "B\(1000 + record)"))
      let proof = try #require(
        try prove("B\(1000 + record)", in: roster, named: FileName.roster, .sm3))
      #expect(held.proof(of: index).text == proof.text)
    }
    #expect(held.index(of: "B999") == nil)
    #expect(held.index(of: "id") == nil)
    #expect(held.index(of: "C") == nil)
  }

  @Test(
    "a proof does not depend on how the file is cut into pieces", arguments: [1, 50, 333, 9999])
  func pieces(size: Int) throws {
    let roster = file(["id name"] + (0..<150).map { "B\(1000 + $0) n" })
    let whole = try #require(try prove("B1077", in: roster, named: FileName.roster, .sha256))
    let source = RosterBytes(roster, crew: Alone(), pieceSize: size)
    let proof = try #require(try prove("B1077", in: source, named: FileName.roster, .sha256))
    #expect(proof.text == whole.text)
    #expect(proof.isSound)
  }
}
