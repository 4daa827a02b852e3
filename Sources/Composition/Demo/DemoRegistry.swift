internal import Kernel
internal import Supervision

/// The registry of an invented Shanghai, as the files an authority would import.
///
/// 16 districts, the eight fields of S1 (沪市监认检〔2023〕246号) in about the shares a real library
/// has, valid codes by GB 32100 and CMA certificate numbers. Everything follows from the seed and
/// the day.
struct DemoRegistry {
  struct Authority {
    let code: String
    let name: String
    let department: String
    let level: String
    let region: String
  }

  struct Person {
    let code: String
    let name: String
    let authority: String
  }

  private(set) var bodyRows: [[String]] = []
  private(set) var inspectorRows: [[String]] = []
  private(set) var expertRows: [[String]] = []
  private(set) var conflictRows: [[String]] = []
  private(set) var inspectors: [Person] = []
  let authorities: [Authority]

  private static let districts = [
    ("310101", "黄浦区"), ("310104", "徐汇区"), ("310105", "长宁区"), ("310106", "静安区"),
    ("310107", "普陀区"), ("310109", "虹口区"), ("310110", "杨浦区"), ("310112", "闵行区"),
    ("310113", "宝山区"), ("310114", "嘉定区"), ("310115", "浦东新区"), ("310116", "金山区"),
    ("310117", "松江区"), ("310118", "青浦区"), ("310120", "奉贤区"), ("310151", "崇明区"),
  ]
  /// How bodies spread over the districts, in thousandths.
  private static let districtShares = [
    40, 62, 38, 45, 48, 36, 52, 110, 78, 82, 190, 40, 76, 48, 38, 17,
  ]
  private static let fieldShares: [(String, Int)] = [
    ("vehicle", 103), ("environment", 160), ("forensic", 37), ("food", 150),
    ("civil-defence", 40), ("trade", 62), ("cosmetics", 31), ("other", 417),
  ]
  /// CMA field digits (domain §2.3) for a body's main field.
  private static let certificateFields = [
    "vehicle": "05", "environment": "12", "forensic": "07", "food": "00", "civil-defence": "01",
    "trade": "10", "cosmetics": "14", "other": "20",
  ]
  /// The law that governs a body of a field first; of the others, the general one.
  private static let kinds = [
    "vehicle": "机动车检验机构", "environment": "生态环境监测机构", "forensic": "司法鉴定机构",
    "food": "食品检验机构", "cosmetics": "产品质量检验机构",
  ]
  /// Departments of S1 with the authority that stands for each in the city, and their inspectors.
  private static let departments: [(code: String, authority: String, people: Int)] = [
    ("market", "上海市市场监督管理局", 250), ("police", "上海市公安局", 60),
    ("environment", "上海市生态环境局", 90), ("justice", "上海市司法局", 30),
    ("agriculture", "上海市农业农村委员会", 45), ("defence", "上海市国防动员办公室", 30),
    ("customs", "上海海关", 30), ("drug", "上海市药品监督管理局", 30),
    ("transport", "上海市道路运输管理局", 35),
  ]

  init(bodies: Int, seed: UInt64, today: CalendarDay) {
    var random = DemoRandom(seed: seed)
    authorities =
      Self.departments.map {
        Authority(
          code: "\($0.code)-310000", name: $0.authority, department: $0.code, level: "city",
          region: "310000")
      }
      + Self.districts.map {
        Authority(
          code: "market-\($0.0)", name: "上海市\($0.1)市场监督管理局", department: "market",
          level: "district", region: $0.0)
      }
    makeBodies(bodies, today, &random)
    makeInspectors(today, &random)
    makeExperts(today, &random)
    makeConflicts(&random)
  }

