internal import Sheets
internal import Storage
internal import Supervision

extension Imports {
  /// Checks a file, and imports its good rows at once when `accept` says so.
  ///
  /// The original is kept under its digest before anything is committed. Everything the file
  /// brings is stored in one transaction with one journal entry, or nothing is.
  ///
  /// - Parameter actor: nil for the house itself.
  /// - Throws: `Problem.refused` for a file that cannot be used at all (another kind of file, wrong
  ///   columns) or, with `accept`, when no row of it can be imported.
  package static func importFile(
    kind: ImportKind, fileName: String, bytes: [UInt8], accept: Bool, by actor: Actor?,
    _ house: House
  ) throws -> ImportReport {
    let kept = KeptFiles(dataFolder: house.surroundings.dataFolder)
    let digest = try kept.keep(bytes)
    do {
      let opened = try OpenedFile(path: kept.path(digest), fileName: fileName, kind: kind) {
        layout in try house.store.read { try rememberedPlaces(kind, layout, $0) }
      }
      return try importOpened(
        opened, (digest, bytes.count), accept: accept, by: actor, house, { _ in })
    } catch {
      removeUnused(digest, house)
      throw error
    }
  }

  /// The same for a file on disk.
  ///
  /// - Parameters:
  ///   - actor: nil for the house itself.
  ///   - progress: called with how far it has come.
  /// - Throws: `UnreadableFile` instead for a file that cannot be used at all.
  package static func importFile(
    kind: ImportKind, path: String, fileName: String, by actor: Actor?, _ house: House,
    progress: @escaping (ImportProgress) -> Void
  ) throws -> ImportReport {
    let kept = KeptFiles(dataFolder: house.surroundings.dataFolder)
    // Another file under the same name must not be taken for this one later on.
    try requireFile(path, fileName)
    let file = try kept.keep(fileAt: path)
    do {
      let opened = try opened(kind, kept.path(file.digest), fileName, house)
      return try importOpened(opened, file, accept: true, by: actor, house, progress)
    } catch {
      removeUnused(file.digest, house)
      throw error
    }
  }

  /// Checks a file on disk and leaves nothing behind.
  ///
  /// - Throws: `UnreadableFile` for a file that cannot be used at all.
  package static func checkFile(
    kind: ImportKind, path: String, fileName: String, by actor: Actor?, _ house: House,
    progress: @escaping (ImportProgress) -> Void
  ) throws -> ImportReport {
    let opened = try opened(kind, path, fileName, house)
    let outcome = try house.store.read { db in
      try opened.run(
        for: try actor ?? houseActor(db), now: house.now(), db,
        progress: { progress(ImportProgress(rows: $0)) })
    }
    return ImportReport(
      id: nil, kind: kind, fileName: fileName, digest: "", isAccepted: false,
      counts: outcome.counts, findings: outcome.findings)
  }

  private static func opened(
    _ kind: ImportKind, _ path: String, _ fileName: String, _ house: House
  ) throws -> OpenedFile {
    do {
      return try OpenedFile(path: path, fileName: fileName, kind: kind) { layout in
        try house.store.read { try rememberedPlaces(kind, layout, $0) }
      }
    } catch Problem.refused(let reasons) {
      throw UnreadableFile(reasons: reasons)
    }
  }

  private static func requireFile(_ path: String, _ fileName: String) throws {
    do {
      try TableFile.requireFile(path, fileName: fileName)
    } catch {
      throw UnreadableFile(reasons: [error.description])
    }
  }

  private static func importOpened(
    _ opened: OpenedFile, _ file: (digest: String, size: Int), accept: Bool, by actor: Actor?,
    _ house: House, _ progress: @escaping (ImportProgress) -> Void
  ) throws -> ImportReport {
    let received = ReceivedFile(
      name: String(opened.fileName.prefix(200)), digest: file.digest, size: file.size,
      encoding: opened.table.encoding)
    if accept {
      return try storeRows(of: opened, by: actor, house, progress: progress) {
        try record(opened, received, $0, accept: true, $1, $2, $3)
      }
    }
    let outcome = try house.store.read { db in
      try opened.run(
        for: try actor ?? houseActor(db), now: house.now(), db,
        progress: { progress(ImportProgress(rows: $0)) })
    }
    return try house.perform(by: actor) { transaction in
      let actor = try actor ?? houseActor(transaction.db)
      return try record(opened, received, outcome, accept: false, actor, transaction)
    }
  }

