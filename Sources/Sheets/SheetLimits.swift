/// What a table may hold at most.
package enum SheetLimits {
  package static let columns = 200
  /// Rows of a text file that is read row by row.
  package static let textRows = 20_000_000
  /// What Excel keeps in one cell.
  package static let cellCharacters = 32_767
  /// One row in all: a line of a text file, the texts of a workbook's row.
  package static let rowBytes = 1 << 20
  /// Sheets of a workbook.
  package static let parts = 255
}
