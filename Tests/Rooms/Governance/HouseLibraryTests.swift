import HTTP
import Storage
import Supervision
import TestSupport
import Testing

@testable import Accounts
@testable import Composition
@testable import Kernel

/// Documents, clauses, duties, authorities and codes as files.
@Suite("Libraries of the house as files")
struct HouseLibraryTests {
  private static let kinds = ["documents", "clauses", "responsibilities", "authorities", "codes"]

  private let test: TestHouse
  private let planner: Actor

  init() throws {
    test = try TestHouse()
    planner = try test.account("wang", roles: [.planner])
  }

  private func kind(_ code: String) throws -> ImportKind {
    try #require(Rooms.all.datasets.kind(code))
  }

  private func export(_ code: String, asOf: Instant? = nil) throws -> [[String]] {
    var rows: [[String]] = []
    let kind = try kind(code)
    try test.store.read { db in
      try kind.library.export(
        ExportRequest(actor: planner, filter: Fields(), asOf: asOf, now: test.clock.now), db
      ) { rows.append($0) }
    }
    return rows
  }

  private func bring(
    _ code: String, _ rows: [[String]], accept: Bool = true, by actor: Actor?
  ) throws -> ImportReport {
    let kind = try kind(code)
    let lines = ([kind.columns.map(\.name)] + rows).map { cells in
      cells.map {
        "\""
          + $0.split(separator: "\"", omittingEmptySubsequences: false)
          .joined(separator: "\"\"") + "\""
      }.joined(separator: ",")
    }
    return try Imports.importFile(
      kind: kind, fileName: "名录.csv", bytes: Array(lines.joined(separator: "\n").utf8),
      accept: accept, by: actor, test.house)
  }

  private func bring(_ code: String, _ rows: [[String]], accept: Bool = true) throws
    -> ImportReport
  {
    let isOwn = Rooms.all.datasets.brought(by: planner).contains(try kind(code))
    return try bring(code, rows, accept: accept, by: isOwn ? planner : nil)
  }

  @Test("what is exported is imported unchanged, examples included", arguments: kinds)
  func unchanged(code: String) throws {
    if code == "clauses" { _ = try bring("documents", try kind("documents").examples) }
    let examples = try bring(code, try kind(code).examples)
    #expect(examples.counts.new == 2, "\(examples.findings)")
    let rows = try export(code)
    #expect(rows.count > 2)
    let again = try bring(code, rows, accept: false)
    #expect(again.counts.same == rows.count, "\(again.counts) \(again.findings.prefix(3))")
    #expect(again.counts.refused == 0)
  }

  @Test("a changed document keeps its earlier state, and a superior's cannot be changed")
  func documents() throws {
    let example = try #require(try kind("documents").examples.last)
    _ = try bring("documents", [example])
    let before = test.clock.now
    test.clock.advance(days: 1)
    var changed = example
    changed[1] = "示例检验检测管理规定（修订）"
    #expect(try bring("documents", [changed]).counts.changed == 1)
    var ended = changed
    ended[7] = "2027-12-31"
    #expect(try bring("documents", [ended]).counts.ended == 1)
    #expect(try export("documents").contains(ended))
    #expect(try export("documents", asOf: before).contains(example))
    let id = try #require(
      try test.store.read { db in
        try db.value("SELECT id AS value FROM documents WHERE number = \(example[0])", as: Int.self)
      })
    #expect(try test.client("wang").get("/documents/\(id)").text.contains("（修订）"))

