import Storage
import Supervision
import TestSupport
import Testing

@testable import Composition
@testable import JournalRoom
@testable import Kernel

/// A house on one of the engines whose journal has entries of two districts over some days.
struct JournalWorld {
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
          at: moment, by: step % 2 == 0 ? pudong : minhang, Rooms.all.words,
          to: db)
      }
    }
  }

  /// People of another department in the city and a district, and of a unit, each with one entry.
  func addDepartments() throws -> (police: Actor, district: Actor, unit: Actor) {
    let police = try test.account(
      "police", roles: [.auditAdministrator], authority: "市公安局", department: "police")
    let district = try test.account(
      "police-pudong", roles: [.auditAdministrator], authority: "浦东公安分局",
      department: "police", level: "district", region: "310115")
    let unit = try test.account(
      "brigade", roles: [.auditAdministrator], authority: "执法总队", level: "unit")
    for actor in [police, district, unit] {
      try test.house.perform(by: actor) { $0.journal("visit.schedule", ("visit", "1")) }
    }
    return (police, district, unit)
  }

  func page(
    _ filter: JournalFilter = JournalFilter(), by actor: Actor? = nil, before: Int? = nil,
    after: Int? = nil
  ) throws -> JournalPage {
    try test.store.read { db in
      try Journal.page(
        filter, for: JournalSight(actor ?? city), before: before, after: after, db)
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

extension JournalFilter {
  /// What these changes of an empty filter ask for.
  static func asking(_ change: (inout JournalFilter) -> Void) -> JournalFilter {
    var filter = JournalFilter()
    change(&filter)
    return filter
  }
}
