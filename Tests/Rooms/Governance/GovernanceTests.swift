import Storage
import Supervision
import TestSupport
import Testing

@testable import Accounts
@testable import Composition
@testable import Governance
@testable import Kernel
@testable import People

@Suite("Authorities, governing documents, responsibilities and codes")
struct GovernanceTests {
  private func number(_ sql: SQL, _ test: TestHouse) throws -> Int {
    try #require(try test.store.read { try $0.value(sql, as: Int.self) })
  }

  @Test(
    "the tree follows department and region, and units that are no division stand where they are put",
    arguments: EngineUnderTest.allCases)
  func tree(engine: EngineUnderTest) throws {
    let database = try TestDatabase(on: engine)
    defer { database.remove() }
    let test = try TestHouse(try database.open())
    try test.account("system", roles: [.systemAdministrator])
    try test.account("wang", roles: [.planner])
    let city = try test.authority()
    let client = try test.client("system")
    _ = try client.get("/authorities")
    for (name, region, level) in [
      ("浦东新区市场监督管理局", "310115", "district"), ("浦东新区某市场监管所", "310115", "station"),
    ] {
      let made = try client.post(
        "/authorities",
        [("name", name), ("department", "market"), ("level", level), ("region", region)])
      #expect(made.status == 303, "\(made.text)")
    }
    let unit = try client.post(
      "/authorities",
      [
        ("name", "临港新片区市场监督管理局"), ("department", "market"), ("level", "unit"),
        ("region", "310115"), ("area", "临港新片区"), ("parent", "\(city)"), ("reason", "机构文件"),
      ])
    #expect(unit.status == 303)
    let support = try client.post(
      "/authorities",
      [
        ("name", "某环境监测中心"), ("department", "environment"), ("level", "unit"),
        ("region", "310000"), ("support", "1"),
      ])
    #expect(support.status == 303)
    let nodes = try test.store.read {
      try AuthorityTree.load(RegionScope(region: "310000"), $0).nodes
    }
    let depths = Dictionary(uniqueKeysWithValues: nodes.map { ($0.record.name, $0.depth) })
    #expect(depths["上海市市场监督管理局"] == 0)
    #expect(depths["浦东新区市场监督管理局"] == 1)
    #expect(depths["浦东新区某市场监管所"] == 2)
    #expect(depths["临港新片区市场监督管理局"] == 1)
    let page = try client.get("/authorities").text
    for words in ["临港新片区（浦东新区）", "技术支撑单位", "┗ ", "└ "] {
      #expect(page.contains(words), "\(words)")
    }
    #expect(try client.get("/authorities?find=%E4%B8%B4%E6%B8%AF").text.contains("临港新片区"))
    // Officials see the same tree, without links to change it.
    let seen = try test.client("wang").get("/organisation")
    #expect(seen.status == 200 && seen.text.contains("临港新片区市场监督管理局"))
    #expect(!seen.text.contains("/authorities/"))
    #expect(try test.client("wang").get("/authorities").status == 403)
    // Nobody stands below itself.
    let district = try number(
      "SELECT id AS value FROM authorities WHERE name = '浦东新区市场监督管理局'", test)
    let circle = try client.post(
      "/authorities/\(city)/edit",
      [
        ("name", "上海市市场监督管理局"), ("level", "city"), ("region", "310000"),
        ("parent", "\(district)"),
      ])
    #expect(circle.status == 422 && circle.text.contains("或它的下级"))
  }

