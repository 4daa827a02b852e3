import Draw
import HTTP
import Storage
import Supervision
import Testing

@testable import Composition
@testable import Draws
@testable import Kernel
@testable import Plans

/// A small Shanghai: two fields, three departments with planners, and a plan over them.
///
/// It is 2026-06-01 09:00; the beacon is announced for 2026-06-04 21:30.
final class DrawScene {
  static let market = "上海市市场监督管理局"
  static let police = "上海市公安局"
  static let environment = "上海市生态环境局"

  let test: TestHouse
  let planner: Actor

  init(_ store: (any Store)? = nil) throws {
    test = try TestHouse(store)
    planner = try test.account("planner", roles: [.planner])
    try test.account("publisher", roles: [.publisher])
    try test.account("inspector", roles: [.inspector])
    try test.account(
      "police", roles: [.planner], authority: DrawScene.police, department: "police")
    try test.account(
      "environment", roles: [.planner], authority: DrawScene.environment,
      department: "environment")
    try test.account(
      "xuhui", roles: [.planner], authority: "徐汇区市场监督管理局", level: "district",
      region: "310104")
    try test.account(
      "outsider", roles: [.planner], authority: "大同市市场监督管理局", region: "140200")
    try test.store.write { db in
      try DrawScene.addBodies(12, field: "vehicle", from: 0, db)
      try DrawScene.addBodies(10, field: "environment", from: 100, db)
      let authority: AuthorityID = try #require(planner.authority?.id)
      for (department, count) in [("market", 8), ("police", 4), ("environment", 5)] {
        try DrawScene.addInspectors(count, department, authority, db)
      }
      for number in 1...4 { try DrawScene.addExpert(number, db) }
    }
  }

  static func uscc(_ number: Int) -> String { "91310000\(10_000_000 + number)XX" }

  /// Bodies over four districts and all classes.
  static func addBodies(_ count: Int, field: String, from: Int, _ db: any Connection) throws {
    let regions = ["310101", "310104", "310105", "310106"]
    let classes = ["A", "A", "B", "A", "C", "D"]
    for number in from..<(from + count) {
      let name = "机构\(number)"
      let body: BodyID? = try db.value(
        """
        INSERT INTO bodies (uscc, name, certificate_number, certificate_until, region, address,
          legal_representative, contact, credit_class, status, warning, updated_at)
        VALUES (\(uscc(number)), \(name), \("C" + name), '2029-01-01',
          \(regions[number % regions.count]), '路1号', '甲', '乙',
          \(classes[number % classes.count]), 'active', '', 0) RETURNING id AS value
        """)
      try db.execute(
        "INSERT INTO body_fields (body, field) VALUES (\(try #require(body)), \(field))")
    }
  }

  static func addInspectors(
    _ count: Int, _ department: String, _ authority: AuthorityID, until: String = "2029-01-01",
    from: Int = 1, _ db: any Connection
  ) throws {
    for number in from..<(from + count) {
      let code = "\(department)-\(number)"
      try db.execute(
        """
        INSERT INTO inspectors (code, name, department, authority, region, certificate_number,
          certificate_until, status, updated_at)
        VALUES (\(code), \(code), \(department), \(authority), '310000', \("沪" + code), \(until),
          'active', 0)
        """)
    }
  }

  static func addExpert(_ number: Int, until: String = "2029-01-01", _ db: any Connection) throws {
    let code = "expert-\(number)"
    let expert: ExpertID? = try db.value(
      """
      INSERT INTO experts (code, name, employer, title, region, valid_until, status, updated_at)
      VALUES (\(code), \(code), '某大学', '教授', '310000', \(until), 'active', 0)
      RETURNING id AS value
      """)
    for field in ["vehicle", "environment"] {
      try db.execute(
        "INSERT INTO expert_fields (expert, field) VALUES (\(try #require(expert)), \(field))")
    }
    try TestHouse.pledge(code, db)
  }

  // MARK: plan

  func content(isUnannounced: Bool = false) throws -> PlanContent {
    let template = try #require(try PlanTemplate.named("shanghai-2023"))
    var content = try test.store.read { try template.content(year: 2026, $0) }
    content.title = "2026年度监督抽查"
    content.total = 5
    content.isUnannounced = isUnannounced
    content.fields = [
      PlanField(
        name: "机动车检验", field: "vehicle", quota: 3, focus: "重点",
        roles: [
          PlanRole(department: "market", people: 2, isLead: true),
          PlanRole(department: "police", people: 1, isLead: false),
          PlanRole(department: "expert", people: 1, isLead: false),
        ]),
      PlanField(
        name: "生态环境监测", field: "environment", quota: 2, focus: "重点",
        roles: [
          PlanRole(department: "market", people: 2, isLead: true),
          PlanRole(department: "environment", people: 1, isLead: false),
        ]),
    ]
    return content
  }

