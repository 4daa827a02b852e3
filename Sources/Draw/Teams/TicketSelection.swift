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
    found.removeAll(keepingCapacity: true)
    // Beginning of the last ticket that is low enough as far as is known.
    var highest = UInt64.max
    for index in inspectors.indices where digests[index].first <= highest {
      found.append(Ticketed(ticket: digests[index], record: Int(inspectors[index])))
      if found.count == 2 * count {
        found.sort(by: Ticketed.isEarlier)
        found.removeLast(count)
        highest = found[count - 1].ticket.first
      }
    }
    found.sort(by: Ticketed.isEarlier)
    if found.count > count { found.removeLast(found.count - count) }
    return found
  }
}
