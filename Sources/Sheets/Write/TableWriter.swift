/// A column of a table that is written.
package struct TableColumn: Sendable {
  /// What stands in the header.
  package let name: String
  /// The key in NDJSON.
  package let code: String

  package init(name: String, code: String) {
    self.name = name
    self.code = code
  }
}

/// The kinds of files a table is written as.
package enum TableFormat: String, Sendable, CaseIterable {
  case csv, xlsx, ndjson

  package var label: String {
    switch self {
    case .csv: "CSV"
    case .xlsx: "Excel（XLSX）"
    case .ndjson: "NDJSON"
    }
  }

  package var contentType: String {
    switch self {
    case .csv: "text/csv; charset=utf-8"
    case .xlsx: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    case .ndjson: "application/x-ndjson; charset=utf-8"
    }
  }
}

/// Writes a table row by row with constant memory.
package protocol TableWriter: AnyObject {
  /// - Parameter cells: as many as the columns.
  func write(_ cells: [String]) throws
  /// Completes the file; nothing can be written any more.
  func finish() throws
}

/// A writer for an open file, which the caller closes.
///
/// - Parameter modified: seconds since 1970 UTC, where the format has a place for it.
package func tableWriter(
  _ format: TableFormat, to descriptor: Int32, named name: String, columns: [TableColumn],
  modified: Int64
) throws -> any TableWriter {
  switch format {
  case .csv:
    let writer = try TextWriter(descriptor)
    try writer.write(columns.map(\.name))
    return writer
  case .ndjson: return NDJSONWriter(descriptor, columns)
  case .xlsx:
    return try WorkbookWriter(
      descriptor, named: name, columns: columns.map(\.name), modified: modified)
  }
}

/// UTF-8 with byte order mark and CRLF, as Excel and WPS open it.
package final class TextWriter: TableWriter {
  private let file: OutputFile
  private let delimiter: UInt8
  private var rows = 0

  package init(_ descriptor: Int32, isTabbed: Bool = false) throws {
    file = OutputFile(descriptor)
    delimiter = isTabbed ? 0x09 : UInt8(ascii: ",")
    try file.append([0xEF, 0xBB, 0xBF])
  }

  package func write(_ cells: [String]) throws {
    rows += 1
    try file.append { appendCSV(cells, delimiter, to: &$0) }
  }

  /// Writes the row of that number; rows before it that are missing become blank ones.
  package func write(_ cells: [String], at number: Int) throws {
    while rows + 1 < number {
      rows += 1
      try file.append([0x0D, 0x0A])
    }
    try write(cells)
  }

  package func finish() throws { try file.flush() }
}

/// One JSON object a line, its keys the codes of the columns; every value is text.
final class NDJSONWriter: TableWriter {
  private let file: OutputFile
  private let keys: [[UInt8]]

  init(_ descriptor: Int32, _ columns: [TableColumn]) {
    file = OutputFile(descriptor)
    keys = columns.enumerated().map { index, column in
      var bytes = Array((index == 0 ? "{" : ",").utf8)
      appendJSON(column.code, to: &bytes)
      bytes.append(UInt8(ascii: ":"))
      return bytes
    }
  }

  func write(_ cells: [String]) throws(WriteFault) {
    try file.append { bytes in
      for (key, cell) in zip(keys, cells) {
        bytes += key
        appendJSON(cell, to: &bytes)
      }
      bytes += Array("}\n".utf8)
    }
  }

  func finish() throws(WriteFault) { try file.flush() }
}

/// A JSON string (RFC 8259).
private func appendJSON(_ text: String, to bytes: inout [UInt8]) {
  bytes.append(UInt8(ascii: "\""))
  for byte in text.utf8 {
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"): bytes += [UInt8(ascii: "\\"), byte]
    case 0x0A: bytes += Array("\\n".utf8)
    case 0x0D: bytes += Array("\\r".utf8)
    case 0x09: bytes += Array("\\t".utf8)
    case 0..<0x20:
      let digits = String(byte, radix: 16)
      bytes += Array(("\\u00" + (digits.utf8.count == 1 ? "0" : "") + digits).utf8)
    default: bytes.append(byte)
    }
  }
  bytes.append(UInt8(ascii: "\""))
}
