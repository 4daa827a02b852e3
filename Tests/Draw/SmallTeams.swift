import Draw

/// A small draw whose teams are also found by trying everything.
struct SmallTeams: Sendable {
  let number: UInt64
  var objects: [String] = []
  /// Domains of each object and inspector.
  var domains: [String: Set<String>] = [:]
  var inspectors: [String] = []
  var department: [String: String] = [:]
  var conflicts: Set<[String]> = []
  var roles: [(name: String, places: Int)] = []
  /// How many objects are drawn.
  var count = 9

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
    var lines = ["stage s", "count \(count)"]
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
