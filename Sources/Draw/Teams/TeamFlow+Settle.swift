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
  /// For each inspector the circle they belong to.
  ///
  /// No chain of moves that leads anywhere goes from one circle to another, now or later: when a
  /// search in vain has come to its end, those it has reached and the others are circles of their
  /// own from then on. At first everybody is in circle 0.
  private(set) var circle: [Int32]
  /// How many of each circle are free.
  var freeInCircle = [0]

  init(inspectors: Int) {
    load = [Int](repeating: 0, count: inspectors)
    full = InspectorSet(universe: inspectors)
    circle = [Int32](repeating: 0, count: inspectors)
  }

  /// Makes some of a circle a circle of their own.
  mutating func separate(_ inspectors: [Int32], _ free: InspectorSet) {
    let new = Int32(freeInCircle.count)
    freeInCircle.append(0)
    for inspector in inspectors {
      if free.contains(Int(inspector)) {
        freeInCircle[Int(circle[Int(inspector)])] -= 1
        freeInCircle[Int(new)] += 1
      }
      circle[Int(inspector)] = new
    }
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
    // Who holds an undecided place is free: a group that has nobody of a circle in which nobody
    // else is free finds that out here.
    if settling.freeInCircle[Int(settling.circle[Int(inspector)])] == 0 { return nil }
    switch findChain(from: inspector) {
    case .meets(let middle):
      followBack(from: middle)
      return followOn(from: middle)
    case .ends(let reached):
      settling.separate(reached, free)
      return nil
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
    let isOneCircle = settling.freeInCircle.count == 1
    let set = groups.sets[Int(groups.setOfGroup[group])]
    var found: [Int32] = []
    found.reserveCapacity(set.count)
    for index in set.words.indices {
      let at = Int(set.indices[index])
      (set.words[index] & ~settling.full.words[at]).forEachBit {
        let inspector = Int32(at &* 64 &+ $0)
        if isOneCircle || circles.contains(settling.circle[Int(inspector)]) {
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
