import Archive
import Foundation
import Sheets
import Testing

/// Broken and ordinary files, written as bytes.
private func read(_ text: String) throws -> ReadTable { try readTable(Array(text.utf8)) }

private func refusal(_ bytes: [UInt8]) -> SheetFault? {
  do {
    _ = try readTable(bytes)
    return nil
  } catch {
    return error as? SheetFault
  }
}

private func refusal(_ text: String) -> SheetFault? { refusal(Array(text.utf8)) }

@Suite struct SheetReadingTests {
  @Test(
    "lines may end in CRLF, LF or CR, with or without a last one",
    arguments: ["\r\n", "\n", "\r"], [true, false])
  func lineEnds(end: String, last: Bool) throws {
    let text = "名称,代码\(end)甲,1\(end)乙,2" + (last ? end : "")
    let sheet = try read(text)
    #expect(sheet.header == ["名称", "代码"])
    #expect(
      sheet.rows == [
        SheetRow(number: 2, cells: ["甲", "1"]), SheetRow(number: 3, cells: ["乙", "2"]),
      ])
    #expect(sheet.faults.isEmpty)
  }

  @Test("the delimiter is found", arguments: [",", "\t", ";"] as [Character])
  func delimiters(delimiter: Character) throws {
    let sheet = try read("名称\(delimiter)地址\(delimiter)电话\n甲\(delimiter)路1号、2号\(delimiter)3\n")
    #expect(sheet.format == (delimiter == "\t" ? .tsv : .csv))
    #expect(sheet.rows.first?.cells == ["甲", "路1号、2号", "3"])
  }

  @Test("commas inside the cells of a tab-separated file do not mislead")
  func tabWithCommas() throws {
    let sheet = try read("名称\t范围\n甲\ta,b,c\n乙\ta,b,c\n丙\ta,b\n")
    #expect(sheet.format == .tsv)
    #expect(sheet.rows.map(\.cells) == [["甲", "a,b,c"], ["乙", "a,b,c"], ["丙", "a,b"]])
  }

  @Test("Excel's line naming the delimiter is not a row")
  func separatorLine() throws {
    let sheet = try read("sep=;\r\n名称;备注\r\n甲;a,b\r\n")
    #expect(sheet.rows == [SheetRow(number: 2, cells: ["甲", "a,b"])])
  }

  @Test("quotes keep delimiters, line ends and doubled quotes; rows count as people see them")
  func quotes() throws {
    let sheet = try read("名称,备注\n\"甲,乙\",\"一\n二\r\n三\"\n\"说\"\"好\"\"\",\"\"\n丙,5\"管\n")
    #expect(
      sheet.rows == [
        SheetRow(number: 2, cells: ["甲,乙", "一\n二\r\n三"]),
        SheetRow(number: 3, cells: ["说\"好\"", ""]),
        SheetRow(number: 4, cells: ["丙", "5\"管"]),
      ])
  }

  @Test("blank rows are left out and counted")
  func blankRows() throws {
    let sheet = try read("\n名称,代码\n\n甲,1\n , \n,,,\n乙,2\n\n")
    #expect(sheet.rows.map(\.number) == [4, 7])
  }

  @Test("short rows are filled, empty cells beyond the header dropped")
  func ragged() throws {
    let sheet = try read("名称,代码,备注,\n甲\n乙,2,,,,\n")
    #expect(sheet.header == ["名称", "代码", "备注"])
    #expect(sheet.rows.map(\.cells) == [["甲", "", ""], ["乙", "2", ""]])
  }

  @Test("cells stay as they are")
  func unchanged() throws {
    let sheet = try read("名称,代码\n 甲　,００１\n'=1,-5\n")
    #expect(sheet.rows.map(\.cells) == [[" 甲　", "００１"], ["'=1", "-5"]])
  }

  @Test("a header alone is a sheet without rows", arguments: ["名称,代码", "名称", "名称\n\n"])
  func headerOnly(text: String) throws {
    let sheet = try read(text)
    #expect(sheet.header.first == "名称")
    #expect(sheet.rows.isEmpty)
  }

  @Test("a row that is too long is a fault with its row and does not spoil the others")
  func longRow() throws {
    let sheet = try read("名称,代码\n甲,1\n乙,路1号,2号\n丙,3\n")
    #expect(sheet.rows.map(\.number) == [2, 4])
    #expect(sheet.faults.map(\.row) == [3])
    #expect(sheet.faults.first?.value == "2号")
    #expect(sheet.faults.first?.description.hasPrefix("第3行：这一行有3个单元格，表头只有2列") == true)
  }

  @Test("text after a closing quote is a fault of that row")
  func brokenQuote() throws {
    let sheet = try read("名称,代码\n\"甲\"乙,1\n丙,2\n\"丁\" ,3\n")
    #expect(sheet.rows.map(\.cells) == [["丙", "2"], ["丁", "3"]])
    #expect(sheet.faults.map(\.row) == [2])
    #expect(sheet.faults.first?.column == "名称")
  }

  @Test("a cell as long as Excel's is taken, a longer one is a fault of that row")
  func longCell() throws {
    let longest = String(repeating: "检", count: SheetLimits.cellCharacters)
    let sheet = try read("名称\n\(longest)\n\(longest)测\n")
    #expect(sheet.rows.map(\.cells) == [[longest]])
    #expect(sheet.faults.map(\.row) == [3])
    #expect((sheet.faults.first?.description.count ?? 1000) < 200)
  }

  @Test("characters damaged earlier are a fault of that row", arguments: ["\u{FFFD}", "\u{7}"])
  func damagedCharacters(character: String) throws {
    let sheet = try read("名称\n甲\(character)\n乙\n")
    #expect(sheet.rows.map(\.number) == [3])
    #expect(sheet.faults.map(\.column) == ["名称"])
  }
}

