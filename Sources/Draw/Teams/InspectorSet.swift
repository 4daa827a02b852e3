/// A set of inspectors, given by their record numbers.
struct InspectorSet: Sendable {
  private(set) var words: [UInt64]

  init(universe: Int) { words = [UInt64](repeating: 0, count: (universe + 63) / 64) }

  var count: Int { words.reduce(0) { $0 + $1.nonzeroBitCount } }

  /// The members, ascending.
  var members: [Int] {
    var members: [Int] = []
    forEach { members.append($0) }
    return members
  }

  @inline(__always)
  func contains(_ inspector: Int) -> Bool {
    words[inspector >> 6] & Self.bit(inspector) != 0
  }

  @inline(__always)
  mutating func insert(_ inspector: Int) { words[inspector >> 6] |= Self.bit(inspector) }

  @inline(__always)
  mutating func remove(_ inspector: Int) { words[inspector >> 6] &= ~Self.bit(inspector) }

  mutating func removeAll() {
    for index in words.indices { words[index] = 0 }
  }

  mutating func formUnion(_ other: InspectorSet) {
    for index in words.indices { words[index] |= other.words[index] }
  }

  mutating func formIntersection(_ other: InspectorSet) {
    for index in words.indices { words[index] &= other.words[index] }
  }

  mutating func subtract(_ other: InspectorSet) {
    for index in words.indices { words[index] &= ~other.words[index] }
  }

  func forEach(_ body: (Int) -> Void) {
    for index in words.indices {
      var word = words[index]
      while word != 0 {
        body(index &* 64 &+ word.trailingZeroBitCount)
        word &= word &- 1
      }
    }
  }

  @inline(__always)
  private static func bit(_ inspector: Int) -> UInt64 { 1 &<< UInt64(inspector & 63) }
}
