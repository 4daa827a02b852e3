/// Who may be placed in a group: the members of a set of the book but for a few.
struct Candidates {
  /// Index in `CandidateBook.sets`.
  let set: Int
  /// Members of the set who must not be placed; ascending.
  let barred: [Int32]
}

/// Looks candidates up, keeping equal sets of them once.
///
/// Rule: mingcha-draw-1 §5. Thousands of objects have few different sets, because the set depends on
/// the role and on what the object says in the columns of `share` and `avoid`. Where a conflict or
/// an own employee takes away a few, the set stays the same and those few are listed.
struct CandidateBook {
  /// With more barred inspectors than these a group gets a set of its own.
  private static let mostBarred = 16

  private let frozen: Frozen
  private let universe: Int
  private(set) var sets: [CandidateSet] = []
  private var indexOfSet: [CandidateSet: Int] = [:]
  /// By stage, role and what decides the candidates: before and after `avoid`.
  private var sharing: [[UInt8]: Int] = [:]
  private var known: [[UInt8]: Candidates] = [:]

  init(_ frozen: Frozen, inspectors: Int) {
    self.frozen = frozen
    universe = inspectors
  }

  /// How many inspectors may be placed.
  func count(_ candidates: Candidates) -> Int {
    sets[candidates.set].count - candidates.barred.count
  }

  /// - Parameters:
  ///   - object: its record number.
  ///   - stage: from 0.
  ///   - role: index of the role in its stage.
  mutating func candidates(for object: Int, stage: Int, role: Int) -> Candidates {
    let rule = frozen.stages[stage].roles[role]
    var key = Message()
    for number in [stage, role] {
      key.u16(number >> 16)
      key.u16(number & 0xFFFF)
    }
    for column in rule.share { key.lp(column.field(of: object, in: frozen.roster)) }
    if rule.avoid.isEmpty {
      return without(
        conflictsOf: object, Candidates(set: set(sharingWith: object, rule, key), barred: []))
    }
    var longKey = key
    for column in rule.avoid { longKey.lp(column.field(of: object, in: frozen.roster)) }
    if let known = known[longKey.bytes] { return without(conflictsOf: object, known) }
    var avoided = InspectorSet(universe: universe)
    for column in rule.avoid {
      avoided.formUnion(column.inspectors(sharingWith: object, of: frozen.roster))
    }
    let found = without(
      avoided, Candidates(set: set(sharingWith: object, rule, key), barred: []))
    known[longKey.bytes] = found
    return without(conflictsOf: object, found)
  }

  private mutating func set(sharingWith object: Int, _ role: Role, _ key: Message) -> Int {
    if let known = sharing[key.bytes] { return known }
    var set = role.fitting
    for column in role.share {
      set.formIntersection(column.inspectors(sharingWith: object, of: frozen.roster))
    }
    let index = index(of: CandidateSet(set))
    sharing[key.bytes] = index
    return index
  }

  private mutating func index(of set: CandidateSet) -> Int {
    if let known = indexOfSet[set] { return known }
    sets.append(set)
    indexOfSet[set] = sets.count - 1
    return sets.count - 1
  }

  private mutating func without(conflictsOf object: Int, _ candidates: Candidates) -> Candidates {
    guard let conflicts = frozen.conflicts else { return candidates }
    var inspectors: [Int] = []
    conflicts.forEachInspector(barredFrom: object) { inspectors.append($0) }
    if inspectors.isEmpty { return candidates }
    var excluded = InspectorSet(universe: universe)
    for inspector in inspectors { excluded.insert(inspector) }
    return without(excluded, candidates)
  }

  private mutating func without(
    _ excluded: InspectorSet, _ candidates: Candidates
  ) -> Candidates {
    let set = sets[candidates.set]
    var barred = InspectorSet(universe: universe)
    set.formUnion(into: &barred)
    barred.formIntersection(excluded)
    for inspector in candidates.barred { barred.insert(Int(inspector)) }
    if barred.count <= Self.mostBarred {
      return Candidates(set: candidates.set, barred: barred.members.map { Int32($0) })
    }
    var rest = InspectorSet(universe: universe)
    set.formUnion(into: &rest)
    rest.subtract(barred)
    return Candidates(set: index(of: CandidateSet(rest)), barred: [])
  }
}
