/// Whether a published transcript is what the files lead to.
package enum Verification: Sendable {
  /// The end digest, 32 bytes.
  case verified(endDigest: [UInt8])
  /// The first line that differs, counted from 1, as it should be and as it is, in a form to be
  /// read: control characters are spelled out, and a line that is not there says so.
  case differs(line: Int, expected: String, found: String)
}

/// Repeats the draw and compares byte for byte.
///
/// - Throws: `Refusal` if the files themselves are refused.
package func verify(
  _ files: DrawFiles, transcript found: [UInt8]
) throws(Refusal) -> Verification {
  let result = try draw(files)
  let expected = result.transcript
  if found == expected { return .verified(endDigest: result.endDigest) }
  let difference = zip(expected, found).prefix { $0 == $1 }.count
  let line = expected[..<difference].count { $0 == 0x0A } + 1
  let start = expected[..<difference].lastIndex(of: 0x0A).map { $0 + 1 } ?? 0
  return .differs(
    line: line, expected: visibleLine(of: expected, from: start),
    found: visibleLine(of: found, from: start))
}

private func visibleLine(of bytes: [UInt8], from start: Int) -> String {
  let rest = bytes[start...]
  if let end = rest.firstIndex(of: 0x0A) { return rest[..<end].visible }
  return rest.isEmpty ? "（没有这一行）" : rest.visible + "（行末缺少换行符）"
}
