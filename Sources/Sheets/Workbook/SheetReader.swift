internal import XML

/// Reads one `sheet*.xml` row by row.
final class SheetReader: XMLHandler {
  static let names: [StaticString] = ["c", "v", "row", "t", "is", "sheetData", "rPh", "f", "col"]
  private enum Name {
    static let cell = 0
    static let value = 1
    static let row = 2
    static let text = 3
    static let inline = 4
    static let data = 5
    static let phonetic = 6
    static let column = 8
  }

  /// Thrown through the parser when nobody wants more rows.
  struct Enough: Error {}

  private enum Kind {
    case number, shared, text, inline, truth, error, moment
  }

  private let strings: SharedStrings?
  private let formats: [NumberFormat]
  private let isDate1904: Bool
  private let visit: (TableRow) throws -> Bool

  /// From 0.
  private(set) var hiddenColumns: [ClosedRange<Int>] = []
  private var rowNumber = 0
  private var isHiddenRow = false
  private var cells: [String] = []
  private var flaws: [TableRow.Flaw] = []
  private var column = -1
  /// Of the texts in the row so far.
  private var rowBytes = 0
  private var kind = Kind.number
  private var style = 0
  private var content: [UInt8] = []
  private var isContent = false
  private var isInline = false
  private var phonetics = 0

  init(
    _ strings: SharedStrings?, _ formats: [NumberFormat], isDate1904: Bool,
    _ visit: @escaping (TableRow) throws -> Bool
  ) {
    self.strings = strings
    self.formats = formats
    self.isDate1904 = isDate1904
    self.visit = visit
  }

  // MARK: elements

  func start(_ name: Int, _ attributes: XMLAttributes) throws {
    switch name {
    case Name.cell: try startCell(attributes)
    case Name.value: startContent()
    case Name.row: startRow(attributes)
    case Name.column: startColumns(attributes)
    case Name.inline: isInline = true
    case Name.phonetic: phonetics += 1
    case Name.text where isInline && phonetics == 0: isContent = true
    default: break
    }
  }

  func end(_ name: Int) throws {
    switch name {
    case Name.cell: try endCell()
    case Name.value, Name.text: isContent = false
    case Name.row: try endRow()
    case Name.inline: isInline = false
    case Name.phonetic: phonetics -= 1
    case Name.data: throw Enough()
    default: break
    }
  }

  func text(_ bytes: Span<UInt8>) throws {
    guard isContent else { return }
    for index in bytes.indices { content.append(bytes[index]) }
    guard content.count <= 4 * SheetLimits.cellCharacters else {
      throw SheetFault(
        row: rowNumber, reason: "第\(column + 1)列的内容超过\(SheetLimits.cellCharacters)个字符。",
        suggestion: "请缩短内容。")
    }
  }

  private func startContent() {
    content.removeAll(keepingCapacity: true)
    isContent = true
  }

  private func startColumns(_ attributes: XMLAttributes) {
    var first = 0
    var last = 0
    var isHidden = false
    attributes.visit { name, value in
      if name.isEqual("min") {
        first = Self.integer(value) ?? 0
      } else if name.isEqual("max") {
        last = Self.integer(value) ?? 0
      } else if name.isEqual("hidden") {
        isHidden = value.isEqual("1") || value.isEqual("true")
      }
    }
    if isHidden, first >= 1, last >= first, hiddenColumns.count < 16_384 {
      hiddenColumns.append((first - 1)...(last - 1))
    }
  }

  // MARK: rows

  private func startRow(_ attributes: XMLAttributes) {
    rowNumber += 1
    isHiddenRow = false
    attributes.visit { name, value in
      if name.isEqual("r"), let number = Self.integer(value) {
        rowNumber = number
      } else if name.isEqual("hidden") {
        isHiddenRow = value.isEqual("1") || value.isEqual("true")
      }
    }
    cells.removeAll(keepingCapacity: true)
    flaws.removeAll(keepingCapacity: true)
    column = -1
    rowBytes = 0
  }

  private func endRow() throws {
    // Formatted rows without content are no rows.
    guard cells.contains(where: { !$0.allSatisfy(\.isWhitespace) }) || !flaws.isEmpty else {
      return
    }
    let row = TableRow(number: rowNumber, cells: cells, isHidden: isHiddenRow, flaws: flaws)
    guard try visit(row) else { throw Enough() }
  }

  // MARK: cells

  private func startCell(_ attributes: XMLAttributes) throws {
    column += 1
    kind = .number
    style = 0
    content.removeAll(keepingCapacity: true)
    attributes.visit { name, value in
      if name.isEqual("r") {
        column = Self.column(value) ?? column
      } else if name.isEqual("s") {
        style = Self.integer(value) ?? 0
      } else if name.isEqual("t") {
        kind = Self.kind(value)
      }
    }
    guard column < 16_384 else {
      throw SheetFault(
        row: rowNumber, reason: "单元格的位置超出了Excel的范围，文件可能已经损坏。", suggestion: repairAdvice)
    }
  }