@Suite struct SheetRefusalTests {
  @Test("an empty file is refused")
  func empty() {
    #expect(refusal("")?.reason == "文件“机构.csv”是空的。")
  }

  @Test("a quote that is never closed is refused with the row where it began")
  func openQuote() {
    #expect(refusal("名称,代码\n甲,1\n\"乙,2\n丙,3\n")?.row == 3)
    #expect(refusal("\"名称,代码\n甲,1\n")?.row == 1)
  }

  @Test("a NUL is refused with its row")
  func nul() {
    #expect(refusal("名称\n甲\n乙\0\n")?.row == 3)
    #expect(refusal("名称\n\"甲\n\0\"\n")?.row == 2)
  }

  @Test(
    "a file of another kind is named for what it is",
    arguments: [
      ([0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1, 0], "旧版Excel、WPS或Word文件"),
      (Array("%PDF-1.7\n".utf8), "PDF文件"),
      ([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A], "PNG图片"),
      ([0xFF, 0xD8, 0xFF, 0xE0], "JPEG图片"),
      (Array("\n <html xmlns:x=\"urn:schemas-microsoft-com:office:excel\">".utf8), "网页或XML文件"),
      ([0xEF, 0xBB, 0xBF] + Array("<?xml version=\"1.0\"?>".utf8), "网页或XML文件"),
      (Array("Rar!\u{1A}\u{7}".utf8), "压缩文件（RAR）"),
    ])
  func foreign(bytes: [UInt8], kind: String) {
    #expect(refusal(bytes)?.reason.contains("是\(kind)") == true)
  }

  @Test(
    "the kinds of ZIP are told apart",
    arguments: [
      (["[Content_Types].xml", "xl/workbook.xml"], "不完整或已经损坏"),
      (["[Content_Types].xml", "xl/workbook.bin"], "是Excel二进制工作簿（.xlsb）"),
      (["[Content_Types].xml", "word/document.xml"], "是Word文件（.docx）"),
      (["mimetype", "content.xml"], "是OpenDocument文件（.ods）"),
      (["机构.csv"], "是压缩文件（ZIP）"),
    ])
  func zips(names: [String], words: String) throws {
    let bytes = try zip(names.map { (name: $0, bytes: [1, 2, 3]) }, modified: 1_700_000_000)
    let fault = refusal(bytes)
    #expect(fault?.reason.contains(words) == true, "\(fault?.reason ?? "")")
    #expect(fault?.suggestion.isEmpty == false)
  }
}

