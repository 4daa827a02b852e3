import Foundation
import HTTP
import Sheets
import Supervision
import TestSupport
import Testing

@testable import Composition
@testable import Kernel
@testable import People

/// Tables that are too large to be waited for.
@Suite("Exports that outlast their request")
struct ExportDeskTests {
  /// A house with two planners.
  private final class World {
    let test: TestHouse
    let house: House
    let wang: Actor

    init() throws {
      test = try TestHouse()
      house = test.house
      wang = try test.account("wang", roles: [.planner])
      try test.account("li", roles: [.planner])
    }

    /// Asks for a table that turns out to be large and is held back until the gate opens.
    func ask(_ gate: Gate, rows: Int = 20_001) throws -> Response {
      let house = house
      return try house.exports.answer("名录，CSV", for: wang, house) { run in
        try run.report(rows)
        gate.wait()
        try run.report(30_000)
        let file = try TemporaryTable(house)
        try file.write(.conflicts, .csv, named: "名录", now: house.now()) { write in
          try write(["X-1", "91310115MA1K00015K", "曾任职"])
        }
        return file.finished(.csv, named: "名录")
      }
    }

    var files: [String] {
      (try? FileManager.default.contentsOfDirectory(
        atPath: test.folder.appending(path: "exports").path)) ?? []
    }
  }

  private func id(_ response: Response) throws -> String {
    let location = try #require(response.header("Location"))
    #expect(location.hasPrefix("/exports?run="))
    return String(location.dropFirst("/exports?run=".count))
  }

  @Test("a large table goes on without its request, and is taken as often as it is wanted")
  func large() throws {
    let world = try World()
    let gate = Gate()
    let id = try id(try world.ask(gate))
    let client = try world.test.client("wang")
    let page = try client.get("/exports?run=\(id)")
    #expect(page.text.contains("已写出20001行"))
    #expect(page.header("refresh") == "2")
    #expect(try client.get("/exports/table?run=\(id)").status == 303)
    gate.open()
    world.house.exports.wait()
    let done = try client.get("/exports?run=\(id)")
    #expect(done.text.contains("共30000行"))
    #expect(done.header("refresh") == nil)
    for _ in 0..<2 {
      let table = try client.get("/exports/table?run=\(id)")
      #expect(table.text.contains("X-1,91310115MA1K00015K,曾任职"))
      #expect(table.header("content-disposition")?.contains(".csv") == true)
    }
    let other = try world.test.client("li")
    #expect(try other.get("/exports/table?run=\(id)").status == 404)
    #expect(try other.post("/exports/cancel", [("run", id)]).status == 404)
    #expect(try other.get("/exports?run=\(id)").text.contains("已经不在了"))
    // An hour later it is not kept any longer.
    world.test.clock.advance(minutes: 61)
    let again = try world.test.client("wang")
    _ = try again.get("/exports/file?kind=conflicts")
    #expect(try again.get("/exports?run=\(id)").text.contains("已经不在了"))
    #expect(world.files == [])
  }

  @Test("it can be cancelled, and leaves no file")
  func cancelled() throws {
    let world = try World()
    let gate = Gate()
    let id = try id(try world.ask(gate))
    let client = try world.test.client("wang")
    #expect(try client.post("/exports/cancel", [("run", id)]).location == "/exports?run=\(id)")
    gate.open()
    world.house.exports.wait()
    #expect(try client.get("/exports?run=\(id)").text.contains("已取消，没有留下文件"))
    #expect(world.files == [])
  }

  @Test("who comes while three are being written waits on the page, and a stop leaves nothing")
  func busy() throws {
    let world = try World()
    let gate = Gate()
    for _ in 0..<3 { _ = try id(try world.ask(gate)) }
    let waiting = try id(try world.ask(gate, rows: 1))
    let client = try world.test.client("wang")
    #expect(try client.get("/exports?run=\(waiting)").text.contains("已写出0行"))
    gate.open()
    world.house.exports.wait()
    #expect(world.files.count == 4)
    world.house.exports.stop()
    #expect(world.files == [])
    #expect(try client.get("/exports/file?kind=conflicts").text.contains("服务器正在停止"))
  }

  @Test("what is refused is told in place, and a small table comes at once")
  func small() throws {
    let world = try World()
    let client = try world.test.client("wang")
    let refused = try client.get("/exports/file?kind=conflicts&as-of=2026-05-02")
    #expect(refused.status == 422)
    #expect(refused.text.contains("回避关系不保存历史状态"))
    let table = try client.get("/exports/file?kind=conflicts&format=xlsx")
    #expect(table.status == 200)
    #expect(table.bytes.starts(with: [0x50, 0x4B]))
    #expect(world.files == [])
  }
}
