import Storage
import Supervision
import Testing

@testable import Composition
@testable import Kernel

@Suite("Handing bodies over")
struct HandoverTests {
  /// Pudong, Xuhui and the city above them; a body in Pudong.
  private func scene() throws -> (test: TestHouse, body: BodyID, xuhui: Int) {
    let test = try TestHouse()
    let city = try test.account("city", roles: [.planner])
    try test.account(
      "pudong", roles: [.planner], authority: "浦东新区市场监督管理局", level: "district",
      region: "310115")
    try test.account(
      "xuhui", roles: [.planner], authority: "徐汇区市场监督管理局", level: "district",
      region: "310104")
    try test.account(
      "datong", roles: [.planner], authority: "大同市市场监督管理局", region: "140200")
    try test.fill(RegistrySamples.bodies([RegistrySamples.bodyLine(1, name: "甲检测有限公司")]), by: city)
    let xuhui = try #require(
      try test.store.read {
        try $0.value(
          "SELECT id AS value FROM authorities WHERE name = '徐汇区市场监督管理局'", as: Int.self)
      })
    return (test, try test.bodyID(1), xuhui)
  }

  private func offer(_ body: BodyID, to xuhui: Int, _ client: TestClient) throws -> String {
    let answer = try client.post(
      "/bodies/\(body)/handover",
      [
        ("to", String(xuhui)), ("region", "徐汇区"), ("address", "上海市徐汇区望江路1号"),
        ("reason", "已迁址"),
      ])
    try #require(answer.status == 303, "\(answer.text)")
    return String(answer.location.prefix { $0 != "?" })
  }

  @Test("who receives sees the handover, takes it, and from then on the body is theirs")
  func taken() throws {
    let (test, body, xuhui) = try scene()
    let pudong = try test.client("pudong")
    let address = try offer(body, to: xuhui, pudong)
    let receiver = try test.client("xuhui")
    #expect(try receiver.get("/bodies/\(body)").status == 404)
    #expect(try receiver.get("/handovers").text.contains("甲检测有限公司"))
    #expect(try receiver.get(address).text.contains("已迁址"))
    #expect(try test.client("datong").get(address).status == 404)
    #expect(try pudong.post(address, [("step", "take")]).status == 422)
    #expect(try receiver.post(address, [("step", "take")]).status == 303)
    #expect(try receiver.get("/bodies/\(body)").status == 200)
    #expect(try pudong.get("/bodies/\(body)").status == 404)
    #expect(try receiver.post(address, [("step", "refuse"), ("content", "x")]).status == 422)
    let story = try receiver.get("/bodies/\(body)/history").text
    #expect(story.contains("行政区划由“浦东新区”改为“徐汇区”"))
    #expect(story.contains("地址由“上海市示例路1号”改为“上海市徐汇区望江路1号”"))
  }

  @Test("a refusal goes to the common superior, who decides within the legal days")
  func disputed() throws {
    let (test, body, xuhui) = try scene()
    let pudong = try test.client("pudong")
    let address = try offer(body, to: xuhui, pudong)
    let again = try pudong.post(
      "/bodies/\(body)/handover",
      [("to", String(xuhui)), ("region", "310104"), ("address", "路1号"), ("reason", "再次")])
    #expect(again.text.contains("已有一件移交正在办理"))
    let receiver = try test.client("xuhui")
    #expect(try receiver.post(address, [("step", "refuse")]).text.contains("理由"))
    #expect(
      try receiver.post(address, [("step", "refuse"), ("content", "实际未迁入")]).status == 303)
    let city = try test.client("city")
    #expect(try city.post(address, [("step", "assign"), ("content", "x")]).status == 422)
    #expect(
      try pudong.post(address, [("step", "dispute"), ("content", "双方意见不一")]).status == 303)
    #expect(try city.get(address).text.contains("应于2026年6月10日前指定"))
    #expect(try city.get("/desk").text.contains("指定管辖"))
    #expect(
      try city.post(address, [("step", "assign"), ("content", "按实际场所")]).status == 303)
    #expect(try receiver.get("/bodies/\(body)").status == 200)
    #expect(try city.get(address).text.contains("上级已指定"))
  }

  @Test("a site goes alone; both places then see the body, and only its home changes it")
  func site() throws {
    let (test, body, xuhui) = try scene()
    let pudong = try test.client("pudong")
    #expect(
      try pudong.post(
        "/bodies/\(body)/facts/sites/new",
        [("name", "分场所"), ("address", "浦东路2号"), ("region", "310115")]
      ).status == 303)
    let site = try #require(
      try test.store.read {
        try $0.value("SELECT id AS value FROM sites WHERE name = '分场所'", as: Int.self)
      })
    let answer = try pudong.post(
      "/bodies/\(body)/handover",
      [
        ("site", String(site)), ("to", String(xuhui)), ("region", "310104"),
        ("address", "徐汇路3号"), ("reason", "分场所迁入徐汇"),
      ])
    let address = String(answer.location.prefix { $0 != "?" })
    let receiver = try test.client("xuhui")
    #expect(try receiver.post(address, [("step", "take")]).status == 303)
    #expect(try receiver.get("/bodies/\(body)").text.contains("徐汇路3号"))
    #expect(try pudong.get("/bodies/\(body)").status == 200)
    let refused = try receiver.post(
      "/bodies/\(body)/facts/prices/new", [("item", "甲"), ("unit", "次"), ("fen", "1")])
    #expect(refused.status == 422)
    #expect(refused.text.contains("登记在其他地区"))
  }

  @Test("a place that the receiver does not supervise is refused")
  func wrongPlace() throws {
    let (test, body, xuhui) = try scene()
    let answer = try test.client("pudong").post(
      "/bodies/\(body)/handover",
      [("to", String(xuhui)), ("region", "310101"), ("address", "路1号"), ("reason", "迁址")])
    #expect(answer.status == 422)
    #expect(answer.text.contains("不归“徐汇区市场监督管理局”管辖"))
  }
}
