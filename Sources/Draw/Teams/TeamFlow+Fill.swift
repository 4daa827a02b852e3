extension TeamFlow {
  /// Fills every place and raises the limit only where it must be raised.
  ///
  /// The limit starts at a bound that no assignment can be below, and is raised to the next such
  /// bound whenever a place cannot be filled; so the first limit under which everything is filled
  /// is the smallest one. What is filled stays filled when the limit is raised.
  mutating func fill(_ progress: DrawProgress?) {
    if groups.placeCount == 0 { return }
    var anyone = InspectorSet(universe: load.count)
    for set in groups.sets { set.formUnion(into: &anyone) }
    setLimit(Self.share(of: groups.placeCount, among: anyone.count))
    var cursors = [Cursor](repeating: Cursor(), count: groups.sets.count)
    // Those with little choice first: the others can be placed around them.
    let order = (0..<groups.count).sorted {
      let one = groups.candidateCount(of: $0)
      let other = groups.candidateCount(of: $1)
      return one == other ? $0 < $1 : one < other
    }
    for (done, group) in order.enumerated() {
      if done % 1024 == 0 { progress?(.limit, done, groups.count) }
      for place in groups.places(of: group) {
        let set = Int(groups.setOfGroup[group])
        if let inspector = nextFree(for: group, &cursors[set]) {
          put(inspector, on: Int32(place))
          continue
        }
        while true {
          if let end = find(for: Int32(place)) {
            followBack(from: end)
            break
          }
          raiseLimit()
        }
      }
    }
    progress?(.limit, groups.count, groups.count)
  }

  /// Where in a set the last inspector was found: taking turns spreads the load.
  private struct Cursor {
    var place = 0
    /// Bits of the word at `place` that have not had their turn.
    var rest = UInt64.max
  }

  /// A free candidate who is not in the group yet.
  private func nextFree(for group: Int, _ cursor: inout Cursor) -> Int32? {
    let set = groups.sets[Int(groups.setOfGroup[group])]
    for _ in 0...set.words.count {
      let index = Int(set.indices[cursor.place])
      var word = set.words[cursor.place] & free.words[index] & cursor.rest
      while word != 0 {
        let bit = word.trailingZeroBitCount
        word &= word &- 1
        let inspector = Int32(index &* 64 &+ bit)
        if groups.isBarred(inspector, from: group) || holds(inspector, in: group) { continue }
        cursor.rest = (UInt64.max &<< UInt64(bit)) &<< 1
        return inspector
      }
      cursor.rest = .max
      cursor.place = cursor.place + 1 == set.words.count ? 0 : cursor.place + 1
    }
    return nil
  }

  /// Raises the limit to what the inspectors reached by a search in vain must bear: whatever the
  /// assignment, a group that has fewer candidates outside of them than places needs some of them.
  private mutating func raiseLimit() {
    let reached = search.reached
    let outside = groups.sets.map { $0.count(outside: reached) }
    var needed = 0
    for group in 0..<groups.count {
      var others = outside[Int(groups.setOfGroup[group])]
      groups.forEachBarred(from: group) { if !reached.contains(Int($0)) { others -= 1 } }
      needed += max(0, groups.places(of: group).count - others)
    }
    setLimit(max(limit + 1, Self.share(of: needed, among: reached.count)))
  }

  private static func share(of places: Int, among inspectors: Int) -> Int {
    (places + inspectors - 1) / max(1, inspectors)
  }
}
