internal import HTTP
internal import Kernel
internal import Storage
internal import Supervision

/// Days off and days worked instead, as the yearly notice has them.
package struct CalendarLibrary: Library {
  let code = "calendar"
  let label = "工作日历"

  let columns = [
    ImportColumn("日期", "day", form: .day, isRequired: true, "2026-10-01这样的日期"),
    ImportColumn("类型", "kind", isRequired: true, "放假 或 调休上班"),
    ImportColumn("来源", "source", isRequired: true, "国务院办公厅通知的名称"),
  ]

  let examples = [
    ["2026-10-01", "放假", "国务院办公厅关于2026年部分节假日安排的通知"],
    ["2026-10-10", "调休上班", "国务院办公厅关于2026年部分节假日安排的通知"],
  ]

  func requireKeeper(_ actor: Actor, _ db: any Connection) throws {
    try Keeper.requireCalendarKeeper(actor, db)
  }

  func pass(_ context: ImportContext) throws -> CalendarPass { try CalendarPass(context) }

  func export(
    _ request: ExportRequest, _ db: any Connection, _ write: ([String]) throws -> Void
  ) throws {
    try request.refuseAsOf(label)
    try db.forEachRow("SELECT day, kind, source FROM calendar_days ORDER BY day") { row in
      let kind = WorkCalendar.Kind(rawValue: try row.get("kind"))
      try write([
        try row.get("day"), kind == .work ? "调休上班" : "放假", try row.get("source"),
      ])
    }
  }
}

/// One way of a file through the calendar.
struct CalendarPass: LibraryPass {
  struct Step: Sendable {
    let day: CalendarDay
    let kind: WorkCalendar.Kind
    let source: String
  }

  let context: ImportContext
  /// As it would be with the rows so far.
  private var calendar: [CalendarDay: (kind: WorkCalendar.Kind, source: String)]

  package init(_ context: ImportContext) throws {
    self.context = context
    calendar = try Codes.calendarDays(context.db)
  }

  mutating func read(_ intake: inout RowIntake) throws -> RowOutcome<Step>? {
    let reader = context.reader
    let day = intake.take("day") { cell throws(CellFault) in try reader.day(cell, "日期") }
    let kind = intake.take("kind") { cell throws(CellFault) in
      try reader.word(
        cell, "类型",
        [
          (["放假", "off", "休"], WorkCalendar.Kind.off),
          (["调休上班", "work", "上班", "班"], WorkCalendar.Kind.work),
        ])
    }
    let source = intake.text("source", "来源", 200, reader)
    if let day, kind == .work, !day.weekday.isWeekend {
      intake.refuse("kind", "\(day.iso)是\(day.weekday.label)，本来就是工作日。", "请核对日期；平日不用列为调休上班。")
    }
    if let day { intake.claim(day.iso, "day") }
    guard !intake.isRefused, let day, let kind, let source else { return nil }
    intake.title = day.iso
    let known = calendar[day]
    calendar[day] = (kind, source)
    let step = Step(day: day, kind: kind, source: source)
    guard let known else { return .new(step) }
    if known == (kind, source) { return .same }
    intake.change("类型", known.kind.rawValue, kind.rawValue)
    intake.change("来源", known.source, source)
    return .changed(step)
  }

  mutating func store(_ steps: [Step], _ writing: ImportWriting) throws {
    for step in steps {
      try Reference.store(step.day, step.kind, source: step.source, writing.db)
    }
  }

  /// A year counts as known by its National Day; a file without it leaves the year unknown.
  mutating func finish() throws -> [ImportFinding] {
    let years = Set(calendar.keys.map(\.year)).sorted()
    return years.compactMap { year in
      guard let national = CalendarDay(year: year, month: 10, day: 1),
        calendar[national]?.kind != .off
      else { return nil }
      return ImportFinding(
        isRefused: false, row: nil, column: context.columns.title("day"), value: "\(year)年",
        reason: "\(year)年没有10月1日放假，这一年仍按“放假安排未录入”处理，不推算工作日。",
        suggestion: "请导入国务院办公厅关于\(year)年节假日安排的完整通知。")
    }
  }
}

extension Codes {
  static func calendarDays(
    _ db: any Connection
  ) throws -> [CalendarDay: (kind: WorkCalendar.Kind, source: String)] {
    var days: [CalendarDay: (kind: WorkCalendar.Kind, source: String)] = [:]
    try db.forEachRow("SELECT day, kind, source FROM calendar_days ORDER BY day LIMIT 100000") {
      row in
      guard let kind = WorkCalendar.Kind(rawValue: try row.get("kind")) else { return }
      days[try row.get("day")] = (kind, try row.get("source"))
    }
    return days
  }
}
