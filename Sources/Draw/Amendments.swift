/// Withdrawals and recusals after the draw, each answered by the next in line.
///
/// Rule: mingcha-draw-1 §6.
struct Amendments {
  private let frozen: Frozen
  private let stages: [DrawnStage]
  /// The load limit of the assignment.
  private let limit: Int
  private var isDrawn: [Bool]
  /// For each stage and stratum where the next in line is looked for: all before it are drawn.
  private var next: [[Int]]
  private var selection: TicketSelection?
  /// The drawn objects in pick order; a replacement stands where the object it replaces stood.
  private(set) var standing: [Standing] = []
  /// For each record of the roster where in `standing` it is at this moment; -1 is nowhere.
  private var placeOfRecord: [Int]
  /// For each inspector the number of objects on whose team they are.
  private var loads: [Int]

  /// An object that is or was drawn.
  struct Standing {
    var pick: ObjectPick
    var team: [Member]
    /// Inspectors recused from this object.
    var recused: [Int] = []
    var isWithdrawn = false
  }

  init(
    _ draw: StageDraw, _ frozen: Frozen, _ assignment: Assignment?, _ eligibility: Eligibility?
  ) {
    self.frozen = frozen
    selection = eligibility.map { TicketSelection($0) }
    stages = draw.stages
    isDrawn = draw.isDrawn
    next = stages.map { $0.strata.map { $0.allocated } }
    limit = assignment?.load ?? 0
    placeOfRecord = [Int](repeating: -1, count: frozen.roster.recordCount)
    loads = [Int](repeating: 0, count: frozen.inspectors?.recordCount ?? 0)
    for (index, pick) in draw.picks.enumerated() {
      let team = assignment?.teams[index] ?? []
      placeOfRecord[pick.object.record] = index
      standing.append(Standing(pick: pick, team: team))
      for member in team { loads[member.inspector] += 1 }
    }
  }

  /// Carries out `amendments.tsv` line by line.
  mutating func apply(
    _ bytes: [UInt8], _ progress: DrawProgress? = nil
  ) throws(Refusal) -> [AmendmentOutcome] {
    let table = try Self.table(bytes)
    var outcomes: [AmendmentOutcome] = []
    for record in 0..<table.recordCount {
      if record % 256 == 0 { progress?(.amendments, record, table.recordCount) }
      let kind = table.field(0, record: record)
      let id = table.field(1, record: record)
      guard let place = place(of: id) else {
        throw table.refusal(
          record: record, "对象\(id.quoted)此时不在抽中名单里，请核对编号和先后顺序。")
      }
      if kind.equals("object") {
        outcomes.append(try replace(at: place, record, table))
      } else if kind.equals("inspector") {
        outcomes.append(try recuse(at: place, record, table))
      } else {
        throw table.refusal(record: record, "种类\(kind.quoted)不对，请写object或inspector。")
      }
    }
    return outcomes
  }

  static func table(_ bytes: [UInt8]) throws(Refusal) -> Table {
    try Table(
      bytes, named: FileName.amendments,
      begins: Table.Columns(names: ["kind", "object", "inspector", "reason"], areFirst: false))
  }

  /// Where the object with this id stands, if it is drawn at this moment.
  private func place(of id: ArraySlice<UInt8>) -> Int? {
    guard let record = frozen.roster.record(withID: id) else { return nil }
    return placeOfRecord[record] < 0 ? nil : placeOfRecord[record]
  }
}

// An object leaves
extension Amendments {
  private mutating func replace(
    at place: Int, _ record: Int, _ table: Table
  ) throws(Refusal) -> AmendmentOutcome {
    let inspector = table.field(2, record: record)
    guard inspector.equals("-") else {
      throw table.refusal(
        record: record, "更换对象时检查人员一列应写“-”，不能写\(inspector.quoted)，请改正。")
    }
    let object = table.field(1, record: record).text
    let reason = table.field(3, record: record).text
    for member in standing[place].team { loads[member.inspector] -= 1 }
    standing[place].team = []
    standing[place].isWithdrawn = true
    let left = standing[place].pick
    let stratum = stages[left.stage].strata[left.stratum]
    placeOfRecord[left.object.record] = -1
    guard let next = drawNext(of: left) else {
      return .withdrawn(number: record + 1, object: object, reason: reason)
    }
    placeOfRecord[next.record] = place
    standing[place] = Standing(
      pick: ObjectPick(stage: left.stage, stratum: left.stratum, object: next), team: [])
    for (index, role) in frozen.stages[left.stage].roles.enumerated() {
      for _ in 0..<role.rules.places {
        standing[place].team.append(try fill(role: index, at: place, record, table))
      }
    }
    return .replaced(
      number: record + 1, object: object, newObject: frozen.roster.id(next.record).text,
      stratum: stratum.name.text, ticket: next.ticket.bytes, reason: reason,
      team: frozen.places(of: standing[place].team, at: standing[place].pick))
  }

