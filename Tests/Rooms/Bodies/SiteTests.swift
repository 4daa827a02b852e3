import Storage
import Supervision
import Testing

@testable import Bodies
@testable import Composition
@testable import Kernel

@Suite("Sites")
struct SiteTests {
  @Test("a further site lies in its own region; the main one follows the registration")
  func sites() throws {
    let test = try TestHouse()
    let planner = try test.account("planner", roles: [.planner])
    let lines = [RegistrySamples.header, RegistrySamples.bodyLine(1)].joined(separator: "\n")
    try test.fill(Array((lines + "\n").utf8), by: planner)
    let body = try test.bodyID(1)
    let client = try test.client("planner")
    func count(_ sql: SQL) throws -> Int { try test.store.read { try $0.count(sql) } }
    let main = try count(
      "SELECT count(*) AS value FROM sites WHERE body = \(body) AND name = \(Sites.mainName)")
    #expect(main == 1)

    let fields = [("name", "徐汇实验室"), ("address", "上海市徐汇区望江路1号"), ("region", "徐汇区")]
    let address = "/bodies/\(body)/facts/sites"
    #expect(try client.post(address + "/new", fields).status == 303)
    let inXuhui = try count(
      "SELECT count(*) AS value FROM sites WHERE body = \(body) AND region = '310104'")
    #expect(inXuhui == 1)
    #expect(try client.post(address + "/new", fields).status == 422)

    let site = try count("SELECT id AS value FROM sites WHERE name = '徐汇实验室'")
    #expect(try client.post(address + "/\(site)/end").status == 422)
    let gone = try client.post(address + "/\(site)/end", [("end-reason", "已搬离")])
    #expect(gone.status == 303)
    let left = try count(
      "SELECT count(*) AS value FROM sites WHERE body = \(body) AND until IS NULL")
    #expect(left == 1)
    let mainSite = try count(
      "SELECT id AS value FROM sites WHERE body = \(body) AND until IS NULL")
    let refused = try client.post(address + "/\(mainSite)/end", [("end-reason", "试")])
    #expect(refused.status == 422)
    #expect(refused.text.contains("主场所随登记地址变动"))
  }
}