  @Test("an authority changes and ends with its history kept, and not while anybody belongs to it")
  func ending() throws {
    let test = try TestHouse()
    try test.account("system", roles: [.systemAdministrator])
    let client = try test.client("system")
    _ = try client.get("/authorities")
    _ = try client.post(
      "/authorities",
      [
        ("name", "浦东新区市场监督管理局"), ("department", "market"), ("level", "district"),
        ("region", "310115"), ("reason", "设立"),
      ])
    let id = try number(
      "SELECT id AS value FROM authorities WHERE name = '浦东新区市场监督管理局'", test)
    let page = try client.get("/authorities/\(id)").text
    let seen = try #require(page.firstMatch(of: #/name="seen" value="(\d+)"/#)).1
    test.clock.advance(minutes: 1)
    let rename = [
      ("name", "浦东新区市场监管局"), ("level", "district"), ("region", "310115"), ("reason", "更名"),
    ]
    let renamed = try client.post(
      "/authorities/\(id)/edit", rename + [("seen", String(seen))])
    #expect(renamed.status == 303, "\(renamed.text)")
    #expect(
      try client.post("/authorities/\(id)/edit", rename + [("seen", String(seen))]).status == 409)
    let history = try client.get("/authorities/\(id)").text
    #expect(history.contains("浦东新区市场监督管理局") && history.contains("浦东新区市场监管局"))
    try test.account(
      "pudong", roles: [.planner], authority: "浦东新区市场监管局", level: "district",
      region: "310115")
    let end = [("until", "2026-06-30"), ("reason", "机构改革")]
    let busy = try client.post("/authorities/\(id)/end", end)
    #expect(busy.status == 422 && busy.text.contains("还有 1 个在用账号"))
    try test.store.write { db in
      try db.execute("UPDATE accounts SET state = 'ended' WHERE login = 'pudong'")
    }
    #expect(try client.post("/authorities/\(id)/end", end).status == 303)
    #expect(try client.get("/authorities").text.contains("将于2026年6月30日撤销"))
    test.clock.advance(days: 40)
    let later = try test.client("system")
    let existing = try test.store.read {
      try Authorities.existing(RegionScope(region: "310000"), on: test.clock.now.day, $0)
    }
    #expect(!existing.contains { $0.id.number == id })
    let own = try number("SELECT id AS value FROM authorities WHERE region = '310000'", test)
    let mine = try later.post("/authorities/\(own)/end", end)
    #expect(mine.status == 422 && mine.text.contains("不能撤销自己所在的机关"))
  }

  @Test("offices within an authority are added and ended")
  func offices() throws {
    let test = try TestHouse()
    try test.account("system", roles: [.systemAdministrator])
    let id = try test.authority()
    let client = try test.client("system")
    _ = try client.get("/authorities/\(id)")
    let office = [("name", "认可处"), ("duty", "资质认定"), ("reason", "三定方案")]
    #expect(try client.post("/authorities/\(id)/offices", office).status == 303)
    #expect(try client.post("/authorities/\(id)/offices", office).status == 422)
    #expect(try client.get("/authorities").text.contains("认可处"))
    let number = try number("SELECT id AS value FROM offices", test)
    #expect(
      try client.post("/authorities/\(id)/offices/end", [("office", "\(number)")]).status == 422)
    #expect(
      try client.post(
        "/authorities/\(id)/offices/end", [("office", "\(number)"), ("reason", "撤并")]
      ).status == 303)
    #expect(!(try client.get("/authorities/\(id)").text.contains("资质认定</td>")))
  }

  @Test("a support unit has no inspectors")
  func support() throws {
    let test = try TestHouse()
    try test.account("wang", roles: [.planner])
    let centre = try test.authority("某监测中心", level: "unit")
    try test.store.write { db in
      try db.execute("UPDATE authorities SET is_support = 1 WHERE id = \(centre)")
    }
    let client = try test.client("wang")
    #expect(!(try client.get("/inspectors/new").text.contains("某监测中心")))
    let answer = try client.post(
      "/inspectors",
      [
        ("code", "SH-2"), ("name", "丙"), ("authority", "\(centre)"), ("region", "310000"),
        ("certificate_number", "SH2"), ("valid_until", "2029-12-31"), ("reason", "x"),
      ])
    #expect(answer.status == 422)
    let planner = try #require(try test.store.read { try Accounts.actor(login: "wang", $0) })
    let report = try Imports.importFile(
      kind: .inspectors, fileName: "x.csv",
      bytes: Array(
        "人员编号,姓名,所属单位,执法证号,执法证有效期至,检查领域\nSH-3,丁,某监测中心,S,2029-01-01,机动车检验".utf8),
      accept: false, by: planner, test.house)
    #expect(report.counts.refused == 1)
    #expect(report.findings.first?.reason.contains("技术支撑单位") == true)
  }

  // MARK: documents

  @Test(
    "the five documents are there clause by clause, with what fulfils each",
    arguments: EngineUnderTest.allCases)
  func documents(engine: EngineUnderTest) throws {
    let database = try TestDatabase(on: engine)
    defer { database.remove() }
    let test = try TestHouse(try database.open())
    try test.account("wang", roles: [.planner])
    let client = try test.client("wang")
    let list = try client.get("/documents").text
    for words in ["沪市监认检〔2023〕246号", "沪市监认检〔2021〕529号", "国市监检测发〔2023〕90号", "大气污染防治法"] {
      #expect(list.contains(words), "\(words)")
    }
    // Datong's own document is nobody's in Shanghai.
    #expect(!list.contains("同市监认证〔2025〕92号"))
    let id = try number(
      "SELECT id AS value FROM documents WHERE number = '沪市监认检〔2021〕529号'", test)
    let page = try client.get("/documents/\(id)").text
    for words in [
      "三（二）1　全面实施“双随机、一公开”抽查", "检查组具有执法资格的执法人员至少2人", "执法检查人员名录", "上海市检验检测条例",
      "市、区、所队三级", "尚无落实",
    ] {
      #expect(page.contains(words), "\(words)")
    }
    let counted = try test.store.read {
      try Governance.coverage(of: [DocumentID(id)], $0)[DocumentID(id)]
    }
    let coverage = try #require(counted)
    #expect(coverage.clauses == 34 && (15..<34).contains(coverage.fulfilled), "\(coverage)")
    // A second start changes nothing.
    let before = try number("SELECT count(*) AS value FROM clause_links", test)
    try test.store.write { db in
      try db.execute("DELETE FROM reference_files WHERE name LIKE '%links%' OR name LIKE 'doc%'")
    }
    try House.prepare(test.store, now: test.clock.now)
    #expect(try number("SELECT count(*) AS value FROM clause_links", test) == before)
  }

  @Test("every shipped link points to something that is there")
  func links() throws {
    let test = try TestHouse()
    try test.store.read { db in
      let rules = Set(try Reference.rules(db).rules.map(\.id))
      let forms = Set(
        try db.map("SELECT code FROM form_templates ORDER BY code LIMIT 100") {
          try $0.get("code", as: String.self)
        })
      try db.forEachRow("SELECT kind, target FROM clause_links ORDER BY id") { row in
        let target: String = try row.get("target")
        switch try row.get("kind", as: Governance.LinkKind.self) {
        case .page: #expect(Rooms.all.clauseTarget(target) != nil, "\(target)")
        case .rule: #expect(rules.contains(target), "\(target)")
        case .form: #expect(forms.contains(target), "\(target)")
        case .item: Issue.record("no item ships with the program")
        }
      }
      let codes = try Reference.registryCodes(db)
      try db.forEachRow("SELECT part, level FROM responsibilities ORDER BY id") { row in
        #expect(codes.entry(.part, try row.get("part")) != nil)
        let level: String = try row.get("level")
        #expect(Authorities.levels.contains { $0.0 == level }, "\(level)")
      }
    }
  }

  @Test("clauses may point to every part of the house, in the order of its chapters")
  func targets() {
    let codes = Rooms.all.clauseTargets.map(\.code)
    #expect(
      codes == [
        "bodies", "inspectors", "experts", "items", "public-items", "organisation",
        "responsibilities", "documents", "plans", "draws", "self-checks", "visits",
        "rectifications", "publications", "public-home", "public-draws", "public-results",
        "public-bodies", "verify", "rules", "journal", "accounts",
      ])
  }

  @Test("a document is registered, gets clauses, citations and links, and expires")
  func register() throws {
    let test = try TestHouse()
    try test.account("wang", roles: [.planner])
    try test.account("police", roles: [.planner], authority: "上海市公安局", department: "police")
    let client = try test.client("wang")
    _ = try client.get("/documents/new")
    let empty = try client.post("/documents", [])
    #expect(empty.status == 422)
    for words in ["请填写文号", "请填写标题", "请填写发文机关", "请写明登记或修改的理由"] {
      #expect(empty.text.contains(words), "\(words)")
    }
    let fields = [
      ("title", "2027年度抽查通知"), ("issuer", "上海市市场监督管理局"), ("kind", "notice"),
      ("jurisdiction", "310000"), ("issued-on", "2027-01-05"), ("reason", "新发文"),
    ]
    let made = try client.post("/documents", fields + [("number", "沪市监〔2027〕1号")])
    #expect(made.status == 303, "\(made.text)")
    let page = String(made.location.prefix { $0 != "?" })
    #expect(
      try client.post(page + "/clauses", [("label", "一"), ("title", "总体要求")]).status == 303)
    #expect(try client.post(page + "/clauses", [("label", "一"), ("title", "x")]).status == 422)
    #expect(try client.post(page + "/citations", [("cited", "没有的文号")]).status == 422)
    #expect(
      try client.post(page + "/citations", [("cited", "沪市监认检〔2021〕529号")]).status == 303)
    let clause = try number("SELECT max(id) AS value FROM clauses", test)
    let wrong = try client.post(
      page + "/links", [("clause", "\(clause)"), ("kind", "rule"), ("target", "没有")])
    #expect(wrong.status == 422)
    #expect(
      try client.post(
        page + "/links",
        [("clause", "\(clause)"), ("kind", "rule"), ("target", "team-minimum")]
      ).status == 303)
    let linked = try client.get(page).text
    #expect(linked.contains("检查组具有执法资格的执法人员至少"))
    #expect(linked.contains("引用：") && linked.contains("529号"))
    let link = try number("SELECT max(id) AS value FROM clause_links", test)
    #expect(try client.post(page + "/links/end", [("link", "\(link)")]).status == 422)
    #expect(
      try client.post(page + "/links/end", [("link", "\(link)"), ("reason", "误登")]).status == 303)
    let ended = try client.post(page + "/edit", fields + [("valid-until", "2026-05-31")])
    #expect(ended.status == 303, "\(ended.text)")
    #expect(try client.get(page).text.contains("2026年5月31日失效"))
    let police = try test.client("police")
    #expect(try police.get(page).status == 200)
    #expect(try police.post(page + "/edit", fields).status == 422)
    // What the country issued is not a city's to change.
    let national = try number(
      "SELECT id AS value FROM documents WHERE number = '国市监检测发〔2023〕90号'", test)
    #expect(try client.get("/documents/\(national)").status == 200)
    #expect(try client.get("/documents/\(national)/edit").status == 422)
  }

  @Test("the matrix says who is responsible, by which clause, and ends with a reason")
  func matrix() throws {
    let test = try TestHouse()
    try test.account("wang", roles: [.planner])
    let client = try test.client("wang")
    let page = try client.get("/responsibilities").text
    for words in ["机动车检验机构监管", "牵头", "技术支撑与配合", "沪市监认检〔2021〕529号 二（一）2"] {
      #expect(page.contains(words), "\(words)")
    }
    let found = try client.get("/responsibilities?department=defence").text
    #expect(found.contains("人防工程") && !found.contains("化妆品"))
    let draft = [
      ("matter", "碳排放检验检测监管"), ("department", "market"), ("level", "city"), ("part", "lead"),
      ("duty", "牵头专项检查"), ("document", "沪市监认检〔2023〕246号"), ("label", "二（二）"),
    ]
    let unreasoned = try client.post("/responsibilities", draft)
    #expect(unreasoned.status == 422 && unreasoned.text.contains("请写明登记的理由"))
    let wrong = try client.post(
      "/responsibilities", draft.map { $0.0 == "label" ? ("label", "九十九") : $0 } + [("reason", "x")]
    )
    #expect(wrong.status == 422 && wrong.text.contains("没有“沪市监认检〔2023〕246号”的条款"))
    #expect(try client.post("/responsibilities", draft + [("reason", "分工")]).status == 303)
    let id = try number("SELECT max(id) AS value FROM responsibilities", test)
    #expect(try client.get("/responsibilities").text.contains("牵头专项检查"))
    #expect(try client.post("/responsibilities/\(id)/end").status == 422)
    #expect(try client.post("/responsibilities/\(id)/end", [("reason", "调整")]).status == 303)
    #expect(!(try client.get("/responsibilities").text.contains("牵头专项检查")))
  }

  // MARK: codes

  @Test(
    "an administrator adds and ends codes; old records keep the name",
    arguments: EngineUnderTest.allCases)
  func codes(engine: EngineUnderTest) throws {
    let database = try TestDatabase(on: engine)
    defer { database.remove() }
    let test = try TestHouse(try database.open())
    try test.account("system", roles: [.systemAdministrator])
    try test.account("security", roles: [.securityAdministrator])
    try test.account("wang", roles: [.planner])
    let client = try test.client("system")
    #expect(try client.get("/codes").text.contains("机动车检验"))
    let wrong = try client.post("/codes", [("table", "fields"), ("code", "有"), ("name", "")])
    #expect(wrong.status == 422 && wrong.text.contains("请写明依据"))
    let hydrogen = [
      ("table", "fields"), ("code", "hydrogen"), ("name", "氢能检验"), ("basis", "某文件"),
    ]
    #expect(try client.post("/codes", hydrogen).status == 303)
    #expect(try client.post("/codes", hydrogen).status == 422)
    let planner = try test.client("wang")
    #expect(try planner.get("/inspectors/new").text.contains("氢能检验"))
    let end = [("table", "fields"), ("code", "hydrogen"), ("until", "2026-06-01")]
    #expect(try client.post("/codes/end", end).status == 422)
    #expect(try client.post("/codes/end", end + [("reason", "撤销")]).status == 303)
    test.clock.advance(days: 1)
    let admin = try test.client("system")
    let official = try test.client("wang")
    #expect(!(try official.get("/inspectors/new").text.contains("氢能检验")))
    #expect(try official.get("/inspectors").text.contains("氢能检验"))
    #expect(try admin.get("/codes?table=fields").text.contains("已停用"))
    // A kind may get a new name under its code, from a later day on.
    let interest = [("table", "interest"), ("code", "former"), ("basis", "某文件")]
    #expect(
      try admin.post(
        "/codes/end",
        [("table", "interest"), ("code", "former"), ("until", "2026-06-30"), ("reason", "改名")]
      ).status == 303)
    #expect(
      try admin.post("/codes", interest + [("name", "曾任职或实习"), ("valid-from", "2026-07-01")])
        .status == 303)
    let security = try test.client("security")
    #expect(try security.get("/codes?table=interest").text.contains("曾任职或实习"))
    #expect(try security.post("/codes", hydrogen).status == 403)
    #expect(try official.get("/codes").status == 403)
  }

  @Test("pages of governance read through indexes")
  func queryPlans() throws {
    let test = try TestHouse()
    try expectIndexed(test.store) { db in
      _ = try Governance.documents(region: "310000", find: "检", kind: "law", page: 1, db)
      _ = try Governance.clauses(of: DocumentID(1), db)
      _ = try Governance.citations(of: DocumentID(1), cites: true, db)
      _ = try Governance.citations(of: DocumentID(1), cites: false, db)
      _ = try Governance.versions(of: DocumentID(1), db)
      _ = try Governance.responsibilities(of: DocumentID(1), db)
      _ = try Governance.clauses(fulfilledBy: .item, "1", db)
      _ = try Authorities.offices(of: AuthorityID(1), db)
      _ = try Authorities.versions(of: AuthorityID(1), db)
    }
  }
}

