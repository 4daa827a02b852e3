import Archive
import Foundation
import Sheets
import Testing

/// A file in a folder of its own, removed with it.
private final class TestFile {
  let path: String

  init(_ bytes: [UInt8]) throws {
    path =
      FileManager.default.temporaryDirectory
      .appending(path: "mingcha-sheet-" + UUID().uuidString).path
    try Data(bytes).write(to: URL(filePath: path))
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  func fault() -> SheetFault? {
    do {
      let table = try TableFile(path: path, fileName: "名录.xlsx")
      try table.forEachRow(ofPart: 0) { _ in true }
      return nil
    } catch {
      return error as? SheetFault
    }
  }
}

/// One of the workbooks that other programs wrote (`Workbooks/make.py`).
private func workbook(_ name: String) throws -> TableFile {
  let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Workbooks")
  return try TableFile(path: folder.appending(path: name).path, fileName: name)
}

private func rows(_ table: TableFile, part: Int = 0) throws -> [TableRow] {
  var rows: [TableRow] = []
  try table.forEachRow(ofPart: part) { row in
    rows.append(row)
    return true
  }
  return rows
}

private let mainNamespace = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"

/// A workbook put together by hand; `nil` leaves a part out.
private func handmade(
  sheet: String?, strings: String? = nil, styles: String? = nil, extra: [(String, String)] = [],
  sheets: Int = 1
) throws -> [UInt8] {
  let kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
  let links = "http://schemas.openxmlformats.org/package/2006/relationships"
  var entries = [
    ("[Content_Types].xml", "<Types/>"),
    (
      "_rels/.rels",
      "<Relationships xmlns='\(links)'><Relationship Id='r' Type='\(kind)/officeDocument' Target='xl/workbook.xml'/></Relationships>"
    ),
    (
      "xl/workbook.xml",
      "<workbook xmlns='\(mainNamespace)' xmlns:r='\(kind)'><sheets>"
        + String(repeating: "<sheet name='一' sheetId='1' r:id='s'/>", count: sheets)
        + "</sheets></workbook>"
    ),
    (
      "xl/_rels/workbook.xml.rels",
      "<Relationships xmlns='\(links)'><Relationship Id='s' Type='\(kind)/worksheet' Target='/xl/sheet.xml'/>"
        + "<Relationship Id='t' Type='\(kind)/sharedStrings' Target='strings.xml'/>"
        + "<Relationship Id='u' Type='\(kind)/styles' Target='styles.xml'/></Relationships>"
    ),
  ]
  if let sheet { entries.append(("xl/sheet.xml", sheet)) }
  if let strings { entries.append(("xl/strings.xml", strings)) }
  if let styles { entries.append(("xl/styles.xml", styles)) }
  entries += extra
  return try zip(
    entries.map { (name: $0.0, bytes: Array($0.1.utf8)) }, modified: 1_700_000_000)
}

private func sheet(_ data: String) -> String {
  "<worksheet xmlns='\(mainNamespace)'><sheetData>\(data)</sheetData></worksheet>"
}

@Suite struct WorkbookReadingTests {
  @Test("titles, dates, hidden sheets, rows and formatted blanks are read as people see them")
  func titled() throws {
    let table = try workbook("titled.xlsx")
    #expect(table.format == .xlsx)
    #expect(table.parts.map(\.name) == ["字典", "机构名录"])
    #expect(table.parts.map(\.isHidden) == [true, false])
    let rows = try rows(table, part: 1)
    #expect(rows.map(\.number) == [1, 3, 4, 5, 6])
    #expect(rows[0].cells == ["2026年检验检测机构名录"])
    #expect(rows[1].cells.prefix(2) == ["统一社会信用代码*", "机构名称*"])
    #expect(
      rows[2].cells == [
        "91310115MA1K00015K", "甲检测有限公司", "230912110001", "2029-06-30", "310115", "机动车检验",
      ])
    #expect(
      rows[3].cells == [
        "９１310104MA1K00023G", "乙检测", "220905110002", "47299", "310104", "机动车检验", "TRUE",
      ])
    #expect(rows[4].cells == ["x", "藏起来的行", "1", "2028-01-02 03:04:05", "", "", "0.1"])
    #expect(rows.map(\.isHidden) == [false, false, false, false, true])
    #expect(try table.hiddenColumns(ofPart: 1) == [6...6])
    #expect(try table.hiddenColumns(ofPart: 0).isEmpty)
  }

  @Test("shared and rich texts, formulas' last values, errors and lost digits are told apart")
  func shared() throws {
    let rows = try rows(try workbook("shared.xlsx"))
    #expect(rows[1].cells[1] == "甲检测有限公司")
    #expect(rows[2].cells[1] == "乙检测")
    #expect(rows[2].cells[6] == "两\n行")
    #expect(rows[3].cells[6] == "_x0041_")
    let header = rows[0].cells
    guard case .failure(let lost) = rows[2].under(header, isStrict: false),
      case .failure(let error) = rows[3].under(header, isStrict: false)
    else {
      Issue.record("the rows were taken")
      return
    }
    #expect(lost.reason.contains("超过15位"))
    #expect(lost.column == "统一社会信用代码")
    #expect(error.reason.contains("#DIV/0!"))
    #expect(error.row == 4)
    #expect(error.column == "证书编号")
  }

  @Test("days of a workbook that counts from 1904 are the same days")
  func epoch() throws {
    let table = try workbook("epoch-1904.xlsx")
    #expect(table.isDate1904)
    let rows = try rows(table)
    #expect(rows[1].cells[3] == "2029-06-30")
    #expect(rows[2].cells[3] == "45837")
  }

  @Test(
    "numbers stand as Excel shows them",
    arguments: [
      ("310115", "310115"), ("2.30912110001E11", "230912110001"), ("0.1", "0.1"),
      ("0.10000000000000001", "0.1"), ("-5", "-5"), ("1E-3", "0.001"), ("12.50", "12.5"),
    ])
  func numbers(written: String, shown: String) throws {
    let file = try TestFile(
      try handmade(sheet: sheet("<row r='1'><c r='A1'><v>\(written)</v></c></row>")))
    let found = try rows(try TableFile(path: file.path, fileName: "a"))
    #expect(found[0].cells == [shown])
  }

  @Test(
    "a number is a day where its format says so",
    arguments: [
      ("yyyy-mm-dd", "46347", "2026-11-21"), ("yyyy\"年\"m\"月\"d\"日\"", "46347", "2026-11-21"),
      ("[$-804]aaaa", "46347", "46347"), ("0.00", "46347", "46347"), ("General", "46347", "46347"),
      ("\"d\"0", "46347", "46347"), ("m/d/yy h:mm", "46347.5", "2026-11-21 12:00:00"),
      ("yyyy-mm-dd", "59", "1900-02-28"), ("yyyy-mm-dd", "61", "1900-03-01"),
      ("[h]:mm", "0.5", "12:00:00"), ("yyyy-mm-dd;@", "1", "1900-01-01"),
    ])
  func days(format: String, number: String, text: String) throws {
    let code = format.replacing("\"", with: "&quot;")
    let styles =
      "<styleSheet xmlns='\(mainNamespace)'><numFmts><numFmt numFmtId='170' formatCode=\"\(code)\"/></numFmts>"
      + "<cellXfs><xf numFmtId='0'/><xf numFmtId='170'/></cellXfs></styleSheet>"
    let file = try TestFile(
      try handmade(
        sheet: sheet("<row><c s='1'><v>\(number)</v></c></row>"), styles: styles))
    #expect(try rows(try TableFile(path: file.path, fileName: "a"))[0].cells == [text])
  }

  @Test("prefixes, missing references, readings and escapes do not mislead")
  func oddities() throws {
    let data =
      "<x:worksheet xmlns:x='\(mainNamespace)'><x:sheetData><x:row><x:c t='inlineStr'><x:is>"
      + "<x:r><x:t>检</x:t></x:r><x:r><x:t>测</x:t></x:r><x:rPh sb='0' eb='1'><x:t>jian</x:t></x:rPh>"
      + "</x:is></x:c><x:c t='s'><x:v>0</x:v></x:c></x:row><x:row r='9'><x:c r='C9' t='b'><x:v>1</x:v></x:c>"
      + "<x:c t='d'><x:v>2026-11-21T00:00:00</x:v></x:c></x:row></x:sheetData></x:worksheet>"
    let strings =
      "<sst xmlns='\(mainNamespace)'><si><t>甲_x000D_乙 &amp; 丙</t><rPh sb='0' eb='1'><t>x</t></rPh></si></sst>"
    let file = try TestFile(try handmade(sheet: data, strings: strings))
    let found = try rows(try TableFile(path: file.path, fileName: "a"))
    #expect(found.map(\.number) == [1, 9])
    #expect(found[0].cells == ["检测", "甲\r乙 & 丙"])
    #expect(found[1].cells == ["", "", "TRUE", "2026-11-21"])
  }

  @Test("more shared texts than memory takes go through a file unchanged")
  func manyStrings() throws {
    let count = 500_000
    var strings = "<sst xmlns='\(mainNamespace)'>"
    for number in 0..<count {
      strings += "<si><t>\(number) 检验检测参数名称检验检测参数名称检验检测参数名称检验检测</t></si>"
    }
    let wanted = [0, 1, 77_777, 250_000, 499_998, 499_999, 3]
    let cells = wanted.map { "<c t='s'><v>\($0)</v></c>" }.joined()
    let file = try TestFile(
      try handmade(sheet: sheet("<row>\(cells)</row>"), strings: strings + "</sst>"))
    let found = try rows(try TableFile(path: file.path, fileName: "a"))
    #expect(found[0].cells.map { $0.split(separator: " ")[0] } == wanted.map { "\($0)" })
  }
}

