import Crypto
import Foundation
import Storage
import Supervision
import TestSupport
import Testing

@testable import Composition
@testable import JournalRoom
@testable import Kernel

/// The journal with many entries: who finds what in it.
@Suite("Journal at scale")
struct JournalScaleTests {
  @Test("every filter gives exactly its entries, page by page", arguments: EngineUnderTest.allCases)
  func filters(_ engine: EngineUnderTest) throws {
    let world = try JournalWorld(engine, entries: 1200)
    defer { world.database.remove() }
    let day = try #require(CalendarDay(iso: "2026-06-03"))
    let cases: [(JournalFilter, (JournalEntry) -> Bool)] = [
      (JournalFilter(), { _ in true }),
      (JournalFilter.asking { $0.kind = "visit" }, { $0.subjectKind == "visit" }),
      (
        JournalFilter.asking {
          $0.kind = "visit"
          $0.subject = "7"
        }, { $0.subjectKind == "visit" && $0.subject == "7" }
      ),
      (
        JournalFilter.asking { $0.person = "minhang" },
        { $0.account == world.minhang.account.number }
      ),
      (JournalFilter.asking { $0.action = "visit.answer" }, { $0.action == "visit.answer" }),
      (
        JournalFilter.asking {
          $0.from = day.iso
          $0.until = day.iso
        }, { Instant(milliseconds: $0.at).day == day }
      ),
      (
        JournalFilter.asking {
          $0.person = "pudong"
          $0.action = "visit.answer"
          $0.from = day.iso
        },
        {
          $0.account == world.pudong.account.number && $0.action == "visit.answer"
            && Instant(milliseconds: $0.at).day >= day
        }
      ),
      (
        JournalFilter.asking {
          $0.kind = "visit"
          $0.subject = "7"
          $0.person = "minhang"
        },
        { $0.subject == "7" && $0.account == world.minhang.account.number }
      ),
      (JournalFilter.asking { $0.person = "nobody" }, { _ in false }),
    ]
    for (filter, isWanted) in cases {
      #expect(try world.all(filter) == world.expected(isWanted), "\(filter)")
      // Entry 2 opened the account of pudong.
      #expect(
        try world.all(filter, by: world.pudong)
          == world.expected { isWanted($0) && ($0.actor == "pudong" || $0.number == 2) },
        "\(filter) of a district")
    }
  }

  @Test("newer pages lead back to the newest", arguments: EngineUnderTest.allCases)
  func newer(_ engine: EngineUnderTest) throws {
    let world = try JournalWorld(engine, entries: 200)
    defer { world.database.remove() }
    let first = try world.page()
    #expect(first.newer == nil)
    let second = try world.page(before: first.older)
    let back = try world.page(after: second.newer)
    #expect(back.entries.map(\.number) == first.entries.map(\.number))
    #expect(back.newer == nil)
    let third = try world.page(before: second.older)
    let middle = try world.page(after: third.newer)
    #expect(middle.entries.map(\.number) == second.entries.map(\.number))
    #expect(middle.newer == second.entries.first?.number)
  }

  @Test("no query of the journal reads a whole table")
  func plans() throws {
    let world = try JournalWorld(.sqlite, entries: 300)
    defer { world.database.remove() }
    let spy = SpyingStore(world.test.store)
    for person in ["", "pudong"] {
      for action in ["", "visit.answer"] {
        for subject in ["", "7"] {
          for scope in [JournalSight(world.city), JournalSight(world.pudong), .everything] {
            let asked = JournalFilter.asking {
              $0.person = person
              $0.action = action
              $0.kind = subject.isEmpty ? "" : "visit"
              $0.subject = subject
              $0.from = "2026-06-01"
            }
            _ = try spy.read { try Journal.page(asked, for: scope, $0) }
          }
        }
      }
    }
    #expect(spy.statements.count > 24)
    for statement in spy.statements {
      let plan = try world.test.store.read { db in
        try db.map("EXPLAIN QUERY PLAN " + statement) { try $0.get("detail", as: String.self) }
      }
      #expect(
        !plan.contains { $0.hasPrefix("SCAN journal ") || $0 == "SCAN journal" || $0 == "SCAN j" },
        "\(statement.text): \(plan)")
    }
  }

  @Test(
    "an upgrade shows the entries of before to the same people and finds their days",
    arguments: EngineUnderTest.allCases)
  func upgrade(_ engine: EngineUnderTest) throws {
    let world = try JournalWorld(engine, entries: 600)
    defer { world.database.remove() }
    // What no person did: an account's lock, entered without an actor.
    try world.test.account("last", roles: [.planner], authority: "浦东", region: "310115")
    _ = try world.addDepartments()
    func derived() throws -> [[String]] {
      try world.test.store.read { db in
        try [
          db.map(
            "SELECT scope, number FROM journal_sight ORDER BY scope, number LIMIT 100000"
          ) { "\(try $0.get("scope", as: String.self)) \(try $0.get("number", as: Int.self))" },
          db.map(
            """
            SELECT day, first_number, last_number, entries FROM journal_days ORDER BY day
            LIMIT 1000
            """
          ) { row in row.all.map { "\($0.value)" }.joined(separator: " ") },
        ]
      }
    }
    let before = try derived()
    let migration = try #require(House.migrations.first { $0.name == "journal" })
    try world.test.store.write { db in
      try db.executeScript(
        """
        DROP TABLE journal_sight; DROP TABLE journal_days; DROP TABLE journal_blocks;
        DROP TABLE journal_closed; DROP INDEX journal_by_account; DROP INDEX journal_by_action;
        DROP INDEX journal_by_kind;
        """)
      try db.executeScript(migration.script)
    }
    #expect(try derived() == before)
    #expect(before[0].count > 1200)
  }

  @Test("the audit administrator filters, pages and exports, and the export is journalled")
  func pages() throws {
    let world = try JournalWorld(.sqlite, entries: 300)
    defer { world.database.remove() }
    let client = try world.test.client("audit")
    let page = try client.get("/journal?kind=visit&subject=7")
    #expect(page.text.contains("安排检查"))
    #expect(page.text.contains("现场检查 7"))
    #expect(!page.text.contains("现场检查 1001"))
    let days = try client.get("/journal?from=yesterday")
    #expect(days.text.contains("起始日期应如"))
    let older = try client.get("/journal?before=100")
    #expect(older.text.contains("after=99"))
    let table = try client.post(
      "/journal/export", [("kind", "visit"), ("subject", "7"), ("format", "csv")]
    ).text
    let lines = table.split(separator: "\r\n", omittingEmptySubsequences: true)
    #expect(lines.first?.hasSuffix("序号,时间,人员,账号编号,操作,记录种类,记录编号,说明,理由,指纹") == true)
    let asked = JournalFilter.asking {
      $0.kind = "visit"
      $0.subject = "7"
    }
    #expect(try lines.count == 1 + world.all(asked).count)
    let file = try client.post("/journal/export", [("kind", "visit"), ("subject", "7")])
    #expect(file.status == 200)
    #expect(file.text.hasPrefix("{\"mingcha\":\"mingcha-journal-export-1\"}\n"))
    #expect(try client.get("/journal").text.contains("导出操作日志：条数 4"))
  }

  @Test("an entry of a district is seen by its city and its province and nobody beside")
  func sight() {
    #expect(JournalSight.scopes(above: "310115") == ["310000", "310100", "310115"])
    #expect(JournalSight.scopes(above: "140200") == ["140000", "140200"])
    #expect(JournalSight.scopes(above: "310000") == ["310000"])
    #expect(JournalSight.scopes(above: "000000").isEmpty)
  }

  @Test("an entry reads as a sentence, with days, moments and words of people")
  func sentence() {
    func entry(_ action: String, _ facts: [(String, String)], _ reason: String = "") -> String {
      Rooms.all.words.sentence(
        JournalEntry(
          number: 1, at: Instant(milliseconds: 0), by: nil,
          note: JournalNote(
            action: action, subjectKind: "visit", subject: "1", reason: reason, facts: facts),
          previous: Journal.start))
    }
    #expect(
      entry("visit.schedule", [("start", "2026-06-01T01:30:00.000Z")], "机构来函改期")
        == "安排检查：检查时间 2026年6月1日 09:30。理由：机构来函改期。")
    #expect(
      entry("visit.approve", [("publish-on", "2026-06-29"), ("rectification", "")])
        == "审定：公开日期 2026年6月29日。")
    #expect(entry("account.roles", [("roles", "planner inspector")]).contains("、"))
    #expect(entry("visit.submit", [("results", "1 7")]) == "提交结果：检查结果 未发现问题、已关闭停业或正在组织清算。")
    #expect(entry("draw.beacon", [("fallback", "0")]) == "登记公共随机数：用备用来源 否。")
  }

  @Test(
    "another department's audit administrator sees its own line, a unit's itself alone",
    arguments: EngineUnderTest.allCases)
  func departments(_ engine: EngineUnderTest) throws {
    let world = try JournalWorld(engine, entries: 4)
    defer { world.database.remove() }
    let (police, district, unit) = try world.addDepartments()
    func sees(_ actor: Actor) throws -> Set<String> {
      Set(
        try world.all(by: actor).compactMap { number in
          try world.test.store.read {
            try $0.value("SELECT actor AS value FROM journal WHERE number = \(number)")
          }
        })
    }
    #expect(try sees(police) == ["police", "police-pudong", "系统"])
    #expect(try sees(district) == ["police-pudong", "系统"])
    #expect(try sees(unit) == ["brigade", "系统"])
    #expect(
      try sees(world.city).isSuperset(of: ["police", "police-pudong", "brigade", "pudong"]))
    #expect(try sees(world.pudong) == ["pudong", "police-pudong", "系统"])
    #expect(try world.all(by: police).count == 4, "two entries and the two accounts")
  }
}
