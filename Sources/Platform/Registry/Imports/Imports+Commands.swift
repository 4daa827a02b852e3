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
    let kept = KeptFiles(dataFolder: house.surroundings.dataFolder)
    let digest = try kept.keep(bytes)
    do {
      let opened = try OpenedFile(
        path: kept.path(digest), fileName: fileName, kind: kind)
      return try house.perform(by: actor) { transaction in
        try importFile(opened, digest, bytes.count, accept: accept, transaction)
      }
    } catch {
      removeUnused(digest, house)
      throw error
    }
  }

  private static func importFile(
    _ opened: OpenedFile, _ digest: String, _ size: Int, accept: Bool, _ transaction: Transaction
  ) throws -> ImportReport {
    guard let actor = transaction.actor else { throw Problem.forbidden }
    let file = ReceivedFile(
      name: String(opened.fileName.prefix(200)), digest: digest, size: size,
      encoding: opened.table.encoding)
    let id = try insert(file, opened.kind, isAccepted: accept, actor, transaction)
    let writing = accept ? try ImportWriting(id, transaction) : nil
    let outcome = try opened.run(
      for: actor, now: transaction.now, transaction.db, writing: writing)
    if accept { try refuseUseless(outcome.counts) }
    try store(outcome, of: id, transaction)
    transaction.journal(
      accept ? "registry.import" : "registry.check", ("import", id.description),
      facts(opened.kind, digest, outcome.counts))
    return ImportReport(
      id: id, kind: opened.kind, fileName: file.name, digest: digest, isAccepted: accept,
      counts: outcome.counts, findings: outcome.findings)
  }

  /// Imports the good rows of a checked file, judged against the registry as it is now.
  ///
  /// - Throws: `Problem.notFound`; `.refused` when it was decided already or has no good row.
  static func accept(_ id: ImportID, by actor: Actor, _ house: House) throws {
    let known = try house.store.read { try importRecord(id, in: actor.scope, $0) }
    try refuseDecided(known)
    let kept = KeptFiles(dataFolder: house.surroundings.dataFolder)
    try kept.verify(known.digest)
    let opened = try OpenedFile(
      path: kept.path(known.digest), fileName: known.fileName, kind: known.kind)
    try house.perform(by: actor) { transaction in
      let record = try importRecord(id, in: actor.scope, transaction.db)
      try refuseDecided(record)
      let outcome = try opened.run(
        for: actor, now: transaction.now, transaction.db,
        writing: try ImportWriting(id, transaction))
      try refuseUseless(outcome.counts)
      try decide(id, .accepted, transaction)
      try store(outcome, of: id, transaction)
      transaction.journal(
        "registry.import", ("import", id.description),
        facts(record.kind, record.digest, outcome.counts))
    }
  }

  /// Gives a checked file up: nothing is imported, and the file is removed unless another import
  /// has the same one.
  static func drop(_ id: ImportID, by actor: Actor, _ house: House) throws {
    let digest = try house.perform(by: actor) { transaction in
      let record = try importRecord(id, in: actor.scope, transaction.db)
      try refuseDecided(record)
      try decide(id, .dropped, transaction)
      transaction.journal(
        "registry.drop", ("import", id.description),
        facts(record.kind, record.digest, record.counts))
      return record.digest
    }
    removeUnused(digest, house)
  }

  /// Removes a kept file that no import names; as a writer, so that none can begin to name it.
  private static func removeUnused(_ digest: String, _ house: House) {
    // A file too many is no reason to fail.
    _ = try? house.store.write { db in
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

  private static func refuseUseless(_ counts: ImportCounts) throws {
    guard counts.effective > 0 else {
      throw Problem.refused(
        counts.refused > 0
          ? "文件中没有可以导入的行：\(counts.refused)行不合格。请按列出的问题改正后重新上传。"
          : "文件中的\(counts.same)行与名录完全相同，没有需要导入的内容。")
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
      ("changed", String(counts.changed)), ("ended", String(counts.ended)),
      ("same", String(counts.same)),
      ("refused", String(counts.refused)),
    ]
  }

  private static func insert(
    _ file: ReceivedFile, _ kind: ImportKind, isAccepted: Bool, _ actor: Actor,
    _ transaction: Transaction
  ) throws -> ImportID {
    let state: ImportRecord.State = isAccepted ? .accepted : .checked
    let now = transaction.now.milliseconds
    let decided: Int64? = isAccepted ? now : nil
    let id: ImportID? = try transaction.db.value(
      """
      INSERT INTO imports (kind, file_name, file_digest, file_size, encoding, rows_read, rows_new,
        rows_changed, rows_same, rows_refused, state, authority, at, account, decided_at)
      VALUES (\(kind), \(file.name), \(file.digest), \(file.size), \(file.encoding),
        0, 0, 0, 0, 0, \(state), \(actor.authority?.id), \(now), \(actor.account), \(decided))
      RETURNING id AS value
      """)
    guard let id else { throw Problem.conflict("导入记录没有保存，请重试。") }
    return id
  }

  private static func decide(
    _ id: ImportID, _ state: ImportRecord.State, _ transaction: Transaction
  ) throws {
    try transaction.db.execute(
      """
      UPDATE imports SET state = \(state), decided_at = \(transaction.now.milliseconds)
      WHERE id = \(id)
      """)
  }

  /// Stores what a way through the file has found, in place of what an earlier one did.
  private static func store(
    _ outcome: ImportOutcome, of id: ImportID, _ transaction: Transaction
  ) throws {
    let counts = outcome.counts
    try transaction.db.execute(
      """
      UPDATE imports SET rows_read = \(counts.read), rows_new = \(counts.new),
        rows_changed = \(counts.changed), rows_same = \(counts.same),
        rows_refused = \(counts.refused)
      WHERE id = \(id)
      """)
    try transaction.db.execute("DELETE FROM import_findings WHERE import = \(id)")
    for (index, finding) in outcome.findings.enumerated() {
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
