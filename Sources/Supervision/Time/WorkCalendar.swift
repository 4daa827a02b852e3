/// Working days by the yearly notices of the State Council.
///
/// Where a day is not named, Monday to Friday are working days. A year without its notice is an
/// error and never guessed.
package struct WorkCalendar: Sendable, Equatable {
  package enum Kind: String, Sendable {
    /// A day off by the notice.
    case off
    /// A weekend day worked by the notice.
    case work
  }

  package let days: [CalendarDay: Kind]
  /// The years whose notice is in `days`.
  package let years: Set<Int>

  package init(days: [CalendarDay: Kind], years: Set<Int>) {
    self.days = days
    self.years = years
  }

  /// The days of one or more notices.
  ///
  /// A year counts as known when its National Day is a day off: every notice has it, while a single
  /// January day from the notice of the year before does not make a year known.
  package init(days: [CalendarDay: Kind]) {
    let nationalDays = days.filter { $0.key.month == 10 && $0.key.day == 1 && $0.value == .off }
    self.init(days: days, years: Set(nationalDays.keys.map(\.year)))
  }

  package func isWorkingDay(_ day: CalendarDay) throws(UnknownYear) -> Bool {
    guard years.contains(day.year) else { throw UnknownYear(year: day.year) }
    switch days[day] {
    case .off: return false
    case .work: return true
    case nil: return !day.weekday.isWeekend
    }
  }

  /// The n-th working day after a day, which itself is not counted (民法典 art 201).
  ///
  /// - Parameter n: 0 or more; 0 gives the day itself.
  /// - Throws: `UnknownYear` when the way there passes a year without notice.
  package func workingDay(_ n: Int, after start: CalendarDay) throws(UnknownYear) -> CalendarDay {
    precondition(n >= 0, "a period of working days cannot be negative")
    var day = start
    var left = n
    while left > 0 {
      day = day.adding(days: 1)
      if try isWorkingDay(day) { left -= 1 }
    }
    return day
  }

  /// How many working days lie after `start` up to and including `end`; negative backwards.
  package func workingDays(from start: CalendarDay, to end: CalendarDay) throws(UnknownYear) -> Int
  {
    if end < start { return -(try workingDays(from: end, to: start)) }
    var day = start
    var count = 0
    while day < end {
      day = day.adding(days: 1)
      if try isWorkingDay(day) { count += 1 }
    }
    return count
  }

  /// Reads the columns `day`, `kind` (`off` or `work`) and, for people only, `source`.
  package static func parse(_ tsv: String) throws(TableFault) -> WorkCalendar {
    let table = try ReferenceTable(tsv, columns: ["day", "kind"])
    var days: [CalendarDay: Kind] = [:]
    for row in table.rows {
      guard let day = CalendarDay(iso: row["day"]) else {
        throw row.fault("day", "不是存在的日期，应写成 2026-10-01 这样")
      }
      guard let kind = Kind(rawValue: row["kind"]) else {
        throw row.fault("kind", "只能是 off（放假）或 work（调休上班）")
      }
      guard days.updateValue(kind, forKey: day) == nil else {
        throw row.fault("day", "与前面的行重复，请删去一行")
      }
    }
    return WorkCalendar(days: days)
  }
}

/// A working-day period touches a year whose notice is not in the calendar.
package struct UnknownYear: Error, Hashable, CustomStringConvertible {
  package let year: Int

  package init(year: Int) {
    self.year = year
  }

  /// A sentence for the person who asked.
  package var description: String {
    "\(year)年的放假调休安排尚未录入，无法推算工作日。请先在工作日历中导入国务院办公厅关于\(year)年节假日安排的通知。"
  }
}
