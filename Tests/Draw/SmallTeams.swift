import Draw

/// A small draw whose teams are also found by trying everything.
struct SmallTeams: Sendable {
  let number: UInt64
  var objects: [String] = []
  /// Domains of each object and inspector.
  var domains: [String: Set<String>] = [:]
  var inspectors: [String] = []
  var department: [String: String] = [:]
  /// Of each object and inspector; `-` is nowhere.
  var town: [String: String] = [:]
  /// 1 or 2; each object belongs to one of the stages.
  var stages = 1
  var stage: [String: Int] = [:]
  var conflicts: Set<[String]> = []
  var roles: [(name: String, places: Int)] = []
  /// How many objects are drawn in each stage.
  var count = 9

  var suite: Suite { number % 3 == 0 ? .sm3 : .sha256 }

  init(_ number: UInt64, stages: Int = 1) {
    self.number = number
    self.stages = stages
    var generator = FixedGenerator(number)
    let letters = ["p", "q"]
    func some() -> Set<String> {
      Set(
        (0..<Int.random(in: 1...2, using: &generator)).compactMap { _ in
          letters.randomElement(using: &generator)
        })
    }
    objects = (0..<Int.random(in: 1...4, using: &generator)).map { "T\($0)" }
    inspectors = (0..<Int.random(in: 3...7, using: &generator)).map { "i\($0)" }
    for object in objects { domains[object] = some() }
    for inspector in inspectors {
      domains[inspector] = some()
      department[inspector] = Bool.random(using: &generator) ? "m" : "x"
    }
    for object in objects {
      for inspector in inspectors where Int.random(in: 0..<8, using: &generator) == 0 {
        conflicts.insert([inspector, object])
      }
    }
    roles = [("m", Int.random(in: 1...2, using: &generator))]
    if Bool.random(using: &generator) { roles.append(("x", 1)) }
    let towns = ["-", "-", "-", "u", "v"]
    for one in objects + inspectors { town[one] = towns.randomElement(using: &generator) }
    for object in objects { stage[object] = Int.random(in: 1...stages, using: &generator) }
  }

  var files: DrawFiles {
    var lines: [String] = []
    for stage in 1...stages {
      lines += ["stage s\(stage)", "where stage \(stage)", "count \(count)"]
      for role in roles {
        lines += ["role \(role.name) \(role.places)", "where department \(role.name)"]
        lines += ["share domains", "avoid town"]
      }
    }
    func value(_ name: String) -> String {
      "\((domains[name] ?? []).sorted().joined(separator: ",")) \(town[name] ?? "-")"
    }
    return DrawFiles(
      roster: file(
        ["id domains town stage"] + objects.map { "\($0) \(value($0)) \(stage[$0] ?? 0)" }),
      rules: rules(lines, suite: suite.rawValue), seed: seed(Int(number)),
      inspectors: file(
        ["id domains town department"]
          + inspectors.map { "\($0) \(value($0)) \(department[$0] ?? "-")" }),
      conflicts: file(
        ["inspector object"] + conflicts.map { $0.joined(separator: " ") }.sorted()))
  }

  /// Candidates of a role for an object, in ticket order.
  func candidates(_ object: String, _ role: String, seed: [UInt8]) -> [(String, [UInt8])] {
    let eligible = inspectors.filter {
      department[$0] == role && !conflicts.contains([$0, object])
        && !(domains[$0] ?? []).isDisjoint(with: domains[object] ?? [])
        && (town[$0] == "-" || town[$0] != town[object])
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
    message += [0, UInt8(stage[object] ?? 0), UInt8(object.utf8.count)] + [UInt8](object.utf8)
    message += [0, 0, 0, UInt8(role.utf8.count)] + [UInt8](role.utf8)
    return suite.hash(message + [UInt8](inspector.utf8))
  }
}
