/// A moment: milliseconds since 1970-01-01 00:00 UTC.
///
/// Screens and legal days use Asia/Shanghai, which is UTC+8 without summer time since 1992.
package struct Instant: Hashable, Comparable, Sendable, CustomStringConvertible {
  package let milliseconds: Int64

  package init(milliseconds: Int64) {
    self.milliseconds = milliseconds
  }

  /// A wall-clock time of Asia/Shanghai; nil for a time that does not exist.
  package init?(day: CalendarDay, hour: Int = 0, minute: Int = 0, second: Int = 0) {
    guard (0...23).contains(hour), (0...59).contains(minute), (0...59).contains(second) else {
      return nil
    }
    let seconds = day.dayNumber * 86_400 + hour * 3600 + minute * 60 + second
    milliseconds = Int64(seconds) * 1000 - Self.shanghaiOffset
  }

  /// Reads `yyyy-MM-ddTHH:mm`, what a form field of type `datetime-local` sends, as Asia/Shanghai.
  ///
  /// Seconds may follow; nil for anything else and for a time that does not exist.
  package init?(local text: some StringProtocol) {
    let bytes = Array(text.utf8)
    let colon = UInt8(ascii: ":")
    guard bytes.count == 16 || (bytes.count == 19 && bytes[16] == colon),
      bytes[10] == UInt8(ascii: "T"), bytes[13] == colon,
      let day = CalendarDay(iso: String(decoding: bytes[0..<10], as: UTF8.self)),
      let hour = digits(bytes[11..<13]), let minute = digits(bytes[14..<16]),
      let second = bytes.count == 19 ? digits(bytes[17..<19]) : 0
    else { return nil }
    self.init(day: day, hour: hour, minute: minute, second: second)
  }

  package func adding(milliseconds count: Int64) -> Instant {
    let (sum, overflow) = milliseconds.addingReportingOverflow(count)
    return Instant(milliseconds: overflow ? (count > 0 ? Int64.max : Int64.min) : sum)
  }

  package func adding(seconds: Int) -> Instant { adding(seconds, of: 1000) }
  package func adding(minutes: Int) -> Instant { adding(minutes, of: 60_000) }
  package func adding(hours: Int) -> Instant { adding(hours, of: 3_600_000) }
  package func adding(days: Int) -> Instant { adding(days, of: 86_400_000) }

  /// From the other moment to this one; negative when this one is earlier.
  package func milliseconds(since other: Instant) -> Int64 {
    let (difference, overflow) = milliseconds.subtractingReportingOverflow(other.milliseconds)
    return overflow ? (milliseconds > other.milliseconds ? Int64.max : Int64.min) : difference
  }

  /// The day in Asia/Shanghai.
  package var day: CalendarDay { CalendarDay(dayNumber: shanghai.day) }

  /// `09:30` in Asia/Shanghai.
  package var timeOfDay: String {
    let minutes = shanghai.millisecondOfDay / 60_000
    return "\(padded(minutes / 60)):\(padded(minutes % 60))"
  }

  /// `2026年11月20日 09:30`.
  package var chinese: String { "\(day.chinese) \(timeOfDay)" }

  /// `2026-11-20T09:30`, the value of a form field of type `datetime-local`.
  package var local: String { "\(day.iso)T\(timeOfDay)" }

  /// `2026-11-20T09:30:00+08:00`.
  package var iso: String { "\(local):\(padded(shanghai.millisecondOfDay / 1000 % 60))+08:00" }

  /// `2026-11-20T01:30:00.000Z`.
  package var isoUTC: String {
    let utc = Instant(milliseconds: adding(milliseconds: -Self.shanghaiOffset).milliseconds)
    let rest = utc.shanghai.millisecondOfDay
    return "\(utc.local):\(padded(rest / 1000 % 60)).\(padded(rest % 1000, to: 3))Z"
  }

  package var description: String { isoUTC }

  package static func < (a: Instant, b: Instant) -> Bool { a.milliseconds < b.milliseconds }

  private static let shanghaiOffset: Int64 = 8 * 3_600_000

  private var shanghai: (day: Int, millisecondOfDay: Int) {
    let local = adding(milliseconds: Self.shanghaiOffset).milliseconds
    let length: Int64 = 86_400_000
    let day = local / length - (local % length < 0 ? 1 : 0)
    return (Int(day), Int(local - day * length))
  }

  private func adding(_ count: Int, of unit: Int64) -> Instant {
    let (product, overflow) = Int64(count).multipliedReportingOverflow(by: unit)
    return adding(milliseconds: overflow ? (count > 0 ? Int64.max : Int64.min) : product)
  }
}

extension CalendarDay {
  /// The first moment of the day in Asia/Shanghai.
  package var start: Instant {
    Instant(milliseconds: (Int64(dayNumber) * 24 - 8) * 3_600_000)
  }

  /// The last millisecond of the day in Asia/Shanghai: a legal period ends at midnight.
  package var end: Instant {
    start.adding(milliseconds: 86_399_999)
  }
}
