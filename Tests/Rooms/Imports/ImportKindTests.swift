import Foundation
import Glibc
import HTTP
import Sheets
import Storage
import Supervision
import Testing

@testable import Composition
@testable import Kernel

/// What holds for every kind of file.
@Suite("Every kind of file")
struct ImportKindTests {
  private static let kinds = Rooms.all.datasets.kinds.map(\.rawValue)

  private func kind(_ code: String) throws -> ImportKind {
    try #require(Rooms.all.datasets.kind(code))
  }

  /// Everything of a kind as a file; how many rows.
  private func export(
    _ kind: ImportKind, _ format: TableFormat, _ house: House, to path: String
  ) throws -> Int {
    let descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
    try #require(descriptor >= 0)
    defer { close(descriptor) }
    return try house.store.read { db in
      let request = ExportRequest(
        actor: try Imports.houseActor(db), filter: Fields(), asOf: nil, now: house.now())
      return try writeTable(
        kind, format, to: descriptor, named: kind.label, now: house.now()
      ) { try kind.library.export(request, db, $0) }
    }
  }

  @Test("what goes out of the demo would come in again without a change", arguments: kinds)
  func unchanged(code: String) throws {
    let house = try DemoWorld.shared.get().house
    let kind = try kind(code)
    for format in [TableFormat.csv, .xlsx] {
      let path = FileManager.default.temporaryDirectory
        .appending(path: "mingcha-kind-" + UUID().uuidString).path
      defer { try? FileManager.default.removeItem(atPath: path) }
      let rows = try export(kind, format, house, to: path)
      if rows == 0 {
        #expect(throws: Problem.self) {
          try Imports.checkFile(
            kind: kind, path: path, fileName: "名录", by: nil, house, progress: { _ in })
        }
        continue
      }
      let report = try Imports.checkFile(
        kind: kind, path: path, fileName: "名录", by: nil, house, progress: { _ in })
      #expect(
        report.counts == ImportCounts(read: rows, same: rows),
        "\(format) \(report.findings.prefix(3))")
    }
  }

  @Test("a template has every column once, and rows that fit them", arguments: kinds)
  func template(code: String) throws {
    let library = try kind(code).library
    let reading = HeaderReading(library.columns.map(\.name), library)
    #expect(reading.isPlain, "\(reading.problems)")
    #expect(HeaderReading(library.columns.map(\.code), library).isPlain)
    #expect(library.examples.allSatisfy { $0.count == library.columns.count })
    #expect(!library.examples.isEmpty)
    var owners: [String: String] = [:]
    for column in library.columns {
      for alias in column.aliases + [column.name] {
        let owner = owners.updateValue(column.code, forKey: alias)
        #expect(owner == nil || owner == column.code, "“\(alias)” names two columns")
      }
    }
  }

  @Test("a column with a slip in its name is guessed", arguments: kinds)
  func slips(code: String) throws {
    let library = try kind(code).library
    for column in library.columns where column.name.count > 3 {
      let slip = String(column.name.dropLast()) + "呀"
      let reading = HeaderReading([slip], library)
      #expect(reading.strangers.first?.near != nil, "\(slip)")
    }
  }
}
