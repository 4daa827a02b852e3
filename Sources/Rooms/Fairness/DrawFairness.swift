internal import Draw
internal import Kernel
internal import Statistics
internal import Supervision

/// A draw that is public as a whole.
struct RevealedDraw: Sendable {
  let id: DrawID
  let number: Int
  let title: String
  let authority: String
  let region: String
  let drawnAt: Instant
  /// Of the transcript as drawn: everything here follows from what it names.
  let digest: String
}

/// One stratum: where its drawn tickets end, against where chance ends them.
struct StratumFairness: Sendable {
  let stage: Int
  let stageName: String
  let name: String
  let records: Int
  let allocated: Int
  /// The last drawn ticket on the ruler from 0 to 1; nil if none was drawn.
  let lastDrawn: Double?

  /// The n-th smallest of N numbers drawn evenly from 0 to 1 is n/(N + 1) on average.
  var expectedLast: Double { Double(allocated) / Double(records + 1) }

  /// How likely chance alone ends at least so far from the middle, on either side: the n-th
  /// smallest of N is distributed as Beta(n, N − n + 1).
  var tail: Double? {
    lastDrawn.map {
      let below = incompleteBeta($0, Double(allocated), Double(records - allocated + 1))
      return min(1, 2 * min(below, 1 - below))
    }
  }
}

/// What inspectors had to do in a draw.
struct Workload: Sendable {
  let people: Int
  /// How many of them were on a team.
  let busy: Int
  /// Objects of whoever had the most and the fewest.
  let most: Int
  let fewest: Int
  /// Places on teams.
  let places: Int
  /// The limit L of the rule, the smallest with which every team could be filled.
  let limit: Int
}

/// One draw held against chance.
struct DrawFairness: Sendable {
  let draw: RevealedDraw
  var strata: [StratumFairness] = []
  /// Tickets of all pools by twentieth of the ruler.
  var tickets = [Int](repeating: 0, count: DrawFairness.intervals)
  var regions = GroupTally()
  /// By tenth of the list a stratum is when sorted by id.
  var places = GroupTally()
  var workload: Workload?

  static let intervals = 20

  var records: Int { strata.reduce(0) { $0 + $1.records } }
  var allocated: Int { strata.reduce(0) { $0 + $1.allocated } }

  /// Whether the tickets lie evenly on the ruler; nil with too few to tell.
  var ticketTest: ChiSquare? { Self.ticketTest(tickets) }

  /// With fewer tickets in fewer intervals: each is to expect at least five.
  static func ticketTest(_ tickets: [Int]) -> ChiSquare? {
    let total = tickets.reduce(0, +)
    guard let width = [1, 2, 4, 5, 10].first(where: { total * $0 >= 5 * intervals }) else {
      return nil
    }
    return ChiSquare(
      even: stride(from: 0, to: intervals, by: width).map {
        tickets[$0..<$0 + width].reduce(0, +)
      })
  }
}

/// All published draws together.
package struct Fairness: Sendable {
  /// In the order in which they were drawn.
  var draws: [DrawFairness] = []
  var tickets = [Int](repeating: 0, count: DrawFairness.intervals)
  var regions = GroupTally()
  var places = GroupTally()
  /// By how often a body had been drawn before.
  var history = GroupTally()
  /// Bodies that ever stood in a pool, and those of them that were ever drawn.
  var bodies = 0
  var bodiesDrawn = 0

  static let never = "从未被抽中过"
  static let once = "被抽中过一次"
  static let more = "被抽中过两次以上"

  var ticketTest: ChiSquare? { DrawFairness.ticketTest(tickets) }

  /// How many bodies chance would have drawn at least once, with its standard deviation: whoever
  /// had never been drawn before may be drawn for the first time.
  var expectedBodiesDrawn: (count: Double, deviation: Double) {
    guard let place = history.labels.firstIndex(of: Fairness.never) else { return (0, 0) }
    return (
      history.expected[place], max(0, history.covariance[place][place]).squareRoot()
    )
  }

  /// Draws whose tickets are less even than all but one in twenty fair draws', and how many could
  /// be told.
  var striking: (count: Int, of: Int) {
    let tails = draws.compactMap { $0.ticketTest?.tail }
    return (tails.count { $0 < 0.05 }, tails.count)
  }
}
