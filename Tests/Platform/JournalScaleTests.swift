import Crypto
import Draw
import Foundation
import Storage
import Supervision
import TestSupport
import Testing

@testable import Platform

/// The journal with many entries: found, exported, anchored, moved into files.
@Suite("Journal at scale")
struct JournalScaleTests {
  /// A house on one of the engines whose journal has entries of two districts over some days.
  private struct World {
    let database: TestDatabase
    let test: TestHouse
    let city: Actor
    let pudong: Actor
    let minhang: Actor

    init(_ engine: EngineUnderTest, entries: Int) throws {
      database = try TestDatabase(on: engine)
      test = try TestHouse(try database.open(), at: "2026-06-01T09:00")
      city = try test.account("audit", roles: [.auditAdministrator])
      pudong = try test.account(
        "pudong", roles: [.planner, .auditAdministrator], authority: "浦东", level: "district",
        region: "310115")
      minhang = try test.account(
        "minhang", roles: [.planner], authority: "闵行", level: "district", region: "310112")
      try add(entries)
    }

    /// Entries of both districts in turn, every 250 on the next day, visit 7 once in 97.
    func add(_ count: Int) throws {
      let store = test.store
      try store.write { db in
        for step in 0..<count {
          let moment = test.clock.now.adding(days: step / 250)
          let subject = step % 97 == 0 ? "7" : String(1000 + step)
          try Journal.append(
            JournalNote(
              action: step % 5 == 0 ? "visit.answer" : "visit.schedule", subjectKind: "visit",
              subject: subject, reason: step % 3 == 0 ? "因“天气”\n改期\t\\" : "", facts: [("item", "1")]
            ),
            at: moment, by: step % 2 == 0 ? pudong : minhang, to: db)
        }
      }
    }

    func page(
      _ filter: JournalFilter = JournalFilter(), by actor: Actor? = nil, before: Int? = nil,
      after: Int? = nil
    ) throws -> JournalPage {
      try test.store.read { db in
        try JournalRoom.page(
          filter, for: (actor ?? city).scope, before: before, after: after, db)
      }
    }

    /// Every entry a filter gives, page by page.
    func all(_ filter: JournalFilter = JournalFilter(), by actor: Actor? = nil) throws -> [Int] {
      var numbers: [Int] = []
      var before: Int?
      while true {
        let page = try page(filter, by: actor, before: before)
        numbers += page.entries.map(\.number)
        guard let older = page.older else { return numbers }
        before = older
      }
    }

    /// The same out of the table, without the code under test.
    func expected(_ isWanted: (JournalEntry) -> Bool) throws -> [Int] {
      let entries: [JournalEntry] = try test.store.read {
        try $0.all(
          """
          SELECT number, at, account, actor, authority, action, subject_kind, subject, reason,
            facts, previous, digest FROM journal ORDER BY number DESC LIMIT 100000
          """)
      }
      return entries.filter(isWanted).map(\.number)
    }
  }

  private func filter(_ change: (inout JournalFilter) -> Void) -> JournalFilter {
    var filter = JournalFilter()
    change(&filter)
    return filter
  }

