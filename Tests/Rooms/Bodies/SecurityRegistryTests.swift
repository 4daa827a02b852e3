import Foundation
import HTTP
import Storage
import Supervision
import Testing

@testable import Accounts
@testable import Bodies
@testable import Codes
@testable import Composition
@testable import Kernel
@testable import People

@Suite("Who keeps the registry")
struct SecurityRegistryTests {
  private func fileImport(_ kind: ImportKind, _ text: String, _ login: String, _ test: TestHouse)
    throws -> ImportReport
  {
    let actor = try #require(try test.store.read { try Accounts.actor(login: login, $0) })
    return try Imports.importFile(
      kind: kind, fileName: "名录.csv", bytes: Array(text.utf8), accept: false, by: actor, test.house)
  }

  @Test("a partner department changes no body, expert or other department's inspector")
  func partners() throws {
    let scene = try DrawScene()
    let test = scene.test
    let police = try test.client("police")
    func id(_ sql: SQL) throws -> Int { try #require(try test.store.read { try $0.value(sql) }) }
    let market = try id("SELECT id AS value FROM inspectors WHERE code = 'market-1'")
    let own = try id("SELECT id AS value FROM inspectors WHERE code = 'police-1'")
    let change = [("status", "离岗"), ("reason", "调离岗位")]
    #expect(try police.post("/inspectors/\(market)/status", change).status == 422)
    #expect(try police.post("/inspectors/\(own)/status", change).status == 303)
    #expect(try police.post("/experts/1/status", change).status == 422)
    #expect(try police.get("/bodies/1/edit").status == 422)
    #expect(try police.post("/bodies/1/edit", [("name", "改名")]).status == 422)
    let site = [("name", "分场所"), ("address", "路2号"), ("region", "310101")]
    #expect(try police.post("/bodies/1/facts/sites/new", site).status == 422)
    #expect(!(try police.get("/bodies/1").text.contains("/bodies/1/edit")))
    let planner = try test.client("planner")
    #expect(
      try planner.post("/inspectors/\(own)/status", [("status", "在岗"), ("reason", "回岗")]).status
        == 303)
    #expect(try planner.post("/bodies/1/facts/sites/new", site).status == 303)
  }

  @Test("a partner department imports its own people only")
  func imports() throws {
    let scene = try DrawScene()
    let header = "编号,姓名,所属单位,执法证号,执法证有效期至,检查领域\n"
    let row = { (code: String, authority: String) in
      "\(code),甲,\(authority),沪1,2029-01-01,机动车检验\n"
    }
    let report = try fileImport(
      .inspectors,
      header + row("police-90", DrawScene.police) + row("x-90", DrawScene.market)
        + row("market-1", DrawScene.police), "police", scene.test)
    #expect(report.counts.new == 1)
    #expect(report.counts.refused == 2)
    let bodies = "统一社会信用代码,机构名称,资质认定证书编号,证书有效期至,行政区划,领域,信用风险分类\n"
    #expect(throws: Problem.self) {
      try fileImport(.bodies, bodies + "x,y,z,2029-01-01,310101,机动车检验,A\n", "police", scene.test)
    }
  }

  @Test("the calendar is brought by the authority above all others only")
  func calendar() throws {
    let test = try TestHouse()
    try test.account("shanghai", roles: [.planner])
    let file = "日期,类型,来源\n2031-10-01,放假,国办发明电\n"
    #expect(try fileImport(.calendar, file, "shanghai", test).counts.new == 1)
    try test.account("datong", roles: [.planner], authority: "大同市市场监督管理局", region: "140200")
    for login in ["shanghai", "datong"] {
      #expect(throws: Problem.self) { try fileImport(.calendar, file, login, test) }
    }
    try test.account(
      "country", roles: [.planner], authority: "国家市场监督管理总局", level: "national", region: "000000")
    #expect(try fileImport(.calendar, file, "country", test).counts.new == 1)
  }
}
