import HTTP
import Storage
import Supervision
import Testing

@testable import Bodies
@testable import Composition
@testable import Draws
@testable import Kernel
@testable import Visits

/// A drawn body with its team in Pudong, on a day before the inspection, and the people around it.
///
/// The plan inspects from 2026-06-01 to 2026-07-31.
final class VisitScene {
  let test: TestHouse
  let visit: VisitID
  let body: BodyID
  let draw: DrawID
  let plan: PlanID
  /// The items of the form that have an answer box.
  let items: [Int]

  /// - Parameter store: a store of the caller's, for instance one that fails.
  init(_ store: (any Store)? = nil, field: String = "vehicle") throws {
    test = try TestHouse(store, at: "2026-06-01T09:00")
    let city = try test.authority()
    let planner = try test.account("planner", roles: [.planner])
    try test.account("supervisor", roles: [.supervisor])
    try test.account(
      "supervisor-xuhui", roles: [.supervisor], authority: "徐汇区市场监督管理局", level: "district",
      region: "310104")
    try test.account(
      "inspector-xuhui", roles: [.inspector], authority: "徐汇区市场监督管理局", level: "district",
      region: "310104")
    let made = try VisitScene.make(test.store, city, planner.account, field)
    (body, plan, draw) = (made.body, made.plan, made.draw)
    for (code, roles) in VisitScene.people {
      let inspector: InspectorID? = try test.store.read {
        try $0.value("SELECT id AS value FROM inspectors WHERE code = \(code)")
      }
      try test.account(code, roles: roles, inspector: inspector)
    }
    try test.account("body", roles: [.body], body: body)
    let new = BodyDrawn(
      draw: draw, plan: plan, body: body, field: field, code: "JC-7K2M-9Q4X",
      team: [
        VisitScene.member("li"), VisitScene.member("wang"), VisitScene.member("expert"),
      ])
    visit = try test.house.perform(by: planner) { transaction in
      transaction.journal("draw.draw", ("draw", "1"))
      return try Visits.open(new, transaction)
    }
    let template: TemplateID = try #require(
      try test.store.read { try $0.value("SELECT template AS value FROM plans") })
    items = try test.store.read { try Reference.form(template, $0) }
      .filter(\.isAnswered).map(\.item)
  }

  /// `chief` is of the team's department, also a supervisor; `zhao` waits to replace somebody.
  private static let people: [(String, Set<Role>)] = [
    ("li", [.inspector]), ("wang", [.inspector]), ("zhao", [.inspector]),
    ("chief", [.inspector, .supervisor]),
  ]

  static func member(_ person: String) -> DrawnMember {
    DrawnMember(person: person, role: "market", department: "market", ticket: "00")
  }

  private static func make(
    _ store: any Store, _ city: AuthorityID, _ planner: AccountID, _ field: String
  ) throws -> (body: BodyID, plan: PlanID, draw: DrawID) {
    try store.write { db in
      let body: BodyID? = try db.value(
        """
        INSERT INTO bodies (uscc, name, certificate_number, certificate_until, region, address,
          legal_representative, contact, credit_class, status, warning, updated_at)
        VALUES ('91310115MA1K00015K', '申安博环境监测中心', '230912340001', '2029-01-01', '310115',
          '张江路1号', '甲', '乙', 'B', 'active', '', 0) RETURNING id AS value
        """)
      for (code, _) in people {
        try db.execute(
          """
          INSERT INTO inspectors (code, name, department, authority, region, certificate_number,
            certificate_until, status, updated_at)
          VALUES (\(code), \(code), 'market', \(city), '310000', \("沪执" + code), '2029-01-01',
            'active', 0)
          """)
      }
      try db.execute(
        """
        INSERT INTO experts (code, name, employer, title, region, valid_until, status, updated_at)
        VALUES ('expert', 'expert', '某大学', '教授', '310000', '2029-01-01', 'active', 0)
        """)
      let plan: PlanID? = try db.value(
        """
        INSERT INTO plans (title, year, basis, authority, region, template, total, target_ratio,
          suite, minimum, is_unannounced, self_check_until, visits_from, visits_until,
          results_until, stage, created_by, created_at, updated_at)
        SELECT '2026年度监督抽查', 2026, '沪市监认检〔2023〕246号', \(city), '310000', min(id), 1, 0,
          'sha256', 0, 0, '2026-05-20', '2026-06-01', '2026-07-31', '2026-08-31', 'drawn',
          \(planner), 0, 0
        FROM form_templates WHERE code = 'self-check-shanghai-2023' RETURNING id AS value
        """)
      let known = try #require(plan)
      try db.execute(
        """
        INSERT INTO plan_fields (plan, position, name, field, quota, focus)
        VALUES (\(known), 1, '甲', \(field), 1, '')
        """)
      try db.execute(
        """
        INSERT INTO plan_roles (plan, position, place, department, people, is_lead)
        VALUES (\(known), 1, 1, 'market', 2, 1)
        """)
      let draw: DrawID? = try db.value(
        """
        INSERT INTO draws (number, plan, authority, region, title, stage, suite, is_sealed,
          roster_count, inspector_count, roster_root, inspectors_root, conflicts_root, rules_hash,
          beacon_source, beacon_issue, beacon_format, beacon_example, beacon_fallback,
          beacon_after, challenge_until, frozen_at, frozen_by)
        VALUES (1, \(known), \(city), '310000', '抽取', 'revealed', 'sha256', 0, 1, 4, '', '', '',
          '', '', '', '', '', '', 0, 0, 0, \(planner)) RETURNING id AS value
        """)
      try BodySearch.refresh([try #require(body)], db)
      return (try #require(body), known, try #require(draw))
    }
  }

  // MARK: acting

  /// A browser of this person, freshly signed in.
  func person(_ login: String) throws -> TestClient { try test.client(login) }

  func at(_ moment: String) throws { try test.clock.set(moment) }

  var path: String { "/visits/\(visit)" }

  func stage() throws -> VisitStage? {
    try test.store.read { try $0.value("SELECT stage AS value FROM visits WHERE id = \(visit)") }
  }

  @discardableResult
  func post(_ login: String, _ rest: String, _ fields: [(String, String)] = []) throws
    -> TestAnswer
  {
    try person(login).post(path + rest, fields)
  }

  func answer(
    _ login: String, _ item: Int, _ answer: String, _ description: String = "",
    _ more: [(String, String)] = []
  ) throws -> TestAnswer {
    try post(
      login, "/items/\(item)", [("answer", answer), ("description", description)] + more)
  }

  /// Scheduled for 2026-06-15 09:30, told the evening before, begun on time.
  func begin() throws {
    try schedule()
    try at("2026-06-14T18:00")
    #expect(try post("li", "/notice").status == 303)
    try at("2026-06-15T09:35")
    #expect(try post("li", "/begin").status == 303)
  }

  func schedule() throws {
    #expect(
      try post("li", "/schedule", [("starts", "2026-06-15T09:30"), ("place", "张江路1号")]).status
        == 303)
  }

  /// Every item answered, the first `problems` of them with a problem.
  func answerAll(problems: Int = 1) throws {
    let client = try person("li")
    for (index, item) in items.enumerated() {
      let isProblem = index < problems
      let answer = try client.post(
        path + "/items/\(item)",
        [
          ("answer", isProblem ? "problem" : "compliant"),
          ("description", isProblem ? "仪器 GC-07 检定过期" : ""),
        ])
      #expect(answer.status == 303)
    }
  }

  @discardableResult
  func submit(_ login: String = "li", seen: String) throws -> TestAnswer {
    try post(login, "/submit", [("step", "submit"), ("summary", "逐项检查完毕"), ("seen", seen)])
  }

  /// Up to the stage where the supervisor reviews.
  func countersigned(problems: Int = 1) throws {
    try begin()
    try answerAll(problems: problems)
    #expect(try submit(seen: problems > 0 ? "A" : "1").status == 303)
    #expect(try post("wang", "/countersign").status == 303)
    #expect(try stage() == .countersigned)
  }
}
