internal import Crypto
internal import Kernel
internal import Storage
internal import Supervision

/// Reads a backup from its head to its manifest and compares both with what is between.
final class BackupReader {
  private let decoder: BackupDecoder
  private let path: String
  private let migrations: Int
  private var summary = BackupSummary()

  /// Reads the head.
  ///
  /// - Throws: `Problem.refused` for a wrong key, a file that is no backup, a newer program's.
  init(_ path: String, _ key: BackupKey?) throws {
    self.path = path
    decoder = try BackupDecoder(path, key)
    guard try decoder.next() == .head else { throw decoder.damaged() }
    var known = House.migrations[...]
    for line in try decoder.lines() {
      let parts = line.split(separator: "\t").map(String.init)
      switch (parts.first, parts.count) {
      case ("form", 2):
        guard let form = Int(parts[1]), form <= Backup.form else { throw Self.newer(path) }
      case ("made", 2):
        summary.madeAt = Int64(parts[1]) ?? 0
      case ("migration", 4):
        guard let next = known.popFirst() else { throw Self.newer(path) }
        guard String(next.number) == parts[1], next.digest == parts[3] else {
          throw Problem.refused(
            "备份文件 \(path) 的数据库结构（第 \(parts[1]) 步 \(parts[2])）与本程序不同，"
              + "没有恢复任何数据。请用做备份时的版本恢复。")
        }
      default:
        throw decoder.damaged()
      }
    }
    migrations = House.migrations.count - known.count
  }

  private static func newer(_ path: String) -> Problem {
    .refused("备份文件 \(path) 是更新版本的程序做的，没有恢复任何数据。请用那个版本或更新的程序恢复。")
  }

  /// - Throws: `Problem.refused` at the first thing that is not as it should be.
  func readAll(into target: some BackupTarget, _ progress: (BackupProgress) -> Void) throws
    -> BackupSummary
  {
    try target.begin(migrations: migrations)
    var isInFiles = false
    while let record = try decoder.next() {
      switch record {
      case .table where !isInFiles:
        try table(target, progress)
      case .file:
        if !isInFiles { try target.endOfTables() }
        isInFiles = true
        try file(target)
        progress(BackupProgress(table: "", rows: summary.rows, files: summary.files))
      case .end:
        if !isInFiles { try target.endOfTables() }
        try end()
        return summary
      default:
        throw decoder.damaged()
      }
    }
    throw decoder.damaged()
  }

  private func table(_ target: some BackupTarget, _ progress: (BackupProgress) -> Void) throws {
    let lines = try decoder.lines()
    let columns = try lines.dropFirst().map { line in
      let words = line.split(separator: " ").map(String.init)
      guard words.count == 2, let kind = TableDescription.Column.Kind(rawValue: words[1]) else {
        throw decoder.damaged()
      }
      return TableDescription.Column(name: try SQLName(words[0]), kind: kind)
    }
    let table = BackupTable(name: try SQLName(lines.first ?? ""), columns: columns)
    let before = summary.rows
    var count = 0
    decoder.beginRows()
    let stored = try target.rows(of: table) { values in
      guard try decoder.row(&values, columns: columns.count) else { return false }
      count += 1
      if count % 4096 == 0 {
        progress(
          BackupProgress(table: table.name.description, rows: before + count, files: 0))
      }
      return true
    }
    let digest = decoder.endRows()
    guard try decoder.next() == .tableEnd, try decoder.number() == UInt64(count),
      stored == count, try decoder.counted().elementsEqual(digest)
    else { throw decoder.damaged() }
    summary.tables.append(
      BackupSummary.Table(name: table.name.description, rows: count, digest: hex(digest)))
  }

  private func file(_ target: some BackupTarget) throws {
    let name = try decoder.text()
    let isKept = Backup.isKeptName(name)
    guard isKept || name == Backup.houseKey else { throw decoder.damaged() }
    try target.file(name)
    var hasher = SHA256Hasher()
    while true {
      let record = try decoder.next()
      guard record != .fileEnd else { break }
      guard record == .piece else { throw decoder.damaged() }
      let piece = try decoder.counted()
      hasher.update(piece)
      if isKept { summary.fileBytes += piece.count }
      try target.piece(piece)
    }
    let digest = hasher.finish()
    guard try decoder.counted().elementsEqual(digest) else { throw decoder.damaged() }
    try target.endOfFile()
    guard isKept else { return }
    if hex(digest) != name { summary.damagedFiles.append(name) }
    summary.files += 1
  }

  /// Compares the manifest with what was read.
  private func end() throws {
    let lines = try decoder.lines()
    guard let last = lines.last, last.hasPrefix("journal\t") else { throw decoder.damaged() }
    let parts = last.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
    guard parts.count == 3, let number = Int(parts[1]) else { throw decoder.damaged() }
    summary.journalNumber = number
    summary.journalDigest = parts[2]
    guard lines == summary.lines, try decoder.next() == nil else { throw decoder.damaged() }
  }
}
