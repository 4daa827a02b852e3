import Archive
import Foundation
import Sheets
import Supervision
import Testing

@testable import Bodies
@testable import Composition
@testable import Kernel

/// How the table in a file is found, and what is told of it.
@Suite("Layout of a file")
struct ImportLayoutTests {
  private static let header =
    "统一社会信用代码,机构名称,资质认定证书编号,证书有效期至,行政区划代码,检验检测领域"
  private static let row = "91310115MA1K00015K,甲检测,230912110001,2029-06-30,310115,机动车检验"

  private func problems(_ text: String) -> [String] {
    let path = FileManager.default.temporaryDirectory
      .appending(path: "mingcha-layout-" + UUID().uuidString).path
    defer { try? FileManager.default.removeItem(atPath: path) }
    do {
      try Data(text.utf8).write(to: URL(filePath: path))
      let table = try OpenedFile.table(path, "机构.csv")
      let layout = try TableLayout.recognise(table, BodyLibrary())
      return layout.reading(BodyLibrary()).problems
    } catch Problem.refused(let reasons) {
      return reasons
    } catch {
      return ["\(error)"]
    }
  }

  @Test(
    "what is wrong with the header is told with its place",
    arguments: [
      ("名称,代码, 名称\n", "第1列“名称”和第3列“名称”都是“机构名称”，请只保留一列。"),
      (header + ",备注,备注\n", "不认识第8列“备注”。请改名或删去这一列。"),
      (header + ",信用风险份类\n", "不认识第7列“信用风险份类”。是否为“信用风险分类”？"),
      ("\n \n,,\n", "文件里只有空行。请确认选对了文件，表格至少要有一行表头。"),
      (
        header + (1...200).map { ",列\($0)" }.joined() + "\n",
        "第1行：第201列（GS列）还有内容，一张表最多200列。请删去第200列以后的内容，并检查分隔符是否正确，再上传。"
      ),
    ])
  func wrongHeader(text: String, problem: String) {
    #expect(problems(text).contains(problem), "\(problems(text))")
  }

  @Test("a name leads to the column that a search of all columns finds first")
  func names() throws {
    for kind in Rooms.all.datasets.kinds {
      let columns = kind.columns
      let names = ColumnNames(columns)
      for column in columns {
        for name in [column.name, column.code] + column.aliases {
          let word = try #require(ColumnNames.folded(name))
          let searched = columns.first { other in
            ColumnNames.folded(other.name) == word || other.code == word
              || other.aliases.contains { ColumnNames.folded($0) == word }
          }
          #expect(names[word] == searched, "\(kind) \(name)")
          #expect(names.score(["　" + name + "*\n（必填）"]) == (searched == nil ? 0 : 1))
        }
      }
    }
  }

  @Test("of a row only as many cells are held against the names as a table has columns")
  func scored() {
    let names = ColumnNames(BodyLibrary().columns)
    let blanks = [String](repeating: "", count: SheetLimits.columns)
    #expect(names.score(blanks.dropLast() + ["机构名称", "证书编号"]) == 1)
    #expect(names.score(blanks + ["机构名称"]) == 0)
    #expect(names.score(["机构名称", "名称", "机构名称"]) == 1)
    #expect(names.score([String(repeating: " ", count: 2000) + "机构名称"]) == 0)
  }

