internal import Storage
internal import Supervision

extension ImportChecker {
  mutating func conflict(_ intake: inout RowIntake) throws -> RowOutcome? {
    let person = intake.take("person") { [reader] cell throws(CellFault) in
      try reader.code(cell, "人员编号")
    }
    let uscc = intake.take("uscc", reader.uscc)
    let reason = intake.take("reason") { [reader] cell throws(CellFault) in
      try reader.text(cell, "回避理由")
    }
    if let person, try !Registry.isKnownPerson(person, in: reader.scope, db) {
      intake.refuse("person", "您管辖范围内没有编号为“\(person)”的检查人员或专家。", "请先导入该人员，或核对编号。")
    }
    if let person, let keptDepartment,
      try Registry.knownInspector(person, db)?.department != keptDepartment
    {
      intake.refuse("person", "编号“\(person)”的人员属于其他部门。", "您单位只能登记本部门执法检查人员的回避关系。")
    }
    let body = try uscc.flatMap { try Registry.knownBody($0, db) }
    if let uscc, !reader.scope.contains(body?.row.region ?? "") {
      intake.refuse("uscc", "您管辖范围内没有代码为“\(uscc)”的机构。", "请先导入该机构，或核对代码。")
    }
    guard !intake.isRefused, let person, let reason, let body else { return nil }
    refuseRepeated("\(person) \(body.id) \(reason)", "person", &intake)
    guard !intake.isRefused else { return nil }
    let isKnown = try Registry.isConflict(person, body.id, reason, db)
    return isKnown ? .same : .new(.conflict(person: person, body: body.id, reason: reason))
  }

  mutating func day(_ intake: inout RowIntake) -> RowOutcome? {
    let day = intake.take("day") { [reader] cell throws(CellFault) in
      try reader.day(cell, "日期")
    }
    let kind = intake.take("kind") { [reader] cell throws(CellFault) in
      try reader.word(
        cell, "类型",
        [
          (["放假", "off", "休"], WorkCalendar.Kind.off),
          (["调休上班", "work", "上班", "班"], WorkCalendar.Kind.work),
        ])
    }
    let source = intake.take("source") { [reader] cell throws(CellFault) in
      try reader.text(cell, "来源")
    }
    if let day, kind == .work, !day.weekday.isWeekend {
      intake.refuse("kind", "\(day.iso)是\(day.weekday.label)，本来就是工作日。", "请核对日期；平日不用列为调休上班。")
    }
    if let day { refuseRepeated(day.iso, "day", &intake) }
    guard !intake.isRefused, let day, let kind, let source else { return nil }
    let known = calendar[day]
    calendar[day] = (kind, source)
    let step = ImportStep.day(day, kind, source: source)
    guard let known else { return .new(step) }
    return known == (kind, source) ? .same : .changed(step)
  }

  /// A year counts as known by its National Day; a file without it leaves the year unknown.
  func missingYears() -> [ImportFinding] {
    let years = Set(calendar.keys.map(\.year)).sorted()
    return years.compactMap { year in
      guard let national = CalendarDay(year: year, month: 10, day: 1),
        calendar[national]?.kind != .off
      else { return nil }
      return ImportFinding(
        isRefused: false, row: nil, column: columns.title("day"), value: "\(year)年",
        reason: "\(year)年没有10月1日放假，这一年仍按“放假安排未录入”处理，不推算工作日。",
        suggestion: "请导入国务院办公厅关于\(year)年节假日安排的完整通知。")
    }
  }
}

extension Registry {
  static func knownInspector(_ code: String, _ db: any Connection) throws -> Inspector? {
    try db.first(
      "SELECT " + Inspector.columns
        + " FROM inspectors p JOIN authorities t ON t.id = p.authority WHERE p.code = \(code)")
  }

  static func knownExpert(_ code: String, _ db: any Connection) throws -> Expert? {
    try db.first("SELECT " + Expert.columns + " FROM experts p WHERE p.code = \(code)")
  }

  static func isKnownPerson(
    _ code: String, in scope: RegionScope, _ db: any Connection
  ) throws -> Bool {
    let region =
      try knownInspector(code, db)?.region ?? knownExpert(code, db)?.region
    return region.map { scope.contains($0) } ?? false
  }

  static func isConflict(
    _ person: String, _ body: BodyID, _ reason: String, _ db: any Connection
  ) throws -> Bool {
    try db.count(
      """
      SELECT count(*) AS value FROM conflicts
      WHERE person = \(person) AND body = \(body) AND reason = \(reason)
      """) > 0
  }

  /// The authorities of a scope by name and by code.
  static func authorities(
    _ scope: RegionScope, _ db: any Connection
  ) throws -> [String: AuthoritySummary] {
    var found: [String: AuthoritySummary] = [:]
    try db.forEachRow(
      "SELECT id, code, name, department, level, region FROM authorities WHERE "
        + scope.condition("region") + " ORDER BY code LIMIT 10000"
    ) { row in
      let authority = AuthoritySummary(
        id: try row.get("id"), name: try row.get("name"), department: try row.get("department"),
        level: try row.get("level"), region: try row.get("region"))
      found[authority.name] = authority
      found[try row.get("code")] = authority
    }
    return found
  }

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