  /// Makes the record of a file that came in at one go.
  ///
  /// - Parameter rows: stores the rows of this import.
  private static func record(
    _ opened: OpenedFile, _ file: ReceivedFile, _ outcome: ImportOutcome, accept: Bool,
    _ actor: Actor, _ transaction: Transaction, _ rows: (ImportID) throws -> Void = { _ in }
  ) throws -> ImportReport {
    let id = try insertImport(
      file, opened.kind, opened.layout, accept ? .accepted : .checked, actor, transaction)
    try storeColumns(opened.columns.places, opened.layout, of: id, transaction.db)
    try rows(id)
    try store(outcome, of: id, transaction.db)
    transaction.journal(
      accept ? "registry.import" : "registry.check", ("import", id.description),
      facts(opened.kind, file.digest, outcome.counts))
    return ImportReport(
      id: id, kind: opened.kind, fileName: file.name, digest: file.digest, isAccepted: accept,
      counts: outcome.counts, findings: outcome.findings)
  }

  /// Keeps an uploaded file and looks for its table. When the columns leave no question open it is
  /// checked at once.
  ///
  /// - Throws: `Problem.refused` for a file that is no table or has no rows, for one that is not
  ///   this person's to bring, and while the same file is under way already; `.conflict` while
  ///   another file of the account is looked through.
  static func receive(
    _ kind: ImportKind, path: String, fileName: String, by actor: Actor, _ house: House
  ) throws -> ImportID {
    let received = try house.recognitions.alone(actor.account) {
      try recognise(kind, path: path, fileName: fileName, by: actor, house)
    }
    if received.isClear { try check(received.id, by: actor, house) }
    return received.id
  }

  /// - Returns: the import, and whether its columns leave no question open.
  private static func recognise(
    _ kind: ImportKind, path: String, fileName: String, by actor: Actor, _ house: House
  ) throws -> (id: ImportID, isClear: Bool) {
    let kept = KeptFiles(dataFolder: house.surroundings.dataFolder)
    let file = try kept.keep(fileAt: path)
    do {
      let table = try OpenedFile.table(kept.path(file.digest), fileName)
      let layout = try TableLayout.recognise(table, kind.library)
      try refuseHeaderOnly(layout, table)
      let reading = layout.reading(kind.library)
      return try house.perform(by: actor) { transaction in
        try kind.library.requireKeeper(actor, transaction.db)
        try refuseRunning(file.digest, kind, actor, house, transaction.db)
        let received = ReceivedFile(
          name: String(fileName.prefix(200)), digest: file.digest, size: file.size,
          encoding: table.encoding)
        let id = try insertImport(received, kind, layout, .received, actor, transaction)
        let places =
          try rememberedPlaces(kind, layout, transaction.db)
          ?? (reading.isPlain ? reading.places : nil)
        if let places { try storeColumns(places, layout, of: id, transaction.db) }
        transaction.journal(
          "registry.receive", ("import", id.description),
          [("kind", kind.rawValue), ("file", file.digest)])
        return (id, places != nil)
      }
    } catch {
      removeUnused(file.digest, house)
      throw error
    }
  }

