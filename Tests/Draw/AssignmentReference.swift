/// §5 word for word: whether all groups can be filled is worked out from nothing every time.
struct AssignmentReference {
  /// For each group the places and the candidates in ticket order.
  let groups: [(places: Int, candidates: [Int])]
  let inspectors: Int

  /// The smallest limit and for each group who is taken, in ticket order; nil if no limit works.
  func assign() -> (limit: Int, taken: [[Int]])? {
    guard let limit = (0...groups.count).first(where: { canBeFilled(limit: $0, [:]) }) else {
      return nil
    }
    var taken: [Int: [Int]] = [:]
    for (index, group) in groups.enumerated() {
      for candidate in group.candidates where taken[index, default: []].count < group.places {
        var attempt = taken
        attempt[index, default: []].append(candidate)
        if canBeFilled(limit: limit, attempt) { taken = attempt }
      }
    }
    return (limit, groups.indices.map { taken[$0] ?? [] })
  }

  /// Places everybody taken, then fills the rest by augmenting paths, one place after the other.
  private func canBeFilled(limit: Int, _ taken: [Int: [Int]]) -> Bool {
    var filling = Filling(inspectors: inspectors, limit: limit)
    for member in taken.values.joined() {
      filling.room[member] -= 1
      if filling.room[member] < 0 { return false }
    }
    for (index, group) in groups.enumerated() {
      let kept = taken[index] ?? []
      let others = group.candidates.filter { !kept.contains($0) }
      for _ in kept.count..<group.places where !filling.addPlace(of: index, others) {
        return false
      }
    }
    return true
  }
}

/// Who is placed in which group, besides those taken.
private struct Filling {
  var room: [Int]
  private var groups: [Int: [Int]] = [:]
  private var members: [Int: Set<Int>] = [:]
  private var candidates: [Int: [Int]] = [:]
  private var visited: Set<Int> = []

  init(inspectors: Int, limit: Int) { room = [Int](repeating: limit, count: inspectors) }

  mutating func addPlace(of group: Int, _ candidates: [Int]) -> Bool {
    self.candidates[group] = candidates
    visited = []
    return place(in: group)
  }

  private mutating func place(in group: Int) -> Bool {
    let members = members[group] ?? []
    for candidate in candidates[group] ?? [] where !members.contains(candidate) {
      guard visited.insert(candidate).inserted else { continue }
      if room[candidate] > 0 {
        room[candidate] -= 1
        put(candidate, in: group)
        return true
      }
      for other in groups[candidate] ?? [] where other != group && place(in: other) {
        self.members[other]?.remove(candidate)
        groups[candidate]?.removeAll { $0 == other }
        put(candidate, in: group)
        return true
      }
    }
    return false
  }

  private mutating func put(_ inspector: Int, in group: Int) {
    members[group, default: []].insert(inspector)
    groups[inspector, default: []].append(group)
  }
}
