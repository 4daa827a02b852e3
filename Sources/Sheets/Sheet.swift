/// A table as a person sent it: a header and rows of text, nothing interpreted.
package struct Sheet: Equatable, Sendable {
  /// Column names without the white space around them; none is empty, none repeats.
  package let header: [String]
  /// The rows that can be used; blank ones are left out.
  package let rows: [SheetRow]
  /// The rows that cannot be used, in order, with what to do about them.
  package let faults: [SheetFault]
  /// `UTF-8`, `UTF-16` or `GB18030`.
  package let encoding: String
  package let delimiter: Character

  package init(
    header: [String], rows: [SheetRow], faults: [SheetFault], encoding: String,
    delimiter: Character
  ) {
    self.header = header
    self.rows = rows
    self.faults = faults
    self.encoding = encoding
    self.delimiter = delimiter
  }
}

/// A row of a sheet.
package struct SheetRow: Hashable, Sendable {
  /// As the person sees it: the first row of the file is 1, blank rows count.
  package let number: Int
  /// As many as the header has, unchanged.
  package let cells: [String]

  package init(number: Int, cells: [String]) {
    self.number = number
    self.cells = cells
  }
}

/// What is wrong in a file or a row, and what to do.
package struct SheetFault: Error, Hashable, Sendable, CustomStringConvertible {
  /// As the person sees it; nil when the whole file is meant.
  package let row: Int?
  /// The name of the column; nil when no single one is meant.
  package let column: String?
  /// What was found there, shortened.
  package let value: String
  package let reason: String
  package let suggestion: String

  package init(
    row: Int? = nil, column: String? = nil, value: String = "", reason: String,
    suggestion: String
  ) {
    self.row = row
    self.column = column
    self.value = value
    self.reason = reason
    self.suggestion = suggestion
  }

  /// `第3行“名称”列：…。…`
  package var description: String {
    let place = (row.map { "第\($0)行" } ?? "") + (column.map { "“\($0)”列" } ?? "")
    return (place.isEmpty ? "" : place + "：") + reason + suggestion
  }
}

/// What a sheet may hold at most.
package enum SheetLimits {
  package static let columns = 200
  package static let rows = 1_000_000
  /// Rows of a text file that is read row by row.
  package static let textRows = 20_000_000
  /// What Excel keeps in one cell.
  package static let cellCharacters = 32_767
}
