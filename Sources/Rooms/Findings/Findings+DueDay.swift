internal import Kernel
package import Storage
package import Supervision

extension Findings {
  /// The last day on which a result must be public, from the rule `result-publication`.
  ///
  /// Where the way there passes a year whose working days are not yet announced, the last day that
  /// is known counts, so that nothing is published too late on a guess. A day before every known
  /// year gets as many calendar days: never later than the working days would be.
  ///
  /// - Parameter completed: the day on which the inspection task was completed.
  /// - Throws: `Problem.refused` when the rule table has no such rule.
  package static func publishOn(_ completed: CalendarDay, _ db: any Connection) throws
    -> CalendarDay
  {
    let rules = try Reference.rules(db)
    guard let rule = rules.rule("result-publication", on: completed) else {
      throw Problem.refused("规则表中没有“抽查结果公开”的期限，无法推算公开日期。请先补录规则 result-publication。")
    }
    return publishOn(completed, rule: rule, try Reference.calendar(db))
  }

  package static func publishOn(_ completed: CalendarDay, rule: LegalRule, _ calendar: WorkCalendar)
    -> CalendarDay
  {
    do {
      return try calendar.workingDay(rule.value, after: completed)
    } catch {
      let known = calendar.years.max().flatMap { CalendarDay(year: $0, month: 12, day: 31) }
      if let known, let first = calendar.years.min(), completed.year >= first {
        return max(completed, known)
      }
      return completed.adding(days: rule.value)
    }
  }
}