@Suite struct WorkbookRefusalTests {
  @Test("a document type is refused before its entities are read")
  func entities() throws {
    let bomb =
      "<!DOCTYPE a [<!ENTITY a 'aaaaaaaaaa'><!ENTITY b '&a;&a;&a;&a;'>]><worksheet>&b;</worksheet>"
    let file = try TestFile(try handmade(sheet: bomb))
    #expect(file.fault()?.reason.contains("DOCTYPE") == true)
  }

  @Test("a sheet that blows up out of proportion is refused")
  func bomb() throws {
    let blanks = String(repeating: " ", count: 90 << 20)
    let file = try TestFile(try handmade(sheet: sheet(blanks)))
    #expect(file.fault()?.reason.contains("大得不合常理") == true)
  }

  @Test(
    "damaged workbooks are refused in a sentence",
    arguments: [
      ("unclosed", sheet("<row><c><v>1</v></row>"), nil as String?),
      ("no such text", sheet("<row><c t='s'><v>7</v></c></row>"), "<sst/>"),
      ("cut off", "<worksheet><sheetData><row><c><v>1", nil),
      ("far away", sheet("<row><c r='ZZZZ1'><v>1</v></c></row>"), nil),
    ])
  func damaged(name: String, data: String, strings: String?) throws {
    let file = try TestFile(try handmade(sheet: data, strings: strings))
    let fault = try #require(file.fault(), "\(name)")
    #expect(fault.description.contains("损坏"), "\(name): \(fault)")
    #expect(fault.suggestion.contains("另存"))
  }

