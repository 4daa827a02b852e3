/// A search from those who are free back to those who could make room for someone else by that.
///
/// Where nobody has a place to spare, a search forward may have to see half of all inspectors
/// before it comes to the one who is free. Two searches that meet see a few hundred.
struct TeamBackSearch {
  /// Above this the sets are so large that the forward search is short, and the index is not made.
  private static let mostMembers = 1 << 24
  /// With more than these free, too.
  static let mostFree = 64

  /// Those reached, in order.
  private(set) var queue: [Int32] = []
  /// How many of the queue have been gone on from.
  var done = 0
  /// For each inspector reached the place they would give up and to whom; -1 for who is free.
  private(set) var place: [Int32]
  private(set) var successor: [Int32]
  /// Groups and inspectors looked at.
  var work = 0
  /// For each inspector the number of groups whose sets they are in.
  private(set) var groupCount: [Int] = []
  /// For each set the groups that could not be gone through yet.
  var left: [[Int32]] = []
  /// The searches, by number, that came across an inspector, a group and a set last.
  private var searchOfInspector: [Int]
  var searchOfGroup: [Int] = []
  var searchOfSet: [Int] = []
  /// For each inspector the sets they are in, shape `[inspectors + 1]` and `[members]`.
  private var firstSet: [Int] = []
  private var sets: [Int32] = []
  /// For each set its groups, shape `[sets + 1]` and `[groups]`.
  private var firstGroup: [Int] = []
  private var groups: [Int32] = []

  init(inspectors: Int) {
    place = [Int32](repeating: -1, count: inspectors)
    successor = place
    searchOfInspector = [Int](repeating: 0, count: inspectors)
  }

  /// Makes the index when it is needed first.
  ///
  /// - Returns: whether there is one.
  mutating func prepare(_ all: TeamGroups) -> Bool {
    if !firstSet.isEmpty { return true }
    if all.sets.reduce(0, { $0 + $1.count }) > Self.mostMembers { return false }
    left = [[Int32]](repeating: [], count: all.sets.count)
    searchOfSet = [Int](repeating: 0, count: all.sets.count)
    searchOfGroup = [Int](repeating: 0, count: all.count)
    (firstSet, sets) = Self.sorted(into: place.count) { put in
      for (index, set) in all.sets.enumerated() { set.forEachMember { put($0, index) } }
    }
    (firstGroup, groups) = Self.sorted(into: all.sets.count) { put in
      for (group, set) in all.setOfGroup.enumerated() { put(Int(set), group) }
    }
    groupCount = [Int](repeating: 0, count: place.count)
    for (index, set) in all.sets.enumerated() {
      let groups = firstGroup[index + 1] - firstGroup[index]
      set.forEachMember { groupCount[$0] += groups }
    }
    return true
  }

  /// Values by bucket, in order within each, and where each bucket begins.
  ///
  /// - Parameter forEach: gives bucket and value of every entry, the same each time.
  private static func sorted(
    into buckets: Int, _ forEach: ((_ bucket: Int, _ value: Int) -> Void) -> Void
  ) -> ([Int], [Int32]) {
    var first = [Int](repeating: 0, count: buckets + 1)
    forEach { bucket, _ in first[bucket + 1] += 1 }
    for bucket in 0..<buckets { first[bucket + 1] += first[bucket] }
    var next = first
    var values = [Int32](repeating: 0, count: first[buckets])
    forEach { bucket, value in
      values[next[bucket]] = Int32(value)
      next[bucket] += 1
    }
    return (first, values)
  }

  func setCount(of inspector: Int) -> Int { firstSet[inspector + 1] - firstSet[inspector] }

  func set(_ index: Int, of inspector: Int) -> Int { Int(sets[firstSet[inspector] + index]) }

  /// The groups of a set from a group on.
  func groups(of set: Int, from first: Int) -> ArraySlice<Int32> {
    let all = firstGroup[set]..<firstGroup[set + 1]
    return groups[partition(all) { groups[$0] < first }..<all.upperBound]
  }

  @inline(__always)
  func hasReached(_ inspector: Int, _ search: Int) -> Bool {
    searchOfInspector[inspector] == search
  }

  mutating func begin() {
    queue.removeAll(keepingCapacity: true)
    done = 0
    work = 0
  }

  mutating func reach(
    _ inspector: Int32, leaving place: Int32, to successor: Int32, _ search: Int
  ) {
    searchOfInspector[Int(inspector)] = search
    self.place[Int(inspector)] = place
    self.successor[Int(inspector)] = successor
    queue.append(inspector)
    work += 1
  }
}

