import Foundation
import Glibc
import Storage
import TestSupport
import Testing

@Suite("Import and export on the command line")
struct FileCommandTests {
  private static let header = "统一社会信用代码,机构名称,证书编号,有效期至,行政区划,领域\n"
  private static let good = "91310115MA1K00015K,甲检测,230912110001,2029-06-30,310115,机动车检验\n"
  private static let bad = "x,乙检测,1,2029-13-01,310115,机动车检验\n"

  /// A folder with a house in `d`, or on this database.
  private func house(_ place: [String] = ["--data", "d"]) throws -> Folder {
    let folder = Folder()
    let made = try Program.run(
      ["setup", "--authority", "上海市市场监督管理局", "--region", "310000"] + place, in: folder)
    #expect(made.status == 0, "\(made.error)")
    return folder
  }

  @Test(
    "a file is checked, imported, exported and imported again without a change",
    arguments: EngineUnderTest.allCases)
  func roundTrip(_ engine: EngineUnderTest) throws {
    let database = try TestDatabase(on: engine)
    defer { database.remove() }
    let place = ["--data", "d", "--database", database.address]
    let folder = try house(place)
    try folder.write(Self.header + Self.good + Self.bad, "名录.csv")
    let checked = try Program.run(["import", "bodies", "名录.csv", "--dry-run"] + place, in: folder)
    #expect(checked.status == 1)
    #expect(checked.output.contains("读到2行，新增1，更新0，终止0，未变0，不合格1。只是检查，没有导入。"))
    #expect(checked.error.contains("不合格　第3行“统一社会信用代码”列“x”：统一社会信用代码应为18位"))
    #expect(try Program.run(["export", "bodies"] + place, in: folder).error.contains("0行"))
    let imported = try Program.run(["import", "bodies", "名录.csv", "--json"] + place, in: folder)
    #expect(imported.status == 1)
    let report = try #require(
      try JSONSerialization.jsonObject(with: Data(imported.output.utf8)) as? [String: Any])
    #expect(report["new"] as? Int == 1)
    #expect(report["accepted"] as? Bool == true)
    #expect((report["findings"] as? [[String: Any]])?.first?["row"] as? Int == 3)
    let exported = try Program.run(["export", "bodies"] + place, in: folder)
    #expect(exported.status == 0)
    #expect(exported.error == "已导出检验检测机构1行。\n" || exported.sentences.last == "已导出检验检测机构1行。")
    try folder.write(exported.output, "again.csv")
    let again = try Program.run(["import", "bodies", "again.csv", "--dry-run"] + place, in: folder)
    #expect(again.status == 0, "\(again.error)")
    #expect(again.output.contains("未变1"))
    let lines = try Program.run(["export", "bodies", "--format", "ndjson"] + place, in: folder)
    #expect(lines.output.hasPrefix("{\"uscc\":\"91310115MA1K00015K\""))
  }

  @Test("an import that is killed has stored everything or nothing, and can be begun again")
  func killed() throws {
    let folder = try house()
    let lines = (0..<2000).map { number in
      // Invented codes whose check character does not fit: they are taken with a hint.
      "91310115MA1K\(10000 + number)X,检测\(number)号,230912110001,2029-06-30,310115,机动车检验\n"
    }
    try folder.write(Self.header + lines.joined(), "名录.csv")
    var stored: [Int] = []
    // Whatever the moment hits on a quick or a busy machine, all is stored or nothing; nil is the
    // moment when the first rows have been judged.
    for pause in [0, nil, 300, 600, 1000, 1500] as [UInt32?] {
      let running = try Running(
        ["import", "bodies", "名录.csv", "--data", "d", "--progress"], in: folder)
      if let pause {
        usleep(pause * 1000)
      } else if !stored.contains(2000) {
        _ = try running.errorLine("正在检查 ")
      }
      running.signal(SIGKILL)
      _ = running.wait()
      let exported = try Program.run("export", "bodies", "--data", "d", in: folder)
      #expect(exported.status == 0)
      stored.append(exported.output.split(separator: "\r\n").count - 1)
    }
    #expect(stored.allSatisfy { [0, 2000].contains($0) }, "\(stored)")
    let again = try Program.run("import", "bodies", "名录.csv", "--data", "d", in: folder)
    #expect(stored.last == 2000 || again.status == 0, "\(again.error.suffix(300))")
    let exported = try Program.run("export", "bodies", "--data", "d", in: folder)
    #expect(exported.sentences.last == "已导出检验检测机构2000行。")
    #expect(folder.names.allSatisfy { !$0.contains("scratch") }, "\(folder.names)")
  }

  @Test("how far an import has come is told to nobody who has not asked")
  func progress() throws {
    let folder = try house()
    try folder.write(Self.header + Self.good, "a.csv")
    let words = ["import", "bodies", "a.csv", "--dry-run", "--data", "d"]
    let quiet = try Program.run(words, in: folder)
    let told = try Program.run(words + ["--progress"], in: folder)
    #expect(told.status == 0 && told.output == quiet.output)
    #expect(told.error.contains("正在检查 1行 已用"), "\(told.error)")
    #expect(!quiet.error.contains("正在"), "\(quiet.error)")
  }

  @Test("a file that is too wide or has a line too long is told in a sentence with its place")
  func limits() throws {
    let folder = try house()
    let wide = [String](repeating: "a", count: 8000).joined(separator: ",") + "\n"
    try folder.write(String(repeating: wide, count: 5), "wide.csv")
    try folder.write(Self.header + String(repeating: "a", count: (1 << 20) + 1), "long.csv")
    for (name, sentence) in [
      ("wide.csv", "第1行：第201列（GS列）还有内容"), ("long.csv", "第2行：这一行到第1个单元格已超过1 MB"),
    ] {
      let outcome = try Program.run("import", "bodies", name, "--data", "d", in: folder)
      #expect(outcome.status == 2)
      #expect(outcome.output.isEmpty)
      #expect(outcome.sentences.count == 1)
      #expect(outcome.error.hasPrefix(sentence), "\(outcome.error)")
    }
  }

  @Test("a dry run leaves nothing behind")
  func dryRun() throws {
    let folder = try house()
    try folder.write(Self.header + Self.good, "a.csv")
    let before = folder.names
    let outcome = try Program.run(
      "import", "bodies", "a.csv", "--dry-run", "--data", "d", in: folder)
    #expect(outcome.status == 0)
    #expect(folder.names == before)
  }

  @Test(
    "what cannot be is told in a sentence, with the status of broken input",
    arguments: [
      (["import", "cars", "a.csv"], "没有叫“cars”的内容。可用的有：bodies（检验检测机构）"),
      (["import", "bodies", "none.csv"], "打不开"),
      (["import", "bodies", "bad.csv"], "缺少“统一社会信用代码”列"),
      (["import", "bodies", "a.csv", "--as", "nobody"], "没有叫“nobody”的账号"),
      (["import", "bodies", "a.csv", "--as", "audit"], "没有维护名录库的角色"),
      (["export", "bodies", "--format", "xls"], "应为 csv、xlsx 或 ndjson"),
      (["export", "bodies", "--as-of", "2026-02-30"], "应为 2026-06-30 这样的日期"),
      (["import", "bodies", "d"], "打不开"),
    ])
  func refused(words: [String], sentence: String) throws {
    let folder = try house()
    try folder.write(Self.header + Self.good, "a.csv")
    try folder.write("天气,温度\n晴,1\n", "bad.csv")
    let outcome = try Program.run(words + ["--data", "d"], in: folder)
    #expect(outcome.status == 2)
    #expect(outcome.output.isEmpty)
    #expect(outcome.error.contains(sentence), "\(outcome.error)")
  }
}
