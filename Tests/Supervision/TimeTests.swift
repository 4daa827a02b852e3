import Foundation
import Supervision
import Testing

@Suite struct CalendarDayTests {
  @Test("every day of a thousand years goes to its number and back, and the weeks go on")
  func allDays() {
    var day = CalendarDay(year: 1600, month: 1, day: 1)
    var count = 0
    while let current = day, current.year < 2600 {
      let next = current.adding(days: 1)
      #expect(CalendarDay(dayNumber: current.dayNumber) == current)
      #expect(CalendarDay(iso: current.iso) == current)
      #expect(next > current)
      #expect(next.weekday.rawValue == current.weekday.rawValue % 7 + 1)
      day = next
      count += 1
    }
    #expect(count == 365_243)
  }

  @Test("Foundation agrees on numbers and weekdays")
  func foundation() throws {
    var calendar = Calendar(identifier: .gregorian)
    calendar.timeZone = try #require(TimeZone(identifier: "UTC"))
    for number in stride(from: -50_000, through: 80_000, by: 137) {
      let date = Date(timeIntervalSince1970: Double(number) * 86_400)
      let parts = calendar.dateComponents([.year, .month, .day, .weekday], from: date)
      let day = CalendarDay(dayNumber: number)
      #expect([day.year, day.month, day.day] == [parts.year, parts.month, parts.day])
      #expect(day.weekday.rawValue % 7 + 1 == parts.weekday)
    }
  }

  @Test(
    "days that do not exist are refused",
    arguments: [
      "2026-02-29", "2025-02-29", "1900-02-29", "2026-04-31", "2026-13-01", "2026-00-10",
      "2026-01-00", "0000-01-01", "2026-1-1", "2026/01/01", "20260101", "2026-01-01 ", "+026-01-01",
      "２026-01-0", "", "2026-01-011", "2026-01-0x",
    ])
  func impossible(text: String) {
    #expect(CalendarDay(iso: text) == nil)
  }

  @Test("leap days of 2024 and 2000 exist")
  func leapDays() {
    #expect(CalendarDay(iso: "2024-02-29") != nil)
    #expect(CalendarDay(iso: "2000-02-29") != nil)
  }

  @Test(
    "months later means the same day or the last of a shorter month",
    arguments: [
      ("2026-01-31", 1, "2026-02-28"), ("2024-01-31", 1, "2024-02-29"),
      ("2026-11-20", 3, "2027-02-20"), ("2026-03-31", -1, "2026-02-28"),
      ("2026-01-15", -13, "2024-12-15"), ("2024-02-29", 12, "2025-02-28"),
      ("2026-05-05", 0, "2026-05-05"),
    ])
  func months(start: String, count: Int, end: String) throws {
    let day = try #require(CalendarDay(iso: start))
    #expect(day.adding(months: count).iso == end)
  }

  @Test("arithmetic stops at the ends of the calendar")
  func ends() throws {
    let day = try #require(CalendarDay(iso: "2026-11-20"))
    #expect(day.adding(days: .max).iso == "9999-12-31")
    #expect(day.adding(days: .min).iso == "0001-01-01")
    #expect(day.adding(months: .max).iso == "9999-12-20")
    #expect(day.adding(months: .min).iso == "0001-01-20")
    #expect(day.adding(years: .max).iso == "9999-12-20")
    #expect(day.adding(years: 6).iso == "2032-11-20")
  }

  @Test("people read it in Chinese")
  func chinese() throws {
    let day = try #require(CalendarDay(iso: "2026-11-02"))
    #expect(day.chinese == "2026年11月2日")
    #expect(day.weekday.label == "星期一")
    #expect(day.days(since: CalendarDay(dayNumber: day.dayNumber - 30)) == 30)
  }
}

@Suite struct InstantTests {
  @Test("what a form sends comes back, as Chinese, ISO and UTC")
  func formats() throws {
    let instant = try #require(Instant(local: "2026-11-20T09:30"))
    #expect(instant.milliseconds == 1_795_138_200_000)
    #expect(instant.local == "2026-11-20T09:30")
    #expect(instant.chinese == "2026年11月20日 09:30")
    #expect(instant.iso == "2026-11-20T09:30:00+08:00")
    #expect(instant.isoUTC == "2026-11-20T01:30:00.000Z")
    #expect(Instant(local: "2026-11-20T09:30:07")?.iso == "2026-11-20T09:30:07+08:00")
    #expect(instant.adding(milliseconds: -1).isoUTC == "2026-11-20T01:29:59.999Z")
  }

  @Test(
    "times that do not exist are refused",
    arguments: [
      "2026-11-20T24:00", "2026-11-20T09:60", "2026-02-30T09:00", "2026-11-20 09:30",
      "2026-11-20T9:30", "2026-11-20", "", "2026-11-20T09:30:60", "2026-11-20T09:30Z",
      "2026-11-20T09:30:0",
    ])
  func impossible(text: String) {
    #expect(Instant(local: text) == nil)
  }

