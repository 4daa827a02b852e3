/// Reads `rules.tsv`: three lines of head, then stages, each with its roles last.
///
/// Rule: mingcha-draw-1 §3; what needs the other files is checked by `Frozen`.
struct RulesReader {
  private let file: TextFile
  private let stageNames: StageNames
  /// The line to be read next.
  private var line = 3
  private var stages: [StageRules] = []

  static func read(_ bytes: [UInt8]) throws(Refusal) -> Rules {
    let file = try TextFile(bytes, named: FileName.rules)
    let suite = try head(of: file)
    var reader = RulesReader(file: file, stageNames: try StageNames(file))
    while reader.key != nil { reader.stages.append(try reader.readStage()) }
    guard !reader.stages.isEmpty else {
      throw Refusal(file: FileName.rules, line: 0, reason: "没有任何抽取阶段，请至少写一个stage。")
    }
    return Rules(suite: suite, title: [UInt8](file.field(1, line: 2)), stages: reader.stages)
  }

  private init(file: TextFile, stageNames: StageNames) {
    self.file = file
    self.stageNames = stageNames
  }

  private static func head(of file: TextFile) throws(Refusal) -> Suite {
    func value(_ line: Int, _ key: String) -> ArraySlice<UInt8>? {
      guard line < file.lineCount, file.fieldCount(line: line) == 2,
        file.field(0, line: line).equals(key)
      else { return nil }
      return file.field(1, line: line)
    }
    guard let spec = value(0, "spec"), spec.equals("mingcha-draw-1") else {
      throw file.refusal(line: 0, "第1行应为“spec<制表符>mingcha-draw-1”，请改正。")
    }
    guard let suite = value(1, "suite").flatMap({ Suite(name: $0) }) else {
      throw file.refusal(line: 1, "第2行应为“suite<制表符>sha256”或“suite<制表符>sm3”，请改正。")
    }
    guard value(2, "title") != nil else {
      throw file.refusal(line: 2, "第3行应为“title<制表符>标题”，标题中不能有制表符，请改正。")
    }
    return suite
  }

  /// First field of the line to be read next; nil after the last line.
  private var key: ArraySlice<UInt8>? {
    line < file.lineCount ? file.field(0, line: line) : nil
  }
}

// Stages
extension RulesReader {
  /// A stage whose lines are not all read.
  private struct Draft {
    let line: Int
    let name: [UInt8]
    var conditions: [Condition] = []
    var weights: [StratumWeight] = []
    var roles: [RoleRules] = []
    // These stand only once.
    var quota: Quota?
    var earlier: [Int]?
    var stratify: NamedColumn?
    var minimum: Int?
  }

  private mutating func readStage() throws(Refusal) -> StageRules {
    guard let first = key, first.equals("stage") else { throw misplaced("第一个阶段之前") }
    var draft = Draft(line: line, name: try onlyValue())
    line += 1
    while let key, !key.equals("stage") {
      if key.equals("role") {
        draft.roles.append(try readRole())
        continue
      }
      if key.equals("where") || key.equals("not") {
        draft.conditions.append(try condition(isNegated: key.equals("not")))
      } else if key.equals("weight") {
        draft.weights.append(try weight())
      } else {
        try readOnce(key, into: &draft)
      }
      line += 1
    }
    return try complete(draft)
  }

  private func readOnce(_ key: ArraySlice<UInt8>, into draft: inout Draft) throws(Refusal) {
    if key.equals("count") {
      try set(&draft.quota, .count(try number(field: 1, of: 2, in: 0...Quota.largest)))
    } else if key.equals("rate") {
      try set(&draft.quota, .rate(try number(field: 1, of: 2, in: 1...10_000)))
    } else if key.equals("shortfall") {
      try set(&draft.quota, .shortfall(try earlierStages()))
    } else if key.equals("earlier") {
      try set(&draft.earlier, try earlierStages())
    } else if key.equals("stratify") {
      try set(&draft.stratify, try column())
    } else if key.equals("minimum") {
      try set(&draft.minimum, try number(field: 1, of: 2, in: 1...1000))
    } else {
      throw misplaced("阶段中")
    }
  }

  private func set<Value>(_ place: inout Value?, _ value: Value) throws(Refusal) {
    if place != nil {
      let key = file.field(0, line: line).quoted
      throw refusal(
        "\(key)重复：它在一个阶段中只能写一行，count、rate、shortfall也只能选一项，请删去多余的。")
    }
    place = value
  }

