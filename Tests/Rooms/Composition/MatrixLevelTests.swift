import HTTP
import Storage
import Supervision
import TestSupport
import Testing

@testable import Accounts
@testable import Composition
@testable import Kernel
@testable import SelfChecks

/// Every route to a record × every role that may call it × the authority of the record, those above,
/// below and beside it and other departments, on both engines. Who sees a record is worked out here
/// a second time, from plain facts.
@Suite("Permission matrix by level")
struct MatrixLevelTests {
  /// A record with who sees it.
  struct Record {
    let id: String
    let facts: String
    /// In addresses that name one.
    var kind = "body"
    /// Counts below the region that `facts` names, and is changed there alone.
    var isInherited = false
    /// What a role must hold beside the route's own permission.
    var needs = Permission.signedIn
    let isSeen: (Position) -> Bool
  }

  @Test(
    "a record opens to exactly those whose it is, at every level",
    arguments: EngineUnderTest.allCases)
  func levels(_ engine: EngineUnderTest) throws {
    let world = try MatrixWorld(on: engine)
    let records = try self.records(world)
    #expect(records.values.allSatisfy { $0.count >= 2 })
    var (open, shut) = (0, 0)
    var printed: Set<String> = []
    for route in Rooms.all.routes where route.pattern.contains(":") {
      guard let roles = route.permission.roles, route.permission != .ownPortal else { continue }
      let parts = route.pattern.split(separator: "/").map(String.init)
      #expect(
        records[parts[0]] != nil || parts[0] == "import-templates",
        "no records for \(route.pattern): add them")
      for record in records[parts[0]] ?? [] {
        let path = path(parts, record)
        for position in world.positions {
          for role in roles.sorted() where role != .body {
            let isSeen = record.isSeen(position) && record.needs.isHeld(by: [role])
            if isSeen {
              guard !Self.namesAPart(route), !Self.isOfAbove(record, position, route),
                Self.isQuick(route) || printed.insert(path).inserted
              else { continue }
            }
            let status = try world.status(route.method, path, as: world.login(role, position))
            let what: Comment =
              "\(role) of \(position): \(route.method) \(path) (\(record.facts)) answers \(status)"
            if isSeen {
              open += 1
              #expect(![400, 403, 404, 500].contains(status), what)
            } else {
              shut += 1
              #expect(status == 404, what)
            }
          }
        }
      }
    }
    #expect(open > 300 && shut > 600, "\(open) open, \(shut) shut")
  }

  /// Whether the record is seen below its region too, and changed there only.
  private static func isOfAbove(_ record: Record, _ position: Position, _ route: Route) -> Bool {
    record.isInherited && route.method == .post && !position.contains(record.facts)
  }

  /// Whether an answer is made in no time; the others are asked for once a record.
  private static func isQuick(_ route: Route) -> Bool {
    ![".pdf", ".zip", "/print", "/dossier"].contains { route.pattern.contains($0) }
  }

  /// Whether the record is named by more than its number, so that even its owner may find nothing.
  private static func namesAPart(_ route: Route) -> Bool {
    let inForm = [
      "/draws/:id/file", "/bodies/:id/sites/remove", "/inspectors/:id/facts", "/experts/:id/facts",
      "/authorities/:id/offices/end", "/documents/:id/links", "/documents/:id/links/end",
    ]
    return inForm.contains(route.pattern)
      || (!route.pattern.hasPrefix("/personal/")
        && route.pattern.split(separator: "/").filter { $0.hasPrefix(":") }.count > 1)
  }

  private func path(_ parts: [String], _ record: Record) -> String {
    "/"
      + parts.map { part in
        switch part {
        case ":id": record.id
        case ":kind": record.kind
        case _ where part.hasPrefix(":"): "1"
        default: part
        }
      }.joined(separator: "/")
  }

  // MARK: whose a record is

  private func records(_ world: MatrixWorld) throws -> [String: [Record]] {
    var records: [String: [Record]] = [:]
    let bodies = try byRegion(
      world,
      """
      SELECT min(id) AS id, region FROM bodies WHERE region IN ('310115', '310104') GROUP BY region
      """)
    records["bodies"] = bodies
    records["inspectors"] = try byRegion(
      world,
      """
      SELECT min(id) AS id, region FROM inspectors WHERE region IN ('310115', '310000')
      GROUP BY region
      """)
    records["experts"] = try byRegion(
      world, "SELECT id, region FROM experts ORDER BY id LIMIT 2")
    records["imports"] = try imports(world)
    let plans = try Plans(world)
    records["plans"] = plans.all.map { plan in
      Record(id: plan.id, facts: "plan \(plan.stage)", isSeen: { plans.sees($0, plan) })
    }
    records["draws"] = try draws(world, plans)
    let visits = try visits(world, plans)
    records["visits"] = visits
    records["personal"] =
      try bodies + bodyPersons(world)
      + visits.map { Record(id: $0.id, facts: $0.facts, kind: "visit", isSeen: $0.isSeen) }
    records["rectifications"] = try rectifications(world, plans)
    records["self-checks"] = try selfChecks(world, plans)
    records["publications"] = try published(world)
    records["accounts"] = try accounts(world)
    records["authorities"] = try byRegion(
      world,
      """
      SELECT id, region FROM authorities WHERE region IN ('310115', '310104', '140200') ORDER BY id
      LIMIT 6
      """)
    records["responsibilities"] = try byRegion(
      world,
      "SELECT min(id) AS id, jurisdiction AS region FROM responsibilities GROUP BY jurisdiction")
    records["documents"] = try inherited(
      world, "SELECT min(id) AS id, jurisdiction AS region FROM documents GROUP BY jurisdiction")
    records["items"] = try inherited(world, "SELECT id, region FROM items ORDER BY id LIMIT 2")
    records["handovers"] = try handovers(world)
    return records
  }

  /// What counts below its region too.
  private func inherited(_ world: MatrixWorld, _ sql: SQL) throws -> [Record] {
    try world.rows(sql).map { row in
      let region = row["region"] ?? ""
      return Record(
        id: row["id"] ?? "", facts: region, isInherited: true,
        isSeen: { position in
          position.contains(region) || region == "000000"
            || region == position.region.prefix(2) + "0000"
            || region == position.region.prefix(4) + "00"
        })
    }
  }

  /// Between two authorities; seen in the body's region too.
  private func handovers(_ world: MatrixWorld) throws -> [Record] {
    try world.rows(
      """
      SELECT h.id, h.from_authority, h.to_authority, h.superior, b.region FROM handovers h
      JOIN bodies b ON b.id = h.body ORDER BY h.id LIMIT 4
      """
    ).map { row in
      let region = row["region"] ?? ""
      let parties = [row["from_authority"], row["to_authority"], row["superior"]]
      return Record(
        id: row["id"] ?? "", facts: region,
        isSeen: { $0.contains(region) || parties.contains(String($0.authority)) })
    }
  }

  /// Files of the keeper's line, one of another department, one for the system administrator.
  private func imports(_ world: MatrixWorld) throws -> [Record] {
    try world.rows(
      """
      SELECT max(i.id) AS id, i.kind, t.region, t.department FROM imports i
      JOIN authorities t ON t.id = i.authority WHERE i.kind IN ('inspectors', 'authorities')
      GROUP BY i.kind, t.region, t.department
      """
    ).map { row in
      let (region, department) = (row["region"] ?? "", row["department"] ?? "")
      return Record(
        id: row["id"] ?? "", facts: "file of \(department) in \(region)",
        needs: row["kind"] == "authorities" ? .manageAccounts : .changeRegistry,
        isSeen: { position in
          position.contains(region) && ["market", department].contains(position.department)
        })
    }
  }

  private func bodyPersons(_ world: MatrixWorld) throws -> [Record] {
    try world.rows(
      """
      SELECT min(p.id) AS id, b.region FROM body_persons p JOIN bodies b ON b.id = p.body
      WHERE p.until IS NULL AND b.region IN ('310115', '310104')
        AND NOT EXISTS (SELECT 1 FROM sites s WHERE s.body = b.id AND s.region <> b.region)
      GROUP BY b.region
      """
    ).map { row in
      let region = row["region"] ?? ""
      return Record(
        id: row["id"] ?? "", facts: "person in \(region)", kind: "body-person",
        isSeen: { $0.contains(region) })
    }
  }

  private func byRegion(_ world: MatrixWorld, _ sql: SQL) throws -> [Record] {
    try world.rows(sql).map { row in
      let region = row["region"] ?? ""
      return Record(id: row["id"] ?? "", facts: region, isSeen: { $0.contains(region) })
    }
  }

  /// The plans with who takes part in which of their items.
  private struct Plans {
    struct Plan {
      let id: String
      let region: String
      let department: String
      let stage: String
    }
    let all: [Plan]
    private let parts: [[String: String]]

    init(_ world: MatrixWorld) throws {
      all = try world.rows(
        """
        SELECT p.id, p.region, t.department, p.stage FROM plans p
        JOIN authorities t ON t.id = p.authority ORDER BY p.id
        """
      ).map {
        Plan(
          id: $0["id"] ?? "", region: $0["region"] ?? "", department: $0["department"] ?? "",
          stage: $0["stage"] ?? "")
      }
      parts = try world.rows(
        """
        SELECT f.plan, f.field, r.department FROM plan_fields f JOIN plan_roles r
        ON r.plan = f.plan AND r.position = f.position ORDER BY f.plan, f.field, r.department
        """)
    }

    func sees(_ position: Position, _ plan: Plan) -> Bool {
      let isPartner = parts.contains {
        $0["plan"] == plan.id && $0["department"] == position.department
      }
      return position.contains(plan.region)
        && (position.department == plan.department || (isPartner && plan.stage != "draft"))
    }

    /// Whether a record of an item of a plan is the position's.
    func seesItem(_ position: Position, plan: String?, fields: [String], region: String) -> Bool {
      guard let plan = all.first(where: { $0.id == plan }), position.contains(region) else {
        return false
      }
      return position.department == plan.department
        || parts.contains {
          $0["plan"] == plan.id && fields.contains($0["field"] ?? "")
            && $0["department"] == position.department
        }
    }
  }

  private func draws(_ world: MatrixWorld, _ plans: Plans) throws -> [Record] {
    let contributors = try world.rows(
      "SELECT draw, authority FROM draw_contributors ORDER BY draw, authority")
    let found = try world.rows("SELECT id, plan FROM draws ORDER BY id LIMIT 3").map { row in
      Record(
        id: row["id"] ?? "", facts: "draw",
        isSeen: { position in
          plans.all.contains { $0.id == row["plan"] && plans.sees(position, $0) }
            || contributors.contains {
              $0["draw"] == row["id"] && $0["authority"] == String(position.authority)
            }
        })
    }
    // One draw is enough for the demo; another number is nobody's.
    return found + [Record(id: "999999", facts: "no draw", isSeen: { _ in false })]
  }

  /// One visit of every item in two districts.
  private func visits(_ world: MatrixWorld, _ plans: Plans) throws -> [Record] {
    try world.rows(
      """
      SELECT min(id) AS id, plan, field, region FROM visits
      WHERE region IN ('310115', '310104') GROUP BY plan, field, region ORDER BY id
      """
    ).map { row in
      Record(
        id: row["id"] ?? "", facts: "\(row["field"] ?? "") in \(row["region"] ?? "")",
        isSeen: {
          plans.seesItem(
            $0, plan: row["plan"], fields: [row["field"] ?? ""], region: row["region"] ?? "")
        })
    }
  }

  private func rectifications(_ world: MatrixWorld, _ plans: Plans) throws -> [Record] {
    try world.rows(
      """
      SELECT min(r.id) AS id, v.plan, v.field, v.region FROM rectifications r
      JOIN visits v ON v.id = r.visit GROUP BY v.plan, v.field, v.region ORDER BY id LIMIT 6
      """
    ).map { row in
      Record(
        id: row["id"] ?? "", facts: "\(row["field"] ?? "") in \(row["region"] ?? "")",
        isSeen: {
          plans.seesItem(
            $0, plan: row["plan"], fields: [row["field"] ?? ""], region: row["region"] ?? "")
        })
    }
  }

  /// Submitted ones, of bodies that were drawn and of one that was not.
  private func selfChecks(_ world: MatrixWorld, _ plans: Plans) throws -> [Record] {
    let visited = try world.rows("SELECT plan, body, field FROM visits ORDER BY id")
    let rows =
      try world.rows(
        """
        SELECT s.id, s.plan, s.body, s.region FROM self_checks s WHERE s.stage = 'submitted'
        AND EXISTS (SELECT 1 FROM visits v WHERE v.plan = s.plan AND v.body = s.body)
        AND s.region IN ('310115', '310104') ORDER BY s.id LIMIT 4
        """)
      + world.rows(
        """
        SELECT s.id, s.plan, s.body, s.region FROM self_checks s WHERE s.stage = 'submitted'
        AND NOT EXISTS (SELECT 1 FROM visits v WHERE v.plan = s.plan AND v.body = s.body)
        ORDER BY s.id LIMIT 1
        """)
    return rows.map { row in
      let fields = visited.filter { $0["plan"] == row["plan"] && $0["body"] == row["body"] }
        .compactMap { $0["field"] }
      return Record(
        id: row["id"] ?? "", facts: "self-check of \(fields) in \(row["region"] ?? "")",
        isSeen: {
          plans.seesItem($0, plan: row["plan"], fields: fields, region: row["region"] ?? "")
        })
    }
  }

  /// Results that are public: whose line corrects them is told by a sentence, not by a 404.
  private func published(_ world: MatrixWorld) throws -> [Record] {
    try world.rows(
      """
      SELECT min(subject) AS id, region FROM publications WHERE kind = 'result'
      GROUP BY region ORDER BY region LIMIT 3
      """
    ).map { row in
      let region = row["region"] ?? ""
      return Record(id: row["id"] ?? "", facts: region, isSeen: { $0.contains(region) })
    }
  }

  private func accounts(_ world: MatrixWorld) throws -> [Record] {
    let rows = try world.rows(
      """
      SELECT a.id, a.login, t.id AS authority, t.department, t.region, b.region AS body_region
      FROM accounts a LEFT JOIN authorities t ON t.id = a.authority
      LEFT JOIN bodies b ON b.id = a.body
      WHERE a.login IN ('planner', 'police', 'pudong', 'xuhui', 'elsewhere-planner', 'unit-planner')
        OR a.id = (SELECT min(id) FROM accounts WHERE body IS NOT NULL)
      ORDER BY a.id
      """)
    #expect(rows.count == 7)
    return rows.map { row in
      Record(
        id: row["id"] ?? "", facts: row["login"] ?? "",
        isSeen: { position in
          if position.level == "unit" { return row["authority"] == String(position.authority) }
          if let region = row["body_region"], !region.isEmpty {
            return position.department == "market" && position.contains(region)
          }
          return position.contains(row["region"] ?? "")
            && ["market", row["department"]].contains(position.department)
        })
    }
  }
}