  @Test("a column whose title is a treatise is told and nothing is guessed")
  func treatise() {
    let title = String(repeating: "检", count: 500)
    let problems = problems(Self.header + "," + title + "\n")
    #expect(
      problems.contains("不认识第7列“\(title.prefix(40))…”。请改名或删去这一列。"), "\(problems)")
  }

  /// A workbook with these sheets, each given as its rows' XML.
  private func workbook(_ sheets: [(name: String, rows: String)]) throws -> [UInt8] {
    let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    let kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    let links = "http://schemas.openxmlformats.org/package/2006/relationships"
    let numbers = sheets.indices
    let list = numbers.map { "<sheet name='\(sheets[$0].name)' sheetId='1' r:id='s\($0)'/>" }
    let targets = numbers.map {
      "<Relationship Id='s\($0)' Type='\(kind)/worksheet' Target='s\($0).xml'/>"
    }
    var files: [(String, String)] = [
      ("[Content_Types].xml", "<Types/>"),
      (
        "_rels/.rels",
        "<Relationships xmlns='\(links)'><Relationship Id='r' Type='\(kind)/officeDocument' "
          + "Target='xl/workbook.xml'/></Relationships>"
      ),
      (
        "xl/workbook.xml",
        "<workbook xmlns='\(main)' xmlns:r='\(kind)'><sheets>\(list.joined())</sheets></workbook>"
      ),
      (
        "xl/_rels/workbook.xml.rels",
        "<Relationships xmlns='\(links)'>\(targets.joined())</Relationships>"
      ),
    ]
    for number in numbers {
      files.append(
        (
          "xl/s\(number).xml",
          "<worksheet xmlns='\(main)'><sheetData>\(sheets[number].rows)</sheetData></worksheet>"
        ))
    }
    return try zip(
      files.map { (name: $0.0, bytes: Array($0.1.utf8)) }, modified: 1_700_000_000)
  }

  private func row(_ cells: [String], _ more: String = "") -> String {
    "<row>" + cells.map { "<c t='inlineStr'><is><t>\($0)</t></is></c>" }.joined() + more + "</row>"
  }

  private func recognised(_ bytes: [UInt8]) throws -> TableLayout {
    let path = FileManager.default.temporaryDirectory
      .appending(path: "mingcha-layout-" + UUID().uuidString).path
    defer { try? FileManager.default.removeItem(atPath: path) }
    try Data(bytes).write(to: URL(filePath: path))
    return try TableLayout.recognise(try OpenedFile.table(path, "机构.xlsx"), BodyLibrary())
  }

  @Test("a table with a cell at the far end is refused with the place, wherever in its first rows")
  func farCell() throws {
    let header = Self.header.split(separator: ",").map(String.init)
    let far = "<c r='XFD9'><v>1</v></c>"
    let faulty = [row([], far), row(header) + row(["x"], far), row(header, far)]
    for (index, rows) in faulty.enumerated() {
      let bytes = try workbook([("名录", rows), ("说明", row(["说明"]))])
      do {
        _ = try recognised(bytes)
        Issue.record("it was recognised")
      } catch Problem.refused(let reasons) {
        #expect(reasons.count == 1)
        let place = "第\(index == 1 ? 2 : 1)行：第16384列（XFD列）还有内容“1”"
        #expect(reasons.first?.hasPrefix(place) == true, "\(reasons)")
      }
    }
  }

  @Test("a sheet that cannot be read is passed over where another one fits")
  func otherSheet() throws {
    let header = Self.header.split(separator: ",").map(String.init)
    let wide = row([], "<c r='XFD1'><v>1</v></c>")
    let layout = try recognised(try workbook([("宽", wide), ("名录", row(["名录"]) + row(header))]))
    #expect(layout.part == 1)
    #expect(layout.headerRow == 2)
  }

  @Test("a small workbook that holds much is checked in the background, any other at once")
  func unpacked() throws {
    let test = try TestHouse()
    try test.account("wang", roles: [.planner])
    let client = try test.client("wang")
    // Who begins in the background is refused now.
    test.house.jobs.stop()
    let header = Self.header.split(separator: ",").map(String.init)
    let good = row(header) + row(Self.row.split(separator: ",").map(String.init))
    for (blanks, status) in [(0, 303), (17 << 20, 422)] {
      let bytes = try workbook([("名录", good + String(repeating: " ", count: blanks))])
      #expect(bytes.count < Imports.promptBytes)
      let file = try RegistrySamples.upload(bytes, "名录.xlsx", in: test)
      let answer = try client.post("/imports", [("kind", "bodies")], files: [file])
      #expect(answer.status == status, "\(answer.text.prefix(500))")
    }
  }

  @Test("one file of an account is looked through at a time; another account is not kept waiting")
  func oneAtATime() throws {
    let test = try TestHouse()
    let wang = try test.account("wang", roles: [.planner])
    try test.account("li", roles: [.planner])
    func upload(_ login: String) throws -> TestAnswer {
      let bytes = Array((Self.header + "\n" + Self.row + "\n").utf8)
      let file = try RegistrySamples.upload(bytes, "名录.csv", in: test)
      return try test.client(login).post("/imports", [("kind", "bodies")], files: [file])
    }
    let (second, other) = try test.house.recognitions.alone(wang.account) {
      (try upload("wang"), try upload("li"))
    }
    #expect(second.status == 409)
    #expect(second.text.contains("您的另一个文件正在识别，一个账号一次只识别一个文件。"))
    #expect(other.location == "/imports/1")
    #expect(try upload("wang").location == "/imports/2")
  }

  @Test(
    "the header is found below titles and blank rows",
    arguments: ["", "2026年检验检测机构名录\n", "附件1,,\n\n机构信息,,证书信息,,,\n", "名称\n"])
  func titles(above: String) {
    #expect(problems(above + Self.header + "\n" + Self.row + "\n") == [])
  }

  private func findings(_ file: String) throws -> [ImportFinding] {
    let test = try TestHouse()
    let planner = try test.account("wang", roles: [.planner])
    let path =
      file.hasSuffix(".xlsx")
      ? URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()
        .appending(path: "Sheets/Workbooks/\(file)").path
      : test.folder.appending(path: "名录.csv").path
    if !file.hasSuffix(".xlsx") { try Data(file.utf8).write(to: URL(filePath: path)) }
    let report = try Imports.checkFile(
      kind: .bodies, path: path, fileName: "名录", by: planner, test.house, progress: { _ in })
    #expect(report.counts.read == 2)
    return report.findings.filter { $0.reason.contains("列没有列名") || $0.reason.contains("隐藏") }
  }

  @Test("a column without a name is told when something stands in it")
  func nameless() throws {
    let header = Self.header.split(separator: ",").joined(separator: ",,")
    let row = Self.row.split(separator: ",").map(String.init)
    let other = "91310104MA1K00023G,,乙检测,备注,220905110002,,2029-06-30,,310104,,机动车检验"
    let text = [header, row.joined(separator: ",,"), other].joined(separator: "\n")
    let told = try findings(text)
    #expect(told.map(\.row) == [3])
    #expect(told.first?.reason == "第4列没有列名，从第3行起有内容，没有读取。")
    #expect(told.first?.suggestion == "如需导入，请在第1行补上列名。")
  }

  @Test("hidden columns and rows are read and told, notes beside the table are told")
  func hidden() throws {
    let told = try findings("hidden.xlsx")
    #expect(
      told.map(\.reason) == [
        "第3列“资质认定证书编号”是隐藏列。", "从第3行起有1行是隐藏行。", "第8列没有列名，从第5行起有内容，没有读取。",
      ])
    #expect(told.allSatisfy { !$0.isRefused })
  }
}
