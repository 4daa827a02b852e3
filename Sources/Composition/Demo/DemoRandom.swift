internal import Kernel

/// The generator's dice: SplitMix64 (Steele, Lea, Flood 2014), the same on every machine.
struct DemoRandom {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  private mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var word = state
    word = (word ^ (word >> 30)) &* 0xBF58_476D_1CE4_E5B9
    word = (word ^ (word >> 27)) &* 0x94D0_49BB_1331_11EB
    return word ^ (word >> 31)
  }

  /// A number in `0..<bound`.
  mutating func below(_ bound: Int) -> Int { Int(next() % UInt64(max(1, bound))) }

  mutating func pick<T>(_ items: [T]) -> T { items[below(items.count)] }

  /// One of the items, as often as its weight says.
  mutating func pick<T>(weighted items: [(T, Int)]) -> T {
    var rest = below(items.reduce(0) { $0 + $1.1 })
    for item in items {
      rest -= item.1
      if rest < 0 { return item.0 }
    }
    return items[items.count - 1].0
  }

  mutating func chance(_ percent: Int) -> Bool { below(100) < percent }
}
