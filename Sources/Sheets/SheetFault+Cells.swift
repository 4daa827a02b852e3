/// A cell beyond the columns a table may have; whatever the row is, it is not read on.
///
/// - Parameter place: of the cell, from 0.
func tooManyColumns(row: Int, place: Int, value: String = "") -> SheetFault {
  SheetFault(
    row: row, value: value,
    reason: "第\(place + 1)列（\(columnLetters(place))列）还有内容"
      + (value.isEmpty ? "" : "“\(value)”") + "，一张表最多\(SheetLimits.columns)列。",
    suggestion: "请删去第\(SheetLimits.columns)列以后的内容，并检查分隔符是否正确，再上传。")
}

/// A row that holds more than any table needs.
///
/// - Parameter place: of the cell at which it becomes too long, from 0.
func rowTooLong(row: Int, place: Int) -> SheetFault {
  SheetFault(
    row: row,
    reason: "这一行到第\(place + 1)个单元格已超过\(SheetLimits.rowBytes >> 20) MB，"
      + "一行最多\(SheetLimits.rowBytes >> 20) MB。",
    suggestion: "请检查换行是否完整、双引号是否成对（缺一个双引号会把后面的行并进来）；内容确实很长的，请缩短后再上传。")
}

/// What a spreadsheet calls a column: 0 is A, 16 383 is XFD.
private func columnLetters(_ place: Int) -> String {
  var letters = ""
  var rest = place + 1
  while rest > 0 {
    let letter = Unicode.Scalar(UInt8(ascii: "A") + UInt8((rest - 1) % 26))
    letters = String(Character(letter)) + letters
    rest = (rest - 1) / 26
  }
  return letters
}

func tooManyCells(_ cells: [String], header: [String], row: Int) -> SheetFault {
  SheetFault(
    row: row, value: shortened(cells[header.count]),
    reason: "这一行有\(cells.count)个单元格，表头只有\(header.count)列，多出“\(shortened(cells[header.count]))”。",
    suggestion: "内容里如有逗号等分隔符，请把该单元格用英文双引号括起来，或删去多余的单元格。")
}

/// What no cell may hold, whatever its column means.
func cellFault(in cells: [String], header: [String], row: Int) -> SheetFault? {
  for (index, cell) in cells.enumerated() {
    // Nearly every cell is short and printable; its bytes tell.
    var isPlain = cell.utf8.count <= SheetLimits.cellCharacters
    for byte in cell.utf8 where byte < 0x20 || byte == 0x7F || byte == 0xEF { isPlain = false }
    if isPlain { continue }
    if cell.utf8.count > SheetLimits.cellCharacters, cell.count > SheetLimits.cellCharacters {
      return tooLong(row, header[index], cell)
    }
    for scalar in cell.unicodeScalars where scalar.value == 0xFFFD || isControl(scalar) {
      let what = scalar.value == 0xFFFD ? "无法辨认的字符“\u{FFFD}”，原文已经损坏" : "看不见的控制字符"
      return SheetFault(
        row: row, column: header[index], value: shortened(cell),
        reason: "含有\(what)。", suggestion: "请对照原始资料重新输入这个单元格。")
    }
  }
  return nil
}

private func tooLong(_ row: Int, _ column: String?, _ cell: String) -> SheetFault {
  SheetFault(
    row: row, column: column, value: shortened(cell),
    reason: "内容有\(cell.count)个字符，一个单元格最多\(SheetLimits.cellCharacters)个。",
    suggestion: "请缩短内容；如果内容包含了后面的行，请检查双引号是否成对。")
}

private func isControl(_ scalar: Unicode.Scalar) -> Bool {
  (scalar.value < 0x20 && !"\t\r\n".unicodeScalars.contains(scalar)) || scalar.value == 0x7F
}

/// At most 40 characters, for messages.
func shortened(_ text: String) -> String {
  text.count > 40 ? text.prefix(40) + "…" : text
}
