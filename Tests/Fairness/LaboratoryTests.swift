import Foundation
import Statistics
import Testing

@testable import Draw

/// Over 100 000 fixed seeds bodies, pairs of bodies, tickets and inspectors come out as chance lets
/// them: not further from the expectation, and not closer either.
struct LaboratoryTests {
  private static let reference = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .appending(path: "Sources/Resources/Reference/fairness.tsv")

  @Test("over 100 000 seeds everything comes as chance would have it, and as published")
  func fair() async throws {
    let tally = try await LaboratoryTally.of(draws: Laboratory.draws) { tally, laboratory, number in
      tally.add(try laboratory.draw(number))
    }
    #expect(tally.draws == Laboratory.draws)
    for test in tally.tests {
      #expect(test.value.degrees > 0, "\(test.name)")
      #expect(test.value.isWithinChance, "\(test.name): \(test.value), \(test.value.tail)")
    }
    if ProcessInfo.processInfo.environment["RECORD"] == "1" {
      try Data(tally.file.utf8).write(to: Self.reference)
    }
    #expect(try String(contentsOf: Self.reference, encoding: .utf8) == tally.file)
  }

  @Test("the laboratory repeats what the engine draws from the same files")
  func sameDraw() throws {
    let laboratory = try Laboratory()
    for number in [1, 2, 3, 777, 100_000] {
      let result = try draw(
        DrawFiles(
          roster: laboratory.files.roster, rules: laboratory.files.rules,
          seed: laboratory.seed(number), inspectors: laboratory.files.inspectors,
          conflicts: laboratory.files.conflicts))
      let repeated = try laboratory.draw(number)
      #expect(
        result.stages.flatMap(\.picks).map(\.object)
          == repeated.picks.map { laboratory.ids[$0.record] })
      #expect(
        result.teams.map(\.inspector)
          == repeated.teams.joined().map { laboratory.inspectors[$0] })
      for pick in result.stages[0].picks {
        let record = try #require(laboratory.ids.firstIndex(of: pick.object))
        #expect(repeated.tickets[record].bytes == pick.ticket)
      }
    }
  }

  @Test("the laboratory has all that a draw can have")
  func whole() throws {
    let laboratory = try Laboratory()
    let result = try draw(
      DrawFiles(
        roster: laboratory.files.roster, rules: laboratory.files.rules, seed: laboratory.seed(1),
        inspectors: laboratory.files.inspectors, conflicts: laboratory.files.conflicts))
    #expect(result.stages.count == 4)
    #expect(result.stages[1].quota < 9, "picks of the first stage count")
    #expect(result.stages[2].shortfall > 0)
    #expect(result.stages[3].drawn == result.stages[2].shortfall)
    #expect(laboratory.cells.allSatisfy { $0.count > 1 })
    #expect(laboratory.classes.map(\.members.count) == [4, 5, 2, 10, 5])
  }
}
