import Draw
import Testing

struct AllocationTests {
  private func strata(_ parts: [(records: Int, weight: Int)]) -> [Stratum] {
    parts.enumerated().map {
      Stratum(name: "s\($0.offset)", records: $0.element.records, weight: $0.element.weight)
    }
  }

  @Test("all seats are given, never more to a stratum than it has")
  func sumAndCaps() {
    var generator = FixedGenerator(1)
    for _ in 0..<2000 {
      let parts = (0..<Int.random(in: 1...6, using: &generator)).map { _ in
        (
          records: Int.random(in: 1...30, using: &generator),
          weight: Int.random(in: 1...9, using: &generator)
        )
      }
      let all = parts.reduce(0) { $0 + $1.records }
      let seats = Int.random(in: 0...all + 3, using: &generator)
      let minimum = Int.random(in: 0...3, using: &generator)
      let allocated = allocate(seats, over: strata(parts), minimum: minimum)
      #expect(allocated.reduce(0, +) == min(seats, all))
      #expect(zip(allocated, parts).allSatisfy { (0...$1.records).contains($0) })
      let least = parts.map { min(minimum, $0.records) }
      if least.reduce(0, +) <= seats {
        #expect(zip(allocated, least).allSatisfy { $0 >= $1 })
      }
    }
  }

  @Test("without a minimum every stratum gets its exact share rounded down or up")
  func quotaRule() {
    var generator = FixedGenerator(2)
    for _ in 0..<1000 {
      let parts = (0..<Int.random(in: 1...5, using: &generator)).map { _ in
        (
          records: Int.random(in: 1...20, using: &generator),
          weight: Int.random(in: 1...9, using: &generator)
        )
      }
      let seats = Int.random(in: 0...parts.reduce(0) { $0 + $1.records }, using: &generator)
      let allocated = allocate(seats, over: strata(parts), minimum: 0)
      for (seats, share) in zip(allocated, exactShares(seats, parts)) {
        #expect(seats * share.of >= share.part - share.of + 1)
        #expect(seats * share.of <= share.part + share.of - 1)
      }
    }
  }

  /// Shares `part / of`: proportional to records × weight, none above its records.
  private func exactShares(
    _ seats: Int, _ parts: [(records: Int, weight: Int)]
  ) -> [(part: Int, of: Int)] {
    var isWhole = parts.map { _ in false }
    while true {
      let left = seats - zip(parts, isWhole).reduce(0) { $0 + ($1.1 ? $1.0.records : 0) }
      let total = zip(parts, isWhole).reduce(0) { $0 + ($1.1 ? 0 : $1.0.records * $1.0.weight) }
      let above = parts.indices.filter { !isWhole[$0] && left * parts[$0].weight > total }
      if above.isEmpty {
        return parts.indices.map {
          if isWhole[$0] { return (parts[$0].records, 1) }
          return (left * parts[$0].records * parts[$0].weight, total)
        }
      }
      for index in above { isWhole[index] = true }
    }
  }

  @Test("with two strata more seats never take one away")
  func twoStrataAreMonotone() {
    let weights = [1, 2, 3, 8]
    for first in 1...7 {
      for second in 1...7 {
        for one in weights {
          for other in weights {
            let parts = strata([(first, one), (second, other)])
            let allocations = (0...first + second).map { allocate($0, over: parts, minimum: 0) }
            for (fewer, more) in zip(allocations, allocations.dropFirst()) {
              #expect(fewer[0] <= more[0] && fewer[1] <= more[1])
            }
          }
        }
      }
    }
  }

  @Test("with more strata one more seat takes away at most one, as largest remainders may")
  func alabama() {
    // The paradox itself: 6:6:2 over 10 and 11 seats.
    let parts = strata([(6, 1), (6, 1), (2, 1)])
    #expect(allocate(10, over: parts, minimum: 0) == [4, 4, 2])
    #expect(allocate(11, over: parts, minimum: 0) == [5, 5, 1])
    var generator = FixedGenerator(3)
    for _ in 0..<300 {
      let parts = strata(
        (0..<4).map { _ in
          (
            Int.random(in: 1...20, using: &generator), Int.random(in: 1...9, using: &generator)
          )
        })
      let all = parts.reduce(0) { $0 + $1.records }
      let allocations = (0...all).map { allocate($0, over: parts, minimum: 0) }
      for (fewer, more) in zip(allocations, allocations.dropFirst()) {
        #expect(zip(fewer, more).allSatisfy { $0 - 1 <= $1 })
      }
    }
  }

  @Test("equal remainders go to the larger weight, then to the earlier stratum")
  func ties() {
    #expect(allocate(1, over: strata([(4, 1), (2, 2)]), minimum: 0) == [0, 1])
    #expect(allocate(1, over: strata([(3, 2), (3, 2)]), minimum: 0) == [1, 0])
  }

  @Test("a minimum that does not fit is ignored as a whole")
  func minimum() {
    let parts = strata([(100, 1), (3, 1), (2, 1)])
    #expect(allocate(3, over: parts, minimum: 1) == [1, 1, 1])
    #expect(allocate(2, over: parts, minimum: 1) == [2, 0, 0])
    #expect(allocate(20, over: parts, minimum: 5) == [15, 3, 2])
    #expect(allocate(9, over: parts, minimum: 5) == [9, 0, 0])
  }

  @Test("the largest numbers do not overflow")
  func largest() {
    let billion = 1_000_000_000
    let parts = strata([(billion, 1000), (billion, 999), (billion, 1)])
    let allocated = allocate(billion, over: parts, minimum: 0)
    #expect(allocated == [500_000_000, 499_500_000, 500_000])
  }

  @Test("no strata, no seats")
  func nothing() {
    #expect(allocate(5, over: [], minimum: 1) == [])
    #expect(allocate(0, over: strata([(5, 1)]), minimum: 0) == [0])
  }
}