/// What came of a search for a chain of moves.
enum TeamChain {
  /// There is one that goes through this inspector: forward to them, back from there.
  case meets(Int32)
  /// There is none, and these can never change with the others of their circle.
  case ends([Int32])
}

extension TeamFlow {
  /// Looks for a chain of moves that takes one place from `inspector`.
  mutating func findChain(from inspector: Int32) -> TeamChain {
    let circle = settling.circle[Int(inspector)]
    search.begin(in: circle)
    search.reach(inspector, taking: -1)
    let isBackToo = beginBackSearch(in: circle)
    while search.done < search.queue.count {
      if isBackToo {
        if backSearch.done == backSearch.queue.count { return .ends(backSearch.queue) }
        if backSearch.work + costOfGoingBack() <= search.work {
          if let middle = goBack() { return .meets(middle) }
          continue
        }
      }
      if let middle = goOn() { return .meets(middle) }
    }
    return .ends(search.queue)
  }

  /// - Returns: whether a search back is worth it.
  private mutating func beginBackSearch(in circle: Int32) -> Bool {
    let count = settling.freeInCircle[Int(circle)]
    guard count <= TeamBackSearch.mostFree, backSearch.prepare(groups) else { return false }
    backSearch.begin()
    for inspector in settling.undecided where settling.circle[Int(inspector)] == circle {
      backSearch.reach(inspector, leaving: -1, to: -1, search.number)
    }
    if backSearch.queue.count == count { return true }
    for index in free.words.indices {
      var word = free.words[index]
      while word != 0 {
        let inspector = index &* 64 &+ word.trailingZeroBitCount
        word &= word &- 1
        if settling.circle[inspector] == circle,
          !backSearch.hasReached(inspector, search.number)
        {
          backSearch.reach(Int32(inspector), leaving: -1, to: -1, search.number)
        }
      }
    }
    return true
  }

  /// About how much there is to look at from the next inspector on, some groups being settled.
  private func costOfGoingBack() -> Int {
    let all = backSearch.groupCount[Int(backSearch.queue[backSearch.done])]
    return all * (groups.count - settling.next) / groups.count
  }

  /// Goes back from the next inspector reached: to those who hold a place they could take.
  ///
  /// - Returns: someone the search forward has reached.
  private mutating func goBack() -> Int32? {
    let inspector = backSearch.queue[backSearch.done]
    backSearch.done += 1
    for index in 0..<backSearch.setCount(of: Int(inspector)) {
      let set = backSearch.set(index, of: Int(inspector))
      var candidates: ArraySlice<Int32> = []
      if backSearch.searchOfSet[set] != search.number {
        backSearch.searchOfSet[set] = search.number
        candidates = backSearch.groups(of: set, from: settling.next)
      } else {
        candidates = backSearch.left[set][...]
      }
      var left: [Int32] = []
      for group in candidates where backSearch.searchOfGroup[Int(group)] != search.number {
        if canTake(inspector, Int(group)) {
          if let middle = goBack(to: Int(group), inspector) { return middle }
        } else {
          left.append(group)
        }
      }
      backSearch.left[set] = left
    }
    return nil
  }

  private func canTake(_ inspector: Int32, _ group: Int) -> Bool {
    !groups.isBarred(inspector, from: group) && !holds(inspector, in: group)
  }

  /// Reaches those placed in a group that could take `inspector` instead.
  private mutating func goBack(to group: Int, _ inspector: Int32) -> Int32? {
    backSearch.searchOfGroup[group] = search.number
    backSearch.work += 1
    for place in groups.places(of: group) {
      let other = holder[place]
      if settling.circle[Int(other)] != search.circle
        || backSearch.hasReached(Int(other), search.number)
      {
        continue
      }
      backSearch.reach(other, leaving: Int32(place), to: inspector, search.number)
      if search.reached.contains(Int(other)) { return other }
    }
    return nil
  }

  /// Moves everyone along the chain the search back has found from `middle` on.
  ///
  /// - Returns: who was free and has one place more now.
  mutating func followOn(from middle: Int32) -> Int32 {
    var inspector = middle
    while backSearch.hasReached(Int(inspector), search.number),
      backSearch.place[Int(inspector)] >= 0
    {
      let place = backSearch.place[Int(inspector)]
      let next = backSearch.successor[Int(inspector)]
      detach(place)
      hold(place, next)
      changeLoad(of: inspector, by: -1)
      changeLoad(of: next, by: 1)
      inspector = next
    }
    return inspector
  }
}
