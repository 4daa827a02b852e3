package import HTML
package import Supervision

/// When something is due, in the words people use: overdue, today, tomorrow, a date.
@HTMLBuilder
package func dueChip(_ due: Instant?, now: Instant) -> some HTML {
  if let due {
    let days = due.day.days(since: now.day)
    if due < now {
      chip(.bad, days < 0 ? "逾期 \(-days) 天" : "今天 \(due.timeOfDay) 已过")
    } else if days == 0 {
      chip(.warning, "今天 \(due.timeOfDay) 前")
    } else if days == 1 {
      chip(.act, "明天")
    } else {
      chip(.act, "\(due.day.month) 月 \(due.day.day) 日")
    }
  } else {
    chip(.plain, "不限期")
  }
}
