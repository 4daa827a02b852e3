import Draw
import Testing

struct DrawTests {
  private let lines = ["id class", "A a", "B b", "C a", "D b"]

  @Test("a shuffled roster is refused or, if still in order, gives the same bytes")
  func shuffledRoster() throws {
    let stage = rules(["stage s", "count 2", "stratify class"])
    let ordered = try draw(DrawFiles(roster: file(lines), rules: stage, seed: seed(1)))
    var generator = FixedGenerator(4)
    var refused = 0
    for _ in 0..<100 {
      let shuffled = file([lines[0]] + lines.dropFirst().shuffled(using: &generator))
      do throws(Refusal) {
        let result = try draw(DrawFiles(roster: shuffled, rules: stage, seed: seed(1)))
        #expect(shuffled == file(lines))
        #expect(result.transcript == ordered.transcript)
      } catch {
        #expect(error.file == "roster.tsv")
        refused += 1
      }
    }
    #expect((80...99).contains(refused))
  }

  @Test("shuffled inspectors and contributors are refused")
  func shuffledOthers() throws {
    let files = try Vector.named("01-shanghai-2023").files
    var other = files
    other.inspectors = swapped(try #require(files.inspectors))
    let inspectors = refusal { () throws(Refusal) in _ = try draw(other) }
    #expect(inspectors?.file == "inspectors.tsv")
    other = files
    other.seed = swapped(files.seed)
    let contributors = refusal { () throws(Refusal) in _ = try draw(other) }
    #expect(contributors?.file == "seed.tsv")
  }

  /// The file with its last two lines swapped.
  private func swapped(_ file: [UInt8]) -> [UInt8] {
    var lines = file.split(separator: 0x0A)
    lines.swapAt(lines.count - 1, lines.count - 2)
    return lines.reduce(into: []) { $0 += $1 + [0x0A] }
  }

  @Test("the same files give the same bytes each time")
  func repeated() throws {
    let files = try Vector.named("03-sm3").files
    #expect(try draw(files).transcript == draw(files).transcript)
  }

  @Test("what stands after amendments has full teams and nobody recused from it")
  func standing() throws {
    let files = try Vector.named("02-shanghai-amended").files
    let result = try draw(files)
    #expect(result.standing.count == result.stages.reduce(0) { $0 + $1.drawn })
    let left = ["91310114MA0797845Q", "91310105MA120620X8"]
    #expect(!result.standing.contains { left.contains($0.object) })
    let object = try #require(result.standing.first { $0.object == "91310112MAK6221284" })
    #expect(
      object.team.map(\.role) == [
        "market", "market", "police", "environment", "transport", "expert",
      ])
    #expect(!object.team.contains { $0.inspector == "transport-00521" })
    #expect(object.team.contains { $0.inspector == "transport-00434" })
  }

  @Test("a withdrawn object no longer stands")
  func withdrawn() throws {
    let result = try draw(try Vector.named("16-withdraw").files)
    for outcome in result.amendments {
      if case .withdrawn(_, let object, _) = outcome {
        #expect(!result.standing.contains { $0.object == object })
      }
    }
    #expect(result.standing.count < result.stages[0].drawn)
  }

  @Test("the ruler of a stage shows every record of the pool, the drawn ones first")
  func rulers() throws {
    let files = try Vector.named("01-shanghai-2023").files
    let result = try draw(files)
    for stage in result.stages {
      let strata = try ruler(files, stage: stage.number)
      #expect(strata.map(\.stratum) == stage.strata.map(\.name))
      #expect(strata.map(\.records.count) == stage.strata.map(\.records))
      let drawn = strata.flatMap { $0.records.filter(\.isDrawn) }
      #expect(Set(drawn.map(\.object)) == Set(stage.picks.map(\.object)))
      for stratum in strata {
        let fractions = stratum.records.map { ticketFraction($0.ticket) }
        #expect(fractions == fractions.sorted())
        #expect(stratum.records.prefix(stratum.allocated).allSatisfy { $0.isDrawn })
      }
    }
    let pick = try #require(result.stages[1].picks.first)
    #expect(
      ticket(for: pick.object, stage: 2, seed: result.seed, result.suite) == pick.ticket)
    #expect(try ruler(files, stage: 99).isEmpty)
  }
}
