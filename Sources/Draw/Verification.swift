/// Whether a published transcript is what the files lead to.
package enum Verification: Sendable {
  /// The end digest, 32 bytes.
  case verified(endDigest: [UInt8])
  case differs(Difference)
}

/// Where a published transcript and the one computed part.
package struct Difference: Sendable {
  /// The first line that differs, counted from 1.
  package let line: Int
  /// The line as it should be and as it is, in a form to be read: control characters are spelled
  /// out, and a line that is not there says so.
  package let expected, found: String
  /// The file that must have been changed: one whose bytes are not those the transcript was made
  /// from, or the transcript itself if its last line does not close it.
  package let file: String
}

extension Verification: CustomStringConvertible {
  /// What every verifier prints, without the last line feed.
  package var description: String {
    switch self {
    case .verified(let endDigest):
      return "verified \(hex(endDigest))"
    case .differs(let difference):
      return """
        \(FileName.transcript):\(difference.line): 与重新计算的结果不同。
        应为: \(difference.expected)
        实为: \(difference.found)
        改动在: \(difference.file)
        """
    }
  }
}

/// Repeats the draw and compares byte for byte.
///
/// - Throws: `Refusal` if the files themselves are refused, or if the transcript says it was made
///   by another version of the rule.
package func verify(
  _ files: DrawFiles, transcript found: [UInt8]
) throws(Refusal) -> Verification {
  try verify(
    RosterBytes(files.roster, crew: Alone()), files.side, transcript: found, crew: Alone())
}

/// The same for a roster that need not fit into memory.
///
/// - Parameter drawn: given the result that the transcript is compared with.
package func verify<Roster: RosterSource, Workers: Crew>(
  _ roster: Roster, _ side: SideFiles, transcript found: [UInt8], crew: Workers,
  progress: DrawProgress? = nil, drawn: (DrawResult) -> Void = { _ in }
) throws(Refusal) -> Verification {
  try refuseOtherVersion(found)
  do throws(Refusal) {
    let result = try draw(roster, side, crew: crew, progress: progress)
    drawn(result)
    return compare(result, transcript: found)
  } catch {
    if let difference = Difference(behind: error, roster, side, transcript: found) {
      return .differs(difference)
    }
    throw error
  }
}

/// - Throws: `Refusal` if the transcript names another version of the rule than this one.
func refuseOtherVersion(_ transcript: [UInt8]) throws(Refusal) {
  let head = transcript.prefix { $0 != 0x0A }.split(
    separator: 0x09, maxSplits: 2, omittingEmptySubsequences: false)
  if head.count > 1, head[0].equals("draw"), !head[1].equals("mingcha-draw-1") {
    throw Refusal(
      file: FileName.transcript, line: 1,
      reason: "记录是按规则\(head[1].quoted)写的，这里只会核对mingcha-draw-1，请换用相应版本的程序。")
  }
}

/// Compares a transcript with the result of the draw.
func compare(_ result: DrawResult, transcript found: [UInt8]) -> Verification {
  if found == result.transcript { return .verified(endDigest: result.endDigest) }
  return .differs(Difference(expected: result.transcript, found: found))
}

extension Difference {
  /// The first difference of two transcripts that are not the same.
  ///
  /// - Parameter expected: may be the beginning of what is expected if the difference lies in it.
  init(expected: [UInt8], found: [UInt8]) {
    let difference = zip(expected, found).prefix { $0 == $1 }.count
    let start = expected[..<difference].lastIndex(of: 0x0A).map { $0 + 1 } ?? 0
    self.init(
      line: expected[..<difference].count { $0 == 0x0A } + 1,
      expected: visibleLine(of: expected, from: start), found: visibleLine(of: found, from: start),
      file: changedFile(expected[start...], found[start...], in: found))
  }
}

private func visibleLine(of bytes: [UInt8], from start: Int) -> String {
  let rest = bytes[start...]
  if let end = rest.firstIndex(of: 0x0A) { return rest[..<end].visible }
  return rest.isEmpty ? "（没有这一行）" : rest.visible + "（行末缺少换行符）"
}

/// Which file the first difference gives away.
///
/// - Parameters:
///   - expected: the transcript as it should be, from the first differing line on.
///   - found: the same of the transcript as it is.
private func changedFile(
  _ expected: ArraySlice<UInt8>, _ found: ArraySlice<UInt8>, in transcript: [UInt8]
) -> String {
  guard isClosed(transcript) else { return FileName.transcript }
  let keys = [key(of: expected), key(of: found)]
  // In the order of a transcript: a line too many or too few is told by the earlier key.
  for (name, file) in [
    ("draw", FileName.rules), ("title", FileName.rules), ("roster", FileName.roster),
    ("rules", FileName.rules), ("inspectors", FileName.inspectors),
    ("conflicts", FileName.conflicts), ("seed", FileName.seed),
    ("replace", FileName.amendments), ("withdraw", FileName.amendments),
    ("recuse", FileName.amendments),
  ] where keys.contains(where: { $0.equals(name) }) {
    return file
  }
  return FileName.transcript
}

/// The first field of the first line.
private func key(of lines: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
  lines.prefix { $0 != 0x09 && $0 != 0x0A }
}

/// Whether the last line is the digest of all lines before it.
func isClosed(_ transcript: [UInt8]) -> Bool {
  let head = transcript.prefix { $0 != 0x0A }.split(separator: 0x09)
  guard head.count == 3, let suite = Suite(name: head[2]), transcript.last == 0x0A else {
    return false
  }
  let start = transcript.dropLast().lastIndex(of: 0x0A).map { $0 + 1 } ?? 0
  let end = Transcript.endDigest(of: [UInt8](transcript[..<start]), suite)
  return transcript[start...].elementsEqual("end\t\(hex(end))\n".utf8)
}