  @Test("the day changes at midnight in Shanghai")
  func midnight() throws {
    let midnight = try #require(Instant(local: "2026-01-01T00:00"))
    #expect(midnight.isoUTC == "2025-12-31T16:00:00.000Z")
    #expect(midnight.day.iso == "2026-01-01")
    #expect(midnight.adding(milliseconds: -1).day.iso == "2025-12-31")
    #expect(midnight.day.start == midnight)
    #expect(midnight.adding(milliseconds: -1).day.end == midnight.adding(milliseconds: -1))
  }

  @Test("moments before 1970 and any number of milliseconds have a day")
  func extremes() {
    #expect(Instant(milliseconds: -1).isoUTC == "1969-12-31T23:59:59.999Z")
    #expect(Instant(milliseconds: -28_800_001).day.iso == "1969-12-31")
    #expect(Instant(milliseconds: .max).day.iso == "9999-12-31")
    #expect(Instant(milliseconds: .min).day.iso == "0001-01-01")
    #expect(Instant(milliseconds: .max).adding(days: 1).milliseconds == .max)
    #expect(Instant(milliseconds: 0).adding(hours: .min).milliseconds == .min)
  }

  @Test("every moment's form text gives its minute back")
  func roundTrip() {
    for step in stride(from: Int64(-4_000_000_000_000), to: 8_000_000_000_000, by: 7_777_777_777) {
      let instant = Instant(milliseconds: step - step % 60_000)
      #expect(Instant(local: instant.local) == instant)
    }
  }

  @Test("differences are in milliseconds and have a sign")
  func differences() {
    let a = Instant(milliseconds: 1000)
    #expect(a.adding(hours: 24).milliseconds(since: a) == 86_400_000)
    #expect(a.milliseconds(since: a.adding(minutes: 1)) == -60_000)
    #expect(a.adding(seconds: 2) > a)
  }
}

@Suite struct WorkCalendarTests {
  static func calendar() throws -> WorkCalendar {
    let file = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "../../Sources/Resources/Reference/calendar.tsv")
    return try WorkCalendar.parse(String(contentsOf: file, encoding: .utf8))
  }

  @Test(
    "the n-th working day after a day",
    arguments: [
      ("2025-09-26", 20, "2025-10-30"), ("2025-01-24", 7, "2025-02-10"),
      ("2025-09-30", 1, "2025-10-09"), ("2025-11-14", 20, "2025-12-12"),
      ("2026-02-13", 7, "2026-03-02"), ("2026-02-13", 20, "2026-03-19"),
      ("2026-04-30", 7, "2026-05-13"), ("2026-09-30", 20, "2026-11-03"),
      ("2025-12-31", 5, "2026-01-08"), ("2026-02-15", 0, "2026-02-15"),
    ])
  func workingDays(start: String, n: Int, end: String) throws {
    let calendar = try Self.calendar()
    let start = try #require(CalendarDay(iso: start))
    let day = try calendar.workingDay(n, after: start)
    #expect(day.iso == end)
    #expect(try calendar.workingDays(from: start, to: day) == n)
    #expect(try calendar.workingDays(from: day, to: start) == -n)
  }

  @Test("each year has 248 working days", arguments: [2025, 2026])
  func year(year: Int) throws {
    let calendar = try Self.calendar()
    var count = 0
    for offset in 0..<365 {
      let day = try #require(CalendarDay(year: year, month: 1, day: 1)).adding(days: offset)
      if try calendar.isWorkingDay(day) { count += 1 }
    }
    #expect(count == 248)
  }

  @Test("a year without its notice is an error that says what to do")
  func unknownYear() throws {
    let calendar = try Self.calendar()
    let start = try #require(CalendarDay(iso: "2026-12-25"))
    #expect(try calendar.workingDay(4, after: start).iso == "2026-12-31")
    #expect(throws: UnknownYear(year: 2027)) { try calendar.workingDay(5, after: start) }
    #expect(UnknownYear(year: 2027).description.contains("国务院办公厅关于2027年节假日安排的通知"))
    let early = try #require(CalendarDay(iso: "2024-12-31"))
    #expect(throws: UnknownYear(year: 2024)) { try calendar.isWorkingDay(early) }
  }

  @Test("a single January day does not make a year known")
  func leakedDay() throws {
    let calendar = try WorkCalendar.parse("day\tkind\n2026-10-01\toff\n2027-01-01\toff\n")
    #expect(calendar.years == [2026])
  }

  @Test("a calendar from a Windows editor is read")
  func windows() throws {
    let plain = try WorkCalendar.parse("day\tkind\n2026-10-01\toff\n")
    #expect(try WorkCalendar.parse("\u{FEFF}day\tkind\r\n2026-10-01\toff\r\n") == plain)
  }

  @Test(
    "a calendar that cannot be read is refused with the line",
    arguments: [
      ("", 1), ("day\n", 1), ("day\tkind\n2026-02-30\toff\n", 2),
      ("day\tkind\n2026-10-01\tfree\n", 2),
      ("day\tkind\n\n2026-10-01\toff\n2026-10-01\twork\n", 4), ("day\tkind\n2026-10-01\n", 2),
      ("day\tday\tkind\n", 1),
    ])
  func broken(tsv: String, line: Int) {
    do {
      _ = try WorkCalendar.parse(tsv)
      Issue.record("accepted")
    } catch {
      #expect(error.line == line)
      #expect(error.description.hasPrefix("第\(line)行："))
    }
  }
}
