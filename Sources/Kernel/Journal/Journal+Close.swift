internal import Crypto
internal import Storage
internal import Supervision

extension Journal {
  /// What moving a year came to.
  package struct Closed: Sendable {
    package let first: Int
    package let last: Int
    /// SHA-256 of the file, in hex.
    package let digest: String
  }

  /// Moves the entries through the end of a year into a file.
  ///
  /// The file is written, read back and checked entry by entry before anything leaves the table;
  /// the chain and the tree go on behind it, and pages name the file.
  ///
  /// - Parameters:
  ///   - year: one that is over; earlier open years go with it.
  ///   - path: where no file is yet.
  /// - Throws: `Problem.refused` when the year is not over, closed before or without entries, or
  ///   when the chain before its end is broken.
  package static func close(
    year: Int, into path: String, _ house: House, progress: (Int) -> Void
  ) throws -> Closed {
    guard let end = CalendarDay(year: year, month: 12, day: 31), year < house.now().day.year else {
      throw Problem.refused("\(year) 年还没有过完，不能归档。请给出已经结束的年度。")
    }
    try completeTree(house.store)
    let (before, last) = try house.store.read { db in
      let last: Int? =
        try db.value(
          "SELECT max(last_number) AS value FROM journal_days WHERE day <= \(end.dayNumber)",
          as: Int?.self) ?? nil
      return (try closed(db), last ?? 0)
    }
    guard last > before.number else {
      throw Problem.refused("\(year) 年及以前没有尚未归档的日志。")
    }
    let (written, tail) = try write(before.number + 1...last, to: path, house.store, progress)
    let checked = try check(path)
    guard checked.entries == last - before.number, checked.last == last,
      let chain = checked.chain, chain.previous == before.digest
    else {
      throw Problem.refused(
        "日志在 \(year) 年结束前有断裂，没有归档。请先运行 mingcha journal verify 查明；写出的文件是 \(path)。")
    }
    try house.perform(by: nil) { transaction in
      try remove(
        ClosedYear(
          year: year, first: before.number + 1, last: last, file: fileName(path),
          digest: written, at: transaction.now),
        lastDigest: chain.digest, tail: tail, transaction.db)
      transaction.journal(
        "journal.close", ("journal", String(year)),
        [("entries", String(last - before.number)), ("file", written)])
    }
    return Closed(first: before.number + 1, last: last, digest: written)
  }

  /// - Returns: SHA-256 of the file, and the digests behind the last full block.
  private static func write(
    _ numbers: ClosedRange<Int>, to path: String, _ store: any Store, _ progress: (Int) -> Void
  ) throws -> (digest: String, tail: [UInt8]) {
    try store.read { db in
      let export = try JournalExport(path, size: numbers.upperBound, db)
      // The stream's cursor leaves room for the statements of the export.
      var low = numbers.lowerBound
      while low <= numbers.upperBound {
        let high = min(numbers.upperBound, low + 9999)
        let entries: [JournalEntry] = try db.all(
          "SELECT " + JournalEntry.columns + " FROM journal"
            + " WHERE number >= \(low) AND number <= \(high) ORDER BY number LIMIT 10000")
        for entry in entries { try export.add(entry) }
        low = high + 1
        progress(export.count)
      }
      let size = JournalTree.blockSize
      let tail = try JournalTree.digests(
        numbers.upperBound / size * size..<numbers.upperBound, db)
      return (try export.finish().digest, tail.flatMap { $0 })
    }
  }

  private static func remove(
    _ year: ClosedYear, lastDigest: String, tail: [UInt8], _ db: any Connection
  ) throws {
    guard try closed(db).number == year.first - 1 else {
      throw Problem.conflict("另一个程序同时归档了日志，这次没有移走任何记录。")
    }
    try db.execute(
      """
      INSERT INTO journal_closed (year, first_number, last_number, last_digest, tail, file,
        file_digest, closed_at)
      VALUES (\(year.year), \(year.first), \(year.last), \(lastDigest), \(tail), \(year.file),
        \(year.digest), \(year.at.milliseconds))
      """)
    let removed = try db.execute("DELETE FROM journal WHERE number <= \(year.last)")
    guard removed == year.last - year.first + 1 else { throw gap(year.first) }
    try db.execute("DELETE FROM journal_sight WHERE number <= \(year.last)")
  }

  private static func fileName(_ path: String) -> String {
    String(path.split(separator: "/").last ?? Substring(path))
  }
}
