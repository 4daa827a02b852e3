package import Storage
package import Supervision

/// When the registry is looked at: now, at the end of an earlier day, or at an earlier moment.
package struct AsOf: Sendable {
  /// As it stands in the address; empty for now.
  package let text: String
  /// `2026年6月1日结束时`.
  package let label: String
  /// The day it lies on.
  package let day: CalendarDay?
  /// UTC milliseconds; `nil` shows what holds now.
  package let moment: Int64?

  package static let now = AsOf(day: nil)

  /// Of an address: `2026-06-01` or `2026-06-01T09:30:15`; what is neither, or not yet over, is now.
  package init(_ text: String?, now: Instant) {
    if let day = text.flatMap({ CalendarDay(iso: $0) }), day < now.day {
      self.init(day: day)
    } else if let text, let start = Instant(local: text), start < now {
      // To the end of the second, or of the minute.
      let end = start.adding(milliseconds: text.utf8.count == 16 ? 59_999 : 999)
      self.init(text, "\(start.chinese)时", start.day, min(end.milliseconds, now.milliseconds))
    } else {
      self.init(day: nil)
    }
  }

  package init(day: CalendarDay?) {
    self.init(
      day?.iso ?? "", day.map { "\($0.chinese)结束时" } ?? "", day, day?.end.milliseconds)
  }

  package init(moment: Instant?) {
    self.init("", moment.map { "\($0.chinese)时" } ?? "", moment?.day, moment?.milliseconds)
  }

  private init(_ text: String, _ label: String, _ day: CalendarDay?, _ moment: Int64?) {
    self.text = text
    self.label = label
    self.day = day
    self.moment = moment
  }

  package var isNow: Bool { moment == nil }
  package var pairs: [(String, String)] { [("on", text)] }

  /// What held then.
  package func condition(_ since: SQL, _ until: SQL) -> SQL {
    guard let moment else { return until + " IS NULL" }
    return since + " <= \(moment) AND (" + until + " IS NULL OR " + until + " > \(moment))"
  }
}

extension Instant {
  /// `2026-06-01T09:30:15`, to look at the registry as it was then.
  package var localSeconds: String { String(iso.prefix(19)) }
}