  /// Checks what can be judged only when all lines of a stage are read.
  private func complete(_ draft: Draft) throws(Refusal) -> StageRules {
    let name = draft.name.quoted
    guard let quota = draft.quota else {
      throw file.refusal(
        line: draft.line, "阶段\(name)没有抽取数量，请写count、rate、shortfall中的一项。")
    }
    if draft.stratify == nil, !draft.weights.isEmpty || draft.minimum != nil {
      throw file.refusal(
        line: draft.line, "阶段\(name)的weight、minimum需要分层，请加上stratify或删去它们。")
    }
    let weights = draft.weights.sorted {
      $0.stratum == $1.stratum ? $0.line < $1.line : precedes($0.stratum[...], $1.stratum[...])
    }
    for (one, next) in zip(weights, weights.dropFirst()) where one.stratum == next.stratum {
      throw file.refusal(line: next.line, "层\(next.stratum.quoted)的权重重复，请只保留一行。")
    }
    let roles = draft.roles.sorted {
      $0.name == $1.name ? $0.line < $1.line : precedes($0.name[...], $1.name[...])
    }
    for (one, next) in zip(roles, roles.dropFirst()) where one.name == next.name {
      throw file.refusal(line: next.line, "角色\(next.name.quoted)在本阶段重复，请改名或合并。")
    }
    return StageRules(
      line: draft.line, name: draft.name, conditions: draft.conditions, quota: quota,
      earlier: draft.earlier ?? [], stratify: draft.stratify, weights: weights,
      minimum: draft.minimum ?? 0, roles: draft.roles)
  }

  private func weight() throws(Refusal) -> StratumWeight {
    let weight = try number(field: 2, of: 3, in: 1...1000)
    return StratumWeight(
      line: line, stratum: [UInt8](file.field(1, line: line)), weight: weight)
  }

  /// The stages the line names: indices, ascending, each before this stage and named once.
  private func earlierStages() throws(Refusal) -> [Int] {
    let names = file.fields(line: line).dropFirst()
    guard !names.isEmpty else { throw wrongFieldCount() }
    var indices: [Int] = []
    for name in names {
      guard let index = stageNames.index(of: name), index < stages.count else {
        throw refusal("\(name.quoted)不是前面的阶段，请改为已写在前面的阶段名。")
      }
      indices.append(index)
    }
    indices.sort()
    for (one, next) in zip(indices, indices.dropFirst()) where one == next {
      throw refusal("阶段\(stages[one].name.quoted)在本行写了两次，请删去一个。")
    }
    return indices
  }
}

// Roles and conditions
extension RulesReader {
  private mutating func readRole() throws(Refusal) -> RoleRules {
    let places = try number(field: 2, of: 3, in: 1...9)
    var role = RoleRules(
      line: line, name: [UInt8](file.field(1, line: line)), places: places)
    line += 1
    while let key, !key.equals("stage"), !key.equals("role") {
      if key.equals("where") || key.equals("not") {
        role.conditions.append(try condition(isNegated: key.equals("not")))
      } else if key.equals("share") {
        role.share.append(try column())
      } else if key.equals("avoid") {
        role.avoid.append(try column())
      } else {
        throw misplaced("角色中")
      }
      line += 1
    }
    return role
  }

  private func condition(isNegated: Bool) throws(Refusal) -> Condition {
    let fields = file.fields(line: line)
    guard fields.count >= 3 else { throw wrongFieldCount() }
    for value in fields.dropFirst(2) where value.equals("-") || value.contains(0x2C) {
      throw refusal("条件中的值\(value.quoted)不能是“-”，也不能含逗号；多个值请分列书写。")
    }
    return Condition(
      column: NamedColumn(line: line, name: [UInt8](fields[1])),
      values: fields.dropFirst(2).map { [UInt8]($0) }, isNegated: isNegated)
  }

  private func column() throws(Refusal) -> NamedColumn {
    NamedColumn(line: line, name: try onlyValue())
  }
}

// Single lines
extension RulesReader {
  private func onlyValue() throws(Refusal) -> [UInt8] {
    guard file.fieldCount(line: line) == 2 else { throw wrongFieldCount() }
    return [UInt8](file.field(1, line: line))
  }

  private func number(
    field: Int, of count: Int, in range: ClosedRange<Int>
  ) throws(Refusal) -> Int {
    guard file.fieldCount(line: line) == count else { throw wrongFieldCount() }
    let text = file.field(field, line: line)
    guard let number = text.number(in: range) else {
      throw refusal(
        "\(text.quoted)不是\(range.lowerBound)至\(range.upperBound)的整数，请用半角数字书写，不加前导零。")
    }
    return number
  }

  private func refusal(_ reason: String) -> Refusal { file.refusal(line: line, reason) }

  private func wrongFieldCount() -> Refusal {
    let key = file.field(0, line: line).quoted
    return refusal("\(key)这一行有\(file.fieldCount(line: line))列，列数不对，请按规则格式书写。")
  }

  private func misplaced(_ place: String) -> Refusal {
    let key = file.field(0, line: line).quoted
    return refusal("\(key)不能用在\(place)，请检查拼写或移到正确的位置。")
  }
}
