/// A comma-separated file that Excel and WPS open as it is: UTF-8 with byte order mark, CRLF.
///
/// A cell that a spreadsheet would take for a formula gets an apostrophe in front.
package func csv(header: [String], rows: some Sequence<[String]>) -> [UInt8] {
  var bytes: [UInt8] = [0xEF, 0xBB, 0xBF]
  appendCSV(header, to: &bytes)
  for row in rows { appendCSV(row, to: &bytes) }
  return bytes
}

func appendCSV(
  _ cells: [String], _ delimiter: UInt8 = UInt8(ascii: ","), to bytes: inout [UInt8]
) {
  for (index, cell) in cells.enumerated() {
    if index > 0 { bytes.append(delimiter) }
    appendCSV(cell, delimiter, to: &bytes)
  }
  bytes += [0x0D, 0x0A]
}

private func appendCSV(_ cell: String, _ delimiter: UInt8, to bytes: inout [UInt8]) {
  let isRisky = isFormula(cell)
  var needsQuotes = false
  for byte in cell.utf8 where byte == delimiter || byte == 0x22 || byte == 0x0A || byte == 0x0D {
    needsQuotes = true
  }
  if needsQuotes { bytes.append(UInt8(ascii: "\"")) }
  if isRisky { bytes.append(UInt8(ascii: "'")) }
  if needsQuotes {
    for byte in cell.utf8 {
      if byte == UInt8(ascii: "\"") { bytes.append(byte) }
      bytes.append(byte)
    }
    bytes.append(UInt8(ascii: "\""))
  } else {
    bytes += cell.utf8
  }
}

/// A cell as it was before `csv` put an apostrophe in front of it.
package func withoutFormulaMark(_ cell: String) -> String {
  guard cell.utf8.first == UInt8(ascii: "'"), isFormula(cell) else { return cell }
  return String(cell.dropFirst())
}

/// Whether a spreadsheet would calculate it: the sign may stand behind apostrophes, so that taking
/// one away undoes putting one there.
private func isFormula(_ cell: String) -> Bool {
  guard let byte = cell.utf8.first else { return false }
  // Letters and digits of ASCII begin nearly every cell.
  if (0x30...0x39).contains(byte) || (0x41...0x7A).contains(byte) { return false }
  let start = cell.unicodeScalars.first { $0 != "'" }
  return start.map(formulaStarts.contains) ?? false
}

/// What begins a formula, full-width forms included: a Chinese Excel takes them too.
private let formulaStarts: Set<Unicode.Scalar> = [
  "=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠",
]
