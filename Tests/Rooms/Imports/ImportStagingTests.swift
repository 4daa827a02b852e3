import Foundation
import Storage
import Supervision
import Synchronization
import TestSupport
import Testing

@testable import Bodies
@testable import Capabilities
@testable import Composition
@testable import Kernel

/// How a file is judged without keeping others waiting, and then stored at once.
@Suite("Staging of a file")
struct ImportStagingTests {
  /// Who is at work while a file comes in.
  private struct Others: Sendable {
    let house: House
    let clock: TestClock
    let planner: Actor

    /// Somebody else says something else of the first body.
    func change(credit: String) throws {
      let bytes = RegistrySamples.bodies([RegistrySamples.bodyLine(1, credit: credit)])
      _ = try Imports.importFile(
        kind: .bodies, fileName: "别人.csv", bytes: bytes, accept: true, by: planner, house)
    }
  }

  /// A house with two bodies, and a file that says of the first what the house says already.
  private final class World {
    let database: TestDatabase
    let others: Others
    let path: String
    private let test: TestHouse

    var house: House { others.house }
    var planner: Actor { others.planner }

    init(_ engine: EngineUnderTest) throws {
      database = try TestDatabase(on: engine)
      test = try TestHouse(try database.open())
      let planner = try test.account("wang", roles: [.planner])
      others = Others(house: test.house, clock: test.clock, planner: planner)
      try test.fill(
        RegistrySamples.bodies((1...2).map { RegistrySamples.bodyLine($0) }), by: planner)
      path = test.folder.appending(path: "名录.csv").path
      let lines = [RegistrySamples.bodyLine(1), RegistrySamples.bodyLine(3)]
      try Data(RegistrySamples.bodies(lines)).write(to: URL(filePath: path))
    }

    deinit { database.remove() }

    func credit() throws -> String? {
      try house.store.read {
        try $0.value("SELECT credit_class AS value FROM bodies WHERE name = '示例检测1号有限公司'")
      }
    }

    /// Imports the file; `others` act on another thread each time its rows have been judged.
    func importFile(_ others: @escaping @Sendable (Int) throws -> Void) throws -> (
      report: ImportReport, judged: Int
    ) {
      var judged = 0
      var failure: (any Error)?
      let report = try Imports.importFile(
        kind: .bodies, path: path, fileName: "名录.csv", by: planner, house
      ) { progress in
        guard progress.total == nil else { return }
        judged += 1
        let count = judged
        do {
          try onOtherThread { try others(count) }
        } catch {
          failure = error
        }
      }
      if let failure { throw failure }
      return (report, judged)
    }
  }

  @Test(
    "others write while rows are judged, and rows are judged once where nothing they rest on changed",
    arguments: EngineUnderTest.allCases)
  func harmless(engine: EngineUnderTest) throws {
    let world = try World(engine)
    let others = world.others
    let (report, judged) = try world.importFile { _ in
      try others.house.perform(by: others.planner) { transaction in
        transaction.journal("visit.answer", ("visit", "1"))
      }
    }
    #expect(judged == 1)
    #expect(report.counts == ImportCounts(read: 2, new: 1, same: 1))
  }

  @Test(
    "what others changed meanwhile is judged again before it is stored",
    arguments: EngineUnderTest.allCases)
  func changed(engine: EngineUnderTest) throws {
    let world = try World(engine)
    let others = world.others
    let (report, judged) = try world.importFile { count in
      if count == 1 { try others.change(credit: "D") }
    }
    #expect(judged == 2)
    #expect(report.counts == ImportCounts(read: 2, new: 1, changed: 1))
    #expect(try world.credit() == "B")
  }

  @Test(
    "a file comes in also where others change the registry all the time",
    arguments: EngineUnderTest.allCases)
  func restless(engine: EngineUnderTest) throws {
    let world = try World(engine)
    let others = world.others
    let (report, judged) = try world.importFile { count in
      // The last time it is judged by the one who may write, whom nobody can forestall.
      if count <= 3 { try others.change(credit: ["A", "C", "D"][count - 1]) }
    }
    #expect(judged == 4)
    #expect(report.counts.changed == 1)
    #expect(try world.credit() == "B")
  }

  @Test("a file is judged again when the day has changed meanwhile")
  func midnight() throws {
    let world = try World(.sqlite)
    let others = world.others
    let (_, judged) = try world.importFile { count in
      if count == 1 { others.clock.advance(days: 1) }
    }
    #expect(judged == 2)
  }

  @Test("a step of a capability is written down and read back as it was")
  func steps() throws {
    var draft = CapabilityDraft()
    draft.site = 3
    draft.certificate = 70_000
    draft.category = "水和废水\n（含）"
    draft.parameter = String(repeating: "铅", count: 200)
    draft.standard = "HJ 700-2014"
    draft.standardTitle = "水质"
    draft.clause = "第一法"
    draft.method = "ICP"
    draft.limits = "只测地表水"
    draft.validFrom = CalendarDay(iso: "2026-01-31")
    let effects: [CapabilityPass.Step.Effect] = [.add, .change(1), .end(1 << 40)]
    let folder = FileManager.default.temporaryDirectory.path
    let keeper = try StepsOnDisk<CapabilityPass.Step>(folder: folder)
    for effect in effects {
      try keeper.keep([
        CapabilityPass.Step(body: BodyID(127), draft: draft, effect: effect),
        CapabilityPass.Step(body: BodyID(128), draft: CapabilityDraft(), effect: effect),
      ])
    }
    var read: [CapabilityPass.Step] = []
    try keeper.forEachBatch { read += $0 }
    #expect(read.map(\.body.number) == [127, 128, 127, 128, 127, 128])
    #expect(read.map(\.draft) == (0..<6).map { $0 % 2 == 0 ? draft : CapabilityDraft() })
    let numbers = read.map { step in
      switch step.effect {
      case .add: 0
      case .change(let number): -number
      case .end(let number): number
      }
    }
    #expect(numbers == [0, 0, -1, -1, 1 << 40, 1 << 40])
  }

  @Test("progress tells first what is read, then what is stored, and can stop either")
  func progress() throws {
    let world = try World(.sqlite)
    var told: [String] = []
    _ = try Imports.importFile(
      kind: .bodies, path: world.path, fileName: "名录.csv", by: world.planner, world.house
    ) { told.append("\($0.rows)/\($0.total.map(String.init) ?? "")") }
    #expect(told == ["2/", "0/1", "1/1"])
    let opened = try OpenedFile(path: world.path, fileName: "名录.csv", kind: .bodies)
    try world.others.change(credit: "D")
    struct Stop: Error {}
    for stop in ["2/", "0/1"] {
      #expect(throws: Stop.self) {
        try Imports.storeRows(
          of: opened, by: world.planner, world.house,
          progress: { if "\($0.rows)/\($0.total.map(String.init) ?? "")" == stop { throw Stop() } },
          { _, _, transaction, store in
            try store(ImportID(1))
            transaction.journal("registry.import", ("import", "1"))
          })
      }
    }
    #expect(try world.credit() == "D")
  }
}