  /// The lowest ticket in the stratum of `left` whose record was never drawn.
  private mutating func drawNext(of left: ObjectPick) -> Ticketed? {
    let queue = stages[left.stage].strata[left.stratum].queue
    while next[left.stage][left.stratum] < queue.count {
      let candidate = queue[next[left.stage][left.stratum]]
      next[left.stage][left.stratum] += 1
      if isDrawn[candidate.record] { continue }
      isDrawn[candidate.record] = true
      return candidate
    }
    return nil
  }
}

// An inspector leaves
extension Amendments {
  private mutating func recuse(
    at place: Int, _ record: Int, _ table: Table
  ) throws(Refusal) -> AmendmentOutcome {
    let object = table.field(1, record: record)
    let id = table.field(2, record: record)
    guard let inspector = frozen.inspectors?.record(withID: id),
      let index = standing[place].team.firstIndex(where: { $0.inspector == inspector })
    else {
      throw table.refusal(
        record: record, "检查人员\(id.quoted)此时不在对象\(object.quoted)的检查组里，请核对编号。")
    }
    let role = standing[place].team.remove(at: index).role
    standing[place].recused.append(inspector)
    loads[inspector] -= 1
    let successor = try fill(role: role, at: place, record, table)
    standing[place].team.insert(successor, at: index)
    return .recused(
      number: record + 1, object: object.text,
      role: frozen.stages[standing[place].pick.stage].roles[role].rules.name.text,
      inspector: id.text, newInspector: frozen.inspectors?.id(successor.inspector).text ?? "",
      ticket: successor.ticket.bytes, reason: table.field(3, record: record).text)
  }
}

// Filling a place
extension Amendments {
  /// Who fills one place: smallest `max(load + 1, L)`, then lowest ticket.
  private mutating func fill(
    role index: Int, at place: Int, _ record: Int, _ table: Table
  ) throws(Refusal) -> Member {
    let pick = standing[place].pick
    let role = frozen.stages[pick.stage].roles[index]
    guard let best = lowest(of: available(for: role, at: place), for: pick, index) else {
      let id = frozen.roster.id(pick.object.record).quoted
      throw table.refusal(
        record: record, "对象\(id)的角色\(role.rules.name.quoted)已没有可递补的检查人员，请撤回本行或更换对象。")
    }
    loads[best.record] += 1
    return Member(role: index, inspector: best.record, ticket: best.ticket)
  }

  /// The lowest ticket among those with the smallest `max(load + 1, L)`.
  private mutating func lowest(
    of candidates: InspectorSet, for pick: ObjectPick, _ role: Int
  ) -> Ticketed? {
    var smallest = Int.max
    candidates.forEachMember { smallest = min(smallest, max(loads[$0] + 1, limit)) }
    var least: [Int32] = []
    candidates.forEachMember {
      if max(loads[$0] + 1, limit) == smallest { least.append(Int32($0)) }
    }
    return selection?.lowest(1, of: least, for: pick, role).first
  }

  /// Eligible inspectors who are neither on the object's team nor recused from it.
  private func available(for role: Role, at place: Int) -> InspectorSet {
    let standing = standing[place]
    var candidates = frozen.candidates(for: standing.pick.object.record, role)
    for member in standing.team { candidates.remove(member.inspector) }
    for inspector in standing.recused { candidates.remove(inspector) }
    return candidates
  }
}

extension Frozen {
  /// The team of a drawn object as it is published.
  func places(of team: [Member], at pick: ObjectPick) -> [TeamPlace] {
    guard let inspectors else { return [] }
    let object = roster.id(pick.object.record).text
    return team.map {
      TeamPlace(
        object: object, role: stages[pick.stage].roles[$0.role].rules.name.text,
        inspector: inspectors.id($0.inspector).text, ticket: $0.ticket.bytes)
    }
  }
}
