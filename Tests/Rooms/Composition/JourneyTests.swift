import Crypto
import Foundation
import HTTP
import Storage
import Supervision
import TestSupport
import Testing

@testable import Composition
@testable import Kernel

/// The whole way through the house, from the imported library to the published result, as the
/// demo's people walk it through pages and commands.
@Suite("Journey")
struct JourneyTests {
  /// Every row of every table.
  private func generate(
    on engine: EngineUnderTest, national: DemoOptions.National? = nil
  ) throws -> [String: [String]] {
    let database = try TestDatabase(on: engine)
    defer { database.remove() }
    let store = try database.open()
    defer { store.close() }
    let folder = FileManager.default.temporaryDirectory
      .appending(path: "mingcha-journey-" + UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let day = try #require(CalendarDay(iso: "2026-11-20"))
    try House.prepare(store, now: day.start)
    _ = try Demo.generate(
      DemoOptions(bodies: 400, seed: 5, today: day, national: national), store: store,
      dataFolder: folder.path, progress: { _ in })
    return try content(of: store)
  }

  /// The rows on SQLite, made once.
  private static let onSQLite = Result { try JourneyTests().generate(on: .sqlite) }

  @Test("the same seed gives the same rows")
  func sameRows() throws {
    let first = try Self.onSQLite.get()
    try expectSame(first, try generate(on: .sqlite))
    for table in ["bodies", "capabilities", "visits", "draw_picks", "publications", "journal"] {
      #expect(first[table]?.isEmpty == false, "\(table) is empty")
    }
  }

  @Test("another seed gives another Shanghai")
  func otherSeed() throws {
    let day = try #require(CalendarDay(iso: "2026-11-20"))
    let one = DemoRegistry(bodies: 400, seed: 5, today: day)
    let other = DemoRegistry(bodies: 400, seed: 6, today: day)
    #expect(one.bodyRows != other.bodyRows)
    #expect(Set(one.bodyRows.map { $0[0] }).count == 400)
    #expect(one.bodyRows.allSatisfy { UnifiedSocialCreditCode.check($0[0]).isValid })
  }

  @Test(
    "the journey leaves the same rows on PostgreSQL",
    .enabled(if: EngineUnderTest.postgresURL != nil))
  func postgres() throws {
    let sqlite = try Self.onSQLite.get()
    try expectSame(sqlite, try generate(on: .postgres))
  }

  @Test(
    "a country has the bodies and the capabilities asked for, alike on both engines",
    .enabled(if: EngineUnderTest.postgresURL != nil))
  func country() throws {
    let size = DemoOptions.National(bodies: 900, capabilities: 9000)
    let sqlite = try generate(on: .sqlite, national: size)
    #expect(sqlite["bodies"]?.count == 900)
    #expect(sqlite["capabilities"]?.count == 9000)
    try expectSame(sqlite, try generate(on: .postgres, national: size))
  }

  private func expectSame(
    _ first: [String: [String]], _ second: [String: [String]]
  ) throws {
    #expect(first.keys.sorted() == second.keys.sorted())
    for (table, rows) in first where rows != second[table] ?? [] {
      Issue.record("\(table) differs")
    }
  }

  @Test("every stage of a visit is in the demo, and the chain of the journal holds")
  func stages() throws {
    let world = try DemoWorld.shared.get()
    for stage in VisitStage.allCases where stage != .withdrawn && stage != .approved {
      let count = try world.number(
        "SELECT count(*) AS value FROM visits WHERE stage = \(stage.rawValue)")
      #expect(count > 0, "no visit is \(stage)")
    }
    let verdict = try world.store.read { try Journal.verify($0) }
    guard case .success(let found) = verdict else {
      Issue.record("the chain is broken")
      return
    }
    #expect(found.count > 1000)
  }
}