@Suite("Upgrade of the libraries")
struct LibraryUpgradeTests {
  @Test(
    "a house full of people and authorities keeps what it knows when the libraries come",
    arguments: EngineUnderTest.allCases)
  func upgrade(engine: EngineUnderTest) throws {
    let database = try TestDatabase(on: engine)
    defer { database.remove() }
    let store = try database.open()
    _ = try migrate(store, Array(House.migrations.prefix(2)), now: 1)
    try store.write { db in
      try db.execute("INSERT INTO regions (code, name) VALUES ('310000', '上海市')")
      try db.execute("INSERT INTO departments (code, name) VALUES ('market', '市场监管')")
      try db.execute("INSERT INTO fields (code, name, position) VALUES ('vehicle', '机动车', 1)")
      try db.execute(
        """
        INSERT INTO authorities (id, code, name, department, level, region)
        VALUES (7, 'market-310000', '市局', 'market', 'city', '310000')
        """)
      try db.execute(
        """
        INSERT INTO inspectors (id, code, name, department, authority, region, certificate_number,
          certificate_until, status, updated_at)
        VALUES (3, 'SH-1', '甲', 'market', 7, '310000', 'Z1', '2028-01-01', 'active', 5000)
        """)
      try db.execute("INSERT INTO inspector_skills (inspector, field) VALUES (3, 'vehicle')")
      try db.execute(
        """
        INSERT INTO experts (id, code, name, employer, title, region, valid_until, status,
          updated_at)
        VALUES (4, 'ZJ-1', '乙', '某大学', '教授', '310000', '2027-01-01', 'leave', 6000)
        """)
      try db.execute("INSERT INTO expert_fields (expert, field) VALUES (4, 'vehicle')")
    }
    try House.prepare(store, now: Instant(milliseconds: 9000))
    let moment = Instant(milliseconds: 7000)
    try store.read { db in
      let inspector = try People.facts(of: "SH-1", at: moment, db)
      #expect(Set(inspector.map(\.kind)) == [.certificate, .skill])
      let certificate = inspector.first { $0.kind == .certificate }?.draft
      #expect(certificate?.number == "Z1")
      #expect(certificate?.validUntil?.iso == "2028-01-01")
      let expert = try People.facts(of: "ZJ-1", at: moment, db)
      #expect(Set(expert.map(\.kind)) == [.term, .skill])
      let version = try People.version(of: "ZJ-1", at: moment, db)
      #expect(version?.employer == "某大学")
      #expect(version?.status == .leave)
      #expect(version?.known.source == .setup)
      #expect(try People.version(of: "ZJ-1", at: Instant(milliseconds: 1000), db) == nil)
      let place = try Authorities.versions(of: AuthorityID(7), db)
      #expect(place.map(\.name) == ["市局"])
    }
    // An empty house has nothing to carry over.
    let empty = try TestDatabase(on: engine)
    defer { empty.remove() }
    let fresh = try empty.open()
    try House.prepare(fresh, now: Instant(milliseconds: 9000))
    let versions = try fresh.read {
      try $0.count("SELECT count(*) AS value FROM person_versions")
    }
    #expect(versions == 0)
  }
}
