import Draw
import Testing

/// Over fixed seeds every record, and every set of records, is drawn about equally often.
///
/// With 360 draws the bounds are some six standard deviations wide: a draw that favours anybody by
/// as little as a quarter would leave them, and the seeds being fixed they are met every time.
struct FairnessTests {
  private static let draws = 360

  private func roster(_ count: Int) -> [UInt8] {
    file(["id"] + (0..<count).map { "R\($0)" })
  }

  @Test(
    "every record of a small pool has the same chance",
    arguments: (1...6).flatMap { pool in (1...pool).map { (pool, $0) } })
  func equalChances(_ pool: Int, _ count: Int) throws {
    var drawn = [Int](repeating: 0, count: pool)
    var sets: [[String]: Int] = [:]
    for number in 0..<Self.draws {
      let result = try draw(
        DrawFiles(
          roster: roster(pool), rules: rules(["stage s", "count \(count)"]), seed: seed(number)))
      let objects = result.stages[0].picks.map(\.object)
      #expect(Set(objects).count == count)
      for object in objects {
        let record = try #require(Int(object.dropFirst()))
        drawn[record] += 1
      }
      sets[objects.sorted(), default: 0] += 1
    }
    let expected = Self.draws * count / pool
    let spread = 57  // 6 · √(360 · ¼)
    #expect(drawn.allSatisfy { abs($0 - expected) <= (count == pool ? 0 : spread) })
    let combinations = choose(count, of: pool)
    #expect(sets.count == combinations)
    #expect(sets.values.allSatisfy { abs($0 - Self.draws / combinations) <= spread })
  }

  private func choose(_ count: Int, of pool: Int) -> Int {
    (0..<count).reduce(1) { $0 * (pool - $1) / ($1 + 1) }
  }

  @Test("within a stratum every record has the same chance, whatever the weights")
  func strata() throws {
    let lines = ["stage s", "count 3", "stratify class", "weight a 1", "weight b 8"]
    let roster = file(["id class", "A1 a", "A2 a", "A3 a", "A4 a", "B1 b", "B2 b", "B3 b"])
    var drawn: [String: Int] = [:]
    for number in 0..<Self.draws {
      let files = DrawFiles(roster: roster, rules: rules(lines), seed: seed(number))
      for pick in try draw(files).stages[0].picks { drawn[pick.object, default: 0] += 1 }
    }
    // Shares 3 · 4/28 and 3 · 24/28: nobody of a, all of b.
    #expect(drawn == ["B1": 360, "B2": 360, "B3": 360])
    let even = try fewDrawn(roster)
    #expect(even.values.allSatisfy { abs($0 - 90) <= 50 })
    #expect(even.count == 4)
  }

  /// How often each record of class a is drawn when one of four is.
  private func fewDrawn(_ roster: [UInt8]) throws -> [String: Int] {
    let lines = ["stage s", "count 1", "where class a", "stratify class", "weight a 5"]
    var drawn: [String: Int] = [:]
    for number in 0..<Self.draws {
      let files = DrawFiles(roster: roster, rules: rules(lines), seed: seed(number))
      for pick in try draw(files).stages[0].picks { drawn[pick.object, default: 0] += 1 }
    }
    return drawn
  }
}
