package import Crypto
internal import Glibc
internal import Kernel
package import Storage
package import Supervision

extension Backup {
  /// Copies a whole house into a new file, as it stands at one moment; others may write meanwhile.
  ///
  /// - Parameters:
  ///   - path: where no file is yet.
  ///   - key: nil leaves the copy readable for whoever has it.
  /// - Returns: the manifest, and SHA-256 of the file in hex.
  /// - Throws: `Problem.refused` when the file cannot be written; `StoreError` of the store.
  package static func make(
    of store: any Store, dataFolder: String, to path: String, key: BackupKey?, now: Instant,
    entropy: any Entropy, progress: (BackupProgress) -> Void
  ) throws -> (summary: BackupSummary, digest: String) {
    let encoder = try BackupEncoder(SealedFileWriter(path, key, salt: entropy.bytes(32)))
    var summary = BackupSummary(madeAt: now.milliseconds)
    try store.read { db in
      guard let bulk = db as? any BulkConnection else { throw Self.unable }
      try encoder.head(try head(db, now))
      let found = try Journal.headEntry(db)
      summary.journalNumber = found.number
      summary.journalDigest = found.digest
      for table in try bulk.tables() {
        summary.tables.append(try copy(table, db, encoder, summary.rows, progress))
      }
    }
    if key != nil { try copyHouseKey(dataFolder, encoder) }
    try copyFiles(dataFolder, encoder, &summary, progress)
    let digest = try encoder.end(summary.lines)
    return (summary, digest)
  }

  static var unable: StoreError {
    .statement(sql: "", message: "this connection cannot copy whole tables")
  }

  private static func head(_ db: any Connection, _ now: Instant) throws -> [String] {
    let migrations = try db.map(
      "SELECT number, name, digest FROM schema_migrations ORDER BY number LIMIT 100000"
    ) { row in
      let number: Int = try row.get("number")
      let name: String = try row.get("name")
      let digest: String = try row.get("digest")
      return "migration\t\(number)\t\(name)\t\(digest)"
    }
    return ["form\t\(form)", "made\t\(now.milliseconds)"] + migrations
  }

  private static func copy(
    _ table: TableDescription, _ db: any Connection, _ encoder: BackupEncoder, _ before: Int,
    _ progress: (BackupProgress) -> Void
  ) throws -> BackupSummary.Table {
    try encoder.table(table)
    var rows = 0
    let columns = table.columns.count
    try db.stream(table.allRows) { row in
      try encoder.row(row, count: columns)
      rows += 1
      if rows % 4096 == 0 {
        progress(
          BackupProgress(table: table.name.description, rows: before + rows, files: 0))
      }
    }
    let digest = try encoder.tableEnd(rows: rows)
    return BackupSummary.Table(name: table.name.description, rows: rows, digest: digest)
  }

  // MARK: files

  /// Copies the key that secrets in the database are sealed with; only under a key, since whoever
  /// can read an open backup shall not be able to use them.
  private static func copyHouseKey(_ dataFolder: String, _ encoder: BackupEncoder) throws {
    let path = "\(dataFolder)/\(houseKey)"
    guard unsafe access(path, F_OK) == 0 else { return }
    try encoder.file(houseKey)
    try encoder.piece(try OldFile(path).all())
    _ = try encoder.fileEnd()
  }

  /// The name of the file of `HouseKey`.
  static let houseKey = "secret.key"

  /// Copies every received file. They are never changed, and one that a record names was there
  /// before the record; one that is dropped meanwhile is left out.
  private static func copyFiles(
    _ dataFolder: String, _ encoder: BackupEncoder, _ summary: inout BackupSummary,
    _ progress: (BackupProgress) -> Void
  ) throws {
    let folder = "\(dataFolder)/files"
    for name in keptNames(in: folder) {
      let path = "\(folder)/\(name)"
      if unsafe access(path, F_OK) != 0 { continue }
      let file = try OldFile(path)
      try encoder.file(name)
      while true {
        let piece = try file.read(1 << 17)
        if piece.isEmpty { break }
        try encoder.piece(piece)
        summary.fileBytes += piece.count
      }
      if try encoder.fileEnd() != name { summary.damagedFiles.append(name) }
      summary.files += 1
      progress(BackupProgress(table: "", rows: summary.rows, files: summary.files))
    }
  }

  /// The names of received files in a folder: 64 hexadecimal digits each, in order.
  static func keptNames(in folder: String) -> [String] {
    guard let open = unsafe opendir(folder) else { return [] }
    defer { unsafe closedir(open) }
    var names: [String] = []
    while let entry = unsafe readdir(open) {
      let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) { pointer in
        unsafe pointer.withMemoryRebound(to: CChar.self, capacity: 256) { text in
          unsafe String(cString: text)
        }
      }
      if isKeptName(name) { names.append(name) }
    }
    return names.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }

  static func isKeptName(_ name: String) -> Bool {
    name.utf8.count == 64
      && name.utf8.allSatisfy {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0)
          || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains($0)
      }
  }
}

extension BackupSummary {
  /// The manifest as it stands at the end of a backup.
  var lines: [String] {
    tables.map { "table\t\($0.name)\t\($0.rows)\t\($0.digest)" } + [
      "files\t\(files)\t\(fileBytes)", "journal\t\(journalNumber)\t\(journalDigest)",
    ]
  }
}
