import Foundation
import Sheets

/// A text table as an import reads it, its first row naming the columns.
struct ReadTable: Equatable {
  var header: [String] = []
  var rows: [SheetRow] = []
  var faults: [SheetFault] = []
  var encoding = ""
  var format = TableFile.Format.csv
}

/// - Throws: `SheetFault` when the file as a whole cannot be used.
func readTable(_ bytes: [UInt8]) throws -> ReadTable {
  let path = FileManager.default.temporaryDirectory
    .appending(path: "mingcha-table-" + UUID().uuidString).path
  try Data(bytes).write(to: URL(filePath: path))
  defer { try? FileManager.default.removeItem(atPath: path) }
  let file = try TableFile(path: path, fileName: "机构.csv")
  var table = ReadTable(encoding: file.encoding, format: file.format)
  try file.forEachRow(ofPart: 0) { row in
    guard !table.header.isEmpty else {
      table.header = row.cells.map { $0.trimmingCharacters(in: .whitespaces) }
      while table.header.last?.isEmpty == true { table.header.removeLast() }
      return true
    }
    switch row.under(table.header, isStrict: true) {
    case .success(let row): table.rows.append(row)
    case .failure(let fault): table.faults.append(fault)
    }
    return true
  }
  return table
}
