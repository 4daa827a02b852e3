import Draw
import Testing

/// Amendments as §6 tells them, carried out on plain collections.
private struct PlainAmendments {
  let small: SmallTeams
  let seed: [UInt8]
  let limit: Int
  /// Objects in ticket order that were never drawn.
  var waiting: [String]
  var teams: [String: [(role: String, inspector: String)]] = [:]
  var drawn: Set<String>
  var recused: [String: Set<String>] = [:]
  var lines: [String] = []

  init(_ small: SmallTeams, _ result: DrawResult) {
    self.small = small
    seed = result.seed
    limit = result.load ?? 0
    drawn = Set(result.stages[0].picks.map(\.object))
    for place in result.teams {
      teams[place.object, default: []].append((place.role, place.inspector))
    }
    let tickets = small.objects.map {
      ($0, ticket(for: $0, stage: 1, seed: result.seed, small.suite))
    }
    waiting = tickets.sorted { $0.1.lexicographicallyPrecedes($1.1) }.map(\.0)
    waiting.removeAll { [drawn] in drawn.contains($0) }
  }

  private func load(_ inspector: String) -> Int {
    teams.values.count { $0.contains { $0.inspector == inspector } }
  }

  /// Fills a place; nil if nobody is left.
  private mutating func fill(_ role: String, of object: String) -> String? {
    let candidates = small.candidates(object, role, seed: seed).map(\.0).filter { inspector in
      !(recused[object] ?? []).contains(inspector)
        && !(teams[object] ?? []).contains { $0.inspector == inspector }
    }
    let loads = candidates.map { max(load($0) + 1, limit) }
    guard let least = loads.min(), let place = loads.firstIndex(of: least) else { return nil }
    teams[object, default: []].append((role, candidates[place]))
    return candidates[place]
  }

  /// - Returns: whether all places could be filled.
  mutating func replace(_ number: Int, _ object: String) -> Bool {
    teams[object] = nil
    drawn.remove(object)
    if waiting.isEmpty {
      lines.append("withdraw \(number) \(object)")
      return true
    }
    let next = waiting.removeFirst()
    drawn.insert(next)
    lines.append("replace \(number) \(object) \(next)")
    for role in small.roles {
      for _ in 0..<role.places {
        guard let inspector = fill(role.name, of: next) else { return false }
        lines.append("team \(next) \(role.name) \(inspector)")
      }
    }
    return true
  }

  mutating func recuse(_ number: Int, _ object: String, _ inspector: String) -> Bool {
    guard let role = teams[object]?.first(where: { $0.inspector == inspector })?.role else {
      return false
    }
    teams[object]?.removeAll { $0.inspector == inspector }
    recused[object, default: []].insert(inspector)
    guard let next = fill(role, of: object) else { return false }
    lines.append("recuse \(number) \(object) \(role) \(inspector) \(next)")
    return true
  }
}

struct AmendmentTests {
  @Test("amendments are the next in line as the rule tells it", arguments: 0..<500)
  func plain(_ number: Int) throws {
    var small = SmallTeams(UInt64(number))
    small.count = 2
    let before: DrawResult
    do throws(Refusal) {
      before = try draw(small.files)
    } catch {
      return
    }
    var generator = FixedGenerator(UInt64(number) + 1000)
    var plain = PlainAmendments(small, before)
    var amendments = ["kind object inspector reason"]
    var isPossible = true
    for number in 1...5 where isPossible {
      guard let object = plain.drawn.sorted().randomElement(using: &generator) else { break }
      let team = plain.teams[object]?.map(\.inspector).sorted() ?? []
      if let inspector = team.randomElement(using: &generator), Bool.random(using: &generator) {
        amendments.append("inspector \(object) \(inspector) r")
        isPossible = plain.recuse(number, object, inspector)
      } else {
        amendments.append("object \(object) - r")
        isPossible = plain.replace(number, object)
      }
    }
    var files = small.files
    files.amendments = file(amendments)
    do throws(Refusal) {
      let after = try draw(files)
      #expect(isPossible)
      #expect(lines(after.amendments) == plain.lines)
      #expect(Set(after.standing.map(\.object)) == plain.drawn)
      for standing in after.standing {
        let team = plain.teams[standing.object]?.map(\.inspector) ?? []
        #expect(Set(standing.team.map(\.inspector)) == Set(team))
        #expect(standing.team.map(\.role) == before.teams.prefix(team.count).map(\.role))
      }
    } catch {
      #expect(!isPossible)
      #expect(error.file == "amendments.tsv")
      #expect(error.line == amendments.count)
    }
  }

  private func lines(_ outcomes: [AmendmentOutcome]) -> [String] {
    outcomes.flatMap { outcome -> [String] in
      switch outcome {
      case .replaced(let number, let object, let new, _, _, _, let team):
        ["replace \(number) \(object) \(new)"]
          + team.map { "team \($0.object) \($0.role) \($0.inspector)" }
      case .withdrawn(let number, let object, _): ["withdraw \(number) \(object)"]
      case .recused(let number, let object, let role, let inspector, let new, _, _):
        ["recuse \(number) \(object) \(role) \(inspector) \(new)"]
      }
    }
  }

  @Test("enough of the small draws have teams to amend")
  func kinds() {
    let possible = (0..<500).count { number in
      var small = SmallTeams(UInt64(number))
      small.count = 2
      return refusal { () throws(Refusal) in _ = try draw(small.files) } == nil
    }
    #expect((60...490).contains(possible))
  }

  @Test(
    "what cannot be amended is refused with its line",
    arguments: [
      "object T9 -", "object T0 i4", "inspector T0 i9", "inspector T0 i5", "inspector T0 -",
      "other T0 -",
    ])
  func refused(_ line: String) throws {
    var files = try Vector.named("60-recusal-chain").files
    files.amendments = file(["kind object inspector reason", "\(line) r"])
    let refusal = try #require(refusal { () throws(Refusal) in _ = try draw(files) })
    #expect(refusal.file == "amendments.tsv")
    #expect(refusal.line == 2)
  }
}
