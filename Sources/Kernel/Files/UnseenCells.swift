internal import Sheets

/// What the person who sends a file may not see in it, or what is not read although it is there;
/// told so that nothing comes in, or stays out, unnoticed.
struct UnseenCells {
  private let layout: TableLayout
  /// Whether rows longer than the header are refused, so that nothing beside the table is passed
  /// over.
  private let isStrict: Bool
  /// Columns without a name, from 0.
  private let nameless: [Int]
  private var hiddenRows = 0
  private var firstHiddenRow = 0
  /// The row in which each nameless column first has something in it.
  private var firstRows: [Int: Int] = [:]

  init(_ layout: TableLayout, isStrict: Bool) {
    self.layout = layout
    self.isStrict = isStrict
    nameless = layout.header.indices.filter { layout.header[$0].isEmpty }
  }

  mutating func look(at row: TableRow) {
    if row.isHidden {
      hiddenRows += 1
      if firstHiddenRow == 0 { firstHiddenRow = row.number }
    }
    for place in nameless where firstRows[place] == nil && place < row.cells.count {
      if !row.cells[place].allSatisfy(\.isWhitespace) { firstRows[place] = row.number }
    }
    if !isStrict, let place = row.firstCell(beyond: layout.header.count), firstRows[place] == nil,
      firstRows.count < SheetLimits.columns
    {
      firstRows[place] = row.number
    }
  }

  /// - Parameter columns: those that are hidden, from 0.
  func findings(_ columns: [ClosedRange<Int>]) -> [ImportFinding] {
    var findings: [ImportFinding] = []
    for place in layout.header.indices where columns.contains(where: { $0.contains(place) }) {
      let name = layout.header[place]
      findings.append(
        ImportFinding(
          isRefused: false, row: nil, column: name, reason: "第\(place + 1)列“\(name)”是隐藏列。",
          suggestion: "内容照样读取；如果不该导入，请在文件里删去这一列。"))
    }
    if hiddenRows > 0 {
      findings.append(
        ImportFinding(
          isRefused: false, row: firstHiddenRow,
          reason: "从第\(firstHiddenRow)行起有\(hiddenRows)行是隐藏行。",
          suggestion: "内容照样读取；如果不该导入，请在文件里删去这些行。"))
    }
    for (place, row) in firstRows.sorted(by: { $0.key < $1.key }) {
      findings.append(
        ImportFinding(
          isRefused: false, row: row, reason: "第\(place + 1)列没有列名，从第\(row)行起有内容，没有读取。",
          suggestion: "如需导入，请在第\(layout.headerRow)行补上列名。"))
    }
    return findings
  }
}
