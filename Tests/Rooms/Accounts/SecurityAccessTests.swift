import HTTP
import Storage
import Supervision
import Testing

@testable import Draws
@testable import Kernel

@Suite("Who decides about what")
struct SecurityAccessTests {
  private static let police = "上海市公安局"

  /// People of a partner department in the plan's own region.
  private func addPartners(_ test: TestHouse) throws {
    for (login, role) in [
      ("police-planner", Role.planner), ("police-supervisor", .supervisor),
      ("police-publisher", .publisher), ("police-inspector", .inspector),
    ] {
      try test.account(
        login, roles: [role], authority: Self.police, department: "police")
    }
  }

  @Test("a partner department neither schedules, reviews, publishes nor corrects another's visit")
  func partners() throws {
    let scene = try VisitScene()
    try addPartners(scene.test)
    try scene.test.account("publisher", roles: [.publisher])
    #expect(
      try scene.person("police-planner").get("/visits/\(scene.visit)").status == 404,
      "no visit of an item in which the police take no part")
    try scene.test.store.write { db in
      _ = try db.execute(
        """
        INSERT INTO plan_roles (plan, position, place, department, people, is_lead)
        SELECT f.plan, f.position, 9, 'police', 1, 0 FROM visits v
        JOIN plan_fields f ON f.plan = v.plan AND f.field = v.field WHERE v.id = \(scene.visit)
        """)
    }
    let scheduled = try scene.post(
      "police-planner", "/schedule", [("starts", "2026-06-15T09:30"), ("place", "张江路1号")])
    #expect(scheduled.status == 422)
    #expect(try scene.stage() == .planned)
    try scene.countersigned(problems: 0)
    let approved = try scene.post("police-supervisor", "/approve", [("comment", "同意")])
    #expect(approved.status == 422)
    #expect(try scene.stage() == .countersigned)
    #expect(try scene.post("supervisor", "/approve", [("comment", "同意")]).status == 303)
    let visit = scene.visit
    let early = try scene.person("police-publisher").post("/publications/\(visit)/publish")
    #expect(early.status == 422)
    #expect(try scene.stage() == .approved)
    #expect(try scene.person("publisher").post("/publications/\(visit)/publish").status == 303)
    let correction = [
      ("result", "A"), ("summary", "改成有问题"), ("reason", "随意"), ("version", "1"),
    ]
    let other = try scene.person("police-publisher")
    #expect(try other.get("/publications/\(visit)/correct").status == 422)
    #expect(try other.post("/publications/\(visit)/correct", correction).status == 422)
    let versions = try scene.test.store.read {
      try $0.count("SELECT count(*) AS value FROM publications WHERE kind = 'result'")
    }
    #expect(versions == 1)
  }

  @Test(
    "a partner's planner conducts, voids, amends, freezes, edits and closes nothing of the plan")
  func partnerPlanner() throws {
    let scene = try DrawScene()
    let plan = try scene.plan()
    let draw = try scene.freeze(plan)
    let police = try scene.test.client("police")
    func entries() throws -> Int {
      try scene.test.store.read { try $0.count("SELECT count(*) AS value FROM journal") }
    }
    let before = try entries()
    #expect(try police.post("/plans/\(plan)/freeze", try scene.freezeFields()).status == 422)
    #expect(try police.post("/plans/\(plan)/edit", [("title", "改名")]).status == 422)
    #expect(try police.post("/plans/\(plan)/close").status == 422)
    #expect(try police.post("/draws/\(draw)/beacon", DrawScene.beacon).status == 422)
    #expect(try police.post("/draws/\(draw)/draw").status == 422)
    #expect(try police.post("/draws/\(draw)/void", [("reason", "不想让它抽下去了")]).status == 422)
    #expect(try police.get("/draws/\(draw)/amend").status == 422)
    let amended = try police.post(
      "/draws/\(draw)/amend", [("body", "1"), ("who", "-"), ("reason", "不想让它抽下去了")])
    #expect(amended.status == 422)
    #expect(try entries() == before)
  }

  @Test("while a draw is sealed only its teams and planners know the bodies")
  func sealedVisits() throws {
    let scene = try DrawScene()
    let draw = try scene.drawn(isUnannounced: true)
    let test = scene.test
    try addPartners(test)
    try test.account("supervisor", roles: [.supervisor])
    let pick = try #require(try test.store.read { try Draws.picks(of: draw, $0) }.first)
    let (visit, member) = try test.store.read { db in
      let visit: VisitID = try #require(
        try db.value("SELECT id AS value FROM visits WHERE body = \(pick.body)"))
      let member: InspectorID = try #require(
        try db.value(
          """
          SELECT inspector AS value FROM visit_members
          WHERE visit = \(visit) AND inspector IS NOT NULL ORDER BY inspector LIMIT 1
          """))
      return (visit, member)
    }
    try test.account("member", roles: [.inspector], inspector: member)
    for login in ["inspector", "supervisor", "publisher", "police-inspector"] {
      let client = try test.client(login)
      for address in ["/visits", "/visits?find=\(pick.uscc)", "/desk", "/inspectors/\(member)"] {
        let page = try client.get(address)
        #expect(page.status == 200)
        #expect(!page.text.contains(pick.name), "\(login) \(address)")
      }
      for rest in ["", "/notice", "/checklist", "/items/1"] {
        #expect(try client.get("/visits/\(visit)\(rest)").status == 404, "\(login) \(rest)")
      }
      let dossier = try client.get("/bodies/\(pick.body)")
      #expect(dossier.status == 200)
      #expect(!dossier.text.contains("/visits/\(visit)"), "\(login)")
      #expect(!dossier.text.contains("/draws/\(draw)"), "\(login)")
    }
    for login in ["planner", "member"] {
      #expect(try test.client(login).get("/visits/\(visit)").status == 200, "\(login)")
      #expect(try test.client(login).get("/visits").text.contains(pick.name), "\(login)")
    }
  }

  @Test("an inspector acts only on visits of the own teams")
  func otherTeams() throws {
    let scene = try VisitScene()
    try scene.begin()
    for login in ["zhao", "inspector-xuhui"] {
      let expected = login == "zhao" ? 422 : 404
      for (rest, fields) in [
        ("/notice", []), ("/begin", []), ("/submit", [("step", "submit"), ("summary", "全好")]),
        ("/countersign", []), ("/return", [("reason", "重查")]),
        ("/items/\(scene.items[0])", [("answer", "compliant")]),
      ] {
        #expect(
          try scene.post(login, rest, fields).status == expected, "\(login) \(rest)")
      }
    }
    #expect(try scene.stage() == .inspecting)
  }
}
