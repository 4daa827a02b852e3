internal import Crypto
internal import Glibc
package import Storage
package import Supervision

/// What an outside party keeps of a day: where the journal ended, so that nothing before can be
/// changed unnoticed, not even by whoever holds the database.
///
/// A line of the anchor file: day, number of the last entry, its digest, and the root of the tree of
/// RFC 6962 over all entries so far, with tabs between.
package struct JournalAnchor: Sendable, Equatable {
  package let day: String
  package let number: Int
  package let digest: String
  package let root: String

  package var line: String { "\(day)\t\(number)\t\(digest)\t\(root)" }

  init(day: String, number: Int, digest: String, root: String) {
    self.day = day
    self.number = number
    self.digest = digest
    self.root = root
  }

  /// - Returns: nil for a line of another form.
  init?(line: some StringProtocol) {
    let parts = String(line).split(separator: "\t", omittingEmptySubsequences: false)
      .map(String.init)
    guard parts.count == 4, CalendarDay(iso: parts[0]) != nil, let number = Int(parts[1]),
      number >= 0, bytes(hex: parts[2])?.count == 32, bytes(hex: parts[3])?.count == 32
    else { return nil }
    self.init(day: parts[0], number: number, digest: parts[2], root: parts[3])
  }

  /// The anchors in a file, in its order; lines that begin with `#` are for people.
  ///
  /// - Throws: `Problem.refused` naming the first line that is none, or that goes back.
  package static func read(_ text: String, named name: String) throws -> [JournalAnchor] {
    var anchors: [JournalAnchor] = []
    for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated()
    where !line.isEmpty && !line.hasPrefix("#") {
      guard let anchor = JournalAnchor(line: line) else {
        throw Problem.refused("锚定文件 \(name) 第 \(index + 1) 行不是“日期、序号、指纹、树根”四栏，请检查文件。")
      }
      if let last = anchors.last, anchor.day <= last.day || anchor.number < last.number {
        throw Problem.refused("锚定文件 \(name) 第 \(index + 1) 行的日期或序号比前一行小，请检查文件。")
      }
      anchors.append(anchor)
    }
    return anchors
  }
}

extension Journal {
  /// The anchor of a day that is over.
  ///
  /// - Returns: nil when there was no entry up to its end.
  static func anchor(of day: CalendarDay, _ db: any Connection) throws -> JournalAnchor? {
    let number: Int? =
      try db.value(
        "SELECT max(last_number) AS value FROM journal_days WHERE day <= \(day.dayNumber)",
        as: Int?.self) ?? nil
    guard let number else { return nil }
    let digest: String? =
      try db.value("SELECT digest AS value FROM journal WHERE number = \(number)")
      ?? db.value("SELECT last_digest AS value FROM journal_closed WHERE last_number = \(number)")
    guard let digest else { throw gap(number) }
    return JournalAnchor(
      day: day.iso, number: number, digest: digest,
      root: hex(try JournalTree.root(over: number, db)))
  }

  /// The days from the first entry, or behind a given one, through yesterday.
  private static func days(
    after last: CalendarDay?, now: Instant, _ db: any Connection
  ) throws -> [CalendarDay] {
    // Days of years in files before the last of them can no longer be anchored.
    let first: Int? =
      try db.value(
        "SELECT min(day) AS value FROM journal_days WHERE last_number >= \(closed(db).number)",
        as: Int?.self) ?? nil
    guard let first else { return [] }
    let from = last?.adding(days: 1) ?? CalendarDay(dayNumber: first)
    let count = now.day.days(since: from)
    return count > 0 ? (0..<count).map { from.adding(days: $0) } : []
  }

  /// Writes the days that are over and not in the anchor file yet behind its last line.
  ///
  /// - Returns: the lines written.
  /// - Throws: `Problem.refused` when the file cannot be written or does not fit this journal.
  @discardableResult
  package static func writeAnchors(
    _ store: any Store, to path: String, now: Instant
  ) throws -> [JournalAnchor] {
    var known: [JournalAnchor] = []
    if unsafe access(path, F_OK) == 0 {
      let bytes = try OldFile(path).all()
      known = try JournalAnchor.read(String(decoding: bytes, as: UTF8.self), named: path)
    }
    let last = known.last.flatMap { CalendarDay(iso: $0.day) }
    guard last.map({ $0.adding(days: 1) < now.day }) ?? true else { return [] }
    try completeTree(store)
    let new = try store.read { db in
      if let last = known.last, try headEntry(db).number < last.number {
        throw Problem.refused(
          "锚定文件 \(path) 记到第 \(last.number) 条，日志却没有这么多条：日志被截短过，或者这不是它的锚定文件。")
      }
      return try days(after: last, now: now, db).compactMap { try anchor(of: $0, db) }
    }
    guard !new.isEmpty else { return [] }
    let head = known.isEmpty ? "# 明察操作日志锚定：日期、末条序号、末条指纹、树根（RFC 6962）\n" : ""
    try appendLines(head + new.map { $0.line + "\n" }.joined(), to: path)
    return new
  }

  /// Adds text at the end of a file in one write, so that no half line is left by two servers.
  private static func appendLines(_ text: String, to path: String) throws {
    let descriptor = unsafe open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0o640)
    guard descriptor >= 0 else {
      throw Problem.refused("锚定文件 \(path) 打不开（\(systemReason())），请检查路径和权限。")
    }
    defer { Glibc.close(descriptor) }
    let bytes = Array(text.utf8)
    let count = unsafe bytes.withUnsafeBytes {
      unsafe Glibc.write(descriptor, $0.baseAddress, $0.count)
    }
    guard count == bytes.count, fsync(descriptor) == 0 else {
      throw Problem.refused("锚定文件 \(path) 写不进去（\(systemReason())），请检查磁盘。")
    }
  }
}
