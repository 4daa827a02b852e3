internal import Draw
internal import DrawFolder

let explainCommand = Command(
  name: "explain", summary: "说明一个对象为什么被抽中或没有被抽中", positional: ["文件夹", "编号"],
  options: [progressOption],
  details: """
    重新抽取一遍，再说出这个对象的名单行、各阶段的条件、机会、签号、同层最后抽中的签号，以及之后的变动和检查组；
    并给出用系统自带的 sha256sum（国密用 openssl）算出同一签号的命令。文件夹里有 transcript.txt 时先核对它；
    也可以是 ZIP。编号不在名单里时退出码为 1。
    """,
  run: { arguments in
    try explain(
      arguments.positional[1], in: arguments.positional[0], ProgressLine(arguments))
  })

private func explain(
  _ id: String, in path: String, _ line: ProgressLine
) throws(Refusal) -> Int32 {
  let folder = try DrawFolder(path)
  let roster = try folder.roster()
  let files = try folder.sideFiles()
  let published = try folder.optionalFile(FileName.transcript)
  let progress = DrawProgressLine(line)
  let result = try draw(roster, files, crew: Threads(), progress: progress.report)
  progress.end()
  if let published, published != result.transcript {
    note("transcript.txt 与重新计算的结果不同，先请运行 mingcha verify 查明。")
    return ExitStatus.refused
  }
  guard let proof = try prove(id, in: roster, named: FileName.roster, result.suite) else {
    return unknown(id, FileName.roster)
  }
  let explanation = try explain(
    header: try roster.header().filter { $0 != 0x0A }, record: proof.line, line: proof.index + 1,
    rules: files.rules, facts: try TranscriptFacts(result.transcript))
  try say(ExplanationText(explanation, records: result.roots.roster.records).text)
  return ExitStatus.fine
}

/// Says that an id is in no line of a file.
func unknown(_ id: String, _ file: String) -> Int32 {
  note("\(file) 里没有编号“\(id)”，请核对编号；名单里没有的没有参加这次抽取。")
  return ExitStatus.refused
}

/// An explanation as lines for a terminal.
struct ExplanationText {
  private var lines: [String] = []

  var text: String { lines.joined(separator: "\n") }

  init(_ explanation: Explanation, records: Int) {
    lines.append("\(explanation.id)：\(Self.outcome(explanation))")
    lines.append("名单 roster.tsv 第\(explanation.line)行，名单共\(records)个对象。")
    for field in explanation.fields.dropFirst() {
      lines.append("  \(field.column)\t\(field.value)")
    }
    for stage in explanation.stages {
      lines += ["", "第\(stage.number)阶段 \(stage.name)"]
      add(stage)
    }
    if !explanation.team.isEmpty {
      lines += ["", "检查组"]
      for place in explanation.team {
        lines.append("  \(place.role)\t\(place.inspector)\t签号 \(hex(place.ticket))")
      }
    }
    if !explanation.amendments.isEmpty {
      lines += ["", "抽取之后的变动"]
      for amendment in explanation.amendments { lines.append("  \(Self.sentence(amendment))") }
    }
  }

  private static func outcome(_ explanation: Explanation) -> String {
    switch explanation.outcome {
    case .notDrawn: "没有被抽中。"
    case .drawn(let stage, let place): "被抽中，第\(stage)阶段第\(place)位。"
    case .replacement(let stage, let amendment, let object):
      "第\(stage)阶段的 \(object) 退出后，由它递补（第\(amendment)项变动）。"
    case .left(let amendment, let replacement):
      "被抽中后退出（第\(amendment)项变动），"
        + (replacement.map { "由 \($0) 递补。" } ?? "同层已没有可递补的对象。")
    }
  }

  private mutating func add(_ stage: StageExplanation) {
    switch stage.position {
    case .excluded(let failed):
      lines.append("  不在这个阶段的抽取范围内：")
      for condition in failed { lines.append("  \(condition.sentence)") }
    case .drawnBefore(let earlier):
      lines.append("  第\(earlier)阶段已经抽中，不再参加这个阶段。")
    case .inPool(let position): add(position)
    }
  }

  private mutating func add(_ position: PoolPosition) {
    let stratum = position.stratum
    lines += [
      "  所在的层 \(stratum.name)：\(stratum.records)个中抽\(stratum.allocated)个，"
        + "每个的机会是 \(stratum.allocated)/\(stratum.records)。",
      "  它的签号\t\(hex(position.ticket))",
    ]
    if let last = position.lastDrawn {
      lines.append("  同层最后抽中的签号\t\(hex(last))")
      lines.append(
        position.place.map { "  它的签号不大于同层最后抽中的签号，所以被抽中，列本阶段第\($0)位。" }
          ?? "  它的签号大于同层最后抽中的签号，所以没有被抽中。")
    } else {
      lines.append("  这一层没有分到名额，没有抽中任何对象。")
    }
    lines += ["  自己算一遍签号：", "  \(position.shellLine)"]
  }

  private static func sentence(_ amendment: AmendmentOutcome) -> String {
    switch amendment {
    case .replaced(let number, let object, let new, _, let ticket, let reason, _):
      "第\(number)项：\(object) 退出（\(reason)），由签号最小的 \(new) 递补，签号 \(hex(ticket))。"
    case .withdrawn(let number, let object, let reason):
      "第\(number)项：\(object) 退出（\(reason)），同层已没有可递补的对象。"
    case .recused(let number, _, let role, let old, let new, let ticket, let reason):
      "第\(number)项：\(role) \(old) 回避（\(reason)），由 \(new) 接替，签号 \(hex(ticket))。"
    }
  }
}
