internal import Sheets
package import Supervision

extension CellReader {
  /// A day in one of the forms that leave no doubt: `2026-10-01`, `2026/10/1`, `2026.10.1`,
  /// `2026年10月1日`, `20261001`, `1-Oct-2026`, each also with midnight behind it, or a
  /// spreadsheet's serial number. `3/4/2026` may be March or April and is refused.
  package func day(_ cell: String, _ name: String) throws(CellFault) -> CalendarDay {
    let cell = Self.withoutMidnight(Self.trimmed(cell))
    let example = "请写成2026-10-01这样。"
    if cell.isEmpty { throw CellFault("没有填写\(name)。", example) }
    if let parts = Self.dateParts(cell) ?? Self.namedMonth(cell) {
      guard let day = CalendarDay(year: parts.year, month: parts.month, day: parts.day) else {
        throw CellFault("\(name)“\(cell)”不是存在的日期。", Self.advice(parts))
      }
      guard (1950...2100).contains(day.year) else {
        throw CellFault("\(name)“\(cell)”的年份不合理。", "请核对年份。")
      }
      return day
    }
    let narrow = Self.trimmed(normalizeDigits(cell))
    if narrow != cell, let parts = Self.dateParts(narrow),
      let day = CalendarDay(year: parts.year, month: parts.month, day: parts.day)
    {
      throw CellFault("\(name)含有全角字符。", "是否为：\(day.iso)")
    }
    if let day = serialDay(cell) { return day }
    if Self.isAmbiguous(cell) {
      throw CellFault("\(name)“\(cell)”看不出哪个是月、哪个是日。", example)
    }
    throw CellFault("\(name)“\(cell)”无法识别。", example)
  }

  /// The day of a serial number from 1990 to 2100; what comes before is more likely a number.
  func serialDay(_ cell: String) -> CalendarDay? {
    guard cell.utf8.count == 5, let serial = Int(cell), let epoch = CalendarDay(iso: "1899-12-30")
    else { return nil }
    let day = epoch.adding(days: serial + (isDate1904 ? 1462 : 0))
    return (1990...2100).contains(day.year) ? day : nil
  }

  /// `2026-10-01 00:00:00` is what many systems write for a day.
  private static func withoutMidnight(_ text: String) -> String {
    for tail in [" 00:00:00", " 0:00:00", " 00:00", " 0:00", "T00:00:00", " 00:00:00.0"]
    where text.hasSuffix(tail) {
      return String(text.dropLast(tail.count))
    }
    return text
  }

  /// `21-Nov-2026`, `21 November 2026`.
  private static func namedMonth(_ text: String) -> (year: Int, month: Int, day: Int)? {
    let parts = text.lowercased().split { $0 == "-" || $0 == " " || $0 == "," || $0 == "/" }
    guard parts.count == 3, parts[2].utf8.count == 4, parts[0].utf8.count <= 2,
      let day = Int(parts[0]), let year = Int(parts[2])
    else { return nil }
    let months = [
      "january", "february", "march", "april", "may", "june", "july", "august", "september",
      "october", "november", "december",
    ]
    let word = String(parts[1])
    guard let month = months.firstIndex(where: { $0 == word || $0.prefix(3) == word }) else {
      return nil
    }
    return (year, month + 1, day)
  }

  /// Day and month, or month and day, before the year.
  private static func isAmbiguous(_ text: String) -> Bool {
    let parts = text.split(omittingEmptySubsequences: false) { "/-.".contains($0) }
    return parts.count == 3 && parts.allSatisfy { Int($0) != nil }
  }

  /// Year, month and day as written, whether or not there is such a day.
  private static func dateParts(_ text: String) -> (year: Int, month: Int, day: Int)? {
    func isDigit(_ character: Character) -> Bool { ("0"..."9").contains(character) }
    let numbers: [Substring]
    if text.utf8.count == 8, text.allSatisfy(isDigit) {
      numbers = [text.prefix(4), text.dropFirst(4).prefix(2), text.suffix(2)]
    } else {
      numbers = text.split(omittingEmptySubsequences: false) { !isDigit($0) }
      let signs = text.filter { !isDigit($0) }
      let isChinese = signs == "年月日" && numbers.last?.isEmpty == true
      guard ["--", "//", ".."].contains(signs) || isChinese else { return nil }
    }
    guard numbers.count >= 3, numbers[0].count == 4, (1...2).contains(numbers[1].count),
      (1...2).contains(numbers[2].count), let year = Int(numbers[0]),
      let month = Int(numbers[1]), let day = Int(numbers[2])
    else { return nil }
    return (year, month, day)
  }

  private static func advice(_ parts: (year: Int, month: Int, day: Int)) -> String {
    guard (1...12).contains(parts.month) else { return "月份只能是1至12。" }
    guard parts.day > 0, let first = CalendarDay(year: parts.year, month: parts.month, day: 1)
    else { return "日期从1日开始。" }
    let last = first.adding(months: 1).adding(days: -1)
    return "\(parts.year)年\(parts.month)月只有\(last.day)天。"
  }
}
