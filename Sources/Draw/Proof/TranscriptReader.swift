/// Reads the lines of a transcript one after the other.
struct TranscriptReader {
  let file: TextFile
  private var line = 0

  init(file: TextFile) { self.file = file }

  var isAtEnd: Bool { line >= file.lineCount }
  /// Where the line begins in the file.
  var start: Int { file.range(line: line, field: 0).lowerBound }

  mutating func next() { line += 1 }

  func refusal(_ reason: String) -> Refusal { file.refusal(line: line, reason) }

  func key(_ key: String) -> Bool { !isAtEnd && file.field(0, line: line).equals(key) }

  func field(_ index: Int) -> ArraySlice<UInt8> { file.field(index, line: line) }

  func text(_ index: Int) -> String { field(index).text }

  func expect(_ key: String, fields: Int) throws(Refusal) {
    guard self.key(key), file.fieldCount(line: line) == fields else {
      throw refusal("这一行应为\(key)，有\(fields)列，请重新下载抽取记录。")
    }
  }

  func number(_ index: Int, of count: Int) throws(Refusal) -> Int {
    guard file.fieldCount(line: line) == count,
      let number = field(index).number(in: 0...Int(Int32.max))
    else { throw refusal("第\(index + 1)列应为整数，请重新下载抽取记录。") }
    return number
  }

  func digest(_ index: Int) throws(Refusal) -> [UInt8] {
    guard let digest = bytes(hex: field(index)), digest.count == 32 else {
      throw refusal("第\(index + 1)列应为64个小写十六进制数字，请重新下载抽取记录。")
    }
    return digest
  }

  mutating func root(_ key: String) throws(Refusal) -> FileRoot {
    try expect(key, fields: 3)
    let root = FileRoot(root: try digest(1), records: try number(2, of: 3))
    next()
    return root
  }

  mutating func stage() throws(Refusal) -> StageResult {
    try expect("stage", fields: 7)
    let head = (name: text(2), numbers: try numbers([1, 3, 4, 5, 6], of: 7))
    next()
    var strata: [StratumResult] = []
    while key("stratum") {
      try expect("stratum", fields: 6)
      let numbers = try numbers([3, 4, 5], of: 6)
      strata.append(
        StratumResult(
          name: text(2), records: numbers[0], weight: numbers[1], allocated: numbers[2]))
      next()
    }
    var picks: [Pick] = []
    while key("pick") {
      try expect("pick", fields: 6)
      let numbers = try numbers([1, 2], of: 6)
      picks.append(
        Pick(
          stage: numbers[0], place: numbers[1], object: text(3), stratum: text(4),
          ticket: try digest(5)))
      next()
    }
    return StageResult(
      number: head.numbers[0], name: head.name, pool: head.numbers[1], quota: head.numbers[2],
      drawn: head.numbers[3], shortfall: head.numbers[4], strata: strata, picks: picks)
  }

  private func numbers(_ indices: [Int], of count: Int) throws(Refusal) -> [Int] {
    var numbers: [Int] = []
    for index in indices { numbers.append(try number(index, of: count)) }
    return numbers
  }

  mutating func teams() throws(Refusal) -> [TeamPlace] {
    var teams: [TeamPlace] = []
    while key("team") {
      try expect("team", fields: 5)
      teams.append(
        TeamPlace(object: text(1), role: text(2), inspector: text(3), ticket: try digest(4)))
      next()
    }
    return teams
  }

  /// The amendment that begins here, with its team; nil if none does.
  mutating func amendment() throws(Refusal) -> AmendmentOutcome? {
    if key("withdraw") {
      try expect("withdraw", fields: 4)
      let outcome = AmendmentOutcome.withdrawn(
        number: try number(1, of: 4), object: text(2), reason: text(3))
      next()
      return outcome
    }
    if key("recuse") {
      try expect("recuse", fields: 8)
      let outcome = AmendmentOutcome.recused(
        number: try number(1, of: 8), object: text(2), role: text(3), inspector: text(4),
        newInspector: text(5), ticket: try digest(6), reason: text(7))
      next()
      return outcome
    }
    guard key("replace") else { return nil }
    try expect("replace", fields: 7)
    let head = (number: try number(1, of: 7), ticket: try digest(5))
    let texts = (object: text(2), new: text(3), stratum: text(4), reason: text(6))
    next()
    return .replaced(
      number: head.number, object: texts.object, newObject: texts.new, stratum: texts.stratum,
      ticket: head.ticket, reason: texts.reason, team: try teams())
  }
}
