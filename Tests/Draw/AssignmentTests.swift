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
  @Test("teams are the first by tickets under the smallest load limit", arguments: 0..<600)
  func bruteForce(_ number: Int) throws {
    let small = SmallTeams(UInt64(number), stages: 1 + number % 2)
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
    for pick in outcome.stages.flatMap(\.picks) {
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
    let impossible = (0..<600).count {
      canNotBeFilled(SmallTeams(UInt64($0), stages: 1 + $0 % 2))
    }
    #expect((100...450).contains(impossible))
  }

  @Test("the first group in pick order and rule order that cannot be filled is named")
  func impossible() throws {
    var files = DrawFiles(
      roster: file(["id town", "T1 u", "T2 v", "T3 v", "T4 w", "T5 u,v"]),
      rules: rules([
        "stage s", "rate 10000", "role m 2", "where department m", "avoid town", "role x 1",
        "where department x", "avoid town",
      ]), seed: seed(1),
      inspectors: file(["id town department", "i1 v m", "i2 v m", "i3 w m", "j1 u x"]))
    // For T2 and T3 one m is missing, for T1 an x, for T5 one m and an x; T4 lacks nobody.
    let named = [
      "T1": (9, "角色“x”需要1人，符合条件且不需回避的只有0人"), "T2": (6, "角色“m”需要2人，符合条件且不需回避的只有1人"),
      "T3": (6, "角色“m”需要2人，符合条件且不需回避的只有1人"), "T5": (6, "角色“m”需要2人，符合条件且不需回避的只有1人"),
    ]
    for value in 1...40 {
      files.seed = seed(value)
      let refusal = try #require(refusal { () throws(Refusal) in _ = try draw(files) })
      let order = try ruler(files, stage: 1)[0].records.map(\.object)
      let first = try #require(order.first { $0 != "T4" })
      let (line, words) = try #require(named[first])
      #expect(refusal.file == "rules.tsv")
      #expect(refusal.line == line)
      #expect(refusal.reason.contains("对象“\(first)”的\(words)"))
    }
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

  @Test("hard assignments are those of the rule word for word", arguments: AssignmentCase.all)
  func reference(_ one: AssignmentCase) throws {
    let names = one.inspectors.keys.sorted()
    let outcome: DrawResult
    do throws(Refusal) {
      outcome = try draw(one.files)
    } catch {
      #expect(firstImpossible(one, names) != nil)
      return
    }
    var places: [(object: String, role: String)] = []
    var groups: [(places: Int, candidates: [Int])] = []
    for pick in outcome.stages.flatMap(\.picks) {
      for role in one.roles {
        let tickets = names.indices.filter { one.mayInspect(names[$0], pick.object, role.name) }
          .map { ($0, one.ticket(pick.object, role.name, names[$0], seed: outcome.seed)) }
          .sorted { $0.1.lexicographicallyPrecedes($1.1) }
        groups.append((role.places, tickets.map(\.0)))
        places.append((pick.object, role.name))
      }
    }
    let expected = try #require(
      AssignmentReference(groups: groups, inspectors: names.count).assign())
    #expect(outcome.load == expected.limit)
    #expect(
      outcome.teams.map { "\($0.object) \($0.role) \($0.inspector)" }
        == zip(places, expected.taken).flatMap { place, taken in
          taken.map { "\(place.object) \(place.role) \(names[$0])" }
        })
  }

  /// An object and a role with fewer candidates than places.
  private func firstImpossible(_ one: AssignmentCase, _ names: [String]) -> String? {
    one.objects.keys.first { object in
      one.roles.contains { role in
        names.count { one.mayInspect($0, object, role.name) } < role.places
      }
    }
  }

  @Test("most hard assignments are possible")
  func hardKinds() {
    for kind in AssignmentKind.allCases {
      let cases = AssignmentCase.all.filter { $0.kind == kind }
      let possible = cases.count { firstImpossible($0, $0.inspectors.keys.sorted()) == nil }
      #expect(possible >= 6, "\(kind)")
    }
  }

  /// A draw long enough to be worked on piece by piece, in which everybody may inspect everything.
  private func longDraw() -> DrawFiles {
    DrawFiles(
      roster: file(["id"] + (1000..<2200).map { "T\($0)" }),
      rules: rules(["stage s", "rate 10000", "role m 1"]), seed: seed(1),
      inspectors: file(["id"] + (100..<148).map { "i\($0)" }))
  }

  @Test("in a long draw each object gets the lowest ticket among those with room")
  func long() throws {
    let outcome = try draw(longDraw())
    #expect(outcome.load == 25)
    var loads: [String: Int] = [:]
    for (pick, place) in zip(outcome.stages[0].picks, outcome.teams) {
      var message = [UInt8]("mingcha-draw-1/team".utf8)
      message += [UInt8](repeating: 0, count: 32 - message.count) + outcome.seed + [0, 1, 5]
      message += [UInt8](pick.object.utf8) + [0, 0, 0, 1] + [UInt8]("m".utf8)
      var lowest: (ticket: [UInt8], inspector: String)?
      for inspector in (100..<148).map({ "i\($0)" }) where loads[inspector, default: 0] < 25 {
        let ticket = Suite.sha256.hash(message + [UInt8](inspector.utf8))
        if let best = lowest, !ticket.lexicographicallyPrecedes(best.ticket) { continue }
        lowest = (ticket, inspector)
      }
      #expect(place.object == pick.object)
      #expect(place.inspector == lowest?.inspector)
      #expect(place.ticket == lowest?.ticket)
      loads[place.inspector, default: 0] += 1
    }
    #expect(loads.values.allSatisfy { $0 == 25 })
  }

  @Test("teams do not depend on who computes their tickets, and tell how far they are")
  func crews() throws {
    let files = longDraw()
    var told: [DrawStep: [Int]] = [:]
    let result = try draw(
      RosterBytes(files.roster, crew: Backwards()), files.side, crew: Backwards()
    ) { step, done, total in
      #expect((0...total).contains(done))
      told[step, default: []].append(done)
    }
    #expect(try draw(files).transcript == result.transcript)
    for step in [DrawStep.limit, .teams] {
      let dones = try #require(told[step])
      #expect(dones.count > 1)
      #expect(dones == dones.sorted())
      #expect(dones.last == 1200)
    }
  }
}

/// Does the last piece of work first.
private struct Backwards: Crew {
  func map<Part: Sendable>(_ count: Int, _ work: @Sendable (Int) -> Part) -> [Part] {
    (0..<count).reversed().map(work).reversed()
  }
}
