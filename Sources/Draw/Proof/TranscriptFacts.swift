/// What a transcript says, read back.
///
/// Rule: mingcha-draw-1 §7. Says nothing about whether it is true: that takes a draw.
package struct TranscriptFacts: Sendable {
  package private(set) var suite = Suite.sha256
  package private(set) var title = ""
  package private(set) var roster: FileRoot
  package private(set) var rulesHash: [UInt8] = []
  package private(set) var inspectors: FileRoot?
  package private(set) var conflicts: FileRoot?
  /// `K`, 32 bytes.
  package private(set) var seed: [UInt8] = []
  package private(set) var stages: [StageResult] = []
  /// The load limit; nil without inspectors.
  package private(set) var load: Int?
  /// Before any amendment.
  package private(set) var teams: [TeamPlace] = []
  package private(set) var amendments: [AmendmentOutcome] = []
  /// 32 bytes.
  package private(set) var endDigest: [UInt8] = []

  /// - Throws: `Refusal` naming the line for whatever does not stand there, and if the last line is
  ///   not the digest of those before it.
  package init(_ transcript: [UInt8]) throws(Refusal) {
    try refuseOtherVersion(transcript)
    var reader = TranscriptReader(file: try TextFile(transcript, named: FileName.transcript))
    roster = FileRoot(root: [], records: 0)
    try readHead(&reader)
    while reader.key("stage") { stages.append(try reader.stage()) }
    if reader.key("load") {
      load = try reader.number(1, of: 2)
      reader.next()
    }
    teams = try reader.teams()
    while let amendment = try reader.amendment() { amendments.append(amendment) }
    try reader.expect("end", fields: 2)
    endDigest = try reader.digest(1)
    let head = [UInt8](transcript[..<reader.start])
    guard Transcript.endDigest(of: head, suite) == endDigest else {
      throw reader.refusal("末行指纹与前面各行不符，记录被改动过或不完整，请重新下载。")
    }
    reader.next()
    guard reader.isAtEnd else { throw reader.refusal("end之后不应再有内容，请重新下载抽取记录。") }
  }

  private mutating func readHead(_ reader: inout TranscriptReader) throws(Refusal) {
    try reader.expect("draw", fields: 3)
    guard let suite = Suite(name: reader.field(2)) else {
      throw reader.refusal("算法\(reader.field(2).quoted)不对，应为sha256或sm3，请重新下载抽取记录。")
    }
    self.suite = suite
    reader.next()
    try reader.expect("title", fields: 2)
    title = reader.field(1).text
    reader.next()
    roster = try reader.root("roster")
    try reader.expect("rules", fields: 2)
    rulesHash = try reader.digest(1)
    reader.next()
    if reader.key("inspectors") { inspectors = try reader.root("inspectors") }
    if reader.key("conflicts") { conflicts = try reader.root("conflicts") }
    try reader.expect("seed", fields: 2)
    seed = try reader.digest(1)
    reader.next()
  }

  /// The root of a file, by its name; nil for a file that has none in the transcript.
  package func root(of file: String) -> FileRoot? {
    let name = [UInt8](file.utf8)[...]
    if name.equals(FileName.roster) { return roster }
    if name.equals(FileName.inspectors) { return inspectors }
    if name.equals(FileName.conflicts) { return conflicts }
    return nil
  }
}
