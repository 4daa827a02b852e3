import Draw
import Testing

/// A small draw whose teams are also found by trying everything.
struct SmallTeams: CustomTestStringConvertible, Sendable {
  let number: UInt64
  var objects: [String] = []
  /// Domains of each object and inspector.
  var domains: [String: Set<String>] = [:]
  var inspectors: [String] = []
  var department: [String: String] = [:]
  var conflicts: Set<[String]> = []
  var roles: [(name: String, places: Int)] = []

  var testDescription: String { "\(number)" }

  init(_ number: UInt64) {
    self.number = number
    var generator = FixedGenerator(number)
    let letters = ["p", "q", "r"]
    func some() -> Set<String> {
      Set(
        (0..<Int.random(in: 1...2, using: &generator)).compactMap { _ in
          letters.randomElement(using: &generator)
        })
    }
    objects = (0..<Int.random(in: 1...4, using: &generator)).map { "T\($0)" }
    inspectors = (0..<Int.random(in: 2...6, using: &generator)).map { "i\($0)" }
    for object in objects { domains[object] = some() }
    for inspector in inspectors {
      domains[inspector] = some()
      department[inspector] = Bool.random(using: &generator) ? "m" : "x"
    }
    for object in objects {
      for inspector in inspectors where Int.random(in: 0..<6, using: &generator) == 0 {
        conflicts.insert([inspector, object])
      }
    }
    roles = [("m", Int.random(in: 1...2, using: &generator))]
    if Bool.random(using: &generator) { roles.append(("x", 1)) }
  }

  var files: DrawFiles {
    var lines = ["stage s", "count 9"]
    for role in roles {
      lines += ["role \(role.name) \(role.places)", "where department \(role.name)"]
      lines.append("share domains")
    }
    func value(_ name: String) -> String {
      (domains[name] ?? []).sorted().joined(separator: ",")
    }
    return DrawFiles(
      roster: file(["id domains"] + objects.map { "\($0) \(value($0))" }), rules: rules(lines),
      seed: seed(Int(number)),
      inspectors: file(
        ["id department domains"]
          + inspectors.map { "\($0) \(department[$0] ?? "-") \(value($0))" }),
      conflicts: file(
        ["inspector object"] + conflicts.map { $0.joined(separator: " ") }.sorted()))
  }

  /// Candidates of a role for an object, in ticket order.
  func candidates(_ object: String, _ role: String, seed: [UInt8]) -> [(String, [UInt8])] {
    let eligible = inspectors.filter {
      department[$0] == role && !conflicts.contains([$0, object])
        && !(domains[$0] ?? []).isDisjoint(with: domains[object] ?? [])
    }
    return eligible.map { ($0, ticket(object, role, $0, seed: seed)) }
      .sorted { $0.1.lexicographicallyPrecedes($1.1) }
  }

  /// The team ticket of §2, put together by hand.
  private func ticket(
    _ object: String, _ role: String, _ inspector: String, seed: [UInt8]
  ) -> [UInt8] {
    let label = [UInt8]("mingcha-draw-1/team".utf8)
    var message = label + [UInt8](repeating: 0, count: 32 - label.count) + seed
    message += [0, 1, UInt8(object.utf8.count)] + [UInt8](object.utf8)
    message += [0, 0, 0, UInt8(role.utf8.count)] + [UInt8](role.utf8)
    return Suite.sha256.hash(message + [UInt8](inspector.utf8))
  }
}

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
