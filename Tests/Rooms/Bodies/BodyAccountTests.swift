import Storage
import Supervision
import Testing

@testable import Accounts
@testable import Composition
@testable import Kernel

@Suite("Accounts of bodies")
struct BodyAccountTests {
  private static let code = "91310115MA1K00015K"

  private func house() throws -> TestHouse {
    let test = try TestHouse()
    try test.account("system", roles: [.systemAdministrator])
    try test.account("security", roles: [.securityAdministrator])
    try test.store.write { db in
      _ = try db.execute(
        """
        INSERT INTO bodies (uscc, name, certificate_number, certificate_until, region, address,
          legal_representative, contact, credit_class, status, warning, updated_at)
        VALUES (\(Self.code), '申安博环境监测中心', '230912340001', '2029-01-01', '310115',
          '张江路1号', '甲', '乙', 'B', 'active', '', 0)
        """)
    }
    return test
  }

  private func form(authority: String = "", code: String = "") -> [(String, String)] {
    [
      ("login", "shen-anbo"), ("name", "王明"), ("password", TestHouse.password),
      ("authority", authority), ("credit-code", code),
    ]
  }

  @Test("one opens it by credit code, another gives it the role, and it reaches its portal")
  func opened() throws {
    let test = try house()
    let code = " " + Self.code.lowercased()
    #expect(try test.client("system").post("/accounts", form(code: code)).status == 303)
    let made = try #require(try test.store.read { try Accounts.actor(login: "shen-anbo", $0) })
    #expect(made.body != nil && made.authority == nil && made.roles == [])
    #expect(try test.client("shen-anbo").get("/portal").status == 403)
    let security = try test.client("security")
    #expect(
      try security.post("/accounts/\(made.account)/roles", [("role", "planner")]).status == 422)
    #expect(try security.post("/accounts/\(made.account)/roles", [("role", "body")]).status == 303)
    let body = try test.newcomer("shen-anbo", initial: TestHouse.password)
    #expect(try body.get("/portal").text.contains("申安博环境监测中心"))
  }

  @Test("a code nobody has, both owners or none are refused, with what was typed kept")
  func refused() throws {
    let test = try house()
    let system = try test.client("system")
    let unknown = try system.post("/accounts", form(code: "91310115MA1K00016H"))
    #expect(unknown.status == 422)
    #expect(unknown.text.contains("91310115MA1K00016H") && unknown.text.contains("王明"))
    let authority = try test.authority()
    let both = try system.post(
      "/accounts", form(authority: authority.description, code: Self.code))
    #expect(both.status == 422 && both.text.contains("只能属于机关或机构之一"))
    #expect(try system.post("/accounts", form()).status == 422)
    #expect(try test.store.read { try Accounts.actor(login: "shen-anbo", $0) } == nil)
  }

  @Test("a body of another region is not found")
  func foreignBody() throws {
    let test = try house()
    try test.account(
      "xuhui", roles: [.systemAdministrator], authority: "徐汇区市场监督管理局", level: "district",
      region: "310104")
    let answer = try test.client("xuhui").post("/accounts", form(code: Self.code))
    #expect(answer.status == 422 && answer.text.contains("本辖区的名录库中没有"))
  }
}
