/// How early a body may be told of a visit.
///
/// 同市监认证〔2025〕92号 三(二) (R40): told *within* the hours before the visit, so an earlier notice
/// is the violation: `0 < start − notice ≤ hours`.
package struct NoticeWindow: Sendable, Hashable {
  /// Length of the window; the number comes from the rule table.
  package let hours: Int

  package init(hours: Int) {
    precondition(hours > 0, "a notice window has a length")
    self.hours = hours
  }

  /// The first moment at which notice may be given.
  package func opens(before start: Instant) -> Instant {
    start.adding(hours: -hours)
  }

  package func check(notice: Instant, start: Instant) -> Verdict {
    guard notice < start else {
      return .refused(
        rule: "R40",
        reason: "告知时间（\(notice.chinese)）不早于检查开始时间（\(start.chinese)），请在检查开始之前告知。")
    }
    guard notice >= opens(before: start) else {
      return .refused(
        rule: "R40",
        reason: "现在告知过早：只能在检查开始前\(hours)小时之内告知，检查定于\(start.chinese)开始，"
          + "请在\(opens(before: start).chinese)之后告知。")
    }
    return .allowed
  }
}
