internal import Sheets
package import Supervision

/// Why a cell or a form field cannot be accepted, and what to write instead.
package struct CellFault: Error, Equatable {
  package let reason: String
  package let suggestion: String

  package init(_ reason: String, _ suggestion: String = "") {
    self.reason = reason
    self.suggestion = suggestion
  }
}

/// Reads what people write into registry cells, for files and forms alike. What is unclear is
/// refused with a suggestion and never silently repaired.
package struct CellReader: Sendable {
  package let regions: CodeNames
  package let fields: CodeNames
  package let departments: CodeNames
  /// Where the person may register.
  package let scope: RegionScope
  /// Whether the file counts days from 1904, as old ones from a Macintosh do.
  var isDate1904 = false
  /// What words of long tables were found to mean; a file has the same ones again and again.
  private let memo = WordMemo()

  package init(regions: CodeNames, fields: CodeNames, departments: CodeNames, scope: RegionScope) {
    self.regions = regions
    self.fields = fields
    self.departments = departments
    self.scope = scope
  }

  // MARK: text

  /// Free text: names, addresses. It goes into line-based files, so no TAB, no line break.
  package func text(
    _ cell: String, _ name: String, limit: Int = 200, isRequired: Bool = true
  ) throws(CellFault) -> String {
    for scalar in cell.unicodeScalars {
      // Nearly everything is plain ASCII or plain Chinese.
      if (0x20...0x7E).contains(scalar.value) || (0x3001...0x9FFF).contains(scalar.value) {
        continue
      }
      if scalar == "\t" || scalar.properties.generalCategory == .control
        || ["\u{2028}", "\u{2029}"].contains(scalar)
      {
        throw CellFault("\(name)含有换行、制表符或控制字符。", "请写在一行内：\(Self.flattened(cell))")
      }
      if scalar.properties.generalCategory == .format {
        throw CellFault("\(name)含有看不见的字符（多由复制粘贴带入）。", "请手工重新输入。")
      }
      if Self.isWideDigit(scalar) {
        throw CellFault("\(name)含有全角数字或字母。", "请改为：\(Self.narrowed(cell))")
      }
    }
    let trimmed = Self.trimmed(cell)
    if trimmed.isEmpty, isRequired { throw CellFault("没有填写\(name)。", "请补上。") }
    if trimmed.count > limit {
      throw CellFault("\(name)有\(trimmed.count)个字，最多\(limit)个。", "请缩短。")
    }
    return trimmed
  }

  /// An identifier of a person in the draw's files: 1 to 50 printable ASCII characters.
  package func code(_ cell: String, _ name: String) throws(CellFault) -> String {
    if cell.isEmpty { throw CellFault("没有填写\(name)。", "请补上。") }
    let isPlain = cell.utf8.allSatisfy { (0x21...0x7E).contains($0) && $0 != UInt8(ascii: ",") }
    guard isPlain, cell.utf8.count <= 50, cell != "-" else {
      let narrow = Self.trimmed(normalizeDigits(cell))
      throw CellFault(
        "\(name)只能用半角数字、字母和符号，不含空格和逗号，最多50个字符。",
        narrow == cell ? "请改写编号。" : "是否为：\(narrow)")
    }
    return cell
  }

  package func uscc(_ cell: String) throws(CellFault) -> String {
    if case .malformed(let reason) = UnifiedSocialCreditCode.check(cell) {
      let repaired = Self.compact(cell).uppercased()
      let isCode = repaired != cell && UnifiedSocialCreditCode(repaired) != nil
      throw CellFault(reason, isCode ? "是否为：\(repaired)" : "请对照营业执照核对。")
    }
    return cell
  }

  package func certificateNumber(_ cell: String, on day: CalendarDay) throws(CellFault) -> String {
    let check = CertificateNumber.check(cell, currentYear: day.year)
    if case .malformed(let reason) = check {
      let repaired = Self.compact(cell)
      let isNumber = repaired != cell && CertificateNumber(repaired) != nil
      throw CellFault(reason, isNumber ? "是否为：\(repaired)" : "请对照资质认定证书核对。")
    }
    return try text(cell, "证书编号", limit: 40)
  }

  // MARK: words

  package func word<T>(
    _ cell: String, _ name: String, _ known: [(words: [String], value: T)]
  ) throws(CellFault) -> T {
    let cell = Self.trimmed(cell)
    if let found = known.first(where: { $0.words.contains(cell) }) { return found.value }
    let allowed = known.map { $0.words[0] }.joined(separator: "、")
    if cell.isEmpty { throw CellFault("没有填写\(name)。", "请填写其中之一：\(allowed)。") }
    let near = nearest(cell, in: known.flatMap(\.words)).map { "是否为：\($0)。" } ?? ""
    throw CellFault("\(name)“\(cell)”不在可用的值里。", near + "可用的值：\(allowed)。")
  }

  // MARK: codes with names

  /// A region by GB/T 2260 code, by name, or by name with the places above it.
  package func region(_ cell: String) throws(CellFault) -> String {
    try memo.meaning(of: cell, "region") { () throws(CellFault) in [try findRegion(cell)] }[0]
  }

  private func findRegion(_ cell: String) throws(CellFault) -> String {
    let cell = Self.trimmed(cell)
    if cell.isEmpty { throw CellFault("没有填写行政区划。", "请填写六位代码，例如310115。") }
    let found = regions.entries.filter { $0.code == cell || regionNames($0.code).contains(cell) }
    guard let code = found.first?.code else {
      throw CellFault("行政区划“\(cell)”不在代码表中。", nearRegion(cell))
    }
    if found.count > 1 {
      let codes = found.map(\.code).joined(separator: "、")
      throw CellFault("名为“\(cell)”的行政区划不止一个。", "请改填代码：\(codes)。")
    }
    guard scope.contains(code) else {
      throw CellFault("“\(regions[code])”不在您单位的管辖范围内。", "请由该地的主管单位办理。")
    }
    return code
  }

  private func regionNames(_ code: String) -> [String] {
    let name = regions[code]
    let province = String(code.prefix(2)) + "0000"
    let city = String(code.prefix(4)) + "00"
    var names = [name]
    if city != code, regions.contains(city) {
      names.append(regions[city] + name)
      if province != city { names.append(regions[province] + regions[city] + name) }
    }
    if province != code, regions.contains(province) { names.append(regions[province] + name) }
    return names
  }

  private func nearRegion(_ cell: String) -> String {
    let mine = regions.entries.filter { scope.contains($0.code) }
    if let name = nearest(cell, in: mine.map(\.name)),
      let code = mine.first(where: { $0.name == name })?.code
    {
      return "是否为：\(name)（\(code)）"
    }
    if let code = nearest(cell, in: mine.map(\.code)) {
      return "是否为：\(regions[code])（\(code)）"
    }
    return "请填写六位行政区划代码，例如310115。"
  }

  package func department(_ cell: String) throws(CellFault) -> String {
    try known(Self.trimmed(cell), "部门", departments)
  }

  /// Codes or names, separated by 、 ， ； ｜ or a half-width form of them; codes ascending.
  package func fields(_ cell: String) throws(CellFault) -> [String] {
    try memo.meaning(of: cell, "fields") { () throws(CellFault) in try findFields(cell) }
  }

  private func findFields(_ cell: String) throws(CellFault) -> [String] {
    let separators: Set<Character> = ["、", "，", ",", "；", ";", "|", "｜"]
    var codes: Set<String> = []
    for part in cell.split(whereSeparator: { separators.contains($0) }) {
      codes.insert(try known(Self.trimmed(String(part)), "领域", fields))
    }
    return codes.sorted()
  }

  /// The code of a table by its code or name.
  package func known(
    _ cell: String, _ name: String, _ table: CodeNames
  ) throws(CellFault) -> String {
    if cell.isEmpty { throw CellFault("没有填写\(name)。", "请补上。") }
    if let found = table.entries.first(where: { $0.code == cell || $0.name == cell }) {
      return found.code
    }
    let near =
      nearest(cell, in: table.entries.map(\.name)) ?? contained(cell, table)
      ?? nearest(cell, in: table.entries.map(\.code))
    let all = table.entries.map(\.name).joined(separator: "、")
    throw CellFault(
      "\(name)“\(cell)”不在代码表中。", near.map { "是否为：\($0)" } ?? "可用的\(name)：\(all)。")
  }

  /// The only name that contains the words or stands in them: `环境监测` for `生态环境监测`.
  private func contained(_ cell: String, _ table: CodeNames) -> String? {
    guard cell.count >= 2 else { return nil }
    let found = table.entries.map(\.name).filter { $0.contains(cell) || cell.contains($0) }
    return found.count == 1 ? found[0] : nil
  }

  // MARK: pieces

  /// A cell of a file as its reader gets it: without space around it; full-width digits, letters
  /// and signs as half-width ones where the column holds codes or days.
  static func cleaned(_ cell: String, _ form: ImportColumn.Form) -> String {
    var isPlain = true
    for byte in cell.utf8 where byte >= 0x80 { isPlain = false }
    let first = cell.utf8.first ?? 0x30
    let last = cell.utf8.last ?? 0x30
    if isPlain, first > 0x20, last > 0x20, first != UInt8(ascii: "'") { return cell }
    // What an export did to keep the cell from being calculated.
    let cell = withoutFormulaMark(cell)
    return trimmed(form == .text || isPlain ? cell : normalizeDigits(cell))
  }

  package static func trimmed(_ text: String) -> String {
    var text = text[...]
    while text.first?.isWhitespace == true { text.removeFirst() }
    while text.last?.isWhitespace == true { text.removeLast() }
    return String(text)
  }

  private static func compact(_ text: String) -> String {
    String(
      String.UnicodeScalarView(
        normalizeDigits(text).unicodeScalars.filter { (0x21...0x7E).contains($0.value) }))
  }

  private static func flattened(_ text: String) -> String {
    let parts = text.unicodeScalars.split { $0.properties.generalCategory == .control }
    let flat = parts.map { String(String.UnicodeScalarView($0)) }.joined(separator: " ")
    return String(trimmed(flat).prefix(60))
  }

  private static func isWideDigit(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0xFF10...0xFF19, 0xFF21...0xFF3A, 0xFF41...0xFF5A: true
    default: false
    }
  }

  private static func narrowed(_ text: String) -> String {
    var result = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      if isWideDigit(scalar) {
        result.append(Unicode.Scalar(UInt8(scalar.value - 0xFEE0)))
      } else {
        result.append(scalar)
      }
    }
    return String(String(result).prefix(60))
  }
}