    let superior = try #require(try export("documents").first { $0[4] == "000000" })
    #expect(try bring("documents", [superior], accept: false).counts.same == 1)
    var forged = superior
    forged[1] += "（改）"
    let refused = try bring("documents", [forged], accept: false)
    #expect(refused.counts.refused == 1)
    #expect(refused.findings.first?.reason.contains("上级") == true)
  }

  @Test("a clause is added to its document and never changed")
  func clauses() throws {
    _ = try bring("documents", try kind("documents").examples)
    let examples = try kind("clauses").examples
    #expect(try bring("clauses", examples).counts.new == 2)
    var changed = examples[0]
    changed[3] = "别的内容"
    let refused = try bring("clauses", [changed], accept: false)
    #expect(refused.counts.refused == 1)
    let foreign = try bring("clauses", [["没有的文件", "一", "题", ""]], accept: false)
    #expect(foreign.findings.first?.reason.contains("没有文号") == true)
  }

  @Test("a duty is changed by a new row, ended by its state, and known as of a moment")
  func duties() throws {
    let example = try #require(try kind("responsibilities").examples.first)
    _ = try bring("responsibilities", [example])
    let before = test.clock.now
    test.clock.advance(days: 1)
    var changed = example
    changed[9] = "2026-05-01"
    #expect(try bring("responsibilities", [changed]).counts.changed == 1)
    #expect(try export("responsibilities").filter { $0[0] == example[0] } == [changed])
    #expect(try export("responsibilities", asOf: before).contains(example))
    var ended = changed
    ended[10] = "终止"
    #expect(try bring("responsibilities", [ended]).counts.ended == 1)
    #expect(try export("responsibilities").allSatisfy { $0[0] != example[0] })
    #expect(try bring("responsibilities", [ended], accept: false).counts.refused == 1)
    var half = example
    half[7] = "沪示例〔2026〕9号"
    #expect(try bring("responsibilities", [half], accept: false).counts.refused == 1)
  }

  @Test(
    "authorities come in their order of command, change, end, and keep who still belongs to them")
  func authorities() throws {
    let examples = try kind("authorities").examples
    #expect(try bring("authorities", examples).counts.new == 2)
    let before = test.clock.now
    let rows = try export("authorities")
    let child = try #require(rows.first { $0[1] == examples[1][1] })
    #expect(child[6] == examples[0][1])
    test.clock.advance(days: 1)
    var changed = child
    changed[5] = "示例新片区东部"
    #expect(try bring("authorities", [changed]).counts.changed == 1)
    #expect(try export("authorities", asOf: before).contains(child))
    changed[9] = "2026-12-31"
    let root = try test.account("root", roles: [.systemAdministrator])
    func isOffered() throws -> Bool {
      try test.store.read { try Accounts.authorities(root, $0).contains { $0.name == child[1] } }
    }
    #expect(try isOffered())
    #expect(try bring("authorities", [changed]).counts.ended == 1)
    #expect(try !isOffered())
    // Somebody works there.
    var own = try #require(rows.first { $0[1] == planner.authority?.name })
    own[9] = "2026-12-31"
    #expect(try bring("authorities", [own], accept: false).counts.refused == 1)
    var orphan = examples[1]
    orphan[1] = "另一个所"
    orphan[6] = "没有的局"
    #expect(try bring("authorities", [orphan], accept: false).counts.refused == 1)
  }

  @Test("a code is added or ended, never changed")
  func codes() throws {
    let example = try #require(try kind("codes").examples.first)
    #expect(try bring("codes", [example]).counts.new == 1)
    var renamed = example
    renamed[2] = "改名"
    #expect(try bring("codes", [renamed], accept: false).counts.refused == 1)
    var ended = example
    ended[6] = "2026-12-31"
    #expect(try bring("codes", [ended]).counts.ended == 1)
    #expect(try export("codes").contains(ended))
    #expect(try bring("codes", [example], accept: false).counts.refused == 1)
  }

  @Test("authorities and codes are brought by those who keep them, and offered to nobody else")
  func keepers() throws {
    for code in ["authorities", "codes"] {
      #expect(throws: Problem.self) {
        _ = try bring(code, try kind(code).examples, by: planner)
      }
      let page = try test.client("wang").get("/imports").text
      #expect(!page.contains("value=\"\(code)\""))
      #expect(page.contains("value=\"responsibilities\""))
      #expect(try test.client("wang").get("/exports").text.contains("value=\"\(code)\""))
    }
  }
}