  @Test("every filter gives exactly its entries, page by page", arguments: EngineUnderTest.allCases)
  func filters(_ engine: EngineUnderTest) throws {
    let world = try World(engine, entries: 1200)
    defer { world.database.remove() }
    let day = try #require(CalendarDay(iso: "2026-06-03"))
    let cases: [(JournalFilter, (JournalEntry) -> Bool)] = [
      (JournalFilter(), { _ in true }),
      (filter { $0.kind = "visit" }, { $0.subjectKind == "visit" }),
      (
        filter {
          $0.kind = "visit"
          $0.subject = "7"
        }, { $0.subjectKind == "visit" && $0.subject == "7" }
      ),
      (filter { $0.person = "minhang" }, { $0.account == world.minhang.account.number }),
      (filter { $0.action = "visit.answer" }, { $0.action == "visit.answer" }),
      (
        filter {
          $0.from = day.iso
          $0.until = day.iso
        }, { Instant(milliseconds: $0.at).day == day }
      ),
      (
        filter {
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
        filter {
          $0.kind = "visit"
          $0.subject = "7"
          $0.person = "minhang"
        },
        { $0.subject == "7" && $0.account == world.minhang.account.number }
      ),
      (filter { $0.person = "nobody" }, { _ in false }),
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
    let world = try World(engine, entries: 200)
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
    let world = try World(.sqlite, entries: 300)
    defer { world.database.remove() }
    let spy = SpyingStore(world.test.store)
    for person in ["", "pudong"] {
      for action in ["", "visit.answer"] {
        for subject in ["", "7"] {
          for scope in [world.city.scope, world.pudong.scope, RegionScope(region: "000000")] {
            let asked = filter {
              $0.person = person
              $0.action = action
              $0.kind = subject.isEmpty ? "" : "visit"
              $0.subject = subject
              $0.from = "2026-06-01"
            }
            _ = try spy.read { try JournalRoom.page(asked, for: scope, $0) }
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
    let world = try World(engine, entries: 600)
    defer { world.database.remove() }
    // What no person did: an account's lock, entered without an actor.
    try world.test.account("last", roles: [.planner], authority: "浦东", region: "310115")
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

  // MARK: verifying and anchors

  private func verdict(
    _ store: any Store, _ anchors: [JournalAnchor] = []
  ) throws -> Result<(count: Int, digest: String), Journal.Fault> {
    try Journal.verify(store, crew: Alone(), anchors: anchors)
  }

  @Test("each day that is over gets one anchor, and they fit", arguments: EngineUnderTest.allCases)
  func anchors(_ engine: EngineUnderTest) throws {
    let world = try World(engine, entries: 700)
    defer { world.database.remove() }
    let path = world.test.folder.appending(path: "anchor.txt").path
    let store = world.test.store
    let now = try #require(Instant(local: "2026-06-03T10:00"))
    let first = try Journal.writeAnchors(store, to: path, now: now)
    #expect(first.map(\.day) == ["2026-06-01", "2026-06-02"])
    #expect(try Journal.writeAnchors(store, to: path, now: now).isEmpty)
    let more = try Journal.writeAnchors(store, to: path, now: now.adding(days: 2))
    // A day without entries has its line too.
    #expect(more.map(\.day) == ["2026-06-03", "2026-06-04"])
    #expect(more[0].number == more[1].number)
    let text = try String(contentsOfFile: path, encoding: .utf8)
    let anchors = try JournalAnchor.read(text, named: path)
    #expect(anchors == first + more)
    #expect(text.hasPrefix("# "))
    guard case .success(let found) = try verdict(store, anchors) else {
      Issue.record("the anchors do not fit")
      return
    }
    #expect(found.count == anchors[3].number)
  }

  @Test("a rewritten journal verifies by itself, but not against the anchors kept outside")
  func rewritten() throws {
    let world = try World(.sqlite, entries: 600)
    defer { world.database.remove() }
    let store = world.test.store
    let path = world.test.folder.appending(path: "anchor.txt").path
    let now = try #require(Instant(local: "2026-06-09T10:00"))
    let anchors = try Journal.writeAnchors(store, to: path, now: now)
    try rewrite(store, from: 100)
    guard case .success = try verdict(store) else {
      Issue.record("the new chain is sound")
      return
    }
    guard case .failure(let fault) = try verdict(store, anchors) else {
      Issue.record("not noticed")
      return
    }
    #expect(fault == .anchorDiffers(number: anchors[0].number, day: anchors[0].day))
    // Cut behind an anchor.
    try store.write { db in
      try db.execute("DELETE FROM journal WHERE number > 300")
      let digest: String? = try db.value("SELECT digest AS value FROM journal WHERE number = 300")
      try db.execute("UPDATE journal_head SET number = 300, digest = \(digest)")
    }
    guard case .failure(let cut) = try verdict(store, [anchors[2]]) else {
      Issue.record("not noticed")
      return
    }
    #expect(cut == .anchorDiffers(number: anchors[2].number, day: anchors[2].day))
  }

  /// What somebody with the database and this program's source could do.
  private func rewrite(_ store: any Store, from number: Int) throws {
    try store.write { db in
      try db.execute("UPDATE journal SET reason = 'forged' WHERE number = \(number)")
      var previous =
        try db.value(
          "SELECT previous AS value FROM journal WHERE number = \(number)", as: String.self) ?? ""
      let entries: [JournalEntry] = try db.all(
        """
        SELECT number, at, account, actor, authority, action, subject_kind, subject, reason, facts,
          previous, digest FROM journal WHERE number >= \(number) ORDER BY number LIMIT 10000
        """)
      for entry in entries {
        let new = JournalEntry(
          number: entry.number, at: entry.at, account: entry.account, actor: entry.actor,
          authority: entry.authority, action: entry.action, subjectKind: entry.subjectKind,
          subject: entry.subject, reason: entry.reason, facts: entry.facts, previous: previous)
        try db.execute(
          """
          UPDATE journal SET previous = \(new.previous), digest = \(new.digest)
          WHERE number = \(new.number)
          """)
        previous = new.digest
      }
      try db.execute("UPDATE journal_head SET digest = \(previous)")
    }
  }

  @Test("a chain of several stretches is verified, and a fault in any is named")
  func stretches() throws {
    let world = try World(.sqlite, entries: 100)
    defer { world.database.remove() }
    let store = world.test.store
    try world.add(45_000)
    guard case .success(let found) = try verdict(store) else {
      Issue.record("the chain is broken")
      return
    }
    #expect(found.count == 45_103)
    let cases: [(SQL, Journal.Fault)] = [
      ("UPDATE journal SET reason = 'x' WHERE number = 20000", .changed(number: 20_000)),
      ("UPDATE journal SET reason = 'x' WHERE number = 20001", .changed(number: 20_001)),
      ("DELETE FROM journal WHERE number = 20000", .missing(number: 20_000)),
      ("DELETE FROM journal WHERE number = 20001", .missing(number: 20_001)),
      ("DELETE FROM journal WHERE number = 45103", .headDiffers(number: 45_103)),
      ("DELETE FROM journal WHERE number > 30000", .missing(number: 30_001)),
    ]
    for (change, fault) in cases {
      let copy = try TestDatabase(on: .sqlite)
      defer { copy.remove() }
      try copySQLite(world.database.address, to: copy.address)
      let other = try copy.open()
      try other.write { _ = try $0.execute(change) }
      guard case .failure(let named) = try verdict(other) else {
        Issue.record("not noticed: \(fault)")
        continue
      }
      #expect(named == fault)
    }
  }

  // MARK: exports and closed years

  @Test("an export proves its entries without the others", arguments: EngineUnderTest.allCases)
  func export(_ engine: EngineUnderTest) throws {
    let world = try World(engine, entries: 5000)
    defer { world.database.remove() }
    let folder = world.test.folder
    let now = try #require(Instant(local: "2026-07-09T10:00"))
    let anchors = try Journal.writeAnchors(
      world.test.store, to: folder.appending(path: "anchor.txt").path, now: now)
    let cases: [JournalFilter] = [
      JournalFilter(),
      filter {
        $0.kind = "visit"
        $0.subject = "7"
      },
      filter { $0.person = "minhang" },
      filter { $0.from = "2026-06-05" },
      filter { $0.until = "2026-06-02" },
      filter { $0.person = "nobody" },
    ]
    for (index, filter) in cases.enumerated() {
      let path = folder.appending(path: "export\(index).ndjson").path
      let made = try Journal.export(
        filter, for: world.city.scope, world.test.store, to: path, now: now)
      let found = try Journal.check(path)
      #expect(found.entries == made.entries)
      #expect(try found.entries == world.all(filter).count)
      #expect(found.root == made.root)
      // Everything is of days that are over, so the last anchor has this root.
      #expect(found.size == anchors.last?.number)
      #expect(found.root == anchors.last?.root)
    }
  }

  @Test("whatever is changed in an export is found")
  func forged() throws {
    let world = try World(.sqlite, entries: 300)
    defer { world.database.remove() }
    let folder = world.test.folder
    let path = folder.appending(path: "export.ndjson").path
    _ = try Journal.export(
      filter {
        $0.kind = "visit"
        $0.subject = "7"
      }, for: world.city.scope, world.test.store, to: path, now: world.test.clock.now)
    let text = try String(contentsOfFile: path, encoding: .utf8)
    let lines = text.split(separator: "\n").map(String.init)
    #expect(lines.count > 6)
    var forgeries: [[String]] = [
      Array(lines.dropFirst()), Array(lines.dropLast()), lines + lines.suffix(1), [],
    ]
    for index in 1..<lines.count {
      forgeries.append(Array(lines[..<index] + lines[(index + 1)...]))
      var changed = lines
      // One letter or digit in the middle of the line.
      let place = changed[index].index(
        changed[index].startIndex, offsetBy: changed[index].count / 2)
      let old = changed[index][place]
      changed[index].replaceSubrange(place...place, with: old == "1" ? "2" : "1")
      forgeries.append(changed)
    }
    for (index, forgery) in forgeries.enumerated() {
      let name = folder.appending(path: "forged\(index).ndjson").path
      try (forgery.joined(separator: "\n") + "\n").write(
        toFile: name, atomically: true, encoding: .utf8)
      #expect(throws: Problem.self, "\(index): \(forgery)") { try Journal.check(name) }
    }
  }

  @Test("the root is the one of RFC 6962 for any number of entries")
  func root() {
    func reference(_ leaves: ArraySlice<[UInt8]>) -> [UInt8] {
      if leaves.isEmpty { return sha256([]) }
      if leaves.count == 1 { return sha256([0] + leaves[leaves.startIndex]) }
      var half = 1
      while half * 2 < leaves.count { half *= 2 }
      return sha256(
        [1] + reference(leaves.prefix(half)) + reference(leaves.dropFirst(half)))
    }
    let leaves = (0..<70).map { SeededEntropy("leaf\($0)").bytes(32) }
    var tree = JournalTree()
    for count in 0...70 {
      #expect(tree.root == reference(leaves.prefix(count)), "\(count)")
      if count < 70 { tree.append(JournalTree.leaf(leaves[count]), level: 0) }
    }
  }

  @Test(
    "a year moved into a file still verifies, and the chain goes on",
    arguments: EngineUnderTest.allCases)
  func closed(_ engine: EngineUnderTest) throws {
    let world = try World(engine, entries: 4500)
    defer { world.database.remove() }
    let test = world.test
    let folder = test.folder
    let before = try world.page().entries.first?.number ?? 0
    #expect(throws: Problem.self) {
      try Journal.close(year: 2026, into: folder.appending(path: "x").path, test.house) { _ in }
    }
    try test.clock.set("2027-01-05T09:00")
    let anchors = try Journal.writeAnchors(
      test.store, to: folder.appending(path: "anchor.txt").path, now: test.clock.now)
    try world.add(10)
    let path = folder.appending(path: "journal-2026.ndjson").path
    let closed = try Journal.close(year: 2026, into: path, test.house) { _ in }
    #expect(closed.first == 1)
    #expect(closed.last == before)
    let checked = try Journal.check(path)
    #expect(checked.entries == before)
    #expect(checked.root == anchors.last?.root)
    // Nothing of it is left, eleven entries and the closing are, and all of it holds.
    #expect(
      try test.store.read { try $0.count("SELECT count(*) AS value FROM journal") } == 11)
    guard case .success(let found) = try Journal.verify(test.store, crew: Alone()) else {
      Issue.record("the chain is broken")
      return
    }
    #expect(found.count == before + 11)
    // Exports and anchors of the new year lead to trees over all entries.
    let export = folder.appending(path: "export.ndjson").path
    let made = try Journal.export(
      JournalFilter(), for: world.city.scope, test.store, to: export,
      now: test.clock.now.adding(days: 1))
    #expect(made.entries == 10)
    #expect(try Journal.check(export).size == before + 11)
    let more = try Journal.writeAnchors(
      test.store, to: folder.appending(path: "anchor.txt").path,
      now: test.clock.now.adding(days: 1))
    #expect(more.last?.root == made.root)
    // The page names the file; a second closing of the year has nothing to do.
    #expect(try test.store.read { try JournalRoom.closedYears($0).map(\.year) } == [2026])
    #expect(throws: Problem.self) {
      try Journal.close(year: 2026, into: folder.appending(path: "y").path, test.house) { _ in }
    }
    // Passwords of last June are too old to sign in with.
    try test.account("auditor", roles: [.auditAdministrator])
    let page = try test.client("auditor").get("/journal")
    #expect(page.status == 200)
    #expect(page.text.contains("journal-2026.ndjson"))
    #expect(page.text.contains("操作日志归档"))
  }

  @Test("a broken chain is not moved away")
  func brokenYear() throws {
    let world = try World(.sqlite, entries: 300)
    defer { world.database.remove() }
    try world.test.clock.set("2027-01-05T09:00")
    try world.test.store.write {
      _ = try $0.execute("UPDATE journal SET reason = 'x' WHERE number = 20")
    }
    let path = world.test.folder.appending(path: "year").path
    #expect(throws: Problem.self) {
      try Journal.close(year: 2026, into: path, world.test.house) { _ in }
    }
    #expect(
      try world.test.store.read { try $0.count("SELECT count(*) AS value FROM journal") } == 303)
  }

  // MARK: pages

  @Test("the audit administrator filters, pages and exports, and the export is journalled")
  func pages() throws {
    let world = try World(.sqlite, entries: 300)
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
    let file = try client.post("/journal/export", [("kind", "visit"), ("subject", "7")])
    #expect(file.status == 200)
    #expect(file.text.hasPrefix("{\"mingcha\":\"mingcha-journal-export-1\"}\n"))
    #expect(try client.get("/journal").text.contains("导出操作日志：条数 4"))
  }

  @Test("an entry of a district is seen by its city and its province and nobody beside")
  func sight() {
    #expect(Journal.scopes(above: "310115") == ["310000", "310100", "310115"])
    #expect(Journal.scopes(above: "140200") == ["140000", "140200"])
    #expect(Journal.scopes(above: "310000") == ["310000"])
    #expect(Journal.scopes(above: "000000").isEmpty)
  }

  @Test("an entry reads as a sentence, with days, moments and words of people")
  func sentence() {
    func entry(_ action: String, _ facts: [(String, String)], _ reason: String = "") -> String {
      JournalEntry(
        number: 1, at: Instant(milliseconds: 0), by: nil,
        note: JournalNote(
          action: action, subjectKind: "visit", subject: "1", reason: reason, facts: facts),
        previous: Journal.start
      ).sentence
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
}
