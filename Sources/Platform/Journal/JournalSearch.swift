internal import Storage
internal import Supervision

/// Finds the numbers of entries that a filter asks for, within bounded work.
///
/// One condition that has an index drives, the others are tested on what it gives, and no more than
/// `reach` entries are looked through at a time. So a page takes about as long at ten million
/// entries as at ten thousand, whatever is asked; rare things may need another step back.
struct JournalSearch {
  /// How many entries are looked through for one page: in an index alone, and in the table.
  private static let reachInIndex = 200_000
  private static let reach = 20_000

  enum Condition {
    case subject(kind: String, id: String)
    case accounts([Int])
    case scope(String)
    case action(String)
    case kind(String)
    /// From and below, UTC milliseconds.
    case time(Int64, Int64)
  }

  /// In the order in which they drive.
  private let conditions: [Condition]
  private let numbers: ClosedRange<Int>
  private let isAscending: Bool

  struct Found {
    /// In the order of the search, at most `limit`.
    var numbers: [Int] = []
    /// The last number looked at when there may be more beyond it.
    var cut: Int?
  }

  /// - Parameter numbers: where to look; ascending from its beginning or descending from its end.
  init(_ conditions: [Condition], in numbers: ClosedRange<Int>, isAscending: Bool) {
    self.conditions = conditions
    self.numbers = numbers
    self.isAscending = isAscending
  }

  func find(_ limit: Int, _ db: any Connection) throws -> Found {
    var best: Found?
    let drivers = conditions.filter { if case .time = $0 { false } else { true } }
    for (index, driver) in (drivers.isEmpty ? [nil] : drivers.map(Optional.some)).enumerated() {
      let found = try find(limit, driver, at: index, db)
      if found.cut == nil || found.numbers.count == limit { return found }
      if let cut = found.cut, let known = best?.cut {
        if isAscending ? cut > known : cut < known { best = found }
      } else {
        best = found
      }
    }
    return best ?? Found()
  }

  private func find(
    _ limit: Int, _ driver: Condition?, at place: Int, _ db: any Connection
  ) throws -> Found {
    // The driver stands at `place` among those that can drive; times stand behind all of them.
    let others = conditions.enumerated().filter { $0.offset != place || driver == nil }
      .map(\.element)
    let inner = self.inner(driver, others)
    guard !others.isEmpty else {
      return Found(numbers: try db.map(inner + " LIMIT \(limit)") { try $0.get("number") })
    }
    let reach = isInIndex(driver, others) ? Self.reachInIndex : Self.reach
    let window = inner + " LIMIT \(reach)"
    let isOnSight = if case .scope = driver { true } else { false }
    let tests = others.map { test($0, isOnSight: isOnSight) }
    let numbers: [Int] = try db.map(
      "SELECT x.number FROM (" + window + ") x" + SQL.conditions(tests) + " ORDER BY x.number"
        + (isAscending ? "" : " DESC") + " LIMIT \(limit)"
    ) { try $0.get("number") }
    if numbers.count == limit { return Found(numbers: numbers) }
    let seen = try db.one(
      "SELECT count(*) AS entries, min(x.number) AS low, max(x.number) AS high FROM (" + window
        + ") x"
    ) { row in
      let entries: Int = try row.get("entries")
      let low: Int? = try row.get("low")
      let high: Int? = try row.get("high")
      return entries < reach ? nil : isAscending ? high : low
    }
    return Found(numbers: numbers, cut: seen ?? nil)
  }

  /// The entries a condition gives, in order.
  private func inner(_ driver: Condition?, _ others: [Condition]) -> SQL {
    var tests: [SQL] = [
      "number >= \(numbers.lowerBound)", "number <= \(numbers.upperBound)",
    ]
    var source: SQL = "journal"
    switch driver {
    case .subject(let kind, let id):
      tests += ["subject_kind = \(kind)", "subject = \(id)"]
    case .accounts(let ids):
      if ids.count == 1 {
        tests.append("account = \(ids[0])")
      } else {
        tests.append(.among("account", ids))
      }
    case .scope(let scope):
      source = "journal_sight"
      tests.append("scope = \(scope)")
    case .action(let action): tests.append("action = \(action)")
    case .kind(let kind): tests.append("subject_kind = \(kind)")
    case .time, nil: break
    }
    var columns: SQL = "number"
    if case .scope = driver {} else { columns += Self.columns(for: others) }
    return "SELECT " + columns + " FROM " + source + SQL.conditions(tests) + " ORDER BY number"
      + (isAscending ? "" : " DESC")
  }

  /// The columns the tests of a window need, so that an index may give them alone.
  private static func columns(for tests: [Condition]) -> SQL {
    var columns: SQL = .empty
    for test in tests {
      switch test {
      case .subject: columns += ", subject_kind, subject"
      case .accounts: columns += ", account"
      case .action: columns += ", action"
      case .kind: columns += ", subject_kind"
      case .time: columns += ", at"
      case .scope: break
      }
    }
    return columns
  }

  /// Whether an index alone answers the driver and the tests.
  private func isInIndex(_ driver: Condition?, _ others: [Condition]) -> Bool {
    guard case .accounts = driver else { return false }
    return others.allSatisfy { if case .action = $0 { true } else { false } }
  }

  /// A test on a row of the window. Written so that neither engine turns it into a join of its own
  /// over everything in sight.
  private func test(_ condition: Condition, isOnSight: Bool) -> SQL {
    func column(_ name: SQL) -> SQL {
      isOnSight
        ? "(SELECT j." + name + " FROM journal j WHERE j.number = x.number)" : "x." + name
    }
    switch condition {
    case .subject(let kind, let id):
      return column("subject_kind") + " = \(kind) AND " + column("subject") + " = \(id)"
    case .accounts(let ids): return .among(column("account"), ids)
    case .action(let action): return column("action") + " = \(action)"
    case .kind(let kind): return column("subject_kind") + " = \(kind)"
    case .time(let from, let below):
      return column("at") + " >= \(from) AND " + column("at") + " < \(below)"
    case .scope(let scope):
      return
        "(SELECT s.number FROM journal_sight s WHERE s.scope = \(scope) AND s.number = x.number)"
        + " IS NOT NULL"
    }
  }
}