  @Test("a workbook cut off anywhere is refused and never half-read")
  func truncated() throws {
    let whole = try handmade(
      sheet: sheet((1...200).map { "<row><c><v>\($0 * 7919)</v></c></row>" }.joined()))
    for length in stride(from: 4, to: whole.count - 1, by: 97) {
      let file = try TestFile(Array(whole[..<length]))
      #expect(file.fault() != nil, "\(length) of \(whole.count) bytes")
    }
  }

  @Test("a flipped byte in the table is found by its checksum")
  func flipped() throws {
    var bytes = try handmade(
      sheet: sheet((1...2000).map { "<row><c><v>\($0)</v></c></row>" }.joined()))
    let name = Array("xl/sheet.xml".utf8)
    let place = try #require(bytes.indices.first { bytes[$0...].starts(with: name) })
    bytes[place + 1500] ^= 0x10
    #expect(try TestFile(bytes).fault() != nil)
  }

  @Test(
    "other archives are told by what is in them",
    arguments: [
      (["word/document.xml"], "docx"), (["mimetype", "content.xml"], "ods"),
      (["xl/workbook.bin"], "xlsb"), (["a.csv"], "ZIP"),
    ])
  func others(names: [String], word: String) throws {
    let bytes = try zip(names.map { (name: $0, bytes: [0x61]) }, modified: 0)
    #expect(try TestFile(bytes).fault()?.reason.contains(word) == true)
  }