@Suite("What a row of text may hold") struct TextLimitTests {
  private static let cells = SheetLimits.columns

  /// The rows and cells handed out before the file is refused.
  private func handedOut(_ text: String) throws -> (rows: Int, cells: Int, fault: SheetFault?) {
    let path = FileManager.default.temporaryDirectory
      .appending(path: "mingcha-limit-" + UUID().uuidString).path
    try Data(text.utf8).write(to: URL(filePath: path))
    defer { try? FileManager.default.removeItem(atPath: path) }
    let file = try TableFile(path: path, fileName: "机构.csv")
    var rows = 0
    var cells = 0
    do {
      try file.forEachRow(ofPart: 0) { row in
        rows += 1
        cells += row.cells.count
        return true
      }
    } catch let fault as SheetFault {
      return (rows, cells, fault)
    }
    return (rows, cells, nil)
  }

  @Test(
    "a row with a cell beyond the last column is refused with its place, and no cell is handed out",
    arguments: [",", "\t", ";"])
  func wide(delimiter: String) throws {
    let line = [String](repeating: "a", count: 8000).joined(separator: delimiter)
    let found = try handedOut([String](repeating: line, count: 5).joined(separator: "\n"))
    #expect(found.cells == 0)
    #expect(
      found.fault?.description
        == "第1行：第201列（GS列）还有内容，一张表最多200列。请删去第200列以后的内容，并检查分隔符是否正确，再上传。")
  }

  @Test("the row that is too wide is told, and those before it are handed out")
  func wideLater() throws {
    let wide = [String](repeating: "a", count: Self.cells + 1).joined(separator: ",")
    let found = try handedOut("名称,代码\n甲,1\n\(wide)\n乙,2\n")
    #expect(found.rows == 2 && found.cells == 4)
    #expect(found.fault?.row == 3)
    let quoted = try handedOut("名称" + String(repeating: ",", count: Self.cells) + "\"甲\"\n")
    #expect(quoted.fault?.row == 1)
  }

  @Test("as many columns as a table may have are taken, and blanks beyond them are nothing")
  func blanks() throws {
    let full = (1...Self.cells).map { "列\($0)" }.joined(separator: ",")
    let blank = String(repeating: ", ,,\"\"", count: 3000)
    let found = try handedOut([String](repeating: full + blank, count: 5).joined(separator: "\n"))
    #expect(found.fault == nil)
    #expect(found.rows == 5 && found.cells == 5 * Self.cells)
    let empty = String(repeating: ",", count: 9000)
    #expect(try read("名称,代码\(empty)\n甲,1\(empty)\n").rows.map(\.cells) == [["甲", "1"]])
  }

  @Test("a line of a megabyte is read, a longer one is refused with its row")
  func longLine() throws {
    let longest = String(repeating: "a", count: SheetLimits.rowBytes)
    let taken = try handedOut("名称\n\(longest)\n乙\n")
    #expect(taken.fault == nil && taken.rows == 3)
    let lines: [(String, Int)] = [
      ("\(longest)a", 1), ("甲,\(longest)", 2), (",\"\(longest)\"", 2),
      ("\(longest.dropLast()),,", 2), ("\"\(String(repeating: "a\n", count: 1 << 20))", 1),
    ]
    for (line, place) in lines {
      let found = try handedOut("名称,代码\n\(line)\n乙,2\n")
      #expect(found.rows == 1)
      #expect(found.fault?.row == 2)
      #expect(found.fault?.reason == "这一行到第\(place)个单元格已超过1 MB，一行最多1 MB。")
      #expect(found.fault?.suggestion.contains("双引号是否成对") == true)
    }
  }

  @Test("no more of a file is looked through than is wanted")
  func within() throws {
    let path = FileManager.default.temporaryDirectory
      .appending(path: "mingcha-limit-" + UUID().uuidString).path
    try Data((String(repeating: "\n", count: 5000) + "名称\n").utf8).write(to: URL(filePath: path))
    defer { try? FileManager.default.removeItem(atPath: path) }
    let file = try TableFile(path: path, fileName: "机构.csv")
    for (bytes, rows) in [(4000, 0), (6000, 1)] {
      var seen = 0
      try file.forEachRow(ofPart: 0, within: bytes) { _ in
        seen += 1
        return true
      }
      #expect(seen == rows)
    }
  }
}

