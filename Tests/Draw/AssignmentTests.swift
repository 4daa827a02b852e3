import Draw
import Testing

/// Tries the candidates of every group, taking before leaving out, until all groups are filled:
/// the first solution is the one the rule wants.
private struct BruteForce {
  let groups: [(object: String, role: String, places: Int, candidates: [(String, [UInt8])])]
  let limit: Int
  var loads: [String: Int] = [:]
  var lines: [String] = []

  mutating func fill(_ group: Int, from candidate: Int, taken: Int) -> Bool {
    if group == groups.count { return true }
    let (object, role, places, candidates) = groups[group]
    if taken == places { return fill(group + 1, from: 0, taken: 0) }
    if candidate == candidates.count { return false }
    let (inspector, ticket) = candidates[candidate]
    if loads[inspector, default: 0] < limit {
      loads[inspector, default: 0] += 1
      lines.append("\(object) \(role) \(inspector) \(hex(ticket))")
      if fill(group, from: candidate + 1, taken: taken + 1) { return true }
      lines.removeLast()
      loads[inspector, default: 0] -= 1
    }
    return fill(group, from: candidate + 1, taken: taken)
  }
}

struct AssignmentTests {
  @Test("teams are the first by tickets under the smallest load limit", arguments: 0..<400)
  func bruteForce(_ number: Int) throws {
    let small = SmallTeams(UInt64(number))
    let outcome: DrawResult
    do throws(Refusal) {
      outcome = try draw(small.files)
    } catch {
      #expect(error.file == "rules.tsv")
      #expect(canNotBeFilled(small))
      return
    }
    #expect(!canNotBeFilled(small))
    var groups: [(object: String, role: String, places: Int, candidates: [(String, [UInt8])])] = []
    for pick in outcome.stages[0].picks {
      for role in small.roles {
        groups.append(
          (
            pick.object, role.name, role.places,
            small.candidates(pick.object, role.name, seed: outcome.seed)
          ))
      }
    }
    var limit = 0
    var search = BruteForce(groups: groups, limit: limit)
    while !search.fill(0, from: 0, taken: 0) {
      limit += 1
      search = BruteForce(groups: groups, limit: limit)
    }
    #expect(outcome.load == limit)
    #expect(
      outcome.teams.map { "\($0.object) \($0.role) \($0.inspector) \(hex($0.ticket))" }
        == search.lines)
  }

  private func canNotBeFilled(_ small: SmallTeams) -> Bool {
    small.objects.contains { object in
      small.roles.contains { role in
        small.candidates(object, role.name, seed: []).count < role.places
      }
    }
  }

  @Test("both kinds of small draws occur: with teams and impossible")
  func kinds() {
    let impossible = (0..<400).count { canNotBeFilled(SmallTeams(UInt64($0))) }
    #expect((50...350).contains(impossible))
  }

  @Test("one inspector alone carries every object")
  func alone() throws {
    let files = DrawFiles(
      roster: file(["id"] + (100..<140).map { "T\($0)" }),
      rules: rules(["stage s", "rate 10000", "role m 1"]), seed: seed(1),
      inspectors: file(["id", "i1"]))
    #expect(try draw(files).load == 40)
  }

  @Test("an inspectors file without roles gives load 0 and no teams")
  func noRoles() throws {
    let files = DrawFiles(
      roster: file(["id", "T1"]), rules: rules(["stage s", "count 1"]), seed: seed(1),
      inspectors: file(["id"]))
    let result = try draw(files)
    #expect(result.load == 0)
    #expect(result.teams.isEmpty)
  }
}