  @Test("a cell beyond the last column is refused with its place, and no cell is handed out")
  func wide() throws {
    let data = (1...30).map {
      "<row r='\($0)'><c r='A\($0)'><v>1</v></c><c r='XFD\($0)'><v>2</v></c></row>"
    }
    let file = try TestFile(try handmade(sheet: sheet(data.joined())))
    var cells = 0
    var fault: SheetFault?
    do {
      try TableFile(path: file.path, fileName: "a").forEachRow(ofPart: 0) { row in
        cells += row.cells.count
        return true
      }
    } catch let found as SheetFault {
      fault = found
    }
    #expect(cells == 0)
    #expect(
      fault?.description
        == "第1行：第16384列（XFD列）还有内容“2”，一张表最多200列。请删去第200列以后的内容，并检查分隔符是否正确，再上传。")
  }

  @Test("the last column is read, and blank cells beyond it are nothing")
  func blanks() throws {
    let data =
      "<row r='1'><c r='A1'><v>1</v></c><c r='GR1'><v>2</v></c><c r='GS1' s='1'/>"
      + "<c r='XFC1' t='inlineStr'><is><t> </t></is></c><c r='XFD1'><v></v></c></row>"
    let file = try TestFile(try handmade(sheet: sheet(data)))
    let found = try rows(try TableFile(path: file.path, fileName: "a"))
    #expect(found.map(\.cells.count) == [SheetLimits.columns])
    #expect(found[0].cells.last == "2")
  }

  @Test("a row of more than a megabyte of text is refused, however small the file is")
  func longRow() throws {
    let strings = "<sst><si><t>\(String(repeating: "a", count: 100_000))</t></si></sst>"
    func fault(_ cells: Int) throws -> SheetFault? {
      let row = String(repeating: "<c t='s'><v>0</v></c>", count: cells)
      return try TestFile(
        try handmade(sheet: sheet("<row>\(row)</row>"), strings: strings)
      ).fault()
    }
    #expect(try fault(10) == nil)
    #expect(try fault(11)?.description.hasPrefix("第1行：这一行到第11个单元格已超过1 MB") == true)
  }

  @Test("a shared text that no cell could hold is refused")
  func longText() throws {
    let strings = "<sst><si><t>\(String(repeating: "a", count: 140_000))</t></si></sst>"
    let data = sheet("<row><c t='s'><v>0</v></c></row>")
    let fault = try TestFile(try handmade(sheet: data, strings: strings)).fault()
    #expect(fault?.reason.contains("超过32767个字符") == true, "\(String(describing: fault))")
  }

  @Test("more sheets than anybody keeps are refused")
  func manySheets() throws {
    let data = sheet("<row><c><v>1</v></c></row>")
    #expect(try TestFile(try handmade(sheet: data, sheets: SheetLimits.parts)).fault() == nil)
    let fault = try TestFile(try handmade(sheet: data, sheets: SheetLimits.parts + 1)).fault()
    #expect(fault?.reason == "工作簿的工作表超过255张。")
  }

  @Test("how much a workbook holds unpacked is known before it is read")
  func unpacked() throws {
    let data = sheet(String(repeating: " ", count: 1 << 20) + "<row><c><v>1</v></c></row>")
    let bytes = try handmade(sheet: data)
    let file = try TestFile(bytes)
    let table = try TableFile(path: file.path, fileName: "a")
    #expect(bytes.count < 1 << 16)
    #expect(table.unpackedBytes == data.utf8.count)
    var seen = 0
    try table.forEachRow(ofPart: 0, within: 1 << 18) { _ in
      seen += 1
      return true
    }
    #expect(seen == 0)
    #expect(try rows(table).count == 1)
  }

  @Test("old and locked workbooks are refused with what to do")
  func containers() throws {
    let magic: [UInt8] = [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]
    let old = try #require(try TestFile(magic + [UInt8](repeating: 0, count: 600)).fault())
    #expect(old.description.contains("旧版Excel") && old.suggestion.contains(".xlsx"))
    let mark = "EncryptedPackage".utf16.flatMap { unit -> [UInt8] in [UInt8(unit), 0] }
    let locked = try #require(
      try TestFile(magic + [UInt8](repeating: 0, count: 600) + mark).fault())
    #expect(locked.description.contains("密码"))
  }
}

