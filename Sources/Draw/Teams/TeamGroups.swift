/// The groups whose places are to be filled, one after the other in arrays of numbers.
///
/// A group is a role on the team of a drawn object; its places are numbered through all groups.
struct TeamGroups: Sendable {
  private(set) var sets: [CandidateSet] = []
  /// For each group its index in `sets`.
  private(set) var setOfGroup: [Int32] = []
  /// For each place its group.
  private(set) var groupOfPlace: [Int32] = []
  /// Barred inspectors of all groups in order.
  private var barred: [Int32] = []
  /// Shape `[groups + 1]`.
  private var firstPlace: [Int32] = [0]
  private var firstBarred: [Int32] = [0]

  var count: Int { setOfGroup.count }
  var placeCount: Int { groupOfPlace.count }

  mutating func append(_ candidates: Candidates, places: Int) {
    let group = Int32(count)
    setOfGroup.append(Int32(candidates.set))
    for _ in 0..<places { groupOfPlace.append(group) }
    barred += candidates.barred
    firstPlace.append(Int32(placeCount))
    firstBarred.append(Int32(barred.count))
  }

  /// Takes over the sets when all groups are there.
  mutating func setCandidates(_ sets: [CandidateSet]) { self.sets = sets }

  @inline(__always)
  func places(of group: Int) -> Range<Int> {
    Int(firstPlace[group])..<Int(firstPlace[group &+ 1])
  }

  @inline(__always)
  func isBarred(_ inspector: Int32, from group: Int) -> Bool {
    for index in barredIndices(of: group) where barred[index] == inspector { return true }
    return false
  }

  @inline(__always)
  func forEachBarred(from group: Int, _ body: (Int32) -> Void) {
    for index in barredIndices(of: group) { body(barred[index]) }
  }

  func barredCount(of group: Int) -> Int { barredIndices(of: group).count }

  func candidateCount(of group: Int) -> Int {
    sets[Int(setOfGroup[group])].count - barredCount(of: group)
  }

  @inline(__always)
  private func barredIndices(of group: Int) -> Range<Int> {
    Int(firstBarred[group])..<Int(firstBarred[group &+ 1])
  }
}
