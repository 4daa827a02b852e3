/// Fills all groups at once: who is placed where, at most `limit` objects per inspector.
///
/// A flow from groups to inspectors that is kept complete while places are settled one by one. A
/// search follows what can be moved: an inspector may leave a group that is not settled yet, and
/// that group may take another of its candidates instead.
struct TeamFlow {
  let places: [Int]
  let candidates: [InspectorSet]
  let limit: Int
  /// Whether all groups could be filled; if not, the flow is of no use.
  private(set) var isComplete = true
  /// For each group the inspectors placed in it.
  private(set) var placed: [[Int]]
  /// For each inspector the groups with a place taken.
  private var groups: [[Int]]
  /// Inspectors with fewer than `limit` objects.
  private var free: InspectorSet
  /// Groups before this one are settled, and no search moves anyone in them.
  private var firstMovable = 0
  private var search: Search

  /// Fills the groups as far as `limit` allows.
  ///
  /// - Parameters:
  ///   - places: inspectors wanted; shape `[groups]`.
  ///   - candidates: shape `[groups]`.
  ///   - order: candidates of each group in ticket order, preferred where there is a choice.
  init(
    places: [Int], candidates: [InspectorSet], order: [[Int32]], inspectors: Int, limit: Int
  ) {
    self.places = places
    self.candidates = candidates
    self.limit = limit
    placed = [[Int]](repeating: [], count: places.count)
    groups = [[Int]](repeating: [], count: inspectors)
    free = InspectorSet(universe: inspectors)
    if limit > 0 {
      for inspector in 0..<inspectors { free.insert(inspector) }
    }
    search = Search(groups: places.count, inspectors: inspectors)
    for group in places.indices {
      for inspector in order[group] where free.contains(Int(inspector)) {
        if placed[group].count == places[group] { break }
        place(Int(inspector), in: group)
      }
      while placed[group].count < places[group] {
        guard let end = find(from: .group(group), wanted: free) else {
          isComplete = false
          return
        }
        followBack(from: end)
      }
    }
  }

  /// Settles who fills `group`: the first inspectors in `order` with whom all groups can still be
  /// filled. Groups are settled in ascending order.
  mutating func settle(_ group: Int, order: [Int32]) -> [Int] {
    firstMovable = group + 1
    var taken: [Int] = []
    // Whoever a failed search has reached cannot be taken either, now or later.
    var isHopeless = InspectorSet(universe: groups.count)
    for inspector in order {
      if taken.count == places[group] { break }
      let inspector = Int(inspector)
      if isHopeless.contains(inspector) { continue }
      if placed[group].contains(inspector) || move(inspector, to: group, keeping: taken) {
        taken.append(inspector)
      } else {
        isHopeless.formUnion(search.reached)
      }
    }
    return taken
  }

  /// Tries to place `inspector` in `group` instead of someone there who is not in `kept`.
  private mutating func move(_ inspector: Int, to group: Int, keeping kept: [Int]) -> Bool {
    let replaceable = placed[group].filter { !kept.contains($0) }
    guard var leaving = replaceable.last else { return false }
    if !free.contains(inspector) {
      var wanted = free
      for other in replaceable { wanted.insert(other) }
      guard let end = find(from: .inspector(inspector), wanted: wanted) else { return false }
      if replaceable.contains(end) { leaving = end }
      remove(leaving, from: group)
      followBack(from: end)
    } else {
      remove(leaving, from: group)
    }
    place(inspector, in: group)
    return true
  }

  private mutating func place(_ inspector: Int, in group: Int) {
    placed[group].append(inspector)
    groups[inspector].append(group)
    if groups[inspector].count >= limit { free.remove(inspector) }
  }

  private mutating func remove(_ inspector: Int, from group: Int) {
    placed[group].removeAll { $0 == inspector }
    groups[inspector].removeAll { $0 == group }
    free.insert(inspector)
  }
}

// Searching
extension TeamFlow {
  private enum Start {
    /// A group with a place to fill.
    case group(Int)
    /// An inspector who has to give up one object.
    case inspector(Int)
  }

  /// How the inspectors and groups of a search were reached.
  private struct Search {
    var reached: InspectorSet
    var queue: [Int] = []
    /// For each inspector reached, the group that would take them; -1 at the start.
    var takingGroup: [Int]
    /// For each group reached, the inspector who would leave it; -1 at the start.
    var leavingInspector: [Int]
    /// The search, by number, that reached the group last.
    var searchOfGroup: [Int]
    var number = 0

    init(groups: Int, inspectors: Int) {
      reached = InspectorSet(universe: inspectors)
      takingGroup = [Int](repeating: -1, count: inspectors)
      leavingInspector = [Int](repeating: -1, count: groups)
      searchOfGroup = [Int](repeating: 0, count: groups)
    }

    mutating func reset() {
      reached.removeAll()
      queue.removeAll(keepingCapacity: true)
      number += 1
    }
  }

  /// Breadth-first to the nearest inspector in `wanted`.
  private mutating func find(from start: Start, wanted: InspectorSet) -> Int? {
    search.reset()
    switch start {
    case .group(let group):
      if let end = reach(group, leaving: -1, wanted) { return end }
    case .inspector(let inspector):
      search.reached.insert(inspector)
      search.takingGroup[inspector] = -1
      search.queue.append(inspector)
    }
    var next = 0
    while next < search.queue.count {
      let inspector = search.queue[next]
      next += 1
      for group in groups[inspector]
      where group >= firstMovable && search.searchOfGroup[group] != search.number {
        if let end = reach(group, leaving: inspector, wanted) { return end }
      }
    }
    return nil
  }

  /// Reaches the candidates whom `group` could take when an inspector leaves it.
  private mutating func reach(
    _ group: Int, leaving inspector: Int, _ wanted: InspectorSet
  ) -> Int? {
    search.searchOfGroup[group] = search.number
    search.leavingInspector[group] = inspector
    for index in candidates[group].words.indices {
      var word = candidates[group].words[index] & ~search.reached.words[index]
      while word != 0 {
        let candidate = index &* 64 &+ word.trailingZeroBitCount
        word &= word &- 1
        if placed[group].contains(candidate) { continue }
        search.reached.insert(candidate)
        search.takingGroup[candidate] = group
        if wanted.contains(candidate) { return candidate }
        search.queue.append(candidate)
      }
    }
    return nil
  }

  /// Moves everyone along the path that ends with `end`.
  private mutating func followBack(from end: Int) {
    var inspector = end
    while true {
      let group = search.takingGroup[inspector]
      if group < 0 { return }
      let leaving = search.leavingInspector[group]
      if leaving >= 0 { remove(leaving, from: group) }
      place(inspector, in: group)
      if leaving < 0 { return }
      inspector = leaving
    }
  }
}
