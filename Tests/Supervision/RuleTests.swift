import Foundation
import Supervision
import Testing

private func reference(_ name: String) throws -> String {
  let file = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "../../Sources/Resources/Reference/\(name)")
  return try String(contentsOf: file, encoding: .utf8)
}

@Suite struct LegalRuleTests {
  private let day = CalendarDay(dayNumber: 20_777)

  @Test("the delivered rules can be read, once each per place and time")
  func delivered() throws {
    let table = try RuleTable.parse(try reference("rules.tsv"))
    let keys = table.rules.map { "\($0.id) \($0.jurisdiction) \($0.validFrom?.iso ?? "")" }
    #expect(Set(keys).count == keys.count)
    #expect(keys.count > 50)
  }

  @Test("the notice window is Datong's, the team is Shanghai's, retention has a rule everywhere")
  func lookUp() throws {
    let table = try RuleTable.parse(try reference("rules.tsv"))
    let notice = table.rule(
      "notice-window", on: day, jurisdictions: ["140213", "140200", "140000"])
    #expect(notice?.display == "24小时")
    #expect(table.rule("notice-window", on: day, jurisdictions: ["310000"]) == nil)
    let team = table.rule("team-minimum", on: day, jurisdictions: ["310115", "310000"])
    #expect(team?.value == 2)
    #expect(table.rule("record-retention", on: day, jurisdictions: ["310000"])?.isVerified == true)
    #expect(table.rule("record-retention", on: day)?.display == "6年（待核实）")
    #expect(table.rule("result-publication", on: day)?.display == "20个工作日（待核实）")
    #expect(table.rule("none", on: day) == nil)
  }

  @Test("only statutes, governing documents and checked numbers count as verified")
  func confidence() {
    let verified = LegalRule.Confidence.allCases.filter(\.isVerified)
    #expect(verified == [.statute, .governing, .checked])
  }

  @Test("the later of two rules in force holds, and none outside its time")
  func validity() throws {
    let head = "id\ttopic\tvalue\tunit\tbasis\tjurisdiction\tvalid_from\tvalid_to\tconfidence\n"
    let table = try RuleTable.parse(
      head + "r\tt\t1\tday\tb\t000000\t\t2025-06-30\tT\nr\tt\t2\tday\tb\t000000\t2025-01-01\t\tT\n"
        + "r\tt\t3\tday\tb\t310000\t2026-01-01\t2026-12-31\tT\n")
    func value(_ day: String, _ codes: [String] = []) -> Int? {
      CalendarDay(iso: day).flatMap { table.rule("r", on: $0, jurisdictions: codes)?.value }
    }
    #expect(value("2024-12-31") == 1)
    #expect(value("2025-01-01") == 2)
    #expect(value("2025-12-31", ["310000"]) == 2)
    #expect(value("2026-01-01", ["310000"]) == 3)
    #expect(value("2026-12-31", ["310000"]) == 3)
    #expect(value("2027-01-01", ["310000"]) == 2)
  }

  @Test(
    "a rule that cannot be read is refused with line and column",
    arguments: [
      ("\tt\t1\tday\tb\t000000\t\t\tT", "id"), ("r\tt\t-1\tday\tb\t000000\t\t\tT", "value"),
      ("r\tt\t1\tdays\tb\t000000\t\t\tT", "unit"), ("r\tt\t1\tday\tb\t31\t\t\tT", "jurisdiction"),
      ("r\tt\t1\tday\tb\t000000\t2025-13-01\t\tT", "valid_from"),
      ("r\tt\t1\tday\tb\t000000\t\t\tX", "confidence"), ("r\tt\t1\tday\t\t000000\t\t\tT", "basis"),
    ])
  func broken(row: String, column: String) {
    let head = "id\ttopic\tvalue\tunit\tbasis\tjurisdiction\tvalid_from\tvalid_to\tconfidence\n"
    do {
      _ = try RuleTable.parse(head + row + "\n")
      Issue.record("accepted")
    } catch {
      #expect(error.line == 2)
      #expect(error.reason.contains("“\(column)”列"))
    }
  }
}

@Suite struct ReferenceDataTests {
  @Test("every region has a parent, up to the whole country, and no code stands twice")
  func regions() throws {
    let rows = try ReferenceTable(
      try reference("regions.tsv"), columns: ["code", "name", "parent"]
    )
    .rows
    let codes = Set(rows.map { $0["code"] })
    #expect(codes.count == rows.count)
    for row in rows where row["code"] != "000000" {
      #expect(codes.contains(row["parent"]))
      #expect(row["code"].utf8.count == 6)
    }
    #expect(rows.filter { $0["parent"] == "310000" }.count == 16)
    #expect(rows.filter { $0["parent"] == "140200" }.count == 10)
    #expect(rows.filter { $0["parent"] == "000000" }.count == 34)
  }

  @Test("fields and departments have one name each")
  func names() throws {
    for name in ["fields.tsv", "departments.tsv"] {
      let rows = try ReferenceTable(try reference(name), columns: ["code", "name"]).rows
      #expect(Set(rows.map { $0["code"] }).count == rows.count)
      #expect(Set(rows.map { $0["name"] }).count == rows.count)
    }
  }
}

@Suite struct CreditClassTests {
  @Test("classes rise in risk and weight")
  func classes() {
    #expect(CreditClass.allCases.map(\.defaultWeight) == [1, 2, 4, 8])
    #expect(CreditClass.allCases == CreditClass.allCases.sorted())
    #expect(CreditClass(rawValue: "C")?.label == "较高风险")
  }
}
