internal import Kernel
internal import Statistics

/// How often groups of bodies were drawn, and how often chance would have drawn them.
///
/// In a stratum every n of the N records are drawn alike, so of a group with K of them the number
/// drawn is hypergeometric: expectation nK/N, and with c = n(N − n)/(N − 1) two groups have the
/// covariance c·(δ·K/N − K·K'/N²). Given what came before, this holds for every stratum of every
/// draw, so expectations and covariances add up.
struct GroupTally: Sendable {
  private(set) var labels: [String] = []
  /// How often a record of the group stood in a stratum that was drawn from.
  private(set) var records: [Int] = []
  private(set) var drawn: [Int] = []
  private(set) var expected: [Double] = []
  /// Shape `[group][group]`.
  private(set) var covariance: [[Double]] = []
  private var places: [String: Int] = [:]

  /// Groups beyond this are put together: the covariances grow with their square.
  static let limit = 400
  static let others = "其他"

  /// Adds one stratum.
  ///
  /// - Parameters:
  ///   - groups: for each record of the stratum its group, in ticket order.
  ///   - seats: how many of them were drawn, from the beginning.
  mutating func add(_ groups: [String], seats: Int) {
    var members: [String: (records: Int, drawn: Int)] = [:]
    for (rank, group) in groups.enumerated() {
      members[group, default: (0, 0)].records += 1
      if rank < seats { members[group, default: (0, 0)].drawn += 1 }
    }
    let n = Double(groups.count)
    let c = groups.count > 1 ? Double(seats) * (n - Double(seats)) / (n - 1) : 0
    var shares: [(place: Int, share: Double)] = []
    for (group, member) in members.sorted(by: { $0.key < $1.key }) {
      let place = place(of: group)
      records[place] += member.records
      drawn[place] += member.drawn
      expected[place] += Double(seats) * Double(member.records) / n
      shares.append((place, Double(member.records) / n))
    }
    for one in shares {
      covariance[one.place][one.place] += c * one.share
      for other in shares {
        covariance[one.place][other.place] -= c * one.share * other.share
      }
    }
  }

  mutating func add(_ other: GroupTally) {
    let places = other.labels.map { place(of: $0) }
    for (index, place) in places.enumerated() {
      records[place] += other.records[index]
      drawn[place] += other.drawn[index]
      expected[place] += other.expected[index]
      for (column, otherPlace) in places.enumerated() {
        covariance[place][otherPlace] += other.covariance[index][column]
      }
    }
  }

  private mutating func place(of label: String) -> Int {
    if let place = places[label] { return place }
    let label = labels.count < Self.limit ? label : Self.others
    if let place = places[label] { return place }
    places[label] = labels.count
    labels.append(label)
    records.append(0)
    drawn.append(0)
    expected.append(0)
    for index in covariance.indices { covariance[index].append(0) }
    covariance.append([Double](repeating: 0, count: labels.count))
    return labels.count - 1
  }

  /// By how many standard deviations a group was drawn more or less than expected; nil where it
  /// could not come out otherwise.
  func deviation(_ place: Int) -> Double? {
    let variance = covariance[place][place]
    return variance > 1e-9
      ? (Double(drawn[place]) - expected[place]) / variance.squareRoot() : nil
  }

  var chiSquare: ChiSquare {
    ChiSquare(
      zip(drawn, expected).map { Double($0) - $1 }, covariance: covariance.flatMap { $0 })
  }

  /// The places of the groups, by label.
  var order: [Int] { labels.indices.sorted { labels[$0] < labels[$1] } }
}
