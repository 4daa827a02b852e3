/// Reads a comma-, tab- or semicolon-separated file as people have them.
///
/// Text is UTF-8, UTF-16 with a byte order mark, or GB18030, and is decoded strictly. Quotes follow
/// RFC 4180; lines end in CRLF, LF or CR; missing cells at the end of a row are empty; empty cells
/// beyond the header are dropped. A row that cannot be trusted is not in `rows` but in `faults`.
///
/// - Throws: `SheetFault` when the file as a whole cannot be used.
package func readSheet(_ bytes: [UInt8], fileName: String) throws(SheetFault) -> Sheet {
  if bytes.isEmpty {
    throw SheetFault(
      reason: "文件“\(fileName)”是空的。", suggestion: "请确认选对了文件，表格至少要有一行表头。")
  }
  try refuseForeign(bytes, fileName: fileName)
  let (text, encoding) = try decode(bytes, fileName: fileName)
  if let place = text.firstIndex(of: 0) {
    throw SheetFault(
      row: rowNumber(of: place, in: text), reason: "含有空字符（NUL），这不是文本表格，或文件已经损坏。",
      suggestion: saveAsAdvice)
  }
  var records = RecordReader(text)
  let header = try readHeader(&records, fileName: fileName)
  return try readRows(&records, header: header, encoding: encoding)
}

let saveAsAdvice = "请用Excel或WPS打开原文件，选择“另存为”，类型选“Excel 工作簿（.xlsx）”或“CSV UTF-8（逗号分隔）”，再上传。"

private func readHeader(
  _ records: inout RecordReader, fileName: String
) throws(SheetFault) -> [String] {
  var first = try records.next()
  while let record = first, record.isBlank { first = try records.next() }
  guard let first else {
    throw SheetFault(
      reason: "文件“\(fileName)”里只有空行。", suggestion: "请确认选对了文件，表格至少要有一行表头。")
  }
  if let fault = first.quoteFault(header: []) { throw fault }
  var header = first.cells.map(trimmed)
  while header.last?.isEmpty == true { header.removeLast() }
  guard header.count <= SheetLimits.columns else {
    throw SheetFault(
      row: first.number, reason: "表头有\(header.count)列，最多\(SheetLimits.columns)列。",
      suggestion: "请删去不需要的列，并检查分隔符是否正确。")
  }
  var seen: [String: Int] = [:]
  for (index, name) in header.enumerated() {
    if name.isEmpty {
      throw SheetFault(
        row: first.number, reason: "第\(index + 1)列没有列名。",
        suggestion: "请填写列名，或删去这一列；如果表头上方有标题行，请删去标题行。")
    }
    if let earlier = seen.updateValue(index, forKey: name) {
      throw SheetFault(
        row: first.number, column: shortened(name), value: shortened(name),
        reason: "第\(earlier + 1)列和第\(index + 1)列的列名相同。", suggestion: "请改名或删去其中一列。")
    }
    if name.count > SheetLimits.cellCharacters { throw tooLong(first.number, nil, name) }
  }
  return header
}

private func readRows(
  _ records: inout RecordReader, header: [String], encoding: String
) throws(SheetFault) -> Sheet {
  var rows: [SheetRow] = []
  var faults: [SheetFault] = []
  while let record = try records.next() {
    if record.isBlank { continue }
    guard rows.count + faults.count < SheetLimits.rows else {
      throw SheetFault(
        row: record.number, reason: "数据超过\(SheetLimits.rows)行。", suggestion: "请拆成几个文件分别上传。")
    }
    var cells = record.cells
    while cells.count > header.count, cells.last?.isEmpty == true { cells.removeLast() }
    if header.count == 1, cells.count > 1, rows.isEmpty, faults.isEmpty {
      throw SheetFault(
        row: record.number, value: shortened(header[0]),
        reason: "表头只有一列“\(shortened(header[0]))”，下面的行却有\(cells.count)列，表头上方可能多了一行标题。",
        suggestion: "请删去标题行，使第一行就是列名。")
    }
    if let fault = fault(in: cells, of: record, header: header) {
      faults.append(fault)
      continue
    }
    while cells.count < header.count { cells.append("") }
    rows.append(SheetRow(number: record.number, cells: cells))
  }
  return Sheet(
    header: header, rows: rows, faults: faults, encoding: encoding,
    delimiter: Character(Unicode.Scalar(records.delimiter)))
}

private func fault(in cells: [String], of record: Record, header: [String]) -> SheetFault? {
  if let fault = record.quoteFault(header: header) { return fault }
  if cells.count > header.count {
    return tooManyCells(cells, header: header, row: record.number)
  }
  return cellFault(in: cells, header: header, row: record.number)
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

private func trimmed(_ text: String) -> String {
  var text = text[...]
  while text.first?.isWhitespace == true { text.removeFirst() }
  while text.last?.isWhitespace == true { text.removeLast() }
  return String(text)
}
