/// What a table may hold at most.
package enum SheetLimits {
  package static let columns = 200
  /// Rows of a text file that is read row by row.
  package static let textRows = 20_000_000
  /// What Excel keeps in one cell.
  package static let cellCharacters = 32_767
}
