/// One row of the file, cut into cells.
struct Record {
  let number: Int
  /// No more than a table may have columns.
  let cells: [String]
  /// How many the row has in all.
  let count: Int
  /// The cell in which a closing quote is followed by more text.
  let brokenQuote: Int?
  /// The first cell with something in it beyond the columns a table may have; from 0.
  let firstBeyond: Int?

  var isBlank: Bool {
    firstBeyond == nil && cells.allSatisfy { $0.allSatisfy(\.isWhitespace) }
  }

  func quoteFault(header: [String]) -> SheetFault? {
    guard let index = brokenQuote else { return nil }
    return SheetFault(
      row: number, column: index < header.count ? header[index] : nil,
      value: shortened(cells[index]), reason: "双引号使用不正确：结束的双引号后面还有文字。",
      suggestion: "单元格内容里的英文双引号请写两遍（\"\"），或改用中文引号“”。")
  }
}

/// Cuts UTF-8 text into records (RFC 4180), one at a time.
///
/// Of a row no more cells are kept than a table may have columns, and no row is longer than
/// `SheetLimits.rowBytes`, so that what a row costs is bounded whatever is in it.
struct RecordReader {
  let delimiter: UInt8
  /// The byte at which the next record begins.
  private(set) var position: Int
  private let text: [UInt8]
  private var number = 0
  /// Where the record under way ends at the latest.
  private var limit = 0

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
  /// - Throws: when a quote is never closed, or the record is too long.
  mutating func next() throws(SheetFault) -> Record? {
    guard position < text.count else { return nil }
    number += 1
    limit = min(text.count, position + SheetLimits.rowBytes)
    var cells: [String] = []
    var count = 0
    var broken: Int?
    var beyond: Int?
    while true {
      if count >= SheetLimits.columns {
        let holdsText = try passCell(count)
        if holdsText, beyond == nil { beyond = count }
      } else if position < text.count, text[position] == Self.quote {
        let (cell, isWhole) = try quotedCell(count)
        if !isWhole, broken == nil { broken = count }
        cells.append(cell)
      } else {
        cells.append(try plainCell(count))
      }
      count += 1
      guard position < text.count, text[position] == delimiter else { break }
      position += 1
    }
    endLine()
    return Record(
      number: number, cells: cells, count: count, brokenQuote: broken, firstBeyond: beyond)
  }

  /// Of the whole text, in bytes.
  var size: Int { text.count }

  private static let quote = UInt8(ascii: "\"")
  private static let lineFeed: UInt8 = 0x0A
  private static let carriageReturn: UInt8 = 0x0D

  private mutating func plainCell(_ index: Int) throws(SheetFault) -> String {
    let start = position
    try passPlain(index)
    return String(decoding: text[start..<position], as: UTF8.self)
  }

  /// Goes to the next delimiter or line end.
  private mutating func passPlain(_ index: Int) throws(SheetFault) {
    while position < limit {
      let byte = text[position]
      if byte == delimiter || byte == Self.lineFeed || byte == Self.carriageReturn { return }
      position += 1
    }
    guard position < text.count else { return }
    let byte = text[position]
    guard byte == Self.lineFeed || byte == Self.carriageReturn else {
      throw rowTooLong(row: number, place: index)
    }
  }

  /// Passes over a cell that is not kept.
  ///
  /// - Returns: whether there is more in it than blanks and quotes.
  private mutating func passCell(_ index: Int) throws(SheetFault) -> Bool {
    if position < text.count, text[position] == Self.quote {
      let (cell, isWhole) = try quotedCell(index)
      return !isWhole || cell.utf8.contains { $0 > 0x20 }
    }
    let start = position
    try passPlain(index)
    return text[start..<position].contains { $0 > 0x20 }
  }

  private mutating func quotedCell(
    _ index: Int
  ) throws(SheetFault) -> (cell: String, isWhole: Bool) {
    let start = position
    var bytes: [UInt8] = []
    position += 1
    while position < limit {
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
      let rest = try plainCell(index)
      // Some programs leave blanks between the closing quote and the delimiter.
      if rest.allSatisfy({ $0 == " " }) { return (String(decoding: bytes, as: UTF8.self), true) }
      return (String(decoding: text[start..<position], as: UTF8.self), false)
    }
    guard limit == text.count else { throw rowTooLong(row: number, place: index) }
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

  /// Among so many rows, blank ones too, the delimiter is looked for.
  private static let guessedRows = 1000

  /// The delimiter with which the most of the first rows have as many cells as the header.
  private static func guessDelimiter(_ text: [UInt8]) -> UInt8 {
    var best = (delimiter: candidates[0], rows: 0, cells: 1)
    for candidate in candidates {
      var reader = RecordReader(text, delimiter: candidate)
      var counts: [Int] = []
      while counts.count < 20, reader.number < guessedRows, let record = try? reader.next() {
        if !record.isBlank { counts.append(record.count) }
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
