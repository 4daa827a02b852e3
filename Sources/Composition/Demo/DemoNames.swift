internal import Kernel

/// Invented names. None is meant to be anybody's.
enum DemoNames {
  private static let syllables = Array("明安宏恒联科正诚信瑞博通达华申沪东方锐衡准量鉴谱源嘉泽润和合汇景博睿卓")
  private static let endings: [String: [String]] = [
    "vehicle": ["机动车检测有限公司", "车辆检测服务有限公司", "机动车检验站"],
    "environment": ["环境检测技术有限公司", "环境监测有限公司", "生态环境监测中心"],
    "forensic": ["司法鉴定所", "司法鉴定中心"],
    "food": ["食品检测有限公司", "食品安全检测中心", "农产品质量检测中心"],
    "civil-defence": ["人防工程检测有限公司", "防护设备检测中心"],
    "trade": ["商品检验有限公司", "检验认证有限公司", "进出口商品鉴定有限公司"],
    "cosmetics": ["化妆品检测有限公司", "日化产品检测中心"],
    "other": ["检测技术有限公司", "质量检验有限公司", "计量检测有限公司", "检验检测研究所", "建设工程检测有限公司"],
  ]
  private static let surnames = Array("王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕")
  private static let given = Array("安博晨达恩帆国海嘉俊凯兰敏宁培清睿思庭文曦雅毅云泽正子静芳洁丽萍婷雪颖志伟强磊洋勇")

  static func body(_ field: String, _ random: inout DemoRandom) -> String {
    var name = ""
    for _ in 0..<3 { name.append(random.pick(syllables)) }
    return "上海" + name + random.pick(endings[field] ?? ["检测有限公司"])
  }

  static func person(_ random: inout DemoRandom) -> String {
    var name = String(random.pick(surnames))
    for _ in 0..<(random.chance(70) ? 2 : 1) { name.append(random.pick(given)) }
    return name
  }

  static let roads = [
    "望江路", "明川路", "松涛路", "云锦路", "衡山支路", "平湖路", "青桐路", "东浦路", "南亭路", "永宁路",
    "嘉澜路", "锦绣支路", "沧浪路", "星河路", "秋实路", "学林路", "创智路", "金穗路", "北辰路", "芦苇路",
  ]
}
