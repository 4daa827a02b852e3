/// Who could be placed where so that every group is filled and nobody has more than `limit` objects.
///
/// A flow from groups to inspectors. It is completed once, then kept complete while the groups are
/// settled one by one: that all groups can still be filled is then seen by moving at most one
/// chain of inspectors.
struct TeamFlow {
  let groups: TeamGroups
  var limit = 0
  /// For each place who holds it; -1 is nobody.
  var holder: [Int32]
  /// For each inspector the places they hold and may still be moved away from.
  var movable: [[Int32]]
  /// For each place where it stands in `movable` of its holder.
  private var position: [Int32]
  /// For each inspector how many places they hold, settled ones too.
  var load: [Int]
  /// Inspectors who hold fewer than `limit` places.
  private(set) var free: InspectorSet
  var search: TeamSearch
  var backSearch: TeamBackSearch
  var settling: Settling

  /// Completes a flow under the smallest limit.
  ///
  /// - Parameter groups: each with at least as many candidates as places.
  init(_ groups: TeamGroups, inspectors: Int, progress: DrawProgress?) {
    self.groups = groups
    holder = [Int32](repeating: -1, count: groups.placeCount)
    position = [Int32](repeating: 0, count: groups.placeCount)
    movable = [[Int32]](repeating: [], count: inspectors)
    load = [Int](repeating: 0, count: inspectors)
    free = InspectorSet(universe: inspectors)
    search = TeamSearch(groups, inspectors: inspectors)
    backSearch = TeamBackSearch(inspectors: inspectors)
    settling = Settling(inspectors: inspectors)
    fill(progress)
  }

  mutating func put(_ inspector: Int32, on place: Int32) {
    hold(place, inspector)
    changeLoad(of: inspector, by: 1)
  }

  /// Makes `inspector` the holder of a place; loads are not touched.
  mutating func hold(_ place: Int32, _ inspector: Int32) {
    holder[Int(place)] = inspector
    position[Int(place)] = Int32(movable[Int(inspector)].count)
    movable[Int(inspector)].append(place)
  }

  /// Takes a place out of what its holder can be moved away from.
  mutating func detach(_ place: Int32) {
    let inspector = Int(holder[Int(place)])
    let last = movable[inspector].removeLast()
    if last != place {
      movable[inspector][Int(position[Int(place)])] = last
      position[Int(last)] = position[Int(place)]
    }
  }

  mutating func changeLoad(of inspector: Int32, by change: Int) {
    load[Int(inspector)] += change
    noteWhetherFree(Int(inspector))
  }

  mutating func setLimit(_ limit: Int) {
    self.limit = limit
    for inspector in load.indices { noteWhetherFree(inspector) }
  }

  private mutating func noteWhetherFree(_ inspector: Int) {
    let isFree = load[inspector] < limit
    if isFree == free.contains(inspector) { return }
    if isFree { free.insert(inspector) } else { free.remove(inspector) }
    settling.freeInCircle[Int(settling.circle[inspector])] += isFree ? 1 : -1
  }
}