@Suite struct EncodingTests {
  /// 名称,代码 CRLF 检测𠮷,１ CRLF in GB18030 (𠮷 has four bytes).
  private static let gb18030: [UInt8] = [
    0xC3, 0xFB, 0xB3, 0xC6, 0x2C, 0xB4, 0xFA, 0xC2, 0xEB, 0x0D, 0x0A,
    0xBC, 0xEC, 0xB2, 0xE2, 0x95, 0x34, 0xB2, 0x35, 0x2C, 0xA3, 0xB1, 0x0D, 0x0A,
  ]

  @Test("GB18030 is recognised and decoded, four-byte characters too")
  func gb() throws {
    let sheet = try readTable(Self.gb18030)
    #expect(sheet.encoding == "GB18030")
    #expect(sheet.header == ["名称", "代码"])
    #expect(sheet.rows.first?.cells == ["检测\u{20BB7}", "１"])
  }

  @Test("bytes that are no GB18030 are refused with their row")
  func brokenGB() {
    #expect(refusal(Self.gb18030 + [0xBC, 0xEC, 0xFF, 0x2C, 0x31])?.row == 3)
    #expect(refusal(Self.gb18030.prefix(5) + [0xFF])?.row == 1)
    #expect(refusal(Self.gb18030 + [0xBC])?.row == 3)
  }

  @Test("damaged UTF-8 is refused and not read as nonsense in GB18030")
  func brokenUTF8() {
    let text = Array("名称,代码\n上海某某检验检测有限公司,1\n大同某某检测有限公司,2\n".utf8)
    for index in text.indices where text[index] >= 0xE0 {
      var bytes = text
      bytes.remove(at: index)
      #expect(refusal(bytes)?.reason.contains("UTF-8") == true, "position \(index)")
    }
  }

  @Test("UTF-8 is read with and without byte order mark")
  func mark() throws {
    let text = Array("名称,代码\n甲,1\n".utf8)
    let plain = try readTable(text)
    #expect(plain.encoding == "UTF-8")
    #expect(try readTable([0xEF, 0xBB, 0xBF] + text) == plain)
    #expect(refusal([0xEF, 0xBB, 0xBF] + Self.gb18030)?.row == 1)
  }

  @Test("UTF-16 with byte order mark is read, in either order")
  func utf16() throws {
    let text = "名称\t代码\r\n检测\u{20BB7}\t1\r\n"
    let little = text.utf16.flatMap { [UInt8($0 & 255), UInt8($0 >> 8)] }
    let big = text.utf16.flatMap { [UInt8($0 >> 8), UInt8($0 & 255)] }
    for bytes in [[0xFF, 0xFE] + little, [0xFE, 0xFF] + big] {
      let sheet = try readTable(bytes)
      #expect(sheet.encoding == "UTF-16")
      #expect(sheet.rows.first?.cells == ["检测\u{20BB7}", "1"])
    }
    #expect(refusal([0xFF, 0xFE] + little + [0x41]) != nil)
    #expect(refusal([0xFF, 0xFE] + little + [0x00, 0xD8, 0x41, 0x00])?.row == 3)
  }

