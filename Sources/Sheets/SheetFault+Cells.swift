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
