internal import Bodies
internal import Kernel
internal import Supervision

/// Invented bodies of every province.
struct DemoCountry {
  private let today: CalendarDay
  private(set) var random: DemoRandom
  private var names: Set<String> = []

  /// Region, what names begin with, the number of the issuing authority (domain §2.3), and how many
  /// of a thousand bodies are there.
  private static let provinces: [(region: String, name: String, issuer: String, share: Int)] = [
    ("110000", "北京", "01", 28), ("120000", "天津", "02", 20), ("130000", "河北", "03", 50),
    ("140000", "山西", "04", 32), ("150000", "内蒙古", "05", 27), ("210000", "辽宁", "06", 38),
    ("220000", "吉林", "07", 24), ("230000", "黑龙江", "08", 28), ("310101", "上海", "09", 3),
    ("310104", "上海", "09", 3), ("310112", "上海", "09", 4), ("310115", "上海", "09", 8),
    ("320000", "江苏", "10", 72), ("330000", "浙江", "11", 64), ("340000", "安徽", "12", 40),
    ("350000", "福建", "13", 36), ("360000", "江西", "14", 30), ("370000", "山东", "15", 80),
    ("410000", "河南", "16", 58), ("420000", "湖北", "17", 44), ("430000", "湖南", "18", 38),
    ("440000", "广东", "19", 86), ("450000", "广西", "20", 32), ("460000", "海南", "21", 8),
    ("500000", "重庆", "22", 24), ("510000", "四川", "23", 52), ("520000", "贵州", "24", 26),
    ("530000", "云南", "25", 32), ("540000", "西藏", "26", 4), ("610000", "陕西", "27", 34),
    ("620000", "甘肃", "28", 22), ("630000", "青海", "29", 7), ("640000", "宁夏", "30", 9),
    ("650000", "新疆", "31", 24),
  ]
  private static let syllables = Array(
    "安宝博昌辰诚驰达德鼎东恒法方丰福富冠广国海汉航和弘宏华汇慧吉嘉坚建健金锦精景炬巨凯康科蓝朗力立利联灵隆鲁美民明铭南宁平齐启谦乾勤清庆泉仁荣瑞润森山盛世舒顺思泰天通同万维伟文祥翔鑫信兴旭轩雅亚阳耀益银永佑宇元远云泽长正志智中众卓"
  )
  private static let endings: [(field: String, certificate: String, words: [String], share: Int)] =
    [
      ("vehicle", "05", ["机动车检测有限公司", "汽车检测服务有限公司", "机动车安全技术检验站"], 230),
      ("environment", "12", ["环境检测有限公司", "环保科技有限公司", "生态环境监测站", "环境监测中心"], 130),
      ("construction", "01", ["建设工程质量检测有限公司", "工程检测有限公司", "建筑材料检测中心"], 190),
      ("food", "00", ["食品检测有限公司", "农产品质量安全检验检测中心", "食品药品检验所"], 120),
      ("special-equipment", "08", ["特种设备检验检测院", "压力容器检测有限公司", "无损检测有限公司"], 50),
      ("forensic", "07", ["司法鉴定中心", "司法鉴定所"], 40),
      ("water", "13", ["水质监测有限公司", "水利工程质量检测有限公司", "水文水资源监测中心"], 40),
      ("natural-resources", "16", ["地质测试研究中心", "测绘产品质量检验站", "矿产检测有限公司"], 30),
      ("trade", "10", ["商品检验有限公司", "进出口商品鉴定有限公司"], 25),
      ("medical-protection", "15", ["医疗器械检验院", "医疗器械检测有限公司"], 15),
      ("oil", "14", ["石油产品检测有限公司", "油品质量检验中心"], 20),
      ("cosmetics", "14", ["日用品检测有限公司", "消毒产品检测中心"], 15),
      ("carbon", "12", ["碳排放检测有限公司"], 10), ("civil-defence", "01", ["人防设备检测有限公司"], 8),
      ("network-products", "09", ["信息安全测评中心"], 5), ("tank", "08", ["罐体检验有限公司"], 5),
      (
        "other", "20",
        ["检测技术有限公司", "质量技术监督检测研究院", "计量检测有限公司", "产品质量监督检验所", "标准技术服务有限公司"], 67
      ),
    ]
  private static let cities = ["城东", "城西", "高新", "经开", "江南", "临港", "滨湖", "新城", "北山", "南湖"]

  init(today: CalendarDay, random: DemoRandom) {
    self.today = today
    self.random = random
  }

  /// A body whose codes follow from its number.
  mutating func draft(_ number: Int) -> BodyDraft {
    let place = random.pick(weighted: Self.provinces.map { ($0, $0.share) })
    let kind = random.pick(weighted: Self.endings.map { ($0, $0.share) })
    let name = freshName(place.name) { $0.pick(kind.words) }
    let issued = today.adding(days: -random.below(6 * 365 - 40) - 20)
    let issuer = random.chance(3) ? "00" : place.issuer
    let sector = random.pick(["11", "11", "12", "05", "06", "34"])
    let serial = String(10_000 + number % 10_000).dropFirst()
    let certificate =
      String(issued.iso.prefix(4).suffix(2)) + issuer + kind.certificate + sector + serial
    let address =
      place.name + random.pick(Self.cities) + "区" + random.pick(DemoNames.roads)
      + "\(1 + random.below(1999))号"
    var draft = BodyDraft(
      uscc: DemoRegistry.creditCode(number, place.region, &random), name: name,
      certificateNumber: certificate,
      certificateUntil: issued.adding(years: 6).adding(days: -1), region: place.region,
      address: address, legalRepresentative: DemoNames.person(&random),
      contact: DemoNames.person(&random),
      creditClass: random.pick(weighted: [(.a, 55), (.b, 30), (.c, 11), (.d, 4)]),
      status: random.pick(weighted: [(.active, 965), (.suspended, 15), (.ended, 20)]),
      fields: [kind.field])
    if random.chance(15) {
      let second = random.pick(weighted: Self.endings.map { ($0.field, $0.share) })
      if second != kind.field { draft.fields = [kind.field, second].sorted() }
    }
    return draft
  }

  mutating func isRenamed() -> Bool { random.chance(5) }

  /// The same body under a new name.
  mutating func renamed(_ draft: BodyDraft) -> BodyDraft {
    var draft = draft
    let province = Self.provinces.first { $0.region == draft.region }?.name ?? "中"
    let ending = ["检验检测认证有限公司", "检测集团有限公司", "技术服务有限公司"]
    draft.name = freshName(province) { $0.pick(ending) }
    return draft
  }

  private mutating func freshName(
    _ province: String, _ ending: (inout DemoRandom) -> String
  ) -> String {
    while true {
      var name = province
      for _ in 0..<(random.chance(70) ? 2 : 3) { name.append(random.pick(Self.syllables)) }
      name += ending(&random)
      if names.insert(name).inserted { return name }
    }
  }
}
