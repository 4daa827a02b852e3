internal import Capabilities
internal import Kernel
internal import Supervision

/// How many capabilities each body of the national demo has.
enum DemoCounts {
  /// Long-tailed: half of the bodies have fewer than about a hundred out of ten million, some have
  /// ten thousand. Log-normal with σ = 1.25, scaled so that the sum is exact.
  ///
  /// - Returns: one for every body, each at least 1.
  static func counts(_ bodies: Int, sum: Int, _ random: inout DemoRandom) -> [Int] {
    guard bodies > 0 else { return [] }
    let weights = (0..<bodies).map { _ in weight(&random) }
    let total = weights.reduce(0, +)
    var counts = weights.map { max(1, $0 * sum / total) }
    var rest = sum - counts.reduce(0, +)
    var index = 0
    while rest != 0 {
      let step = rest > 0 ? 1 : counts[index] > 1 ? -1 : 0
      counts[index] += step
      rest -= step
      index = (index + 1) % bodies
    }
    return counts
  }

  /// exp(σ z) in thousandths, by whole numbers alone so that every machine gives the same: z is the
  /// sum of twelve dice, and e^x the product of its halves.
  private static func weight(_ random: inout DemoRandom) -> Int {
    var dice = 0
    for _ in 0..<12 { dice += random.below(1001) }
    // −6000…6000 thousandths of a standard deviation, times 1.25 / ln 2 into powers of two.
    let power = (dice - 6000) * 1803 / 1000
    let whole = power >= 0 ? power / 1000 : -((999 - power) / 1000)
    let part = power - whole * 1000
    // 2^part between 1 and 2, by its parabola.
    let base = 1000 + part * (657 + part * 343 / 1000) / 1000
    return whole >= 0 ? max(1, base << whole) : max(1, base >> -whole)
  }
}

/// Picks the lines of a body's annex out of the dictionary.
struct DemoPicker {
  struct Place: Sendable {
    let body: BodyID
    let field: String
  }

  private let groups: [[StoredCapability]]
  private let byField: [String: [Int]]
  private let today: CalendarDay
  private var random: DemoRandom
  /// Marks of the entries taken for the body at hand.
  private var taken: [Bool]

  init(groups: [[StoredCapability]], today: CalendarDay, random: DemoRandom) {
    self.groups = groups
    self.today = today
    self.random = random
    var byField: [String: [Int]] = [:]
    for (index, group) in DemoGroup.all.enumerated() {
      byField[group.field, default: []].append(index)
    }
    self.byField = byField
    taken = [Bool](repeating: false, count: groups.map(\.count).max() ?? 0)
  }

  /// Writes a body's capabilities in the order of their products.
  ///
  /// - Returns: how many.
  mutating func write(_ count: Int, of place: Place, to writer: CapabilityWriter) throws -> Int {
    let own = byField[place.field] ?? []
    var order = own.isEmpty ? Array(groups.indices) : own
    let start = random.below(order.count)
    order = Array(order[start...] + order[..<start])
    // What does not fit into its own groups stands in others.
    order += groups.indices.filter { !order.contains($0) }
    var number = 1
    var rest = count
    for group in order where rest > 0 {
      // A body seldom has more than seven tenths of a group.
      let wanted = min(rest, max(1, groups[group].count * 7 / 10))
      for entry in pick(wanted, from: groups[group].count) {
        var capability = groups[group][entry]
        capability.body = place.body
        capability.number = number
        if random.below(100) < 6 {
          capability.validUntil = today.adding(days: random.below(2400) - 200).iso
        }
        try writer.add(capability)
        number += 1
      }
      rest -= wanted
    }
    return number - 1
  }

  /// Distinct entries, ascending; those at the front of a shuffled order are picked oftener.
  private mutating func pick(_ count: Int, from size: Int) -> [Int] {
    var left = count
    var tries = 0
    while left > 0, tries < count * 3 {
      tries += 1
      let dice = random.below(1 << 20)
      // The square makes some entries common; the odd factor scatters them over the products.
      let common = (dice * dice) >> 20
      let index = ((common * size) >> 20) * 7919 % size
      if !taken[index] {
        taken[index] = true
        left -= 1
      }
    }
    var index = random.below(size)
    while left > 0 {
      if !taken[index] {
        taken[index] = true
        left -= 1
      }
      index = (index + 1) % size
    }
    var picked: [Int] = []
    picked.reserveCapacity(count)
    for index in 0..<size where taken[index] {
      picked.append(index)
      taken[index] = false
    }
    return picked
  }
}
