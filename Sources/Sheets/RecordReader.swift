/// One row of the file, cut into cells.
struct Record {
  let number: Int
  let cells: [String]
  /// The cell in which a closing quote is followed by more text.
  let brokenQuote: Int?

  var isBlank: Bool { cells.allSatisfy { $0.allSatisfy(\.isWhitespace) } }

  func quoteFault(header: [String]) -> SheetFault? {
    guard let index = brokenQuote else { return nil }
    return SheetFault(
      row: number, column: index < header.count ? header[index] : nil,
      value: shortened(cells[index]), reason: "双引号使用不正确：结束的双引号后面还有文字。",
      suggestion: "单元格内容里的英文双引号请写两遍（\"\"），或改用中文引号“”。")
  }
}

/// Cuts UTF-8 text into records (RFC 4180), one at a time.
struct RecordReader {
  let delimiter: UInt8
  private let text: [UInt8]
  private var position: Int
  private var number = 0

  init(_ text: [UInt8]) {
    self.text = text
    if let named = Self.namedDelimiter(text) {
      delimiter = named.delimiter
      position = named.end
    } else {
      delimiter = Self.guessDelimiter(text)
      position = 0
    }
  }

  fileprivate init(_ text: [UInt8], delimiter: UInt8) {
    self.text = text
    self.delimiter = delimiter
    position = 0
  }

  /// The next record; nil at the end.
  ///
  /// - Throws: when a quote is never closed.
  mutating func next() throws(SheetFault) -> Record? {
    guard position < text.count else { return nil }
    number += 1
    var cells: [String] = []
    var broken: Int?
    while true {
      let (cell, isWhole) =
        position < text.count && text[position] == Self.quote
        ? try quotedCell(cells.count) : (plainCell(from: position), true)
      if !isWhole, broken == nil { broken = cells.count }
      cells.append(cell)
      guard position < text.count, text[position] == delimiter else { break }
      position += 1
    }
    endLine()
    return Record(number: number, cells: cells, brokenQuote: broken)
  }

  private static let quote = UInt8(ascii: "\"")
  private static let lineFeed: UInt8 = 0x0A
  private static let carriageReturn: UInt8 = 0x0D

  private mutating func plainCell(from start: Int) -> String {
    while position < text.count {
      let byte = text[position]
      if byte == delimiter || byte == Self.lineFeed || byte == Self.carriageReturn { break }
      position += 1
    }
    return String(decoding: text[start..<position], as: UTF8.self)
  }

  private mutating func quotedCell(
    _ index: Int
  ) throws(SheetFault) -> (cell: String, isWhole: Bool) {
    let start = position
    var bytes: [UInt8] = []
    position += 1
    while position < text.count {
      let byte = text[position]
      position += 1
      guard byte == Self.quote else {
        bytes.append(byte)
        continue
      }
      if position < text.count, text[position] == Self.quote {
        bytes.append(Self.quote)
        position += 1
        continue
      }
      let rest = plainCell(from: position)
      // Some programs leave blanks between the closing quote and the delimiter.
      if rest.allSatisfy({ $0 == " " }) { return (String(decoding: bytes, as: UTF8.self), true) }
      return (String(decoding: text[start..<position], as: UTF8.self), false)
    }
    throw SheetFault(
      row: number, value: shortened(String(decoding: bytes.prefix(200), as: UTF8.self)),
      reason: "第\(index + 1)个单元格以英文双引号开头，但直到文件末尾也没有结束的双引号。",
      suggestion: "请补上结束的双引号；内容里的英文双引号请写两遍（\"\"），或改用中文引号“”。")
  }

  private mutating func endLine() {
    guard position < text.count else { return }
    let wasReturn = text[position] == Self.carriageReturn
    position += 1
    if wasReturn, position < text.count, text[position] == Self.lineFeed { position += 1 }
  }

  /// Excel's own `sep=;` line, which it does not show.
  private static func namedDelimiter(_ text: [UInt8]) -> (delimiter: UInt8, end: Int)? {
    guard text.count >= 5, text.starts(with: "sep=".utf8), candidates.contains(text[4]) else {
      return nil
    }
    var reader = RecordReader(text, delimiter: 0)
    reader.position = 5
    guard reader.position == text.count || text[5] == lineFeed || text[5] == carriageReturn else {
      return nil
    }
    reader.endLine()
    return (text[4], reader.position)
  }

  private static let candidates: [UInt8] = [UInt8(ascii: ","), 0x09, UInt8(ascii: ";")]

  /// The delimiter with which the most of the first rows have as many cells as the header.
  private static func guessDelimiter(_ text: [UInt8]) -> UInt8 {
    var best = (delimiter: candidates[0], rows: 0, cells: 1)
    for candidate in candidates {
      var reader = RecordReader(text, delimiter: candidate)
      var counts: [Int] = []
      while counts.count < 20, let record = try? reader.next() {
        if !record.isBlank { counts.append(record.cells.count) }
      }
      guard let cells = counts.first, cells > 1 else { continue }
      let rows = counts.count { $0 == cells }
      if (rows, cells) > (best.rows, best.cells) { best = (candidate, rows, cells) }
    }
    return best.delimiter
  }
}

/// The row, as the person sees it, in which a byte of the text stands.
func rowNumber(of place: Int, in text: [UInt8]) -> Int {
  var reader = RecordReader(Array(text[...min(place, text.count - 1)]))
  var row = 1
  // An unclosed quote here only means that the place is inside a quoted cell.
  do {
    while let record = try reader.next() { row = record.number }
  } catch { row = error.row ?? row }
  return row
}
