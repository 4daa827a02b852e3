/// Finds the candidates with the lowest tickets; keeps its storage from group to group.
struct TicketSelection {
  private let eligibility: Eligibility
  private var ids: [Range<Int>] = []
  private var digests: [Digest] = []
  private var found: [Ticketed] = []

  init(_ eligibility: Eligibility) { self.eligibility = eligibility }

  /// - Parameters:
  ///   - count: how many to find, at least 1.
  ///   - inspectors: record numbers, each once.
  /// - Returns: in ticket order; fewer than `count` only if there are no more.
  mutating func lowest(
    _ count: Int, of inspectors: [Int32], for pick: ObjectPick, _ role: Int
  ) -> [Ticketed] {
    let file = eligibility.inspectors.file
    ids.removeAll(keepingCapacity: true)
    for inspector in inspectors { ids.append(file.range(line: Int(inspector) &+ 1, field: 0)) }
    eligibility.tickets(for: pick, role).digests(of: ids, in: file.bytes[...], into: &digests)
    // Tickets are as good as random: twice as many as wanted are likely to begin below this.
    var isEnough = false
    if inspectors.count > 4 * count {
      let few = UInt64.max / UInt64(inspectors.count) * UInt64(2 * count)
      isEnough = keep(inspectors, upTo: few, atLeast: count)
    }
    if !isEnough { _ = keep(inspectors, upTo: .max, atLeast: 0) }
    found.sort(by: Ticketed.isEarlier)
    if found.count > count { found.removeLast(found.count - count) }
    return found
  }

  /// Keeps the tickets that begin with no more than `highest`.
  ///
  /// - Returns: whether there are enough of them.
  private mutating func keep(
    _ inspectors: [Int32], upTo highest: UInt64, atLeast count: Int
  ) -> Bool {
    found.removeAll(keepingCapacity: true)
    for index in inspectors.indices where digests[index].first <= highest {
      found.append(Ticketed(ticket: digests[index], record: Int(inspectors[index])))
    }
    return found.count >= count
  }
}
