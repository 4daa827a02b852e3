/// Writes `transcript.txt`.
///
/// Rule: mingcha-draw-1 §7.
struct Transcript {
  private var bytes: [UInt8] = []

  /// - Returns: the transcript and the digest of its `end` line.
  static func write(_ result: DrawResult) -> (transcript: [UInt8], endDigest: [UInt8]) {
    var transcript = Transcript()
    transcript.writeHead(result.title, result.suite, result.roots, seed: result.seed)
    for stage in result.stages { transcript.write(stage) }
    if let load = result.load { transcript.line("load", "\(load)") }
    for place in result.teams { transcript.write(place) }
    for amendment in result.amendments { transcript.write(amendment) }
    let digest = endDigest(of: transcript.bytes, result.suite)
    transcript.line("end", hex(digest))
    return (transcript.bytes, digest)
  }

  /// The lines that say what the files were; without the one of the seed if that is nil.
  static func head(_ title: String, _ suite: Suite, _ roots: Roots, seed: [UInt8]?) -> [UInt8] {
    var transcript = Transcript()
    transcript.writeHead(title, suite, roots, seed: seed)
    return transcript.bytes
  }

  /// What the last line says of all lines before it.
  static func endDigest(of lines: [UInt8], _ suite: Suite) -> [UInt8] {
    var message = Message()
    message.label("mingcha-draw-1/end")
    message.raw(lines)
    return message.digest(suite).bytes
  }

  private mutating func line(_ fields: String...) {
    for (index, field) in fields.enumerated() {
      if index > 0 { bytes.append(0x09) }
      bytes += field.utf8
    }
    bytes.append(0x0A)
  }

  private mutating func writeHead(
    _ title: String, _ suite: Suite, _ roots: Roots, seed: [UInt8]?
  ) {
    line("draw", "mingcha-draw-1", suite.rawValue)
    line("title", title)
    write("roster", roots.roster)
    line("rules", hex(roots.rulesHash))
    if let inspectors = roots.inspectors { write("inspectors", inspectors) }
    if let conflicts = roots.conflicts { write("conflicts", conflicts) }
    if let seed { line("seed", hex(seed)) }
  }

  private mutating func write(_ name: String, _ file: FileRoot) {
    line(name, hex(file.root), "\(file.records)")
  }

  private mutating func write(_ stage: StageResult) {
    let number = "\(stage.number)"
    line(
      "stage", number, stage.name, "\(stage.pool)", "\(stage.quota)", "\(stage.drawn)",
      "\(stage.shortfall)")
    for stratum in stage.strata {
      line(
        "stratum", number, stratum.name, "\(stratum.records)", "\(stratum.weight)",
        "\(stratum.allocated)")
    }
    for pick in stage.picks {
      line("pick", number, "\(pick.place)", pick.object, pick.stratum, hex(pick.ticket))
    }
  }

  private mutating func write(_ place: TeamPlace) {
    line("team", place.object, place.role, place.inspector, hex(place.ticket))
  }

  private mutating func write(_ amendment: AmendmentOutcome) {
    switch amendment {
    case .replaced(let number, let object, let new, let stratum, let ticket, let reason, let team):
      line("replace", "\(number)", object, new, stratum, hex(ticket), reason)
      for place in team { write(place) }
    case .withdrawn(let number, let object, let reason):
      line("withdraw", "\(number)", object, reason)
    case .recused(
      let number, let object, let role, let inspector, let new, let ticket, let reason):
      line("recuse", "\(number)", object, role, inspector, new, hex(ticket), reason)
    }
  }
}