@Suite struct TableWritingTests {
  private func written(
    _ format: TableFormat, _ rows: [[String]], columns: [TableColumn]
  ) throws -> TestFile {
    let file = try TestFile([])
    let handle = try #require(FileHandle(forWritingAtPath: file.path))
    let writer = try tableWriter(
      format, to: handle.fileDescriptor, named: "名/录", columns: columns, modified: 1_700_000_000)
    for row in rows { try writer.write(row) }
    try writer.finish()
    try handle.close()
    return file
  }

  private let columns = [
    TableColumn(name: "名称", code: "name"), TableColumn(name: "备注", code: "note"),
  ]
  private let tricky = [
    ["=1+1", "001"], ["'=1", "@x"], ["''-5", "a,\"b\"\n丙"], ["<&>\"", "_x0041_"], [" 甲 ", "\t"],
    ["", "1E5"], ["＝SUM(A1)", "𠮷"],
  ]

  @Test("what is written is read back cell by cell", arguments: [TableFormat.csv, .xlsx])
  func roundTrip(format: TableFormat) throws {
    let file = try written(format, tricky, columns: columns)
    let table = try TableFile(path: file.path, fileName: "a")
    let found = try rows(table).map { row in
      let cells = format == .csv ? row.cells.map(withoutFormulaMark) : row.cells
      return cells + [String](repeating: "", count: 2 - cells.count)
    }
    #expect(found == [["名称", "备注"]] + tricky)
    #expect(table.parts[0].name == (format == .xlsx ? "名录" : ""))
  }

  @Test("no cell of an exported CSV begins like a formula")
  func formulas() throws {
    let file = try written(.csv, tricky, columns: columns)
    let table = try TableFile(path: file.path, fileName: "a")
    for row in try rows(table) {
      for cell in row.cells { #expect(!"=+-@\t\r＝＋－＠".contains(cell.first ?? "a")) }
    }
  }

  @Test("NDJSON has a line a row, keyed by the columns' codes")
  func lines() throws {
    let file = try written(.ndjson, tricky, columns: columns)
    let text = try String(contentsOfFile: file.path, encoding: .utf8)
    let found = try text.split(separator: "\n").map { line in
      let object = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: String]
      return [object?["name"] ?? "?", object?["note"] ?? "?"]
    }
    #expect(found == tricky)
  }

  @Test("rows go to their own places and carry their looks")
  func looks() throws {
    let file = try TestFile([])
    let handle = try #require(FileHandle(forWritingAtPath: file.path))
    let writer = try WorkbookWriter(
      handle.fileDescriptor, named: "a", columns: ["x"], modified: 0, hasHeader: false)
    try writer.write([("标题", .plain)], at: 1)
    try writer.write([("坏", .bad), ("说明", .remark)], at: 5)
    try writer.finish()
    try handle.close()
    let found = try rows(try TableFile(path: file.path, fileName: "a"))
    #expect(found.map(\.number) == [1, 5])
    let entries = try unzip(
      Array(try Data(contentsOf: URL(filePath: file.path))), limitBytes: 1 << 20, limitEntries: 20)
    let sheet = try #require(entries.first { $0.name == "xl/worksheets/sheet1.xml" })
    #expect(String(decoding: sheet.bytes, as: UTF8.self).contains("<c r=\"A5\" s=\"3\""))
  }
}
