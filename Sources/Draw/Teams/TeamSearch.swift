/// How the inspectors of a search were reached.
///
/// A search goes from an inspector who has to give up a place, or from an empty place, to someone
/// who is free: each inspector reached takes the place of another, who is reached by that.
struct TeamSearch {
  /// Whoever was reached or need not be.
  var reached: InspectorSet
  /// Those reached, in order.
  var queue: [Int32] = []
  /// How many of the queue have been gone on from.
  var done = 0
  /// For each inspector reached the place they would take; -1 for the one it starts from.
  var place: [Int32]
  /// For each set the members not reached yet although the set was walked through, because the
  /// groups seen so far could not take them.
  var left: [[Int32]]
  /// The searches, by number, that came across a group and a set last.
  var searchOfGroup: [Int]
  var searchOfSet: [Int]
  var number = 0
  /// Nobody outside of this circle is reached.
  var circle: Int32 = 0
  /// Words and inspectors looked at.
  var work = 0

  init(_ groups: TeamGroups, inspectors: Int) {
    reached = InspectorSet(universe: inspectors)
    place = [Int32](repeating: -1, count: inspectors)
    left = [[Int32]](repeating: [], count: groups.sets.count)
    searchOfGroup = [Int](repeating: 0, count: groups.count)
    searchOfSet = [Int](repeating: 0, count: groups.sets.count)
  }

  mutating func begin(in circle: Int32) {
    queue.removeAll(keepingCapacity: true)
    reached.removeAll()
    done = 0
    work = 0
    number += 1
    self.circle = circle
  }

  mutating func reach(_ inspector: Int32, taking place: Int32) {
    reached.insert(Int(inspector))
    self.place[Int(inspector)] = place
    queue.append(inspector)
  }
}

extension TeamFlow {
  /// Looks for someone free at the end of a chain of moves that begins with an empty place.
  mutating func find(for place: Int32) -> Int32? {
    search.begin(in: 0)
    if let end = reach(through: place) { return end }
    while search.done < search.queue.count {
      if let end = goOn() { return end }
    }
    return nil
  }

  /// Goes on from the next inspector reached.
  ///
  /// - Returns: someone who is free or was reached from there.
  mutating func goOn() -> Int32? {
    let inspector = Int(search.queue[search.done])
    search.done += 1
    for index in 0..<movable[inspector].count {
      if let end = reach(through: movable[inspector][index]) { return end }
    }
    return nil
  }

  /// Reaches those whom a group could take on this place.
  private mutating func reach(through place: Int32) -> Int32? {
    search.work += 1
    let group = Int(groups.groupOfPlace[Int(place)])
    if search.searchOfGroup[group] == search.number { return nil }
    search.searchOfGroup[group] = search.number
    let set = Int(groups.setOfGroup[group])
    if search.searchOfSet[set] == search.number {
      return search.left[set].isEmpty ? nil : reachLeft(through: place, group, set)
    }
    search.searchOfSet[set] = search.number
    search.left[set].removeAll(keepingCapacity: true)
    groups.forEachBarred(from: group) { leave($0, in: set) }
    for other in groups.places(of: group) where holder[other] >= 0 {
      leave(holder[other], in: set)
    }
    if let end = freeMember(of: set) {
      search.place[Int(end)] = place
      return end
    }
    return reachSet(through: place, set)
  }

  /// Keeps an inspector of a set from being reached through a group that cannot take them.
  private mutating func leave(_ inspector: Int32, in set: Int) {
    if search.reached.contains(Int(inspector)) { return }
    search.reached.insert(Int(inspector))
    search.left[set].append(inspector)
  }

  private mutating func freeMember(of setIndex: Int) -> Int32? {
    let set = groups.sets[setIndex]
    search.work += set.words.count
    for index in set.words.indices {
      let at = Int(set.indices[index])
      var word = set.words[index] & free.words[at] & ~search.reached.words[at]
      while word != 0 {
        let inspector = at &* 64 &+ word.trailingZeroBitCount
        if settling.circle[inspector] == search.circle { return Int32(inspector) }
        word &= word &- 1
      }
    }
    return nil
  }

  private mutating func reachSet(through place: Int32, _ setIndex: Int) -> Int32? {
    let set = groups.sets[setIndex]
    for index in set.words.indices {
      let at = Int(set.indices[index])
      var word = set.words[index] & ~search.reached.words[at]
      search.reached.formUnion(word: word, at: at)
      while word != 0 {
        let inspector = at &* 64 &+ word.trailingZeroBitCount
        word &= word &- 1
        if settling.circle[inspector] != search.circle { continue }
        search.work += 1
        search.place[inspector] = place
        search.queue.append(Int32(inspector))
        if backSearch.hasReached(inspector, search.number) { return Int32(inspector) }
      }
    }
    for inspector in search.left[setIndex] { search.reached.remove(Int(inspector)) }
    return nil
  }

  private mutating func reachLeft(through place: Int32, _ group: Int, _ set: Int) -> Int32? {
    var kept = 0
    for index in 0..<search.left[set].count {
      let inspector = search.left[set][index]
      search.work += 1
      if search.reached.contains(Int(inspector))
        || settling.circle[Int(inspector)] != search.circle
      {
        continue
      }
      if groups.isBarred(inspector, from: group) || holds(inspector, in: group) {
        search.left[set][kept] = inspector
        kept += 1
        continue
      }
      search.reach(inspector, taking: place)
      if free.contains(Int(inspector))
        || backSearch.hasReached(Int(inspector), search.number)
      {
        return inspector
      }
    }
    search.left[set].removeLast(search.left[set].count - kept)
    return nil
  }

  func holds(_ inspector: Int32, in group: Int) -> Bool {
    for place in groups.places(of: group) where holder[place] == inspector { return true }
    return false
  }

  /// Moves everyone along the chain that ends with `end`.
  mutating func followBack(from end: Int32) {
    changeLoad(of: end, by: 1)
    var inspector = end
    while true {
      let place = search.place[Int(inspector)]
      if place < 0 { break }
      let leaving = holder[Int(place)]
      if leaving >= 0 { detach(place) }
      hold(place, inspector)
      if leaving < 0 { return }
      inspector = leaving
    }
    changeLoad(of: inspector, by: -1)
  }
}
