import HTTP
import Storage
import Supervision
import Testing

@testable import Platform

@Suite("Sites")
struct SiteTests {
  @Test("a further site lies in its own region; the main one follows the registration")
  func sites() throws {
    let world = try DemoWorld.shared.get()
    let body = try world.number(
      "SELECT id AS value FROM bodies WHERE region = '310115' ORDER BY id LIMIT 1")
    let main: String? = try world.store.read {
      try $0.value("SELECT name AS value FROM sites WHERE body = \(body)")
    }
    #expect(main == Sites.mainName)

    let fields = [("name", "徐汇实验室"), ("address", "上海市徐汇区望江路1号"), ("region", "徐汇区")]
    let made = try world.send(.post, "/bodies/\(body)/sites", as: "planner", form: fields)
    #expect(made.status == 303)
    let region: String? = try world.store.read {
      try $0.value(
        "SELECT region AS value FROM sites WHERE body = \(body) AND name = '徐汇实验室'")
    }
    #expect(region == "310104")
    let twice = try world.send(.post, "/bodies/\(body)/sites", as: "planner", form: fields)
    #expect(twice.status == 422)

    let site = try world.number(
      "SELECT id AS value FROM sites WHERE body = \(body) AND name = '徐汇实验室'")
    let noReason = try world.send(
      .post, "/bodies/\(body)/sites/remove", as: "planner", form: [("site", String(site))])
    #expect(noReason.status == 422)
    let gone = try world.send(
      .post, "/bodies/\(body)/sites/remove", as: "planner",
      form: [("site", String(site)), ("reason", "已搬离")])
    #expect(gone.status == 303)
    let left = try world.number("SELECT count(*) AS value FROM sites WHERE body = \(body)")
    #expect(left == 1)
  }
}
