/// A set of inspectors, given by their record numbers.
struct InspectorSet: Sendable {
  /// Bit `i` of word `w` stands for inspector `64 w + i`.
  private(set) var words: [UInt64]

  init(universe: Int) { words = [UInt64](repeating: 0, count: (universe + 63) / 64) }

  var count: Int { words.reduce(0) { $0 + $1.nonzeroBitCount } }

  /// The members, ascending.
  var members: [Int] {
    var members: [Int] = []
    forEachMember { members.append($0) }
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

  @inline(__always)
  mutating func formUnion(word: UInt64, at index: Int) { words[index] |= word }

  mutating func formIntersection(_ other: InspectorSet) {
    for index in words.indices { words[index] &= other.words[index] }
  }

  mutating func subtract(_ other: InspectorSet) {
    for index in words.indices { words[index] &= ~other.words[index] }
  }

  @inline(__always)
  func forEachMember(_ body: (Int) -> Void) {
    for index in words.indices { words[index].forEachBit { body(index &* 64 &+ $0) } }
  }

  @inline(__always)
  private static func bit(_ inspector: Int) -> UInt64 { 1 &<< UInt64(inspector & 63) }
}

extension UInt64 {
  /// Calls `body` with the number of every bit set, ascending.
  @inline(__always)
  func forEachBit(_ body: (Int) -> Void) {
    var rest = self
    while rest != 0 {
      body(rest.trailingZeroBitCount)
      rest &= rest &- 1
    }
  }
}
