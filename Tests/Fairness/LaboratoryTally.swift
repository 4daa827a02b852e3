import Statistics

@testable import Draw

/// What many draws of the laboratory add up to. Whole numbers, apart from chances.
struct LaboratoryTally: Sendable {
  static let intervals = 1024

  private(set) var draws = 0
  /// Shape `[stage][record]`.
  var drawn: [[Int]]
  /// Sums of chances, given all stages before: shape `[stage][record]`.
  var expected: [[Double]]
  /// Sums of covariances, given all stages before: shape `[stage][record × record]`.
  var covariance: [[Double]]
  /// How often two records were drawn in the first stage, and in any: shape `[record × record]`.
  var firstPairs: [Int]
  var pairs: [Int]
  /// How often so many of a cell were drawn: shape `[cell][number]`.
  var cellSizes: [[Int]]
  /// Σ m(N − m)·m'(N' − m') over the draws: shape `[cell × cell]`.
  var cellProducts: [Int]
  /// First-stage tickets by interval of the ruler, and by the values of each of their bytes.
  var tickets = [Int](repeating: 0, count: LaboratoryTally.intervals)
  var bytes = [Int](repeating: 0, count: 32 * 256)
  /// First hex digit of a body's tickets in the first two stages.
  var twoStages = [Int](repeating: 0, count: 256)
  /// How many objects each inspector had in all.
  var loads: [Int]
  /// Σ over the draws of n·Σl² − (Σl)², per class.
  var loadSquares: [Int]
  /// Whom an inspector met: bodies, and colleagues of the same class on one team.
  var meetings: [Int]
  var colleagues: [Int]
  /// Per class the parts of `Deviations.squaredLength(pairs:…)`, over the draws.
  var colleagueSquares: [[Int]]
  /// Per class and cell the parts of `Deviations.squaredLength(table:…)`, over the draws.
  var meetingSquares: [[Int]]

  let laboratory: Laboratory
  private let cellOf: [Int]
  private let classOf: [Int]

  init(_ laboratory: Laboratory) {
    self.laboratory = laboratory
    let bodies = laboratory.ids.count
    let people = laboratory.inspectors.count
    let cells = laboratory.cells.count
    let stages = laboratory.strata.count
    drawn = Array(repeating: Array(repeating: 0, count: bodies), count: stages)
    expected = Array(repeating: Array(repeating: 0, count: bodies), count: stages)
    covariance = Array(repeating: Array(repeating: 0, count: bodies * bodies), count: stages)
    firstPairs = Array(repeating: 0, count: bodies * bodies)
    pairs = firstPairs
    cellSizes = laboratory.cells.map { Array(repeating: 0, count: $0.count + 1) }
    cellProducts = Array(repeating: 0, count: cells * cells)
    loads = Array(repeating: 0, count: people)
    loadSquares = laboratory.classes.map { _ in 0 }
    meetings = Array(repeating: 0, count: people * bodies)
    colleagues = Array(repeating: 0, count: people * people)
    colleagueSquares = laboratory.classes.map { _ in [0, 0, 0] }
    meetingSquares = Array(repeating: [0, 0, 0, 0], count: laboratory.classes.count * cells)
    cellOf = (0..<bodies).map { body in
      laboratory.cells.firstIndex { $0.contains(body) } ?? 0
    }
    classOf = (0..<people).map { person in
      laboratory.classes.firstIndex { $0.members.contains(person) } ?? 0
    }
  }

  mutating func add(_ draw: LaboratoryDraw) {
    draws += 1
    addStages(draw.picks)
    addPairs(draw.picks)
    addTickets(draw)
    addLoads(draw.teams)
    addMeetings(draw)
  }

  /// Only what the records drawn in the first stage say.
  mutating func add(firstStage records: [Int]) {
    draws += 1
    var stageOf = [Int](repeating: drawn.count, count: laboratory.ids.count)
    for record in records { stageOf[record] = 0 }
    addStage(0, stageOf)
    addPairs(records.map { (stage: 0, record: $0) })
  }
}

