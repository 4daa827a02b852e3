internal import Bodies
internal import Kernel
internal import Storage
internal import Supervision

/// People, instruments, prices … of the demo's bodies, and what became of some of them over time.
struct DemoBodies {
  /// Of how many bodies everything is told; the others have their registration only.
  static let told = 2000

  private let today: CalendarDay
  private var random: DemoRandom

  init(seed: Int, today: CalendarDay) {
    self.today = today
    random = DemoRandom(seed: UInt64(bitPattern: Int64(seed)) ^ 0xB0D1E5)
  }

  private struct Known {
    let id: BodyID
    let fields: [String]
    let site: Int?
  }

  /// Fills the first bodies, in one command.
  mutating func fill(_ house: House, by actor: Actor) throws {
    let known = try house.store.read { db in
      let fields = try db.map(
        "SELECT body, field FROM body_fields ORDER BY body, field LIMIT 1000000"
      ) { (body: try $0.get("body", as: BodyID.self), field: try $0.get("field", as: String.self)) }
      let byBody = Dictionary(grouping: fields, by: \.body).mapValues { $0.map(\.field) }
      return try db.map(
        """
        SELECT b.id, s.id AS site FROM bodies b
        LEFT JOIN sites s ON s.body = b.id AND s.until IS NULL
        ORDER BY b.id LIMIT \(Self.told)
        """
      ) {
        let id: BodyID = try $0.get("id")
        return Known(id: id, fields: byBody[id] ?? [], site: try $0.get("site"))
      }
    }
    try house.perform(by: actor) { transaction in
      let change = try Changes.change(.interface, reason: "年度信息报送", transaction)
      for body in known { try fill(body, change, transaction) }
      transaction.journal("demo.generate", ("house", "demo"), [("bodies", String(known.count))])
    }
  }

  private mutating func fill(
    _ body: Known, _ change: ChangeID, _ transaction: Transaction
  ) throws {
    func insert(_ kind: FactKind, _ given: [String: Value], _ fields: [String] = []) throws {
      let values = kind.columns.map { column in
        given[column.key] ?? (Self.isOpen(column) ? .null : .text(""))
      }
      try Facts.insert(
        kind, FactDraft(values: values, fields: fields), of: body.id, change, transaction)
    }
    let site: Value = body.site.map { .integer(Int64($0)) } ?? .null
    for person in people(body) { try insert(.persons, person.values, person.fields) }
    for instrument in instruments(site) { try insert(.instruments, instrument) }
    for price in prices() { try insert(.prices, price) }
    try insert(
      .declarations,
      [
        "kind": .text("impartiality"), "title": .text("公正性和诚信声明"),
        "content": .text("本机构独立于检验检测数据和结果的利益相关方，不受任何可能干扰技术判断的因素影响。"),
        "declared_on": day(-400 - random.below(600)),
      ])
    if let mark = mark() { try insert(.marks, mark) }
  }

  private static func isOpen(_ column: FactColumn) -> Bool {
    switch column.content {
    case .day, .money, .site, .body: true
    default: false
    }
  }

  private func day(_ days: Int) -> Value { .text(today.adding(days: days).iso) }

  private mutating func people(_ body: Known) -> [(values: [String: Value], fields: [String])] {
    let roles = ["manager", "technical", "quality", "signatory", "signatory", "tester", "tester"]
    var names: Set<String> = []
    return roles.map { role in
      var name = DemoNames.person(&random)
      while !names.insert(name).inserted { name = DemoNames.person(&random) }
      var values: [String: Value] = [
        "role": .text(role), "name": .text(name),
        "title": .text(random.pick(["高级工程师", "工程师", "助理工程师"])),
        "valid_from": day(-200 - random.below(1500)),
        "phone": .text("139000" + Self.digits(random.below(100_000), 5)),
      ]
      if role == "signatory" {
        values["scope"] = .text("授权领域内的全部项目")
        values["valid_until"] = day(random.chance(92) ? 100 + random.below(900) : -20)
      }
      return (values, role == "signatory" ? body.fields : [])
    }
  }

  private static func digits(_ number: Int, _ count: Int) -> String {
    let text = String(number)
    return String(repeating: "0", count: max(0, count - text.count)) + text
  }

  private mutating func instruments(_ site: Value) -> [[String: Value]] {
    let kinds = [
      ("电子天平", "ME204", "0–220 g", "0.1 mg"), ("气相色谱仪", "GC-2030", "—", "2 %"),
      ("紫外可见分光光度计", "UV-1900", "190–1100 nm", "0.5 nm"), ("尾气分析仪", "NHA-506", "—", "1 级"),
      ("制动检验台", "FZ-10", "0–10 t", "3 %"), ("恒温恒湿箱", "HPP-750", "0–70 ℃", "0.5 ℃"),
      ("声级计", "AWA6228", "28–133 dB", "1 级"), ("数显卡尺", "CD-15", "0–150 mm", "0.02 mm"),
    ]
    return (1...4).map { number in
      let kind = random.pick(kinds)
      let isLate = random.chance(6)
      let on = isLate ? -380 - random.below(60) : -random.below(330) - 10
      return [
        "code": .text("SB-" + Self.digits(number, 3)), "name": .text(kind.0),
        "model": .text(kind.1), "range_text": .text(kind.2), "accuracy": .text(kind.3),
        "site": site, "state": .text("used"), "calibrated_on": day(on),
        "calibrated_until": day(on + 365), "calibrated_by": .text("示例计量测试技术研究院"),
        "calibration_number": .text("JZ" + Self.digits(random.below(1_000_000), 6)),
      ]
    }
  }

  private mutating func prices() -> [[String: Value]] {
    let items = [
      ("机动车安全技术检验", "辆"), ("水质常规项目", "样"), ("食品微生物", "项"), ("材料力学性能", "组"),
      ("噪声监测", "点"), ("商品数量重量鉴定", "批"),
    ]
    let first = random.below(items.count)
    return [0, 1].map { step in
      let item = items[(first + step) % items.count]
      return [
        "item": .text(item.0), "unit": .text(item.1),
        "fen": .integer(Int64(8000 + random.below(400) * 100)), "valid_from": day(-300),
      ]
    }
  }

  private mutating func mark() -> [String: Value]? {
    guard random.chance(12) else { return nil }
    let kinds = [
      ("official", "市级产品质量监督抽查承检", 1095), ("complaint", "12315转办", 365),
      ("pt-absent", "能力验证结果通报", 365), ("late-statistics", "统计直报通报", 365),
    ]
    let kind = random.pick(kinds)
    let from = -random.below(300) - 60
    return [
      "kind": .text(kind.0), "source": .text(kind.1), "valid_from": day(from),
      "valid_until": day(from + kind.2),
    ]
  }
}
