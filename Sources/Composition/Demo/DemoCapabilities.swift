internal import Kernel

/// What the invented bodies may test: lines of their certificates' annexes, with real standards.
struct DemoCapabilities {
  private typealias Line = (product: String, parameter: String, standard: String, title: String)

  private static let lines: [String: [Line]] = [
    "vehicle": [
      ("机动车", "制动", "GB 38900-2020", "机动车安全技术检验项目和方法"),
      ("机动车", "前照灯", "GB 38900-2020", "机动车安全技术检验项目和方法"),
      ("汽油车", "排气污染物", "GB 18285-2018", "汽油车污染物排放限值及测量方法（双怠速法及简易工况法）"),
      ("柴油车", "排气烟度", "GB 3847-2018", "柴油车污染物排放限值及测量方法（自由加速法及加载减速法）"),
    ],
    "environment": [
      ("水和废水", "pH值", "HJ 1147-2020", "水质 pH值的测定 电极法"),
      ("水和废水", "化学需氧量", "HJ 828-2017", "水质 化学需氧量的测定 重铬酸盐法"),
      ("水和废水", "氨氮", "HJ 535-2009", "水质 氨氮的测定 纳氏试剂分光光度法"),
      ("水和废水", "铅", "HJ 700-2014", "水质 65种元素的测定 电感耦合等离子体质谱法"),
      ("水和废水", "镉", "HJ 700-2014", "水质 65种元素的测定 电感耦合等离子体质谱法"),
      ("水和废水", "汞", "HJ 694-2014", "水质 汞、砷、硒、铋和锑的测定 原子荧光法"),
      ("固定污染源废气", "颗粒物", "HJ 836-2017", "固定污染源废气 低浓度颗粒物的测定 重量法"),
      ("噪声", "工业企业厂界环境噪声", "GB 12348-2008", "工业企业厂界环境噪声排放标准"),
    ],
    "forensic": [("血液", "乙醇", "GA/T 842-2019", "血液酒精含量的检验方法")],
    "food": [
      ("食品", "铅", "GB 5009.12-2023", "食品安全国家标准 食品中铅的测定"),
      ("食品", "水分", "GB 5009.3-2016", "食品安全国家标准 食品中水分的测定"),
      ("食品", "蛋白质", "GB 5009.5-2016", "食品安全国家标准 食品中蛋白质的测定"),
      ("食品", "菌落总数", "GB 4789.2-2022", "食品安全国家标准 食品微生物学检验 菌落总数测定"),
      ("食品", "大肠菌群", "GB 4789.3-2016", "食品安全国家标准 食品微生物学检验 大肠菌群计数"),
    ],
    "civil-defence": [
      ("防护门", "密闭性能", "RFJ 04-2009", "人民防空工程防护设备试验测试与质量检测标准"),
      ("防护门", "尺寸偏差", "RFJ 04-2009", "人民防空工程防护设备试验测试与质量检测标准"),
    ],
    "trade": [
      ("煤炭", "全水分", "GB/T 211-2017", "煤中全水分的测定方法"),
      ("煤炭", "灰分", "GB/T 212-2008", "煤的工业分析方法"),
    ],
    "cosmetics": [
      ("化妆品", "铅", "化妆品安全技术规范(2015年版)", "化妆品安全技术规范"),
      ("化妆品", "汞", "化妆品安全技术规范(2015年版)", "化妆品安全技术规范"),
      ("化妆品", "菌落总数", "化妆品安全技术规范(2015年版)", "化妆品安全技术规范"),
    ],
    "other": [
      ("室内空气", "甲醛", "GB/T 18204.2-2014", "公共场所卫生检验方法 第2部分：化学污染物"),
      ("室内空气", "苯", "GB 50325-2020", "民用建筑工程室内环境污染控制标准"),
      ("混凝土", "抗压强度", "GB/T 50081-2019", "混凝土物理力学性能试验方法标准"),
      ("金属材料", "拉伸试验", "GB/T 228.1-2021", "金属材料 拉伸试验 第1部分：室温试验方法"),
    ],
  ]

  /// As the file of capabilities has them, in the order of its columns.
  ///
  /// - Parameter bodies: the rows of the file of bodies.
  static func rows(_ bodies: [[String]], seed: Int) -> [[String]] {
    var random = DemoRandom(seed: UInt64(bitPattern: Int64(seed)) ^ 0xCAFA)
    var rows: [[String]] = []
    for body in bodies where body[8] != "终止" {
      for field in body[6].split(separator: "、") {
        let known = lines[String(field)] ?? []
        let always = random.below(max(1, known.count))
        for (index, line) in known.enumerated() {
          guard random.chance(70) || index == always else { continue }
          let limits = line.product == "水和废水" && random.chance(10) ? "只测地表水" : ""
          rows.append([
            body[0], body[1], "", "", line.product, line.parameter, line.standard, line.title, "",
            "", limits, "", "", "",
          ])
        }
      }
    }
    return rows
  }
}
