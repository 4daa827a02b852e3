/// How many records each stratum of a stage has.
struct Tally: Sendable {
  /// In the order in which they were first counted, or by bytes once `sort` has been called.
  private(set) var names: [[UInt8]] = []
  /// Shape `[names]`.
  private(set) var counts: [Int] = []
  /// Open addressing: index of a name and 1, or 0; the size is a power of two.
  private var slots: [Int32] = []
  /// Index of the name counted last: records often stand together by stratum.
  private var last = 0

  var total: Int { counts.reduce(0, +) }

  mutating func count(_ name: ArraySlice<UInt8>, by amount: Int = 1) {
    counts[place(of: name)] += amount
  }

  /// Adds the counts of another tally.
  mutating func add(_ other: Tally) {
    for (name, count) in zip(other.names, other.counts) { self.count(name[...], by: count) }
  }

  /// Takes one record of a stratum away.
  mutating func discount(_ name: ArraySlice<UInt8>) {
    if let index = index(of: name) { counts[index] -= 1 }
  }

  func index(of name: ArraySlice<UInt8>) -> Int? {
    if last < names.count, isEqual(names[last], name) { return last }
    if slots.isEmpty { return nil }
    return slots[slot(of: name)] > 0 ? Int(slots[slot(of: name)]) - 1 : nil
  }

  /// Brings the names into ascending order.
  mutating func sort() {
    let order = names.indices.sorted { precedes(names[$0][...], names[$1][...]) }
    names = order.map { names[$0] }
    counts = order.map { counts[$0] }
    last = 0
    fillSlots()
  }

  private mutating func place(of name: ArraySlice<UInt8>) -> Int {
    if last < names.count, isEqual(names[last], name) { return last }
    if names.count * 2 >= slots.count { fillSlots() }
    let slot = slot(of: name)
    if slots[slot] == 0 {
      names.append([UInt8](name))
      counts.append(0)
      slots[slot] = Int32(names.count)
    }
    last = Int(slots[slot]) - 1
    return last
  }

  private mutating func fillSlots() {
    var size = 8
    while size < names.count * 4 { size *= 2 }
    slots = [Int32](repeating: 0, count: size)
    for (index, name) in names.enumerated() { slots[slot(of: name[...])] = Int32(index + 1) }
  }

  /// Where the name is or would be.
  private func slot(of name: ArraySlice<UInt8>) -> Int {
    let mask = slots.count - 1
    var slot = Self.hash(name) & mask
    while slots[slot] != 0, !isEqual(names[Int(slots[slot]) - 1], name) { slot = (slot + 1) & mask }
    return slot
  }

  /// Different in every process, so that no file can be made whose names collide.
  private static let key = UInt64(bitPattern: Int64(Hasher().finalize())) | 1

  private static func hash(_ name: ArraySlice<UInt8>) -> Int {
    unsafe name.withUnsafeBytes { bytes in
      var hash = key ^ UInt64(bytes.count)
      var index = 0
      while index < bytes.count {
        var word: UInt64 = 0
        if index &+ 8 <= bytes.count {
          word = unsafe bytes.loadUnaligned(fromByteOffset: index, as: UInt64.self)
        } else {
          for offset in index..<bytes.count { word = unsafe word &<< 8 | UInt64(bytes[offset]) }
        }
        let product = (hash ^ word).multipliedFullWidth(by: key)
        hash = product.high ^ product.low
        index &+= 8
      }
      return Int(truncatingIfNeeded: hash ^ hash &>> 32)
    }
  }
}

@inline(__always)
private func isEqual(_ one: [UInt8], _ other: ArraySlice<UInt8>) -> Bool {
  guard one.count == other.count else { return false }
  let one = one.span
  let other = other.span
  for index in 0..<one.count where one[index] != other[index] { return false }
  return true
}
