import Foundation
import Sheets
import Supervision
import Testing

@testable import Platform

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
      return try layout.reading(BodyLibrary()).problems
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
        "第1行是表头，有206列，最多200列。请删去不需要的列，并检查分隔符是否正确。"
      ),
    ])
  func wrongHeader(text: String, problem: String) {
    #expect(problems(text).contains(problem), "\(problems(text))")
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
        .appending(path: "Sheets/Workbooks/\(file)").path
      : test.folder.appending(path: "名录.csv").path
    if !file.hasSuffix(".xlsx") { try Data(file.utf8).write(to: URL(filePath: path)) }
    let report = try Registry.checkFile(
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
