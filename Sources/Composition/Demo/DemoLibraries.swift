internal import Accounts
internal import Items
internal import Kernel
internal import People
internal import Plans
internal import Storage
internal import Supervision

// The libraries beside the bodies: units, offices, people's rows, the item list.
extension DemoStory {
  func fillLibraries() throws {
    clock.set(moment(-46, 11))
    try openUnits()
    try openItems()
    clock.set(moment(-46, 14))
    try fillPeople()
  }

  // MARK: authorities

  private static let units:
    [(name: String, department: String, region: String, area: String, isSupport: Bool)] = [
      ("上海市市场监督管理局执法总队", "market", "310000", "", false),
      ("上海市市场监督管理局机场分局", "market", "310000", "虹桥机场、浦东机场", false),
      ("临港新片区市场监督管理局", "market", "310115", "临港新片区", false),
      ("上海市生态环境局执法总队", "environment", "310000", "", false),
      ("上海市环境监测中心", "environment", "310000", "", true),
      ("上海市减污降碳管理运行技术中心", "environment", "310000", "", true),
      ("上海市民防监督管理事务中心", "defence", "310000", "", true),
      ("上海市道路运输事业发展中心", "transport", "310000", "", true),
      ("上海市建设工程安全质量监督总站", "housing", "310000", "", true),
    ]

  private func openUnits() throws {
    try house.perform(by: nil) { transaction in
      let db = transaction.db
      let change = try Changes.change(.setup, reason: "演示数据", transaction)
      let head: AuthorityID? = try db.value(
        "SELECT id AS value FROM authorities WHERE code = 'market-310000'")
      for (number, unit) in Self.units.enumerated() {
        let id = try Accounts.insertAuthority(
          code: "\(unit.department)-\(unit.region)-unit-\(number + 1)", name: unit.name,
          department: unit.department, level: "unit", region: unit.region, keepsVersion: false,
          transaction)
        var draft = Authorities.Draft()
        draft.area = unit.area
        draft.isSupport = unit.isSupport
        // 临港 answers to the city, not to the district it lies in.
        draft.parent = unit.area == "临港新片区" ? head?.description ?? "" : ""
        try Authorities.place(id, draft, by: change, transaction)
      }
      if let head {
        for (name, duty) in [
          ("认可与检验检测监督管理处", "检验检测机构资质认定和监督检查"), ("信用监督管理处", "信用风险分类和双随机统筹"),
          ("法规处", "重大执法决定法制审核"),
        ] {
          try Authorities.store(
            office: name, duty: duty, of: head, by: change, transaction)
        }
      }
      transaction.journal(
        "demo.generate", ("house", "1"), [("units", String(Self.units.count))])
    }
  }

  // MARK: items

  private func openItems() throws {
    guard let planner = try house.store.read({ try Accounts.actor(login: "planner", $0) }) else {
      throw DemoFault(description: "没有计划员账号")
    }
    for (code, content) in DemoItems.all(year: options.today.year) {
      let item = try Items.draft(
        content, code: code, of: nil, reason: "编制年度事项清单", by: planner, house)
      try Items.publish(item, reason: "局务会审议通过", by: planner, house)
    }
  }

  /// Names every item that is in force for a draft plan.
  func nameItems(of plan: PlanID) throws {
    let planner = browser("planner")
    let open = try house.store.read { db -> [Items.Version] in
      guard let plan = try Plans.plan(plan, db) else { return [] }
      return try Items.choices(
        region: plan.region, from: plan.content.visitsFrom, until: plan.content.visitsUntil, db)
    }
    try planner.submit(
      "/plans/\(plan)/items", to: "/plans/\(plan)/items",
      adding: open.map { ("item", $0.id.description) })
  }

  // MARK: people

  private func fillPeople() throws {
    let today = options.today
    try house.perform(by: nil) { transaction in
      let db = transaction.db
      let change = try Changes.change(.setup, reason: "演示数据", transaction)
      func codes(_ sql: SQL) throws -> [String] { try db.map(sql) { try $0.get("code") } }
      func note(
        _ kind: PersonFactKind, _ person: String, _ fill: (inout PersonFactDraft) -> Void
      ) throws {
        var draft = PersonFactDraft()
        fill(&draft)
        try People.store(kind, draft, of: person, by: change, transaction)
      }
      for code in try codes("SELECT code FROM experts ORDER BY code LIMIT 10000") {
        let signed = today.adding(days: -60 - random.below(300))
        let number = "ZJ-\(signed.year)-\(random.below(900) + 100)"
        try note(.pledge, code) {
          $0.what = "2021"
          $0.validFrom = signed
          $0.number = number
        }
      }
      let bodies = try db.map("SELECT uscc, name FROM bodies ORDER BY id LIMIT 40") {
        (try $0.get("uscc", as: String.self), try $0.get("name", as: String.self))
      }
      for code in try codes("SELECT code FROM inspectors ORDER BY code LIMIT 10000") {
        let held = today.adding(days: -30 - random.below(600))
        let hours = 8 + 4 * random.below(5)
        try note(.training, code) {
          $0.what = "检验检测监管业务培训"
          $0.organisation = "上海市市场监督管理局"
          $0.validFrom = held
          $0.validUntil = held.adding(days: 2)
          $0.hours = hours
          $0.note = "合格"
        }
        if random.chance(3) {
          let body = random.pick(bodies)
          let left = today.adding(days: -400 - random.below(1500))
          try note(.interest, code) {
            $0.what = "former"
            $0.organisation = body.1
            $0.uscc = body.0
            $0.validFrom = left.adding(years: -3)
            $0.validUntil = left
          }
        }
        if random.chance(2) {
          let first = today.adding(days: random.below(20))
          try note(.leave, code) {
            $0.what = "leave"
            $0.validFrom = first
            $0.validUntil = first.adding(days: 9)
          }
        }
      }
      transaction.journal("demo.generate", ("house", "1"), [("people", "rows")])
    }
  }
}

