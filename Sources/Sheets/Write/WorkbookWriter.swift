internal import Archive

/// Writes a workbook (.xlsx) row by row with constant memory.
///
/// Every cell is text and stays text when somebody edits it, so nothing is calculated and no code
/// loses its zeros. What does not fit into one sheet goes on in the next.
package final class WorkbookWriter: TableWriter {
  /// How a cell looks.
  package enum Look: Int, Sendable {
    case plain = 1
    case header = 2
    /// Wrong.
    case bad = 3
    /// Accepted, but to be looked at.
    case doubt = 4
    /// What is said about a row.
    case remark = 5
  }

  private static let sheetRows = 1_048_576
  private let zip: ZipStream
  private let name: String
  private let columns: [String]
  private let hasHeader: Bool
  private let letters: [[UInt8]]
  private var sheets = 0
  private var row = 0
  private var pending: [UInt8] = []

  /// - Parameters:
  ///   - columns: the header; the first row, which stays in sight.
  ///   - hasHeader: false when the caller writes every row, for copies of other people's tables.
  package init(
    _ descriptor: Int32, named name: String, columns: [String], modified: Int64,
    hasHeader: Bool = true
  ) throws {
    zip = try ZipStream(descriptor: descriptor, modified: modified)
    self.name = Self.sheetName(name)
    self.columns = columns
    self.hasHeader = hasHeader
    letters = (0..<max(1, columns.count)).map(Self.letters)
    try beginSheet()
  }

  package func write(_ cells: [String]) throws {
    try makeRoom()
    startRow()
    for (place, cell) in cells.enumerated() where !cell.isEmpty { append(cell, place, .plain) }
    try endRow()
  }

  /// Writes cells with their looks.
  ///
  /// - Parameter number: the row to write to, not before the next; nil for the next.
  package func write(_ cells: [(text: String, look: Look)], at number: Int? = nil) throws {
    if let number, number > row { row = number - 1 }
    try makeRoom()
    startRow()
    for (place, cell) in cells.enumerated() where !cell.text.isEmpty || cell.look != .plain {
      append(cell.text, place, cell.look)
    }
    try endRow()
  }

  package func finish() throws {
    try endSheet()
    for (name, text) in parts() {
      try zip.begin(name)
      try zip.write(Array(text.utf8))
    }
    try zip.finish()
  }

  // MARK: sheets

  private func makeRoom() throws {
    guard row >= Self.sheetRows else { return }
    try endSheet()
    try beginSheet()
  }

  private func beginSheet() throws {
    sheets += 1
    row = 0
    try zip.begin("xl/worksheets/sheet\(sheets).xml")
    let frozen =
      hasHeader
      ? "<pane ySplit=\"1\" topLeftCell=\"A2\" activePane=\"bottomLeft\" state=\"frozen\"/>" : ""
    var head = Self.declaration + "<worksheet xmlns=\"\(Self.main)\"><sheetViews>"
    head += "<sheetView workbookViewId=\"0\"\(sheets == 1 ? " tabSelected=\"1\"" : "")>"
    head += "\(frozen)</sheetView></sheetViews><sheetFormatPr defaultRowHeight=\"15\"/>"
    if !columns.isEmpty {
      head += "<cols>"
      for (place, column) in columns.enumerated() {
        // A Chinese character takes two of the digits that widths count.
        let digits = column.unicodeScalars.reduce(4) { $0 + ($1.isASCII ? 1 : 2) }
        let width = min(48, max(14, digits))
        head += "<col min=\"\(place + 1)\" max=\"\(place + 1)\" width=\"\(width)\""
        head += " style=\"1\" customWidth=\"1\"/>"
      }
      head += "</cols>"
    }
    try zip.write(Array((head + "<sheetData>").utf8))
    if hasHeader { try write(columns.map { ($0, .header) }) }
  }

  private func endSheet() throws {
    pending += Array("</sheetData></worksheet>".utf8)
    try flush()
  }

  private func flush() throws {
    try zip.write(pending)
    pending.removeAll(keepingCapacity: true)
  }

  // MARK: rows

  private func startRow() {
    row += 1
    pending += "<row r=\"".utf8
    pending += String(row).utf8
    pending += "\">".utf8
  }

  private func endRow() throws {
    pending += "</row>".utf8
    if pending.count > 1 << 17 { try flush() }
  }

  private func append(_ text: String, _ place: Int, _ look: Look) {
    pending += "<c r=\"".utf8
    if place < letters.count { pending += letters[place] } else { pending += Self.letters(place) }
    pending += String(row).utf8
    pending += "\" s=\"".utf8
    pending.append(UInt8(ascii: "0") + UInt8(look.rawValue))
    pending += "\" t=\"inlineStr\"><is><t xml:space=\"preserve\">".utf8
    appendXML(text, to: &pending)
    pending += "</t></is></c>".utf8
  }

  /// `0` is A, `26` is AA.
  private static func letters(_ place: Int) -> [UInt8] {
    var number = place + 1
    var letters: [UInt8] = []
    while number > 0 {
      letters.insert(UInt8(ascii: "A") + UInt8((number - 1) % 26), at: 0)
      number = (number - 1) / 26
    }
    return letters
  }

  // MARK: the other parts

  private static let declaration =
    "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n"
  private static let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
  private static let types = "application/vnd.openxmlformats-officedocument.spreadsheetml"
  private static let links = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
  private static let package = "http://schemas.openxmlformats.org/package/2006"

  /// What a sheet may be called: 31 characters without `[]:*?/\`.
  private static func sheetName(_ name: String) -> String {
    let plain = name.filter { !"[]:*?/\\'".contains($0) }.prefix(24)
    return plain.isEmpty ? "Sheet" : String(plain)
  }

  private func parts() -> [(name: String, text: String)] {
    let numbers = 1...sheets
    let overrides = numbers.map {
      "<Override PartName=\"/xl/worksheets/sheet\($0).xml\" ContentType=\"\(Self.types).worksheet+xml\"/>"
    }
    let entries = numbers.map { number in
      var title: [UInt8] = []
      appendXML(number == 1 ? name : "\(name)（续\(number)）", to: &title)
      return "<sheet name=\"\(String(decoding: title, as: UTF8.self))\" sheetId=\"\(number)\""
        + " r:id=\"rId\(number)\"/>"
    }
    let targets = numbers.map {
      "<Relationship Id=\"rId\($0)\" Type=\"\(Self.links)/worksheet\" Target=\"worksheets/sheet\($0).xml\"/>"
    }
    return [
      (
        "[Content_Types].xml",
        Self.declaration + "<Types xmlns=\"\(Self.package)/content-types\">"
          + "<Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>"
          + "<Default Extension=\"xml\" ContentType=\"application/xml\"/>"
          + "<Override PartName=\"/xl/workbook.xml\" ContentType=\"\(Self.types).sheet.main+xml\"/>"
          + overrides.joined()
          + "<Override PartName=\"/xl/styles.xml\" ContentType=\"\(Self.types).styles+xml\"/></Types>"
      ),
      (
        "_rels/.rels",
        Self.declaration + "<Relationships xmlns=\"\(Self.package)/relationships\">"
          + "<Relationship Id=\"rId1\" Type=\"\(Self.links)/officeDocument\" Target=\"xl/workbook.xml\"/>"
          + "</Relationships>"
      ),
      (
        "xl/workbook.xml",
        Self.declaration + "<workbook xmlns=\"\(Self.main)\" xmlns:r=\"\(Self.links)\"><sheets>"
          + entries.joined() + "</sheets></workbook>"
      ),
      (
        "xl/_rels/workbook.xml.rels",
        Self.declaration + "<Relationships xmlns=\"\(Self.package)/relationships\">"
          + targets.joined()
          + "<Relationship Id=\"rId\(sheets + 1)\" Type=\"\(Self.links)/styles\" Target=\"styles.xml\"/>"
          + "</Relationships>"
      ),
      ("xl/styles.xml", Self.declaration + Self.styles),
    ]
  }

  /// The looks in their order, all of them text (format 49).
  private static let styles = """
    <styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">\
    <fonts count="3"><font><sz val="11"/><name val="宋体"/></font>\
    <font><b/><sz val="11"/><name val="宋体"/></font>\
    <font><sz val="11"/><color rgb="FF9C0006"/><name val="宋体"/></font></fonts>\
    <fills count="5"><fill><patternFill patternType="none"/></fill>\
    <fill><patternFill patternType="gray125"/></fill>\
    <fill><patternFill patternType="solid"><fgColor rgb="FFDDE6F0"/></patternFill></fill>\
    <fill><patternFill patternType="solid"><fgColor rgb="FFFFC7CE"/></patternFill></fill>\
    <fill><patternFill patternType="solid"><fgColor rgb="FFFFEB9C"/></patternFill></fill></fills>\
    <borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>\
    <cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>\
    <cellXfs count="6"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>\
    <xf numFmtId="49" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>\
    <xf numFmtId="49" fontId="1" fillId="2" borderId="0" xfId="0" applyNumberFormat="1" \
    applyFont="1" applyFill="1"/>\
    <xf numFmtId="49" fontId="0" fillId="3" borderId="0" xfId="0" applyNumberFormat="1" \
    applyFill="1"/>\
    <xf numFmtId="49" fontId="0" fillId="4" borderId="0" xfId="0" applyNumberFormat="1" \
    applyFill="1"/>\
    <xf numFmtId="49" fontId="2" fillId="0" borderId="0" xfId="0" applyNumberFormat="1" \
    applyFont="1" applyAlignment="1"><alignment vertical="top" wrapText="1"/></xf></cellXfs>\
    <cellStyles count="1"><cellStyle name="常规" xfId="0" builtinId="0"/></cellStyles></styleSheet>
    """
}

/// Text of an element or attribute. Characters that XML has no place for are written as Excel does
/// (`_x0007_`), and text that looks like that is kept apart.
func appendXML(_ text: String, to bytes: inout [UInt8]) {
  for byte in text.utf8 {
    switch byte {
    case UInt8(ascii: "&"): bytes += "&amp;".utf8
    case UInt8(ascii: "<"): bytes += "&lt;".utf8
    case UInt8(ascii: ">"): bytes += "&gt;".utf8
    case UInt8(ascii: "\""): bytes += "&quot;".utf8
    case 0x0D: bytes += "&#13;".utf8
    case 0..<0x09, 0x0B, 0x0C, 0x0E..<0x20:
      let digits = String(byte, radix: 16, uppercase: true)
      bytes += ("_x00" + (digits.utf8.count == 1 ? "0" : "") + digits + "_").utf8
    case UInt8(ascii: "_") where text.contains("_x"): bytes += "_x005F_".utf8
    default: bytes.append(byte)
    }
  }
}
