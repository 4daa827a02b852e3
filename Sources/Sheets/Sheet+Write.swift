/// A comma-separated file that Excel and WPS open as it is: UTF-8 with byte order mark, CRLF.
///
/// A cell that a spreadsheet would take for a formula gets an apostrophe in front.
package func csv(header: [String], rows: some Sequence<[String]>) -> [UInt8] {
  var bytes: [UInt8] = [0xEF, 0xBB, 0xBF]
  append(header, to: &bytes)
  for row in rows { append(row, to: &bytes) }
  return bytes
}

private func append(_ cells: [String], to bytes: inout [UInt8]) {
  for (index, cell) in cells.enumerated() {
    if index > 0 { bytes.append(UInt8(ascii: ",")) }
    let isRisky = cell.unicodeScalars.first.map(formulaStarts.contains) ?? false
    let text = isRisky ? "'" + cell : cell
    let needsQuotes = text.utf8.contains {
      [UInt8(ascii: ","), UInt8(ascii: "\""), 0x0A, 0x0D].contains($0)
    }
    if needsQuotes {
      bytes.append(UInt8(ascii: "\""))
      for byte in text.utf8 {
        if byte == UInt8(ascii: "\"") { bytes.append(byte) }
        bytes.append(byte)
      }
      bytes.append(UInt8(ascii: "\""))
    } else {
      bytes += text.utf8
    }
  }
  bytes += [0x0D, 0x0A]
}

/// What begins a formula, full-width forms included: a Chinese Excel takes them too.
private let formulaStarts: Set<Unicode.Scalar> = [
  "=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠",
]
