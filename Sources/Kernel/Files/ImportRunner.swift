internal import Sheets
internal import Storage
internal import Supervision

/// What a way through a file has found.
struct ImportOutcome: Sendable {
  var counts = ImportCounts()
  /// Refused rows first, each in the order of the file; no more than `findingLimit`.
  var findings: [ImportFinding] = []
  /// The first rows of each kind, in the order of the file.
  var rows: [ImportedRow] = []

  /// More are not listed: nobody reads them, and the first ones show what to mend. The annotated
  /// copy has them all.
  static let findingLimit = 20_000
  static let rowLimit = 1_000
}

/// A row that is or would be imported.
struct ImportedRow: Sendable, Equatable {
  enum Effect: String, StoredWord, CaseIterable, Sendable {
    case new, changed, ended, same

    var label: String {
      switch self {
      case .new: "新增"
      case .changed: "更新"
      case .ended: "终止"
      case .same: "未变"
      }
    }
  }

  let effect: Effect
  let number: Int
  let title: String
  let changes: String
}

/// What is said of one row, for an annotated copy.
struct RowRemark: Sendable {
  let number: Int
  /// As they are written.
  let cells: [String]
  let effect: ImportedRow.Effect?
  let findings: [ImportFinding]
}

/// Takes a file through its library, a batch of rows at a time.
struct ImportRunner {
  let file: TableFile
  let layout: TableLayout
  let context: ImportContext
  /// Called with the rows read so far; throws to stop.
  var progress: (Int) throws -> Void = { _ in }
  /// Called for every row in order, for an annotated copy.
  var remark: ((RowRemark) throws -> Void)?

  private static let batch = 1_000
  /// Or rows with so much text, whichever comes first.
  private static let batchBytes = 16 << 20

  /// Judges every row.
  ///
  /// - Parameter keep: takes what the good rows of a batch lead to.
  /// - Throws: `Problem.refused` when the file cannot be read on; what `progress` throws.
  func run<L: Library>(
    _ library: L, _ keep: ([L.Pass.Step]) throws -> Void = { _ in }
  ) throws -> ImportOutcome {
    var pass = try library.pass(context)
    var listing = Listing()
    let keys = ClaimedKeys()
    var rows: [(written: TableRow, read: Result<SheetRow, SheetFault>)] = []
    let isStrict = file.format != .xlsx
    var unseen = UnseenCells(layout, isStrict: isStrict)
    var bytes = 0
    do {
      try file.forEachRow(ofPart: layout.part) { row in
        guard row.number > layout.headerRow else { return true }
        unseen.look(at: row)
        // A note beside the table makes no row of it.
        guard isStrict || !row.isBlank(within: layout.header.count) else { return true }
        rows.append((row, row.under(layout.header, isStrict: isStrict)))
        bytes += row.cells.reduce(0) { $0 + $1.utf8.count }
        guard rows.count == Self.batch || bytes >= Self.batchBytes else { return true }
        try take(rows, keys, &pass, &listing, keep)
        rows.removeAll(keepingCapacity: true)
        bytes = 0
        return true
      }
    } catch let fault as SheetFault {
      throw Problem.refused(fault.description)
    }
    try take(rows, keys, &pass, &listing, keep)
    let hidden = try file.hiddenColumns(ofPart: layout.part)
    return listing.outcome(try pass.finish() + unseen.findings(hidden))
  }

  private func take<Pass: LibraryPass>(
    _ rows: [(written: TableRow, read: Result<SheetRow, SheetFault>)], _ keys: ClaimedKeys,
    _ pass: inout Pass, _ listing: inout Listing, _ keep: ([Pass.Step]) throws -> Void
  ) throws {
    guard !rows.isEmpty else { return }
    var intakes: [RowIntake] = []
    intakes.reserveCapacity(rows.count)
    for row in rows {
      guard case .success(let read) = row.read else { continue }
      intakes.append(RowIntake(read, context.columns, keys))
    }
    try pass.prepare(intakes)
    var steps: [Pass.Step] = []
    var place = 0
    for row in rows {
      switch row.read {
      case .failure(let fault):
        listing.add(fault)
        try remark?(
          RowRemark(
            number: row.written.number, cells: row.written.cells, effect: nil,
            findings: [ImportFinding(fault)]))
      case .success:
        let outcome = try pass.read(&intakes[place])
        let intake = intakes[place]
        place += 1
        if let step = listing.add(intake, outcome) { steps.append(step) }
        try remark?(
          RowRemark(
            number: intake.row.number, cells: row.written.cells,
            effect: intake.isRefused ? nil : outcome?.effect, findings: intake.findings))
      }
    }
    if !steps.isEmpty { try keep(steps) }
    try progress(listing.counts.read)
  }
}

extension RowOutcome {
  var effect: ImportedRow.Effect {
    switch self {
    case .new: .new
    case .changed: .changed
    case .ended: .ended
    case .same: .same
    }
  }

  /// What is to be stored; nothing of a row that is stored already.
  var step: Step? {
    switch self {
    case .new(let step), .changed(let step), .ended(let step): step
    case .same: nil
    }
  }
}

/// Counts everything and keeps the first of each kind.
private struct Listing {
  private(set) var counts = ImportCounts()
  private var refused: [ImportFinding] = []
  private var doubts: [ImportFinding] = []
  private var findingCount = 0
  private var rows: [ImportedRow] = []
  private var listed: [ImportedRow.Effect: Int] = [:]

  /// - Returns: what is to be stored.
  mutating func add<Step>(_ intake: RowIntake, _ outcome: RowOutcome<Step>?) -> Step? {
    for finding in intake.findings { add(finding) }
    counts.read += 1
    guard let outcome, !intake.isRefused else {
      counts.refused += 1
      return nil
    }
    let effect = outcome.effect
    switch effect {
    case .new: counts.new += 1
    case .changed: counts.changed += 1
    case .ended: counts.ended += 1
    case .same: counts.same += 1
    }
    if listed[effect, default: 0] < ImportOutcome.rowLimit {
      listed[effect, default: 0] += 1
      rows.append(
        ImportedRow(
          effect: effect, number: intake.row.number, title: intake.title,
          changes: intake.changes.joined(separator: "；")))
    }
    return outcome.step
  }

  /// A row that could not be read at all.
  mutating func add(_ fault: SheetFault) {
    counts.read += 1
    counts.refused += 1
    add(ImportFinding(fault))
  }

  private mutating func add(_ finding: ImportFinding) {
    findingCount += 1
    if finding.isRefused {
      if refused.count < ImportOutcome.findingLimit { refused.append(finding) }
    } else if doubts.count < ImportOutcome.findingLimit {
      doubts.append(finding)
    }
  }

  func outcome(_ last: [ImportFinding]) -> ImportOutcome {
    let limit = ImportOutcome.findingLimit
    var findings = Array((refused + doubts).prefix(limit)) + last
    if findingCount > limit {
      findings.append(
        ImportFinding(
          isRefused: false, row: nil,
          reason: "只列出前\(limit)处，另有\(findingCount - limit)处未列。",
          suggestion: "请先改正列出的问题，再重新上传；批注副本里标出了全部问题。"))
    }
    return ImportOutcome(counts: counts, findings: findings, rows: rows)
  }
}

extension ImportFinding {
  init(_ fault: SheetFault) {
    self.init(
      isRefused: true, row: fault.row, column: fault.column ?? "", value: fault.value,
      reason: fault.reason, suggestion: fault.suggestion)
  }
}