// Bodies
extension LaboratoryTally {
  private mutating func addStages(_ picks: [(stage: Int, record: Int)]) {
    // The stage that drew each record, after the last one where none did.
    var stageOf = [Int](repeating: drawn.count, count: laboratory.ids.count)
    for pick in picks { stageOf[pick.record] = pick.stage }
    for stage in drawn.indices { addStage(stage, stageOf) }
  }

  /// Of N records in a stratum n are drawn, every n of them alike: the chance is n/N, the variance
  /// n(N − n)/N², and two have the covariance −n(N − n)/N²(N − 1).
  private mutating func addStage(_ stage: Int, _ stageOf: [Int]) {
    let count = stageOf.count
    var strata = [[Int]](repeating: [], count: 4)
    for record in 0..<count where stageOf[record] >= stage {
      if let stratum = laboratory.strata[stage][record] { strata[stratum].append(record) }
    }
    for members in strata where !members.isEmpty {
      let n = Double(members.count)
      let seats = Double(members.count { stageOf[$0] == stage })
      let variance = seats * (n - seats) / (n * n)
      let common = members.count > 1 ? variance / (n - 1) : 0
      for one in members {
        if stageOf[one] == stage { drawn[stage][one] += 1 }
        expected[stage][one] += seats / n
        for other in members { covariance[stage][one * count + other] -= common }
        covariance[stage][one * count + one] += variance + common
      }
    }
  }

  private mutating func addPairs(_ picks: [(stage: Int, record: Int)]) {
    let count = laboratory.ids.count
    var sizes = [Int](repeating: 0, count: laboratory.cells.count)
    for one in picks {
      sizes[cellOf[one.record]] += 1
      for other in picks where other.record != one.record {
        pairs[one.record * count + other.record] += 1
        if one.stage == 0, other.stage == 0 {
          firstPairs[one.record * count + other.record] += 1
        }
      }
    }
    let spreads = zip(sizes, laboratory.cells).map { $0 * ($1.count - $0) }
    for cell in sizes.indices {
      cellSizes[cell][sizes[cell]] += 1
      for other in sizes.indices {
        cellProducts[cell * sizes.count + other] += spreads[cell] * spreads[other]
      }
    }
  }

  private mutating func addTickets(_ draw: LaboratoryDraw) {
    for (ticket, second) in zip(draw.tickets, draw.secondTickets) {
      tickets[Int(ticket.first &>> 54)] += 1
      var place = 0
      for word in [ticket.first, ticket.second, ticket.third, ticket.fourth] {
        for shift in stride(from: UInt64(56), through: 0, by: -8) {
          bytes[place &<< 8 | Int(word &>> shift & 0xFF)] += 1
          place += 1
        }
      }
      twoStages[Int(ticket.first &>> 60) &<< 4 | Int(second.first &>> 60)] += 1
    }
  }
}

// Inspectors
extension LaboratoryTally {
  private mutating func addLoads(_ teams: [[Int]]) {
    var now = [Int](repeating: 0, count: loads.count)
    for team in teams {
      for person in team { now[person] += 1 }
    }
    for (index, members) in laboratory.classes.map(\.members).enumerated() {
      let sum = members.reduce(0) { $0 + now[$1] }
      let squares = members.reduce(0) { $0 + now[$1] * now[$1] }
      loadSquares[index] += members.count * squares - sum * sum
      for person in members { loads[person] += now[person] }
    }
  }

  private mutating func addMeetings(_ draw: LaboratoryDraw) {
    let cells = laboratory.cells.count
    let classes = laboratory.classes.count
    let bodies = laboratory.ids.count
    let people = laboratory.inspectors.count
    var rows = [Int](repeating: 0, count: people * cells)
    var columns = [Int](repeating: 0, count: classes * bodies)
    var pairs: [Int: Int] = [:]
    for (pick, team) in zip(draw.picks, draw.teams) {
      for one in team {
        meetings[one * bodies + pick.record] += 1
        rows[one * cells + cellOf[pick.record]] += 1
        columns[classOf[one] * bodies + pick.record] += 1
        meetingSquares[classOf[one] * cells + cellOf[pick.record]][0] += 1
        for other in team where other > one && classOf[other] == classOf[one] {
          colleagues[one * people + other] += 1
          pairs[one * people + other, default: 0] += 1
        }
      }
    }
    addSquares(rows, columns)
    addSquares(pairs)
  }

