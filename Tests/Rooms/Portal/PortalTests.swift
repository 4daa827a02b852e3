import HTTP
import Storage
import Supervision
import Testing

@testable import Kernel

@Suite struct PortalTests {
  private func otherBody(_ scene: VisitScene) throws {
    let other: BodyID = try scene.test.store.write { db in
      let id: BodyID? = try db.value(
        """
        INSERT INTO bodies (uscc, name, certificate_number, certificate_until, region, address,
          legal_representative, contact, credit_class, status, warning, updated_at)
        VALUES ('91310104MA1K00024A', '另一家检测有限公司', '230912340002', '2029-01-01', '310104',
          '漕河泾1号', '甲', '乙', 'A', 'active', '', 0) RETURNING id AS value
        """)
      return try #require(id)
    }
    try scene.test.account("other", roles: [.body], body: other)
  }

  @Test("a body learns of its visit with the notice, not before, and no other body ever does")
  func notice() throws {
    let scene = try VisitScene()
    try otherBody(scene)
    try scene.schedule()
    let body = try scene.person("body")
    #expect(!(try body.get("/portal").text.contains("现场检查</a>")))
    #expect(try body.get("/notices/\(scene.visit)").status == 404)
    #expect(try body.get("/visits/\(scene.visit)").status == 403)

    try scene.at("2026-06-14T18:00")
    #expect(try scene.post("li", "/notice").status == 303)
    let later = try scene.person("body")
    let portal = try later.get("/portal").text
    #expect(portal.contains("查看检查告知"))
    #expect(portal.contains("/notices/\(scene.visit)"))
    #expect(try later.get("/notices/\(scene.visit)").text.contains("申安博环境监测中心"))
    #expect(try later.get("/portal").text.contains("准备现场检查"))

    let other = try scene.person("other")
    #expect(try other.get("/notices/\(scene.visit)").status == 404)
    #expect(!(try other.get("/portal").text.contains("查看检查告知")))
  }

  @Test("a body answers its own rectification, and only that")
  func rectification() throws {
    let scene = try VisitScene()
    try otherBody(scene)
    try scene.countersigned()
    #expect(
      try scene.post(
        "supervisor", "/approve", [("due", "2026-07-15"), ("demand", "更换仪器\n重新检定")]
      ).status == 303)
    let id: RectificationID = try #require(
      try scene.test.store.read { try $0.value("SELECT id AS value FROM rectifications") })
    let path = "/portal/rectifications/\(id)"

    let other = try scene.person("other")
    #expect(try other.get(path).status == 404)
    #expect(try other.post(path + "/answer", [("content", "冒名")]).status == 404)

    let body = try scene.person("body")
    #expect(try body.get("/portal").text.contains(path))
    #expect(try body.get(path).text.contains("重新检定"))
    let empty = try body.post(path + "/answer", [("content", "  ")])
    #expect(empty.status == 422)
    #expect(try body.post(path + "/answer", [("content", "已换\r\n已检")]).status == 303)
    let page = try body.get(path).text
    #expect(page.contains("已换\n已检"))
    #expect(!page.contains("冒名"))
    #expect(!page.contains("name=\"content\""))
  }
}
