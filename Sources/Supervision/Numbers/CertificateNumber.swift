/// Number of a 资质认定 (CMA) certificate: 12 digits `YY AA FF DD NNNN`, which are year, issuing
/// authority, field, sector and serial number.
///
/// Older certificates are numbered otherwise, so a number outside the tables is warned of and not
/// refused.
package struct CertificateNumber: Hashable, Sendable, CustomStringConvertible {
  package let text: String

  /// Nil unless the text is 12 digits.
  package init?(_ text: String) {
    guard text.utf8.count == 12, digits(text.utf8) != nil else { return nil }
    self.text = text
  }

  package enum Check: Hashable, Sendable {
    case valid
    /// It may be an old number; `reasons` are Chinese sentences.
    case doubtful(reasons: [String])
    /// It cannot be a number.
    case malformed(reason: String)

    /// What to tell the person; empty when valid.
    package var reasons: [String] {
      switch self {
      case .valid: []
      case .doubtful(let reasons): reasons
      case .malformed(let reason): [reason]
      }
    }
  }

  /// Compares the parts with the tables.
  ///
  /// - Parameter currentYear: four digits; the year of the certificate cannot be later.
  package static func check(_ text: String, currentYear: Int) -> Check {
    if let reason = shapeFault(text) { return .malformed(reason: reason) }
    guard let number = CertificateNumber(text) else {
      return .doubtful(reasons: [
        "证书编号“\(text)”不是现行的12位数字编号，可能是旧编号，请对照证书核对。"
      ])
    }
    let reasons = number.doubts(currentYear: currentYear)
    return reasons.isEmpty ? .valid : .doubtful(reasons: reasons)
  }

  /// Four digits.
  package var year: Int { 2000 + part(0) }
  package var authorityName: String? { Self.name(part(1), Self.authorities) }
  package var fieldName: String? { Self.name(part(2), Self.fields) }
  package var sectorName: String? { Self.name(part(3), Self.sectors) }
  package var serial: String { String(text.suffix(4)) }
  package var description: String { text }

  private func part(_ index: Int) -> Int {
    digits(Array(text.utf8)[(index * 2)..<(index * 2 + 2)]) ?? 0
  }

  private func doubts(currentYear: Int) -> [String] {
    var reasons: [String] = []
    if year > currentYear {
      reasons.append("证书编号第1至2位表示\(year)年，晚于\(currentYear)年，请核对。")
    }
    if authorityName == nil { reasons.append(unknown("第3至4位", 1, "发证机关")) }
    if fieldName == nil { reasons.append(unknown("第5至6位", 2, "专业领域")) }
    if sectorName == nil { reasons.append(unknown("第7至8位", 3, "行业主管部门")) }
    return reasons
  }

  private func unknown(_ place: String, _ index: Int, _ table: String) -> String {
    "证书编号\(place)“\(padded(part(index)))”不在\(table)代码表中，请对照证书核对。"
  }

  private static func shapeFault(_ text: String) -> String? {
    if text.allSatisfy(\.isWhitespace) { return "没有填写资质认定证书编号。" }
    // Old numbers have full-width brackets, so only digits count here.
    if text.unicodeScalars.contains(where: { (0xFF10...0xFF19).contains($0.value) }) {
      return "证书编号含有全角数字，请改用半角（英文输入法）的数字。"
    }
    if text.contains(where: \.isWhitespace) { return "证书编号含有空格，请删去。" }
    if text.unicodeScalars.contains(where: \.isInvisible) {
      return "证书编号含有看不见的字符（多由复制粘贴带入），请手工重新输入。"
    }
    if digits(text.utf8) != nil, text.utf8.count != 12 {
      return "证书编号应为12位数字，这里有\(text.utf8.count)位，请核对是否漏输或多输。"
    }
    if text.unicodeScalars.count > 40 { return "证书编号过长，请核对。" }
    return nil
  }

  private static func name(_ index: Int, _ table: [String]) -> String? {
    table.indices.contains(index) ? table[index] : nil
  }

  /// By code; these are not GB/T 2260 codes.
  package static let authorities = [
    "国家", "北京", "天津", "河北", "山西", "内蒙古", "辽宁", "吉林", "黑龙江", "上海", "江苏", "浙江",
    "安徽", "福建", "江西", "山东", "河南", "湖北", "湖南", "广东", "广西", "海南", "重庆", "四川",
    "贵州", "云南", "西藏", "陕西", "甘肃", "青海", "宁夏", "新疆",
  ]

  /// By code.
  package static let fields = [
    "食品", "建筑工程", "建材", "卫生计生", "农林牧渔", "机动车安检", "公安刑事技术", "司法鉴定",
    "机械", "电子信息", "轻工", "纺织服装", "环境与环保", "水质", "化工", "医疗器械", "采矿冶金",
    "能源", "医学", "生物安全", "综合", "其他",
  ]

  /// By code.
  package static let sectors = [
    "教育", "工业和信息化", "公安", "司法", "国土资源", "环境保护", "住房城乡建设", "交通", "水利",
    "农业", "卫生计生", "质量技术监督", "检验检疫", "安全生产监督", "食品药品监督", "林业",
    "中国科学院", "粮食", "国防科工", "海洋", "测绘", "铁路", "机械", "化工", "石油", "电力", "轻工",
    "商贸", "建材", "供销", "分析测试与冶金", "有色金属", "节能", "军队", "其他",
  ]
}
