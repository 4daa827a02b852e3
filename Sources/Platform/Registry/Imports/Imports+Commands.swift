internal import Crypto
internal import Sheets
internal import Storage
internal import Supervision

extension Registry {
  /// Checks a file, and imports its good rows at once when `accept` says so.
  ///
  /// The original is kept under its digest before anything is committed. Everything the file
  /// brings is stored in one transaction with one journal entry, or nothing is.
  ///
  /// - Throws: `Problem.refused` for a file that cannot be used at all (another kind of file, wrong
  ///   columns) or, with `accept`, when no row of it can be imported.
  package static func importFile(
    kind: ImportKind, fileName: String, bytes: [UInt8], accept: Bool, by actor: Actor,
    _ house: House
  ) throws -> ImportReport {
    let sheet = try readableSheet(bytes, fileName: fileName)
    return try house.perform(by: actor) { transaction in
      let plan = try plan(sheet, kind, for: actor, transaction)
      if accept { try refuseUseless(plan) }
      let kept = KeptFiles(dataFolder: house.surroundings.dataFolder)
      let file = ReceivedFile(
        name: String(fileName.prefix(200)), digest: try kept.keep(bytes), size: bytes.count,
        encoding: sheet.encoding)
      let id = try insert(file, kind, plan.counts, isAccepted: accept, actor, transaction)
      try store(plan.findings, of: id, transaction)
      if accept { try store(plan.steps, from: id, transaction) }
      transaction.journal(
        accept ? "registry.import" : "registry.check", ("import", id.description),
        facts(kind, file.digest, plan.counts))
      return ImportReport(
        id: id, kind: kind, fileName: file.name, digest: file.digest, isAccepted: accept,
        counts: plan.counts, findings: plan.findings)
    }
  }

  /// Imports the good rows of a checked file, judged against the registry as it is now.
  ///
  /// - Throws: `Problem.notFound`; `.refused` when it was decided already or has no good row.
  static func accept(_ id: ImportID, by actor: Actor, _ house: House) throws {
    let known = try house.store.read { try importRecord(id, in: actor.scope, $0) }
    try refuseDecided(known)
    let kept = KeptFiles(dataFolder: house.surroundings.dataFolder)
    let sheet = try readableSheet(try kept.read(known.digest), fileName: known.fileName)
    try house.perform(by: actor) { transaction in
      let record = try importRecord(id, in: actor.scope, transaction.db)
      try refuseDecided(record)
      let plan = try plan(sheet, record.kind, for: actor, transaction)
      try refuseUseless(plan)
      try transaction.db.execute("DELETE FROM import_findings WHERE import = \(id)")
      try store(plan.findings, of: id, transaction)
      try store(plan.steps, from: id, transaction)
      try decide(id, .accepted, plan.counts, transaction)
      transaction.journal(
        "registry.import", ("import", id.description),
        facts(record.kind, record.digest, plan.counts))
    }
  }

  /// Gives a checked file up: nothing is imported, and the file is removed unless another import
  /// has the same one.
  static func drop(_ id: ImportID, by actor: Actor, _ house: House) throws {
    let digest = try house.perform(by: actor) { transaction in
      let record = try importRecord(id, in: actor.scope, transaction.db)
      try refuseDecided(record)
      try decide(id, .dropped, record.counts, transaction)
      transaction.journal(
        "registry.drop", ("import", id.description),
        facts(record.kind, record.digest, record.counts))
      return record.digest
    }
    // Only after the record says so; as a writer, so that no new record can begin to name it.
    try house.store.write { db in
      let uses = try db.count(
        """
        SELECT count(*) AS value FROM imports
        WHERE file_digest = \(digest) AND state IN ('checked', 'accepted')
        """)
      if uses == 0 { KeptFiles(dataFolder: house.surroundings.dataFolder).remove(digest) }
    }
  }

  private struct ReceivedFile {
    let name: String
    let digest: String
    let size: Int
    let encoding: String
  }

  private static func readableSheet(_ bytes: [UInt8], fileName: String) throws -> Sheet {
    do {
      return try readSheet(bytes, fileName: fileName)
    } catch {
      throw Problem.refused(error.description)
    }
  }

  private static func plan(
    _ sheet: Sheet, _ kind: ImportKind, for actor: Actor, _ transaction: Transaction
  ) throws -> ImportPlan {
    guard !sheet.rows.isEmpty || !sheet.faults.isEmpty else {
      throw Problem.refused("文件里只有表头，没有数据。请填入数据后再上传。")
    }
    var checker = try ImportChecker(
      sheet, kind: kind, for: actor, on: transaction.now.day, transaction.db)
    return try checker.plan()
  }

  private static func refuseUseless(_ plan: ImportPlan) throws {
    guard plan.counts.effective > 0 else {
      throw Problem.refused(
        plan.counts.refused > 0
          ? "文件中没有可以导入的行：\(plan.counts.refused)行不合格。请按列出的问题改正后重新上传。"
          : "文件中的\(plan.counts.same)行与名录完全相同，没有需要导入的内容。")
    }
  }

  private static func refuseDecided(_ record: ImportRecord) throws {
    guard record.state == .checked else {
      throw Problem.refused("这个文件\(record.state.label)，不能再办理。如需再次导入，请重新上传。")
    }
  }

  private static func facts(
    _ kind: ImportKind, _ digest: String, _ counts: ImportCounts
  ) -> [(String, String)] {
    [
      ("kind", kind.rawValue), ("file", digest), ("new", String(counts.new)),
      ("changed", String(counts.changed)), ("same", String(counts.same)),
      ("refused", String(counts.refused)),
    ]
  }

  private static func insert(
    _ file: ReceivedFile, _ kind: ImportKind, _ counts: ImportCounts, isAccepted: Bool,
    _ actor: Actor, _ transaction: Transaction
  ) throws -> ImportID {
    let state: ImportRecord.State = isAccepted ? .accepted : .checked
    let now = transaction.now.milliseconds
    let decided: Int64? = isAccepted ? now : nil
    let id: ImportID? = try transaction.db.value(
      """
      INSERT INTO imports (kind, file_name, file_digest, file_size, encoding, rows_read, rows_new,
        rows_changed, rows_same, rows_refused, state, authority, at, account, decided_at)
      VALUES (\(kind), \(file.name), \(file.digest), \(file.size), \(file.encoding),
        \(counts.read), \(counts.new), \(counts.changed), \(counts.same), \(counts.refused),
        \(state), \(actor.authority?.id), \(now), \(actor.account), \(decided))
      RETURNING id AS value
      """)
    guard let id else { throw Problem.conflict("导入记录没有保存，请重试。") }
    return id
  }

  private static func decide(
    _ id: ImportID, _ state: ImportRecord.State, _ counts: ImportCounts,
    _ transaction: Transaction
  ) throws {
    try transaction.db.execute(
      """
      UPDATE imports SET state = \(state), rows_read = \(counts.read), rows_new = \(counts.new),
        rows_changed = \(counts.changed), rows_same = \(counts.same),
        rows_refused = \(counts.refused), decided_at = \(transaction.now.milliseconds)
      WHERE id = \(id)
      """)
  }

  private static func store(
    _ findings: [ImportFinding], of id: ImportID, _ transaction: Transaction
  ) throws {
    for (index, finding) in findings.enumerated() {
      try transaction.db.execute(
        """
        INSERT INTO import_findings (import, number, is_refused, row_number, column_name, value,
          reason, suggestion)
        VALUES (\(id), \(index + 1), \(finding.isRefused), \(finding.row), \(finding.column),
          \(finding.value), \(finding.reason), \(finding.suggestion))
        """)
    }
  }
}
