import Crypto
import Foundation
import HTTP
import Storage
import Supervision
import TestSupport
import Testing

@testable import Platform

/// The whole way through the house, from the imported library to the published result, as the
/// demo's people walk it through pages and commands.
@Suite("Journey")
struct JourneyTests {
  static let tables = [
    "account_roles", "accounts", "authorities", "bodies", "body_fields", "calendar_days",
    "conflicts", "draw_amendments", "draw_contributors", "draw_files", "draw_picks", "draw_stages",
    "draw_strata", "draws", "expert_fields", "experts", "form_checks", "form_items",
    "form_templates", "imports", "inspector_skills", "inspectors", "journal", "journal_head",
    "legal_rules", "plan_fields", "plan_roles", "plan_weights", "plans", "publications",
    "rectification_entries", "rectifications", "regions", "self_check_answers", "self_checks",
    "sessions", "sites", "visit_answers", "visit_decisions", "visit_members", "visit_results",
    "visits",
  ]

  /// Every row of every table, a digest for each table.
  private func dump(_ store: any Store) throws -> [String: String] {
    var digests: [String: String] = [:]
    for table in Self.tables {
      let rows = try store.read { db -> [String] in
        var rows: [String] = []
        try db.forEachRow(Self.statement(table)) { row in
          rows.append(row.all.map { "\($0.name)=\($0.value)" }.joined(separator: "\u{1}"))
        }
        return rows
      }
      if rows.isEmpty, table != "draw_amendments" { Issue.record("\(table) is empty") }
      digests[table] = hex(sha256(Array(rows.sorted().joined(separator: "\n").utf8)))
    }
    return digests
  }

  /// Statements are literals only; tests may still read any table.
  private static func statement(_ table: String) -> SQL {
    switch table {
    case "account_roles": "SELECT * FROM account_roles"
    case "accounts": "SELECT * FROM accounts"
    case "authorities": "SELECT * FROM authorities"
    case "bodies": "SELECT * FROM bodies"
    case "body_fields": "SELECT * FROM body_fields"
    case "calendar_days": "SELECT * FROM calendar_days"
    case "conflicts": "SELECT * FROM conflicts"
    case "draw_amendments": "SELECT * FROM draw_amendments"
    case "draw_contributors": "SELECT * FROM draw_contributors"
    case "draw_files": "SELECT * FROM draw_files"
    case "draw_picks": "SELECT * FROM draw_picks"
    case "draw_stages": "SELECT * FROM draw_stages"
    case "draw_strata": "SELECT * FROM draw_strata"
    case "draws": "SELECT * FROM draws"
    case "expert_fields": "SELECT * FROM expert_fields"
    case "experts": "SELECT * FROM experts"
    case "form_checks": "SELECT * FROM form_checks"
    case "form_items": "SELECT * FROM form_items"
    case "form_templates": "SELECT * FROM form_templates"
    case "imports": "SELECT * FROM imports"
    case "inspector_skills": "SELECT * FROM inspector_skills"
    case "inspectors": "SELECT * FROM inspectors"
    case "journal": "SELECT * FROM journal"
    case "journal_head": "SELECT * FROM journal_head"
    case "legal_rules": "SELECT * FROM legal_rules"
    case "plan_fields": "SELECT * FROM plan_fields"
    case "plan_roles": "SELECT * FROM plan_roles"
    case "plan_weights": "SELECT * FROM plan_weights"
    case "plans": "SELECT * FROM plans"
    case "publications": "SELECT * FROM publications"
    case "rectification_entries": "SELECT * FROM rectification_entries"
    case "rectifications": "SELECT * FROM rectifications"
    case "regions": "SELECT * FROM regions"
    case "self_check_answers": "SELECT * FROM self_check_answers"
    case "self_checks": "SELECT * FROM self_checks"
    case "sessions": "SELECT * FROM sessions"
    case "sites": "SELECT * FROM sites"
    case "visit_answers": "SELECT * FROM visit_answers"
    case "visit_decisions": "SELECT * FROM visit_decisions"
    case "visit_members": "SELECT * FROM visit_members"
    case "visit_results": "SELECT * FROM visit_results"
    case "visits": "SELECT * FROM visits"
    default: preconditionFailure("no such table \(table)")
    }
  }

  private func generate(on engine: EngineUnderTest, seed: Int = 5) throws -> [String: String] {
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
      DemoOptions(bodies: 400, seed: seed, today: day), store: store, dataFolder: folder.path,
      progress: { _ in })
    return try dump(store)
  }

  /// The rows on SQLite, made once.
  private static let onSQLite = Result { try JourneyTests().generate(on: .sqlite) }

  @Test("the same seed gives the same rows")
  func sameRows() throws {
    let first = try Self.onSQLite.get()
    let again = try generate(on: .sqlite)
    for table in Self.tables { #expect(first[table] == again[table], "\(table) differs") }
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
    let postgres = try generate(on: .postgres)
    for table in Self.tables { #expect(sqlite[table] == postgres[table], "\(table) differs") }
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
