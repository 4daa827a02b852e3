internal import Sheets
internal import Storage
internal import Supervision

// The two ways of a file through its library. A small file goes at once, a large one in the
// background; both leave nothing half-done.
extension Imports {
  /// Files up to this size are done within the request.
  static let promptBytes = 1 << 20
  /// And so much unpacked: a small workbook may hold a large table.
  private static let promptUnpackedBytes = 16 << 20

  /// Checks a file whose columns are known against the registry as it is.
  static func check(_ id: ImportID, by actor: Actor, _ house: House) throws {
    let record = try house.store.read { try importRecord(id, for: actor, house.datasets, $0) }
    try refuseDecided(record, house)
    try house.store.write { db in
      try moveImport(
        id, from: [.received, .checking, .checked, .failed, .accepting], to: .checking, db)
    }
    try begin(record, isCheck: true, isPrompt: isPrompt(record, house), house) { control in
      try check(record, by: actor, house, control)
    }
  }

  private static func check(
    _ record: ImportRecord, by actor: Actor, _ house: House, _ control: Jobs.Control
  ) throws {
    let opened = try open(record, house)
    let outcome = try house.store.read { db in
      try opened.run(
        for: actor, now: house.now(), db, progress: { try control.report($0) })
    }
    try house.perform(by: actor) { transaction in
      guard try moveImport(record.id, from: [.checking], to: .checked, transaction.db) else {
        throw Problem.conflict("这个文件已经另行办理。")
      }
      try store(outcome, of: record.id, transaction.db)
      transaction.journal(
        "registry.check", ("import", record.id.description),
        facts(record.kind, record.digest, outcome.counts))
    }
  }

  /// Imports the good rows of a checked file, judged against the registry as it is now.
  ///
  /// - Throws: `Problem.notFound`; `.refused` when it was decided already or has no good row.
  static func accept(_ id: ImportID, by actor: Actor, _ house: House) throws {
    let record = try house.store.read { try importRecord(id, for: actor, house.datasets, $0) }
    try refuseDecided(record, house)
    guard record.state == .checked || record.state == .accepting else {
      throw Problem.refused("这个文件还没有检查完，请先完成检查。")
    }
    let goesAtOnce = isPrompt(record, house)
    if !goesAtOnce {
      try house.store.write { db in
        try moveImport(id, from: [.checked, .accepting], to: .accepting, db)
      }
    }
    try begin(record, isCheck: false, isPrompt: goesAtOnce, house) { control in
      try accept(record, by: actor, house, control)
    }
  }

  private static func accept(
    _ record: ImportRecord, by actor: Actor, _ house: House, _ control: Jobs.Control
  ) throws {
    let kept = KeptFiles(dataFolder: house.surroundings.dataFolder)
    try kept.verify(record.digest)
    let opened = try open(record, house)
    func report(_ progress: ImportProgress) throws {
      try control.report(progress.rows, of: progress.total)
    }
    try storeRows(of: opened, by: actor, house, progress: report) {
      outcome, actor, transaction, store in
      let now = try importRecord(record.id, for: actor, house.datasets, transaction.db)
      guard now.state == .checked || now.state == .accepting else {
        throw Problem.refused("这个文件\(now.state.label)，不能再办理。如需再次导入，请重新上传。")
      }
      try store(record.id)
      try decideImport(record.id, .accepted, transaction)
      try self.store(outcome, of: record.id, transaction.db)
      transaction.journal(
        "registry.import", ("import", record.id.description),
        facts(record.kind, record.digest, outcome.counts))
    }
  }

  // MARK: running

  /// Whether a file is small enough to be done within the request.
  private static func isPrompt(_ record: ImportRecord, _ house: House) -> Bool {
    guard record.size <= promptBytes else { return false }
    let kept = KeptFiles(dataFolder: house.surroundings.dataFolder)
    // What is wrong with a file that cannot be opened is told at once.
    guard let table = try? OpenedFile.table(kept.path(record.digest), record.fileName) else {
      return true
    }
    return table.unpackedBytes <= promptUnpackedBytes
  }

  /// Runs the work of an import at once or, for a large file, in the background.
  private static func begin(
    _ record: ImportRecord, isCheck: Bool, isPrompt: Bool, _ house: House,
    _ work: @escaping @Sendable (Jobs.Control) throws -> Void
  ) throws {
    guard !isPrompt else {
      do {
        try work(Jobs.Control())
      } catch {
        if isCheck { settle(record, after: error, isCheck: true, house) }
        // What is wrong with the file is told on its page.
        if isCheck, case Problem.refused = error { return }
        throw error
      }
      return
    }
    let isNew = house.jobs.start(record.jobName) { control in
      do {
        try work(control)
      } catch {
        settle(record, after: error, isCheck: isCheck, house)
      }
    }
    guard isNew else { throw Problem.refused("这个文件正在处理，请等它完成。") }
  }

  /// Says on the import why its work did not come to its end; it can be begun again.
  private static func settle(
    _ record: ImportRecord, after error: any Error, isCheck: Bool, _ house: House
  ) {
    let before: ImportRecord.State = isCheck ? .received : .checked
    let again = isCheck ? "可以重新检查。" : "没有导入任何内容，可以重新导入。"
    switch error {
    case is Jobs.Cancelled: settle(record, before, "已取消，\(again)", house)
    case Problem.refused(let reasons):
      settle(record, isCheck ? .failed : before, reasons.joined(separator: " "), house)
    case StoreError.full:
      settle(record, before, "磁盘已满，\(again)请先通知系统管理员清理磁盘。", house)
    default:
      house.surroundings.log("event=import-failed import=\(record.id) error=\"\(error)\"")
      settle(record, before, "没有完成，\(again)", house)
    }
  }

  private static func settle(
    _ record: ImportRecord, _ state: ImportRecord.State, _ problem: String, _ house: House
  ) {
    do {
      try house.store.write { db in
        try moveImport(
          record.id, from: [.received, .checking, .checked, .accepting], to: state,
          problem: String(problem.prefix(2000)), db)
      }
    } catch {
      // It stays as it was and is shown as interrupted.
      house.surroundings.log("event=import-unsettled import=\(record.id) error=\"\(error)\"")
    }
  }

  /// The kept file with the table that was chosen.
  static func open(_ record: ImportRecord, _ house: House) throws -> OpenedFile {
    let kept = KeptFiles(dataFolder: house.surroundings.dataFolder)
    let table = try OpenedFile.table(kept.path(record.digest), record.fileName)
    let places = try house.store.read { try importPlaces(record.id, $0) }
    guard record.headerRow > 0, !places.isEmpty else {
      // Checked before files had layouts.
      return try OpenedFile(
        path: kept.path(record.digest), fileName: record.fileName, kind: record.kind)
    }
    let layout = try TableLayout.chosen(
      part: record.part, headerRow: record.headerRow, in: table)
    return OpenedFile(
      kind: record.kind, fileName: record.fileName, table: table, layout: layout,
      columns: ImportColumns(layout.header, places, of: record.kind.columns))
  }
}
