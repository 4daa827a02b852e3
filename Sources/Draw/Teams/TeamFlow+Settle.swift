/// What is known while groups are settled.
struct Settling {
  /// The first group that is not settled.
  var next = 0
  /// For each inspector the number of settled places.
  var load: [Int]
  /// Inspectors with `limit` settled places: nobody can take them any more.
  var full: InspectorSet
  /// Of the group being settled: who is taken for good …
  var taken: [Int32] = []
  /// … and who holds the places not decided yet. They count as free meanwhile.
  var undecided: [Int32] = []
  /// For each inspector the closed circle they belong to; 0 is no circle.
  ///
  /// A closed circle is a set of inspectors all of whose places are needed by the groups that have
  /// someone of it: nobody outside of it can be placed in those instead, ever. So a group that has
  /// nobody of it need not look at it, and no chain of moves leads in or out.
  var circle: [Int32]
  /// The members of each circle; circle 0 is not listed.
  var circles: [[Int32]] = [[]]
  /// Members of any circle.
  var inCircle: InspectorSet

  init(inspectors: Int) {
    load = [Int](repeating: 0, count: inspectors)
    full = InspectorSet(universe: inspectors)
    circle = [Int32](repeating: 0, count: inspectors)
    inCircle = InspectorSet(universe: inspectors)
  }
}

extension TeamFlow {
  /// Begins to settle the next group: candidates are then offered in ticket order.
  mutating func settleNext() {
    settling.taken.removeAll(keepingCapacity: true)
    settling.undecided.removeAll(keepingCapacity: true)
    for place in groups.places(of: settling.next) {
      let inspector = holder[place]
      detach(Int32(place))
      changeLoad(of: inspector, by: -1)
      settling.undecided.append(inspector)
    }
    settling.next += 1
  }

  /// Whether the group being settled has all its inspectors.
  var isSettled: Bool { settling.undecided.isEmpty }

  /// Takes a candidate of the group being settled if all groups can still be filled then.
  mutating func take(_ record: Int) -> Bool {
    let inspector = Int32(record)
    if settling.full.contains(Int(inspector)) || settling.taken.contains(inspector) {
      return false
    }
    var leaving = inspector
    if !free.contains(Int(inspector)) {
      guard let end = makeRoom(for: inspector) else { return false }
      leaving = end
    }
    let place = settling.undecided.firstIndex(of: leaving) ?? settling.undecided.count - 1
    settling.undecided.remove(at: place)
    settling.taken.append(inspector)
    settling.load[Int(inspector)] += 1
    if settling.load[Int(inspector)] == limit { settling.full.insert(Int(inspector)) }
    changeLoad(of: inspector, by: 1)
    return true
  }

  /// Moves `inspector` away from one of the groups to come.
  ///
  /// - Returns: who has one place more instead; nil if that is not possible.
  private mutating func makeRoom(for inspector: Int32) -> Int32? {
    let circle = settling.circle[Int(inspector)]
    if circle == 0 {
      search.reached = settling.inCircle
    } else {
      // The only free ones in a circle are those of this group.
      if !settling.undecided.contains(where: { settling.circle[Int($0)] == circle }) {
        return nil
      }
      search.reached.fill(true)
      for member in settling.circles[Int(circle)] { search.reached.remove(Int(member)) }
    }
    guard let end = find(from: inspector) else {
      closeCircle(partOf: circle)
      return nil
    }
    followBack(from: end)
    return end
  }

  /// A search in vain has found a closed circle.
  private mutating func closeCircle(partOf old: Int32) {
    let new = Int32(settling.circles.count)
    for inspector in search.queue {
      settling.circle[Int(inspector)] = new
      settling.inCircle.insert(Int(inspector))
    }
    settling.circles.append(search.queue)
    if old != 0 {
      let circle = settling.circle
      settling.circles[Int(old)].removeAll { circle[Int($0)] != old }
    }
  }

  /// Candidates of a group who may still be taken as far as is known; ascending.
  func hopeful(_ group: Int) -> [Int32] {
    let isBeingSettled = group < settling.next
    let holders =
      isBeingSettled ? settling.undecided : groups.places(of: group).map { holder[$0] }
    var circles: [Int32] = []
    for holder in holders where !circles.contains(settling.circle[Int(holder)]) {
      circles.append(settling.circle[Int(holder)])
    }
    let isAnyCircle = settling.circles.count == 1
    let set = groups.sets[Int(groups.setOfGroup[group])]
    var found: [Int32] = []
    found.reserveCapacity(set.count)
    for index in set.words.indices {
      let at = Int(set.indices[index])
      (set.words[index] & ~settling.full.words[at]).forEachBit {
        let inspector = Int32(at &* 64 &+ $0)
        if isAnyCircle || circles.contains(settling.circle[Int(inspector)]) {
          found.append(inspector)
        }
      }
    }
    if groups.barredCount(of: group) > 0 {
      found.removeAll { groups.isBarred($0, from: group) }
    }
    return found
  }
}
