internal import Supervision

extension RowIntake {
  /// A text that must be there, cleaned; nil when it is refused.
  package mutating func text(
    _ code: String, _ name: String, _ limit: Int, _ reader: CellReader
  ) -> String? {
    take(code) { cell throws(CellFault) in try reader.text(cell, name, limit: limit) }
  }

  /// A day in ISO form, empty where the cell is, nil where the file has no such column.
  package mutating func day(_ code: String, _ name: String, _ reader: CellReader) -> String? {
    guard let cell = cell(code) else { return nil }
    if cell.isEmpty { return "" }
    return take(code) { cell throws(CellFault) in try reader.day(cell, name).iso } ?? ""
  }
}