  private mutating func makeBodies(_ count: Int, _ today: CalendarDay, _ random: inout DemoRandom) {
    var names: Set<String> = []
    let districts = Array(zip(Self.districts, Self.districtShares)).map { ($0.0, $0.1) }
    for number in 0..<count {
      let region = random.pick(weighted: districts)
      let field = random.pick(weighted: Self.fieldShares)
      var fields = [field]
      if random.chance(22) {
        let second = random.pick(weighted: Self.fieldShares)
        if second != field { fields.append(second) }
      }
      var name = DemoNames.body(field, &random)
      while !names.insert(name).inserted { name = DemoNames.body(field, &random) }
      let issued = today.adding(days: -random.below(5 * 365) - 60)
      let credit = random.pick(weighted: [("A", 55), ("B", 30), ("C", 11), ("D", 4)])
      let status = random.pick(weighted: [("正常", 976), ("暂停", 14), ("终止", 10)])
      bodyRows.append([
        Self.creditCode(number, region.0, &random), name,
        Self.certificate(number, field, issued, &random),
        issued.adding(years: 6).adding(days: -1).iso, region.0,
        "上海市\(region.1)\(random.pick(DemoNames.roads))\(1 + random.below(2400))号",
        fields.joined(separator: "、"), credit, status, DemoNames.person(&random),
        DemoNames.person(&random), Self.kinds[field] ?? "资质认定检验检测机构",
        number.isMultiple(of: 9) ? "事业单位法人" : "企业法人",
      ])
    }
  }

  private static func certificate(
    _ number: Int, _ field: String, _ issued: CalendarDay, _ random: inout DemoRandom
  ) -> String {
    let sector = random.pick(["11", "11", "12", "05", "07", "34"])
    return String(issued.iso.prefix(4).suffix(2)) + "09" + (certificateFields[field] ?? "20")
      + sector + digits(number % 10_000, 4)
  }

  private static func digits(_ number: Int, _ count: Int) -> String {
    let text = String(number)
    return String(repeating: "0", count: max(0, count - text.count)) + text
  }

  /// A valid code (GB 32100) with a valid organisation code (GB 11714) in it; unique by the number.
  static func creditCode(_ number: Int, _ region: String, _ random: inout DemoRandom)
    -> String
  {
    let prefix8 = random.pick(["MA1", "MA7", "MAC", "MAE"]) + digits(number, 5)
    guard let check = OrganizationCode.checkCharacter(forPrefix8: prefix8),
      let code = UnifiedSocialCreditCode.make(prefix17: "91\(region)\(prefix8)\(check)")
    else { preconditionFailure("a generated code has the right shape") }
    return code
  }

  private mutating func makeInspectors(_ today: CalendarDay, _ random: inout DemoRandom) {
    for department in Self.departments {
      for number in 1...department.people {
        let isDistrict = department.code == "market" && random.chance(70)
        let region = isDistrict ? random.pick(Self.districts) : ("310000", "上海市")
        let authority = isDistrict ? "上海市\(region.1)市场监督管理局" : department.authority
        let code = "\(department.code)-\(Self.digits(number, 4))"
        let name = DemoNames.person(&random)
        let until =
          random.chance(95) ? today.adding(days: 200 + random.below(900)) : today.adding(days: -30)
        var skills: Set<String> = []
        for _ in 0..<(1 + random.below(3)) {
          skills.insert(random.pick(weighted: Self.fieldShares))
        }
        inspectors.append(Person(code: code, name: name, authority: authority))
        inspectorRows.append([
          code, name, authority, "", region.0,
          "SH\(1_000_000 + random.below(900_000))", until.iso,
          skills.sorted().joined(separator: "、"), random.chance(97) ? "在岗" : "离岗",
        ])
      }
    }
  }

  private mutating func makeExperts(_ today: CalendarDay, _ random: inout DemoRandom) {
    for number in 1...150 {
      var fields: Set<String> = [random.pick(weighted: Self.fieldShares)]
      // Every field has experts enough for its teams.
      fields.insert(Self.fieldShares[number % Self.fieldShares.count].0)
      expertRows.append([
        "expert-\(Self.digits(number, 4))", DemoNames.person(&random),
        random.pick(["华川", "江东", "临海", "浦江"]) + random.pick(["大学", "研究院", "质检院"]),
        random.pick(["高级工程师", "教授级高工", "研究员", "副教授"]), "310000",
        today.adding(days: 300 + random.below(600)).iso, fields.sorted().joined(separator: "、"),
        "在岗",
      ])
    }
  }

  private mutating func makeConflicts(_ random: inout DemoRandom) {
    let reasons = ["曾在该机构任职", "近亲属在该机构任职", "曾为该机构提供咨询", "持有该机构股份"]
    var seen: Set<String> = []
    let people = inspectorRows.map { $0[0] } + expertRows.map { $0[0] }
    for _ in 0..<(bodyRows.count / 3) {
      let person = random.pick(people)
      let body = random.pick(bodyRows)[0]
      let reason = random.pick(reasons)
      guard seen.insert("\(person) \(body)").inserted else { continue }
      conflictRows.append([person, body, reason])
    }
  }
}
