import Archive
import Foundation
import Storage
import StorageSQLite
import Supervision
import Testing

@testable import Composition
@testable import Kernel

@Suite("Databases of earlier versions")
struct StoredDatabaseTests {
  /// `mingcha demo --bodies 600 --date 2026-12-01` as the program made it before its rooms became
  /// targets of their own.
  private static let stored = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().appending(path: "Stored/demo-2026-12-01.zip").path

  @Test("a database of an earlier version is carried over with every row")
  func carriedOver() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let path = folder.appending(path: "mingcha.db").path
    let bytes = try ZipFile(path: Self.stored).bytes("mingcha.db", limitBytes: 64 << 20)
    try Data(bytes).write(to: URL(filePath: path))
    let store = try SQLiteStore(path: path, waitSeconds: 600)
    defer { store.close() }
    let before = try content(of: store)
    #expect(before["bodies"]?.count == 600 && (before["journal"]?.count ?? 0) > 3000)
    try House.prepare(store, now: try #require(Instant(local: "2026-12-02T09:00")))
    let after = try content(of: store)
    for (table, rows) in before where !Self.derived.contains(table) {
      let kept = Set(after[table] ?? [])
      let lost = rows.filter { !kept.contains($0) }
      #expect(lost.isEmpty, "\(table) lost \(lost.count) of \(rows.count): \(lost.prefix(1))")
    }
    let verified = try store.read { try Journal.verify($0) }
    #expect(throws: Never.self) { try verified.get() }
  }

  /// What the program itself brings up to date at every start.
  private static let derived: Set = ["schema_migrations", "reference_files"]
}