  private mutating func addSquares(_ rows: [Int], _ columns: [Int]) {
    let cells = laboratory.cells.count
    let bodies = laboratory.ids.count
    for (index, members) in laboratory.classes.map(\.members).enumerated() {
      for cell in 0..<cells {
        var sum = 0
        var squares = 0
        for person in members {
          let count = rows[person * cells + cell]
          sum += count
          squares += count * count
        }
        meetingSquares[index * cells + cell][1] += squares
        meetingSquares[index * cells + cell][2] += laboratory.cells[cell].reduce(0) {
          $0 + columns[index * bodies + $1] * columns[index * bodies + $1]
        }
        meetingSquares[index * cells + cell][3] += sum * sum
      }
    }
  }

  private mutating func addSquares(_ pairs: [Int: Int]) {
    let people = laboratory.inspectors.count
    var members = [Int](repeating: 0, count: people)
    var totals = [Int](repeating: 0, count: laboratory.classes.count)
    for (pair, count) in pairs {
      members[pair / people] += count
      members[pair % people] += count
      totals[classOf[pair / people]] += count
      colleagueSquares[classOf[pair / people]][0] += count * count
    }
    for person in 0..<people {
      colleagueSquares[classOf[person]][1] += members[person] * members[person]
    }
    for (index, total) in totals.enumerated() { colleagueSquares[index][2] += total * total }
  }
}

// Adding up
extension LaboratoryTally {
  mutating func add(_ other: LaboratoryTally) {
    func sum(_ one: inout [Int], _ other: [Int]) {
      for index in one.indices { one[index] += other[index] }
    }
    func sum(_ one: inout [[Int]], _ other: [[Int]]) {
      for index in one.indices { sum(&one[index], other[index]) }
    }
    func sum(_ one: inout [[Double]], _ other: [[Double]]) {
      for index in one.indices {
        for place in one[index].indices { one[index][place] += other[index][place] }
      }
    }
    draws += other.draws
    sum(&drawn, other.drawn)
    sum(&expected, other.expected)
    sum(&covariance, other.covariance)
    sum(&firstPairs, other.firstPairs)
    sum(&pairs, other.pairs)
    sum(&cellSizes, other.cellSizes)
    sum(&cellProducts, other.cellProducts)
    sum(&tickets, other.tickets)
    sum(&bytes, other.bytes)
    sum(&twoStages, other.twoStages)
    sum(&loads, other.loads)
    sum(&loadSquares, other.loadSquares)
    sum(&meetings, other.meetings)
    sum(&colleagues, other.colleagues)
    sum(&colleagueSquares, other.colleagueSquares)
    sum(&meetingSquares, other.meetingSquares)
  }

  /// Adds up draws 1 to `draws` on all cores. The pieces are added in order, so that sums of chances
  /// have the same bits on every machine; each has a laboratory of its own, since counting the
  /// references to a shared one is what the cores would wait for.
  static func of(
    draws: Int,
    _ add: @escaping @Sendable (inout LaboratoryTally, Laboratory, Int) throws -> Void
  ) async throws -> LaboratoryTally {
    let piece = 2_000
    return try await withThrowingTaskGroup(of: (Int, LaboratoryTally).self) { group in
      for start in stride(from: 1, through: draws, by: piece) {
        group.addTask {
          let laboratory = try Laboratory()
          var tally = LaboratoryTally(laboratory)
          for number in start..<min(start + piece, draws + 1) {
            try add(&tally, laboratory, number)
          }
          return (start, tally)
        }
      }
      var pieces: [(Int, LaboratoryTally)] = []
      for try await piece in group { pieces.append(piece) }
      var whole = LaboratoryTally(try Laboratory())
      for piece in pieces.sorted(by: { $0.0 < $1.0 }) { whole.add(piece.1) }
      return whole
    }
  }
}