  @discardableResult
  func plan(isUnannounced: Bool = false) throws -> PlanID {
    try Plans.create(
      try content(isUnannounced: isUnannounced), by: planner, test.house)
  }

  // MARK: ceremony

  func authority(_ name: String) throws -> AuthorityID {
    try #require(
      try test.store.read {
        try $0.value("SELECT id AS value FROM authorities WHERE name = \(name)")
      }
    )
  }

  func freezeFields(
    _ contributors: [String] = [DrawScene.market, DrawScene.police, DrawScene.environment]
  ) throws -> [(String, String)] {
    [
      ("source", "中国福利彩票双色球"), ("issue", "2026063"), ("format", "六红一蓝"),
      ("example", "03 07 12 19 25 31 + 08"), ("fallback", "改用下一期"),
      ("beacon-after", "2026-06-04T21:30"), ("challenge-until", "2026-06-04T17:00"),
    ] + (try contributors.map { ("contributor", try authority($0).description) })
  }

  /// Freezes through the page.
  func freeze(_ plan: PlanID) throws -> DrawID {
    let answer = try test.client("planner").post("/plans/\(plan)/freeze", try freezeFields())
    try #require(answer.status == 303, "\(answer.text)")
    let number = try #require(answer.location.firstMatch(of: #/^\/draws\/(\d+)/#)?.1)
    return DrawID(try #require(Int(number)))
  }

  static func secret(_ login: String) -> String {
    String(repeating: login == "planner" ? "0a" : login == "police" ? "1b" : "2c", count: 32)
  }

  static let contributors = [
    ("planner", market), ("police", police), ("environment", environment),
  ]

  static func commitment(_ login: String, _ name: String) -> String {
    Draw.hex(
      Draw.commitment(
        .sha256, contributor: name, secret: Draw.bytes(hex: secret(login)) ?? []))
  }

  func commitAll(_ draw: DrawID) throws {
    for (login, name) in DrawScene.contributors {
      let answer = try test.client(login).post(
        "/draws/\(draw)/commit", [("commitment", DrawScene.commitment(login, name))])
      try #require(answer.status == 303, "\(answer.text)")
    }
  }

  static let beacon = [("value", "01 02 03 04 05 06 + 07"), ("evidence", "www.cwl.gov.cn 公告")]

  func recordBeacon(_ draw: DrawID) throws {
    try test.clock.set("2026-06-04T22:00")
    let answer = try test.client("planner").post("/draws/\(draw)/beacon", DrawScene.beacon)
    try #require(answer.status == 303, "\(answer.text)")
  }

  func handInAll(_ draw: DrawID) throws {
    for (login, _) in DrawScene.contributors {
      let answer = try test.client(login).post(
        "/draws/\(draw)/hand-in", [("secret", DrawScene.secret(login))])
      try #require(answer.status == 303, "\(answer.text)")
    }
  }

  /// Everything up to the button.
  func ready(_ draw: DrawID) throws {
    try commitAll(draw)
    try recordBeacon(draw)
    try handInAll(draw)
  }

  /// The whole way.
  func drawn(isUnannounced: Bool = false) throws -> DrawID {
    let draw = try freeze(try plan(isUnannounced: isUnannounced))
    try ready(draw)
    let answer = try test.client("planner").post("/draws/\(draw)/draw")
    try #require(answer.status == 303, "\(answer.text)")
    return draw
  }

  // MARK: what is stored

  func stage(_ draw: DrawID) throws -> DrawStage? {
    try test.store.read { try $0.value("SELECT stage AS value FROM draws WHERE id = \(draw)") }
  }

  func planStage(_ plan: PlanID) throws -> PlanStage? {
    try test.store.read { try $0.value("SELECT stage AS value FROM plans WHERE id = \(plan)") }
  }

  func count(_ sql: SQL) throws -> Int { try test.store.read { try $0.count(sql) } }

  func model(_ draw: DrawID) throws -> DrawModel {
    try #require(try test.store.read { try Draws.publicModel(draw, $0) })
  }

  func file(_ name: String, _ draw: DrawID) throws -> [UInt8] {
    try #require(try test.store.read { try Draws.file(name, of: draw, $0) })
  }
}