  /// Says which row and columns of a file are what, remembers it, and checks the file.
  ///
  /// - Throws: `Problem.refused` when a required column is missing or two are the same.
  static func chooseColumns(
    _ id: ImportID, _ layout: TableLayout, _ places: [String: Int], by actor: Actor,
    _ house: House
  ) throws {
    try house.perform(by: actor) { transaction in
      let record = try importRecord(id, for: actor, house.datasets, transaction.db)
      try refuseDecided(record, house)
      let missing = record.kind.columns.filter { $0.isRequired && places[$0.code] == nil }
      guard missing.isEmpty else {
        throw Problem.refused(missing.map { "还没有指明哪一列是“\($0.name)”。" })
      }
      try storeColumns(places, layout, of: id, transaction.db)
      try rememberColumns(places, layout, record.kind, transaction.db)
      try moveImport(
        id, from: [.received, .checking, .checked, .failed, .accepting], to: .received,
        transaction.db)
      transaction.journal(
        "registry.columns", ("import", id.description),
        [("header", String(layout.headerRow)), ("columns", String(places.count))])
    }
    try check(id, by: actor, house)
  }

  /// Gives a file up: nothing is imported, and the file is removed unless another import has the
  /// same one.
  static func drop(_ id: ImportID, by actor: Actor, _ house: House) throws {
    let digest = try house.perform(by: actor) { transaction in
      let record = try importRecord(id, for: actor, house.datasets, transaction.db)
      try refuseDecided(record, house)
      try decideImport(id, .dropped, transaction)
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
      let imports = try db.count(
        """
        SELECT count(*) AS value FROM imports
        WHERE file_digest = \(digest) AND state <> 'dropped'
        """)
      // The same bytes may be kept with records of rooms.
      let uses = try house.rooms.contributions(KeptFileUse.self).reduce(imports) {
        try $0 + $1.count(digest, db)
      }
      if uses == 0 { KeptFiles(dataFolder: house.surroundings.dataFolder).remove(digest) }
    }
  }

  // MARK: refusals

  static func refuseUseless(_ counts: ImportCounts) throws {
    guard counts.effective > 0 else {
      throw Problem.refused(
        counts.refused > 0
          ? "文件中没有可以导入的行：\(counts.refused)行不合格。请按列出的问题改正后重新上传。"
          : "文件中的\(counts.same)行与名录完全相同，没有需要导入的内容。")
    }
  }

  /// - Throws: `Problem.refused` for an import that is over or under way.
  static func refuseDecided(_ record: ImportRecord, _ house: House) throws {
    switch record.state {
    case .accepted, .dropped:
      throw Problem.refused("这个文件\(record.state.label)，不能再办理。如需再次导入，请重新上传。")
    case .checking, .accepting:
      guard house.jobs.control(of: record.jobName) == nil else {
        throw Problem.refused("这个文件正在\(record.state == .checking ? "检查" : "导入")，请等它完成，或先取消。")
      }
    case .received, .checked, .failed: return
    }
  }

  private static func refuseHeaderOnly(_ layout: TableLayout, _ table: TableFile) throws {
    let rows = try TableLayout.firstRows(of: table, part: layout.part)
    guard rows.count < TableLayout.shownRows, rows.last?.number == layout.headerRow else { return }
    throw Problem.refused("文件里只有表头，没有数据。请填入数据后再上传。")
  }

  private static func refuseRunning(
    _ digest: String, _ kind: ImportKind, _ actor: Actor, _ house: House, _ db: any Connection
  ) throws {
    guard let running = try runningImport(digest, kind, for: actor, house.datasets, db),
      house.jobs.control(of: running.jobName) != nil
    else { return }
    throw Problem.refused(
      "同一个文件已由\(running.accountName)于\(running.at.chinese)上传，正在处理（导入记录\(running.id)），请等它完成，不必再次上传。")
  }

  static func facts(
    _ kind: ImportKind, _ digest: String, _ counts: ImportCounts
  ) -> [(String, String)] {
    [
      ("kind", kind.rawValue), ("file", digest), ("new", String(counts.new)),
      ("changed", String(counts.changed)), ("ended", String(counts.ended)),
      ("same", String(counts.same)), ("refused", String(counts.refused)),
    ]
  }
}

extension ImportRecord {
  /// What its work in the background is called.
  var jobName: String { "import-\(id)" }
}
