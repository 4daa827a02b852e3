import Draw
import Statistics
import Testing

/// Draws that are bent a little are told by the same statistics from the same seeds.
struct BentDrawTests {
  private static let draws = 20_000

  /// How the records of one stratum are chosen: places in the stratum, from the true tickets of
  /// its records.
  typealias Choice =
    @Sendable (_ tickets: [[UInt8]], _ seats: Int, _ key: [UInt8])
    -> [Int]

  /// The first stage of the laboratory, drawn in another way.
  private func tally(_ choice: @escaping Choice) async throws -> LaboratoryTally {
    try await LaboratoryTally.of(draws: Self.draws) { tally, laboratory, number in
      let strata = Dictionary(grouping: laboratory.ids.indices) { laboratory.strata[0][$0] }
      let key = Suite.sha256.hash(laboratory.seed(number))
      var records: [Int] = []
      for (stratum, members) in strata {
        guard let stratum else { continue }
        let tickets = members.map {
          ticket(for: laboratory.ids[$0], stage: 1, seed: key, .sha256)
        }
        records += choice(tickets, [2, 2, 3, 3][stratum], key).map { members[$0] }
      }
      tally.add(firstStage: records)
    }
  }

  private static func lowest(_ tickets: [[UInt8]], _ seats: Int) -> [Int] {
    let order = tickets.indices.sorted {
      tickets[$0] == tickets[$1] ? $0 < $1 : tickets[$0].lexicographicallyPrecedes(tickets[$1])
    }
    return Array(order.prefix(seats))
  }

  @Test("the lowest tickets pass")
  func honest() async throws {
    let tally = try await tally { tickets, seats, _ in Self.lowest(tickets, seats) }
    #expect(tally.stage(0).isWithinChance)
    #expect(tally.firstPairsWithin.isWithinChance)
    #expect(tally.firstPairsAcross.isWithinChance)
  }

  @Test("every k-th row from a random start is told by the pairs, though not by the bodies")
  func everyKth() async throws {
    let tally = try await tally { tickets, seats, _ in
      let start = tickets[0].prefix(8).reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
      let first = Int(start % UInt64(tickets.count))
      return (0..<seats).map { (first + $0 * (tickets.count / seats)) % tickets.count }
    }
    #expect(tally.stage(0).isWithinChance)
    #expect(tally.firstPairsWithin.tail < 1e-12)
  }

  @Test("a byte taken modulo the number of records is told")
  func modulo() async throws {
    let tally = try await tally { tickets, seats, _ in
      var chosen: [Int] = []
      for byte in tickets.joined() where chosen.count < seats {
        let record = Int(byte) % tickets.count
        if !chosen.contains(record) { chosen.append(record) }
      }
      return chosen
    }
    #expect(tally.stage(0).tail < 1e-6)
  }

  @Test("tickets cut to one hex digit, equal ones by id, are told")
  func truncated() async throws {
    let tally = try await tally { tickets, seats, _ in
      Self.lowest(tickets.map { [$0[0] >> 4] }, seats)
    }
    #expect(tally.stage(0).tail < 1e-12)
  }

  @Test("one body whose ticket is thrown away in one draw of twelve is told")
  func favoured() async throws {
    let tally = try await tally { tickets, seats, _ in
      var tickets = tickets
      if tickets[0][31] < 21 { tickets[0] = [UInt8](repeating: 0xFF, count: 32) }
      return Self.lowest(tickets, seats)
    }
    #expect(tally.stage(0).tail < 1e-4)
  }

  @Test("tickets that go by the row within the stratum are told by the pairs between strata")
  func sameRows() async throws {
    let tally = try await tally { tickets, seats, key in
      let rows = tickets.indices.map { ticket(for: "row\($0)", stage: 1, seed: key, .sha256) }
      return Self.lowest(rows, seats)
    }
    #expect(tally.stage(0).isWithinChance)
    #expect(tally.firstPairsWithin.isWithinChance)
    #expect(tally.firstPairsAcross.tail < 1e-12)
  }

  @Test("counts that are too even are told too")
  func tooEven() {
    #expect(!ChiSquare(even: [Int](repeating: 1_000, count: 60)).isWithinChance)
  }
}
