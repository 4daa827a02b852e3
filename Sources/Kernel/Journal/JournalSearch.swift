internal import Storage
internal import Supervision

/// Finds the numbers of entries that a filter asks for, within bounded work.
///
/// One condition that has an index drives, the others are tested on what it gives, and only so many
/// entries are looked through at a time. So a page takes about as long at ten million
/// entries as at ten thousand, whatever is asked; rare things may need another step back.
struct JournalSearch {
  /// How many entries are looked through for one page, in ever larger windows: most questions are
  /// answered by the first.
  private static let windows = [500, 5000, 20_000]
  /// The last window where an index alone answers.
  private static let windowInIndex = 200_000

  enum Condition {
    case subject(kind: String, id: String)
    case accounts([Int])
    case scope(String)
    case action(String)
    case kind(String)
    /// From and below, UTC milliseconds.
    case time(Int64, Int64)
  }

  /// The first drives where several have as many entries.
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
    // A plan for any action would walk the whole table where this one is rare.
    if db.engine == .postgres { try db.execute("SET LOCAL plan_cache_mode = force_custom_plan") }
    var best: Found?
    for driver in try drivers(db) {
      let found = try find(limit, driver, db)
      if found.cut == nil || found.numbers.count == limit { return found }
      if let cut = found.cut, let known = best?.cut {
        if isAscending ? cut > known : cut < known { best = found }
      } else {
        best = found
      }
    }
    return best ?? Found()
  }

  /// The places of the conditions that may drive, the one with the fewest entries first; nil, the
  /// whole journal, when there is none.
  private func drivers(_ db: any Connection) throws -> [Int?] {
    let places = conditions.indices.filter {
      if case .time = conditions[$0] { false } else { true }
    }
    guard places.count > 1, let bound = Self.windows.last else {
      return places.isEmpty ? [nil] : places
    }
    // Counted up to the bound only, in an index.
    let counts = try places.map { place in
      try db.count(
        "SELECT count(*) AS value FROM (" + inner(conditions[place], []) + " LIMIT \(bound)) x")
    }
    return zip(counts, places).sorted { ($0.0, $0.1) < ($1.0, $1.1) }.map(\.1)
  }

  private func find(_ limit: Int, _ place: Int?, _ db: any Connection) throws -> Found {
    let driver = place.map { conditions[$0] }
    let others = conditions.indices.filter { $0 != place }.map { conditions[$0] }
    let inner = self.inner(driver, others)
    guard !others.isEmpty else {
      return Found(numbers: try db.map(inner + " LIMIT \(limit)") { try $0.get("number") })
    }
    let isOnSight = if case .scope = driver { true } else { false }
    let tests = SQL.conditions(others.map { test($0, isOnSight: isOnSight) })
    let order: SQL = isAscending ? " ORDER BY x.number" : " ORDER BY x.number DESC"
    var found = Found()
    for window in Self.windows + (isInIndex(driver, others) ? [Self.windowInIndex] : []) {
      let seen = inner + " LIMIT \(window)"
      found = Found(
        numbers: try db.map(
          "SELECT x.number FROM (" + seen + ") x" + tests + order + " LIMIT \(limit)"
        ) { try $0.get("number") })
      if found.numbers.count == limit { return found }
      found.cut = try end(of: seen, window, db)
      if found.cut == nil { return found }
    }
    return found
  }

  /// The last number in a full window; nil when it holds all there is.
  private func end(of seen: SQL, _ window: Int, _ db: any Connection) throws -> Int? {
    try db.one(
      "SELECT count(*) AS entries, min(x.number) AS low, max(x.number) AS high FROM (" + seen
        + ") x"
    ) { row in
      let entries: Int = try row.get("entries")
      let low: Int? = try row.get("low")
      let high: Int? = try row.get("high")
      return entries < window ? nil : isAscending ? high : low
    } ?? nil
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
    return others.allSatisfy { other in
      switch other {
      case .action, .kind: true
      default: false
      }
    }
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