  private func endCell() throws {
    guard !content.isEmpty else { return }
    let text = try cellText()
    guard !text.isEmpty else { return }
    rowBytes += text.utf8.count
    guard rowBytes <= SheetLimits.rowBytes else {
      throw rowTooLong(row: rowNumber, place: column)
    }
    guard column < SheetLimits.columns else {
      // Blanks are as good as nothing.
      if text.utf8.allSatisfy({ $0 <= 0x20 }) { return }
      throw tooManyColumns(row: rowNumber, place: column, value: shortened(text))
    }
    while cells.count < column { cells.append("") }
    if cells.count == column {
      cells.append(text)
    } else {
      cells[column] = text
    }
  }

  private func cellText() throws -> String {
    switch kind {
    case .number: return numberText(String(decoding: content, as: UTF8.self))
    case .shared:
      guard let index = Int(String(decoding: content, as: UTF8.self)), let text = strings?[index]
      else {
        throw SheetFault(
          row: rowNumber, reason: "第\(column + 1)列的文字在文件中找不到，文件可能已经损坏。", suggestion: repairAdvice)
      }
      return Self.unescaped(text)
    case .text, .inline: return Self.unescaped(String(decoding: content, as: UTF8.self))
    case .truth: return content == [UInt8(ascii: "1")] ? "TRUE" : "FALSE"
    case .error:
      let text = String(decoding: content, as: UTF8.self)
      note(
        TableRow.Flaw(
          place: column, reason: "单元格里是公式错误“\(shortened(text))”。", suggestion: "请改正公式，或直接填写内容。"))
      return text
    case .moment:
      let text = String(decoding: content, as: UTF8.self)
      return text.hasSuffix("T00:00:00") ? String(text.dropLast(9)) : text
    }
  }

  private func numberText(_ written: String) -> String {
    let isMoment = formats.indices.contains(style) && formats[style] == .moment
    if isMoment, let number = Double(written),
      let text = momentText(number, isDate1904: isDate1904)
    {
      return text
    }
    switch NumberText(written) {
    case .text(let text): return text
    case .truncated(let text):
      note(
        TableRow.Flaw(
          place: column, reason: "是超过15位的数字，Excel已经丢掉末尾几位。",
          suggestion: "请把这一列设为“文本”格式，对照原始资料重新填写。"))
      return text
    }
  }

  /// A damaged file may name one cell any number of times.
  private func note(_ flaw: TableRow.Flaw) {
    if flaw.place < SheetLimits.columns, flaws.count < SheetLimits.columns { flaws.append(flaw) }
  }

  // MARK: pieces

  private static func kind(_ value: Span<UInt8>) -> Kind {
    if value.isEqual("s") { return .shared }
    if value.isEqual("str") { return .text }
    if value.isEqual("inlineStr") { return .inline }
    if value.isEqual("b") { return .truth }
    if value.isEqual("e") { return .error }
    return value.isEqual("d") ? .moment : .number
  }

  private static func integer(_ bytes: Span<UInt8>) -> Int? {
    guard (1...9).contains(bytes.count) else { return nil }
    var number = 0
    for index in bytes.indices {
      guard (0x30...0x39).contains(bytes[index]) else { return nil }
      number = number * 10 + Int(bytes[index] - 0x30)
    }
    return number
  }

  /// `AB12` is column 27.
  private static func column(_ reference: Span<UInt8>) -> Int? {
    var number = 0
    for index in reference.indices {
      let byte = reference[index] & 0xDF
      guard (0x41...0x5A).contains(byte), index < 4 else { break }
      number = number * 26 + Int(byte - 0x40)
    }
    return number > 0 ? number - 1 : nil
  }

  /// `_x000D_` stands for a character that XML has no place for.
  private static func unescaped(_ text: String) -> String {
    let bytes = Array(text.utf8)
    guard let first = bytes.firstIndex(of: 0x5F), first + 7 <= bytes.count,
      text.contains("_x")
    else { return text }
    var result: [UInt8] = []
    var place = 0
    while place < bytes.count {
      if place + 7 <= bytes.count, bytes[place] == 0x5F, bytes[place + 1] == 0x78,
        bytes[place + 6] == 0x5F,
        let code = UInt32(
          String(decoding: bytes[(place + 2)..<(place + 6)], as: UTF8.self), radix: 16),
        let scalar = Unicode.Scalar(code)
      {
        result += String(scalar).utf8
        place += 7
      } else {
        result.append(bytes[place])
        place += 1
      }
    }
    return String(decoding: result, as: UTF8.self)
  }
}

let repairAdvice = "请用Excel或WPS打开，另存为新的.xlsx文件后再上传。"
