/// Tab-separated reference data: a header, then rows with as many fields.
///
/// Lines end in LF or CRLF; blank lines and lines beginning with `#` are left out; fields may be
/// empty.
package struct ReferenceTable: Sendable {
  package struct Row: Sendable {
    /// Line in the file, the header being 1.
    package let line: Int
    fileprivate let fields: [String: String]

    /// The field of a column; empty where there is no such column.
    package subscript(column: String) -> String { fields[column] ?? "" }

    package func fault(_ column: String, _ problem: String) -> TableFault {
      TableFault(line: line, reason: "“\(column)”列的“\(self[column])”\(problem)")
    }
  }

  package let columns: [String]
  package let rows: [Row]

  /// - Parameter columns: those that must be there; others may be.
  package init(_ tsv: String, columns needed: [String]) throws(TableFault) {
    var columns: [String] = []
    var rows: [Row] = []
    var number = 0
    let text = tsv.utf8.starts(with: [0xEF, 0xBB, 0xBF]) ? tsv.utf8.dropFirst(3) : tsv.utf8[...]
    for line in text.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
      number += 1
      let bytes = line.last == UInt8(ascii: "\r") ? line.dropLast() : line
      if bytes.isEmpty || bytes.first == UInt8(ascii: "#") { continue }
      let fields = bytes.split(separator: UInt8(ascii: "\t"), omittingEmptySubsequences: false)
        .map { String(decoding: $0, as: UTF8.self) }
      if columns.isEmpty {
        columns = fields
        guard Set(columns).count == columns.count else {
          throw TableFault(line: number, reason: "表头有重复的列名")
        }
        if let missing = needed.first(where: { !columns.contains($0) }) {
          throw TableFault(line: number, reason: "表头缺少“\(missing)”列")
        }
      } else {
        guard fields.count == columns.count else {
          throw TableFault(
            line: number, reason: "有\(fields.count)个字段，表头有\(columns.count)个，应以制表符分隔")
        }
        let pairs = zip(columns, fields)
        rows.append(Row(line: number, fields: Dictionary(uniqueKeysWithValues: Array(pairs))))
      }
    }
    guard !columns.isEmpty else { throw TableFault(line: 1, reason: "文件是空的，缺少表头") }
    self.columns = columns
    self.rows = rows
  }
}

/// What is wrong in reference data, and where.
package struct TableFault: Error, Hashable, CustomStringConvertible {
  package let line: Int
  package let reason: String

  package init(line: Int, reason: String) {
    self.line = line
    self.reason = reason
  }

  package var description: String { "第\(line)行：\(reason)" }
}