/// The item list of the demo, after the documents of 2021 and 2023.
enum DemoItems {
  static func all(year: Int) -> [(code: String, content: Items.Content)] {
    let from = CalendarDay(year: year, month: 1, day: 1) ?? CalendarDay(dayNumber: 0)
    func item(
      _ list: String, _ itemClass: String, _ name: String, _ fields: [String], _ partners: [String],
      department: String = "market", _ content: String, _ basis: String
    ) -> Items.Content {
      var item = Items.Content()
      item.list = list
      item.itemClass = itemClass
      item.name = name
      item.content = content
      item.basis = basis
      item.subject = "市、区市场监管部门会同行业主管部门"
      item.object = "获得资质认定的检验检测机构"
      item.ratio = 1500
      item.frequency = "每家机构每年一般不超过2次"
      item.materials = "资质认定证书、人员档案、设备档案、报告和原始记录"
      item.qualification = "2名以上具有执法资格的检查人员"
      item.department = department
      item.office = department == "market" ? "认可与检验检测监督管理处" : ""
      item.validFrom = from
      item.fields = fields
      item.methods = ["1", "2"]
      item.partners = partners
      return item
    }
    let notice = "沪市监认检〔2023〕246号 "
    var licence = item(
      "licence", "L", "检验检测机构资质认定", [], [], "首次、扩项、变更、延续和注销的许可",
      "检验检测机构资质认定管理办法（总局令第163号）；行政许可法第四十二条")
    licence.methods = []
    licence.ratio = nil
    licence.limitDays = 20
    licence.frequency = ""
    return [
      (
        "C06-1",
        item(
          "check", "C", "检验检测机构资质认定监督检查", [], [],
          "法律地位、人员、设备、能力范围、报告和原始记录", "检验检测机构监督管理办法（总局令第39号）；沪市监认检〔2021〕529号 三（二）1")
      ),
      (
        "J-01",
        item(
          "joint", "C", "机动车检验机构联合检查", ["vehicle"], ["environment", "police", "transport"],
          "执行国家标准检验情况，替检代检、篡改检验数据、出具虚假检验报告", notice + "一（一）")
      ),
      (
        "J-02",
        item(
          "joint", "E", "生态环境监测机构联合检查", ["environment"], ["market"],
          department: "environment", "检测场所、设施环境、设备人员等基本资质条件和监测活动", notice + "一（二）")
      ),
      (
        "J-03",
        item(
          "joint", "C", "司法鉴定机构联合检查", ["forensic"], ["justice"], "技术规范适用和鉴定质量管控",
          notice + "一（三）")
      ),
      (
        "J-04",
        item(
          "joint", "C", "食品农产品检验检测机构联合检查", ["food"], ["agriculture"],
          "仪器设备、设施条件和检测能力", notice + "一（四）")
      ),
      (
        "J-05",
        item(
          "joint", "C", "人防工程防护设备检测机构联合检查", ["civil-defence"], ["defence"],
          "能力保持情况以及现场检测过程的规范性", notice + "一（五）")
      ),
      (
        "J-06",
        item(
          "joint", "C", "进出口商品检验鉴定机构联合检查", ["trade"], ["customs"], "检测条件、技术能力和检验鉴定结果",
          notice + "一（六）")
      ),
      (
        "J-07",
        item(
          "joint", "C", "化妆品检验机构联合检查", ["cosmetics"], ["drug"], "场所条件、环境设施和检验方法",
          notice + "一（七）")
      ),
      (
        "K-01",
        item(
          "key", "C", "直接关系人民生命健康安全领域重点检查", ["environment", "food", "vehicle"],
          ["agriculture", "environment", "police"], "重点领域突出问题和整改落实“回头看”",
          notice + "二（二）；国市监检测发〔2023〕90号 三（一）")
      ),
      ("L-01", licence),
    ]
  }
}
