import Crypto
import Draw
import Foundation
import Storage
import Supervision
import TestSupport
import Testing

@testable import JournalRoom
@testable import Kernel

/// The journal proved: verified, anchored, exported, moved into files.
@Suite("Proofs of the journal")
struct JournalProofTests {
  // MARK: verifying and anchors

  private func verdict(
    _ store: any Store, _ anchors: [JournalAnchor] = []
  ) throws -> Result<(count: Int, digest: String), Journal.Fault> {
    try Journal.verify(store, crew: Alone(), anchors: anchors)
  }

  @Test("each day that is over gets one anchor, and they fit", arguments: EngineUnderTest.allCases)
  func anchors(_ engine: EngineUnderTest) throws {
    let world = try JournalWorld(engine, entries: 700)
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
    let world = try JournalWorld(.sqlite, entries: 600)
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
    let world = try JournalWorld(.sqlite, entries: 100)
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
    let world = try JournalWorld(engine, entries: 5000)
    defer { world.database.remove() }
    let folder = world.test.folder
    let now = try #require(Instant(local: "2026-07-09T10:00"))
    let anchors = try Journal.writeAnchors(
      world.test.store, to: folder.appending(path: "anchor.txt").path, now: now)
    let cases: [JournalFilter] = [
      JournalFilter(),
      JournalFilter.asking {
        $0.kind = "visit"
        $0.subject = "7"
      },
      JournalFilter.asking { $0.person = "minhang" },
      JournalFilter.asking { $0.from = "2026-06-05" },
      JournalFilter.asking { $0.until = "2026-06-02" },
      JournalFilter.asking { $0.person = "nobody" },
    ]
    for (index, filter) in cases.enumerated() {
      let path = folder.appending(path: "export\(index).ndjson").path
      let made = try Journal.export(
        filter, for: JournalSight(world.city), world.test.store, to: path, now: now)
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
    let world = try JournalWorld(.sqlite, entries: 300)
    defer { world.database.remove() }
    let folder = world.test.folder
    let path = folder.appending(path: "export.ndjson").path
    _ = try Journal.export(
      JournalFilter.asking {
        $0.kind = "visit"
        $0.subject = "7"
      }, for: JournalSight(world.city), world.test.store, to: path, now: world.test.clock.now)
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
    let world = try JournalWorld(engine, entries: 4500)
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
      JournalFilter(), for: JournalSight(world.city), test.store, to: export,
      now: test.clock.now.adding(days: 1))
    #expect(made.entries == 10)
    #expect(try Journal.check(export).size == before + 11)
    let more = try Journal.writeAnchors(
      test.store, to: folder.appending(path: "anchor.txt").path,
      now: test.clock.now.adding(days: 1))
    #expect(more.last?.root == made.root)
    // The page names the file; a second closing of the year has nothing to do.
    #expect(try test.store.read { try Journal.closedYears($0).map(\.year) } == [2026])
    #expect(throws: Problem.self) {
      try Journal.close(year: 2026, into: folder.appending(path: "y").path, test.house) { _ in }
    }
    // Passwords of last June are too old to sign in with.
    try test.account("auditor", roles: [.auditAdministrator])
    let page = try test.client("auditor").get("/journal")
    #expect(page.status == 200)
    #expect(page.text.contains("journal-2026.ndjson"))
    #expect(page.text.contains("操作日志归档"))
    // So do the pages of records.
    try test.account("keeper", roles: [.securityAdministrator])
    let account = try test.client("keeper").get("/accounts/\(world.pudong.account)")
    #expect(account.text.contains("2026年及以前的记录已移到归档文件"))
    #expect(account.text.contains("journal-2026.ndjson"))
  }

  @Test("a broken chain is not moved away")
  func brokenYear() throws {
    let world = try JournalWorld(.sqlite, entries: 300)
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
}
