internal import Sheets
internal import Storage
internal import Supervision

/// A file for import whose table has been found.
struct OpenedFile {
  let kind: ImportKind
  let fileName: String
  let table: TableFile
  let layout: TableLayout
  let columns: ImportColumns

  /// Finds the table by itself.
  ///
  /// - Parameter remembered: what was chosen for files with the same header, by its fingerprint.
  /// - Throws: `Problem.refused` for a file that cannot be used, and when the columns leave a
  ///   question open.
  init(
    path: String, fileName: String, kind: ImportKind,
    remembered: (TableLayout) throws -> [String: Int]? = { _ in nil }
  ) throws {
    let table = try Self.table(path, fileName)
    let layout = try TableLayout.recognise(table, kind.library)
    let reading = layout.reading(kind.library)
    var columns = reading.columns
    if let places = try remembered(layout) {
      columns = ImportColumns(layout.header, places, of: kind.columns)
    } else if !reading.isPlain {
      throw Problem.refused(reading.problems)
    }
    self.init(kind: kind, fileName: fileName, table: table, layout: layout, columns: columns)
  }

  init(
    kind: ImportKind, fileName: String, table: TableFile, layout: TableLayout,
    columns: ImportColumns
  ) {
    self.kind = kind
    self.fileName = fileName
    self.table = table
    self.layout = layout
    self.columns = columns
  }

  /// - Throws: `Problem.refused` for a file that is no table.
  static func table(_ path: String, _ fileName: String) throws -> TableFile {
    do {
      return try TableFile(path: path, fileName: fileName)
    } catch {
      throw Problem.refused(error.description)
    }
  }

  /// Takes the file through its library, and changes nothing.
  ///
  /// - Throws: `Problem.refused` for a file without rows, or not this person's to bring.
  func run(
    for actor: Actor, now: Instant, _ db: any Connection,
    progress: @escaping (Int) throws -> Void = { _ in },
    remark: ((RowRemark) throws -> Void)? = nil
  ) throws -> ImportOutcome {
    let runner = try runner(for: actor, now: now, db, progress: progress, remark: remark)
    let outcome = try runner.run(kind.library)
    try Self.refuseEmpty(outcome)
    return outcome
  }

  /// The same, with what the good rows lead to.
  ///
  /// - Parameter folder: where there is room for it.
  func stage(
    for actor: Actor, now: Instant, _ db: any Connection, folder: String,
    progress: @escaping (Int) throws -> Void
  ) throws -> StagedFile {
    let runner = try runner(for: actor, now: now, db, progress: progress)
    let staged = try runner.stage(kind.library, in: folder)
    try Self.refuseEmpty(staged.outcome)
    return staged
  }

  /// What a pass through the file needs to know.
  func context(for actor: Actor, now: Instant, _ db: any Connection) throws -> ImportContext {
    var reader = try CellReader.load(for: actor, db)
    reader.isDate1904 = table.isDate1904
    return ImportContext(actor: actor, now: now, columns: columns, reader: reader, db: db)
  }

  private func runner(
    for actor: Actor, now: Instant, _ db: any Connection,
    progress: @escaping (Int) throws -> Void, remark: ((RowRemark) throws -> Void)? = nil
  ) throws -> ImportRunner {
    try kind.library.requireKeeper(actor, db)
    return ImportRunner(
      file: table, layout: layout, context: try context(for: actor, now: now, db),
      progress: progress, remark: remark)
  }

  private static func refuseEmpty(_ outcome: ImportOutcome) throws {
    guard outcome.counts.read > 0 else {
      throw Problem.refused("文件里只有表头，没有数据。请填入数据后再上传。")
    }
  }
}
