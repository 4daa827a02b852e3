internal import Sheets
internal import Storage
internal import Supervision

/// One record to store.
enum ImportStep {
  case body(BodyDraft, over: BodyID?)
  case inspector(InspectorDraft, over: InspectorID?)
  case expert(ExpertDraft, over: ExpertID?)
  case conflict(person: String, body: BodyID, reason: String)
  case day(CalendarDay, WorkCalendar.Kind, source: String)
}

/// What reading a row leads to.
enum RowOutcome {
  case new(ImportStep)
  case changed(ImportStep)
  case same
}

/// What accepting a file would do, worked out against the store as it is now.
struct ImportPlan {
  var counts = ImportCounts()
  var findings: [ImportFinding] = []
  var steps: [ImportStep] = []

  /// More are not listed: nobody reads them, and the first ones show what to mend.
  static let findingLimit = 20_000

  mutating func add(_ intake: RowIntake, _ outcome: RowOutcome?) {
    findings += intake.findings
    counts.read += 1
    guard let outcome, !intake.isRefused else {
      counts.refused += 1
      return
    }
    switch outcome {
    case .new(let step):
      counts.new += 1
      steps.append(step)
    case .changed(let step):
      counts.changed += 1
      steps.append(step)
    case .same: counts.same += 1
    }
  }

  /// A row that could not be read at all.
  mutating func add(_ fault: SheetFault) {
    counts.read += 1
    counts.refused += 1
    findings.append(
      ImportFinding(
        isRefused: true, row: fault.row, column: fault.column ?? "", value: fault.value,
        reason: fault.reason, suggestion: fault.suggestion))
  }

  /// Refused rows first, each in the order of the file.
  mutating func settle() {
    let all = findings.filter(\.isRefused) + findings.filter { !$0.isRefused }
    findings = Array(all.prefix(Self.findingLimit))
    if all.count > Self.findingLimit {
      findings.append(
        ImportFinding(
          isRefused: false, row: nil,
          reason: "只列出前\(Self.findingLimit)处，另有\(all.count - Self.findingLimit)处未列。",
          suggestion: "请先改正列出的问题，再重新上传。"))
    }
  }
}

/// Reads the rows of one file against the store.
struct ImportChecker {
  let sheet: Sheet
  let columns: ImportColumns
  let kind: ImportKind
  let reader: CellReader
  let today: CalendarDay
  let db: any Connection
  /// By name and by code.
  let authoritiesByWord: [String: AuthoritySummary]
  /// The department whose inspectors the person keeps; `nil` for those of every department.
  let keptDepartment: String?
  /// The row in which a key stood first.
  private var firstRows: [String: Int] = [:]
  var calendar: [CalendarDay: (kind: WorkCalendar.Kind, source: String)] = [:]

  /// - Throws: `Problem.refused` when the columns are not those of this kind.
  init(
    _ sheet: Sheet, kind: ImportKind, for actor: Actor, on today: CalendarDay, _ db: any Connection
  )
    throws
  {
    self.sheet = sheet
    self.kind = kind
    self.today = today
    self.db = db
    try Registry.requireKeeper(actor, of: kind, db)
    keptDepartment = Registry.mayKeep(actor) ? nil : actor.authority?.department ?? ""
    columns = try ImportColumns(sheet.header, kind: kind)
    reader = try Registry.cellReader(for: actor, db)
    authoritiesByWord = kind == .inspectors ? try Registry.authorities(actor.scope, db) : [:]
    if kind == .calendar { calendar = try Registry.calendarDays(db) }
  }

  mutating func plan() throws -> ImportPlan {
    var plan = ImportPlan()
    for row in sheet.rows {
      var intake = RowIntake(row, columns)
      let outcome = try read(&intake)
      plan.add(intake, outcome)
    }
    for fault in sheet.faults { plan.add(fault) }
    if kind == .calendar { plan.findings += missingYears() }
    plan.settle()
    return plan
  }

  private mutating func read(_ intake: inout RowIntake) throws -> RowOutcome? {
    switch kind {
    case .bodies: try body(&intake)
    case .inspectors: try inspector(&intake)
    case .experts: try expert(&intake)
    case .conflicts: try conflict(&intake)
    case .calendar: day(&intake)
    }
  }

  /// Refuses a row whose key stood in an earlier row.
  mutating func refuseRepeated(_ key: String, _ code: String, _ intake: inout RowIntake) {
    if let first = firstRows[key] {
      intake.refuse(code, "与第\(first)行重复。", "请只保留其中正确的一行。")
    } else {
      firstRows[key] = intake.row.number
    }
  }
}