  @Test("overlong and surrogate sequences are no UTF-8")
  func strictUTF8() {
    let start = Array("名称,备注甲乙丙丁\n".utf8)
    for sequence in [
      [0xC0, 0xAF], [0xE0, 0x80, 0xAF], [0xED, 0xA0, 0x80], [0xF5, 0x80, 0x80, 0x80],
    ]
      as [[UInt8]]
    {
      #expect(refusal(start + sequence + [0x0A])?.row == 2)
    }
  }

  @Test("no bytes at all bring the reader down")
  func noise() {
    var random = Generator(state: 42)
    let pieces: [[UInt8]] = [
      [0x22], [0x2C], [0x0A], [0x0D], [0x09], [0x3B], [0], [0xFF], [0xBC, 0xEC],
      [0xE6, 0xA3, 0x80],
      [0x61], [0x20], [0xEF, 0xBB, 0xBF], [0x50, 0x4B, 3, 4],
    ]
    for _ in 0..<3000 {
      let count = Int.random(in: 0...30, using: &random)
      let bytes = (0..<count).flatMap { _ in pieces.randomElement(using: &random) ?? [] }
      guard let sheet = try? readTable(bytes) else { continue }
      #expect(sheet.rows.allSatisfy { $0.cells.count == sheet.header.count })
    }
  }
}

@Suite struct SheetWritingTests {
  @Test("what is written is read back, whatever the cells hold")
  func roundTrip() throws {
    var random = Generator(state: 7)
    let characters = Array("甲,\"\n\r;\tab１ '")
    let header = ["名称", "备注", "其他"]
    for _ in 0..<300 {
      let rows = (0..<5).map { row in
        ["\(row)"]
          + (0..<2).map { _ in
            // The first character is no formula start, which would change the cell.
            "x" + String((0..<4).compactMap { _ in characters.randomElement(using: &random) })
          }
      }
      let sheet = try readTable(csv(header: header, rows: rows))
      #expect(sheet.header == header)
      #expect(sheet.rows.map(\.cells) == rows)
    }
  }

  @Test("Excel sees UTF-8 and CRLF")
  func bytes() {
    let expected = "\u{FEFF}名称,备注\r\n甲,\"a,b\"\r\n"
    #expect(csv(header: ["名称", "备注"], rows: [["甲", "a,b"]]) == Array(expected.utf8))
  }

  @Test(
    "no cell becomes a formula", arguments: ["=1+1", "+86", "-5", "@SUM(A1)", "\tx", "\rx", "＝1"])
  func formulas(cell: String) throws {
    let sheet = try readTable(csv(header: ["a"], rows: [[cell]]))
    #expect(sheet.rows.first?.cells == ["'" + cell])
  }
}

@Suite struct HintTests {
  @Test("full-width characters become half-width ones")
  func normalize() {
    #expect(normalizeDigits("９１３１ＭＡ－（１）　检") == "9131MA-(1) 检")
  }

  @Test(
    "the nearest candidate is named, and none where none is near",
    arguments: [
      ("机动车检测", "机动车检验"), ("生态环境检测", "生态环境监测"), ("司法签定", "司法鉴定"), ("司法鉴定 ", "司法鉴定"),
      ("ＡＢＣ", "abc"), ("食品", nil), ("", nil), ("验", nil), ("完全不同的内容", nil),
    ] as [(String, String?)])
  func near(word: String, expected: String?) {
    let candidates = ["机动车检验", "生态环境监测", "司法鉴定", "食品农产品检验检测", "abc"]
    #expect(nearest(word, in: candidates) == expected)
  }

  @Test("an exchange of neighbours is one edit, an exact match is nearest")
  func exchange() {
    #expect(nearest("acb", in: ["abc"]) == "abc")
    #expect(nearest("abc", in: ["abd", "abc"]) == "abc")
    #expect(nearest("abc", in: []) == nil)
  }
}

/// SplitMix64, so that a failing case comes again.
struct Generator: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}
