package import Storage
package import Supervision

extension Journal {
  /// A stretch of the entries that the actor may see and the filter asks for.
  ///
  /// - Parameters:
  ///   - before: only entries below this number.
  ///   - after: only entries above this number, the nearest of them.
  package static func page(
    _ filter: JournalFilter, for sight: JournalSight, before: Int? = nil, after: Int? = nil,
    _ db: any Connection
  ) throws -> JournalPage {
    let size = Paging.pageSize
    let head = try Journal.head(db)
    let low = (after ?? 0) + 1
    let high = min(head, (before ?? Int.max) - 1)
    guard low <= high, filter.problem == nil,
      let search = try search(filter, for: sight, in: low...high, isAscending: after != nil, db)
    else { return JournalPage() }
    let found = try search.find(size + 1, db)
    let numbers = found.numbers.prefix(size)
    var page = JournalPage(
      entries: try entries(Array(numbers), db).sorted { $0.number > $1.number })
    let hasMore = found.numbers.count > size
    if after != nil {
      if hasMore || found.cut != nil { page.newer = hasMore ? numbers.last : found.cut }
      page.older = page.entries.last?.number ?? low
    } else {
      if before != nil { page.newer = page.entries.first?.number ?? high }
      page.older = hasMore ? numbers.last : found.cut
      page.isCut = !hasMore && found.cut != nil
    }
    return page
  }

  /// What a filter comes to; nil when it asks for somebody or a day that does not occur.
  static func search(
    _ filter: JournalFilter, for sight: JournalSight, in numbers: ClosedRange<Int>,
    isAscending: Bool, _ db: any Connection
  ) throws -> JournalSearch? {
    var conditions: [JournalSearch.Condition] = []
    if !filter.kind.isEmpty, !filter.subject.isEmpty {
      conditions.append(.subject(kind: filter.kind, id: filter.subject))
    }
    if !filter.person.isEmpty {
      let accounts = try accounts(filter.person, db)
      guard !accounts.isEmpty else { return nil }
      conditions.append(.accounts(accounts))
    }
    if let scope = sight.scope { conditions.append(.scope(scope)) }
    if !filter.action.isEmpty { conditions.append(.action(filter.action)) }
    if !filter.kind.isEmpty, filter.subject.isEmpty { conditions.append(.kind(filter.kind)) }
    var bounds = numbers
    if !filter.from.isEmpty || !filter.until.isEmpty {
      guard let days = try days(filter, db) else { return nil }
      guard bounds.overlaps(days.numbers) else { return nil }
      bounds = bounds.clamped(to: days.numbers)
      if let time = days.time { conditions.append(time) }
    }
    return JournalSearch(conditions, in: bounds, isAscending: isAscending)
  }

  /// The accounts of a login, else those of a name.
  private static func accounts(_ person: String, _ db: any Connection) throws -> [Int] {
    let byLogin = try db.map("SELECT id FROM accounts WHERE login = \(person) ORDER BY id LIMIT 1")
    {
      try $0.get("id", as: Int.self)
    }
    if !byLogin.isEmpty { return byLogin }
    return try db.map("SELECT id FROM accounts WHERE name = \(person) ORDER BY id LIMIT 20") {
      try $0.get("id", as: Int.self)
    }
  }

  /// Where the days of a filter lie in the journal.
  ///
  /// Entries follow the clock, so the numbers between the first and the last of these days are
  /// theirs; where a clock was put back there are others among them, and the time is tested too.
  private static func days(_ filter: JournalFilter, _ db: any Connection) throws -> (
    numbers: ClosedRange<Int>, time: JournalSearch.Condition?
  )? {
    let from = CalendarDay(iso: filter.from)
    let until = CalendarDay(iso: filter.until)
    let first = from?.dayNumber ?? 0
    let last = until?.dayNumber ?? 9_000_000
    let found = try db.one(
      """
      SELECT min(first_number) AS first, max(last_number) AS last, sum(entries) AS entries
      FROM journal_days WHERE day >= \(first) AND day <= \(last)
      """
    ) { row in
      let low: Int? = try row.get("first")
      let high: Int? = try row.get("last")
      let entries: Int? = try row.get("entries")
      return (low: low, high: high, entries: entries)
    }
    guard let found, let low = found.low, let high = found.high else { return nil }
    if found.entries == high - low + 1 { return (low...high, nil) }
    return (
      low...high,
      .time(
        from?.start.milliseconds ?? 0, until?.adding(days: 1).start.milliseconds ?? Int64.max)
    )
  }

  /// Entries by their numbers.
  static func entries(_ numbers: [Int], _ db: any Connection) throws -> [JournalEntry] {
    guard !numbers.isEmpty else { return [] }
    return try db.all(
      "SELECT " + JournalEntry.columns + " FROM journal WHERE " + .among("number", numbers)
        + " ORDER BY number LIMIT \(numbers.count)")
  }

  /// The years that were moved into files, the last first.
  package static func closedYears(_ db: any Connection) throws -> [ClosedYear] {
    try db.map(
      """
      SELECT year, first_number, last_number, file, file_digest, closed_at FROM journal_closed
      ORDER BY year DESC LIMIT 100
      """
    ) { row in
      ClosedYear(
        year: try row.get("year"), first: try row.get("first_number"),
        last: try row.get("last_number"), file: try row.get("file"),
        digest: try row.get("file_digest"), at: Instant(milliseconds: try row.get("closed_at")))
    }
  }
}

/// A year whose entries lie in a file.
package struct ClosedYear: Sendable {
  package let year: Int
  package let first: Int
  package let last: Int
  package let file: String
  package let digest: String
  package let at: Instant
}
