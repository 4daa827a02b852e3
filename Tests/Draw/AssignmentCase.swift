import Draw
import Testing

/// Draws with some dozens of inspectors, of every sort that makes an assignment hard.
enum AssignmentKind: String, CaseIterable, Sendable {
  /// Everybody may inspect everything, and nobody has anything to spare.
  case exact
  /// Every object has the choice between few, who are linked with each other in a ring.
  case ring
  /// Few candidates each, by chance, so that some inspectors are wanted much more than others.
  case sparse
  /// Teams of three; some inspectors belong to a town that is avoided.
  case teams
  /// Many conflicts: some objects have one, some most of the inspectors against them.
  case conflicts
  /// Two stages share their inspectors, of whom a few know a rare field.
  case bottleneck
  /// One inspector for each object and hardly another way to share them out: long chains.
  case planted
  /// Many candidates for few objects.
  case many
}

/// A draw of such a kind, as plain collections.
struct AssignmentCase: CustomTestStringConvertible, Sendable {
  let kind: AssignmentKind
  let number: Int
  var objects: [String: [String: String]] = [:]
  var inspectors: [String: [String: String]] = [:]
  var conflicts: Set<[String]> = []
  /// Role, places and whether the town is avoided.
  var roles: [(name: String, places: Int, avoids: Bool)] = [("m", 1, false)]
  var stages = 1

  var testDescription: String { "\(kind) \(number)" }

  static let all: [AssignmentCase] = AssignmentKind.allCases.flatMap { kind in
    (0..<12).map { AssignmentCase(kind, $0) }
  }

  init(_ kind: AssignmentKind, _ number: Int) {
    self.kind = kind
    self.number = number
    var generator = FixedGenerator(UInt64(number) &* 31 &+ UInt64(kind.rawValue.utf8.count))
    func pick(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &generator) }
    let objectCount = kind == .exact || kind == .planted ? 60 : pick(20...40)
    let inspectorCount =
      kind == .exact
      ? [30, 60, 61, 20][number % 4]
      : kind == .planted
        ? [60, 60, 30][number % 3] : kind == .many ? pick(100...300) : pick(12...40)
    let fields =
      kind == .bottleneck ? 3 : kind == .planted ? inspectorCount : max(2, inspectorCount / 3)
    if kind == .teams { roles = [("m", 3, true), ("x", pick(1...2), false)] }
    if kind == .bottleneck { stages = 2 }
    for index in 0..<inspectorCount {
      var field = "f\(index % fields),f\((index + 1) % fields)"
      switch kind {
      case .sparse: field = "f\(pick(0...fields - 1))"
      case .exact, .teams, .conflicts, .many: field = "f"
      case .planted: field = "f\(index)"
      case .bottleneck: field = index < 2 ? "f0,f1" : "f1,f2"
      case .ring: break
      }
      inspectors["i\(100 + index)"] = [
        "field": field, "town": pick(0...3) == 0 ? "u" : "-",
        "department": kind == .teams && index % 4 == 0 ? "x" : "m",
      ]
    }
    for index in 0..<objectCount {
      var field = "f\(pick(0...fields - 1))"
      switch kind {
      case .sparse: field += ",f\(pick(0...fields - 1))"
      case .exact, .teams, .conflicts, .many: field = "f"
      case .planted:
        field = "f\(index % fields)"
        for _ in 0..<pick(1...5) { field += ",f\(pick(0...fields - 1))" }
      case .bottleneck: field = pick(0...4) == 0 ? "f0" : pick(0...3) == 0 ? "f1" : "f2"
      case .ring: break
      }
      let object = "T\(100 + index)"
      objects[object] = [
        "field": field, "town": pick(0...1) == 0 ? "u" : "v", "stage": "\(pick(1...stages))",
      ]
      guard kind == .conflicts else { continue }
      let share = [0, 1, 4, 9][pick(0...3)]
      for inspector in inspectors.keys.sorted().dropFirst(1) where pick(0...9) < share {
        conflicts.insert([inspector, object])
      }
    }
  }

  var files: DrawFiles {
    var lines: [String] = []
    for stage in 1...stages {
      lines += ["stage s\(stage)", "where stage \(stage)", "rate 10000"]
      for role in roles {
        lines += ["role \(role.name) \(role.places)", "where department \(role.name)"]
        lines.append("share field")
        if role.avoids { lines.append("avoid town") }
      }
    }
    func table(_ records: [String: [String: String]], _ columns: [String]) -> [UInt8] {
      file(
        [(["id"] + columns).joined(separator: " ")]
          + records.keys.sorted().map { id in
            ([id] + columns.map { records[id]?[$0] ?? "-" }).joined(separator: " ")
          })
    }
    return DrawFiles(
      roster: table(objects, ["field", "town", "stage"]),
      rules: rules(lines, suite: number % 2 == 0 ? "sha256" : "sm3"), seed: seed(number),
      inspectors: table(inspectors, ["field", "town", "department"]),
      conflicts: file(
        ["inspector object"] + conflicts.map { $0.joined(separator: " ") }.sorted()))
  }

  func mayInspect(_ inspector: String, _ object: String, _ role: String) -> Bool {
    guard let person = inspectors[inspector], let body = objects[object] else { return false }
    let avoids = roles.contains { $0.name == role && $0.avoids }
    return person["department"] == role && !conflicts.contains([inspector, object])
      && !Set((person["field"] ?? "").split(separator: ","))
        .isDisjoint(with: (body["field"] ?? "").split(separator: ","))
      && !(avoids && person["town"] == body["town"])
  }

  /// The team ticket of §2, put together by hand.
  func ticket(_ object: String, _ role: String, _ inspector: String, seed: [UInt8]) -> [UInt8] {
    var message = [UInt8]("mingcha-draw-1/team".utf8)
    message += [UInt8](repeating: 0, count: 32 - message.count) + seed
    message += [0, UInt8(objects[object]?["stage"] ?? "") ?? 0, UInt8(object.utf8.count)]
    message += [UInt8](object.utf8) + [0, 0, 0, UInt8(role.utf8.count)] + [UInt8](role.utf8)
    return (number % 2 == 0 ? Suite.sha256 : .sm3).hash(message + [UInt8](inspector.utf8))
  }
}
