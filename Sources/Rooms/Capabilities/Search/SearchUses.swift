package import Kernel
package import Storage
package import Supervision
internal import Synchronization

/// Record of use (R101): how often the capabilities were consulted, by day and kind of question.
///
/// Counted in memory and stored once a minute and when the server stops, so that a question costs
/// no write. Who asked what is not kept.
package final class SearchUses: RoomState {
  package init(_ setup: RoomSetup) {}

  package enum Kind: String, StoredWord, CaseIterable, Sendable {
    case publicParameter = "public-parameter"
    case publicStandard = "public-standard"
    case publicBoth = "public-both"
    case publicList = "public-list"
    case officeParameter = "office-parameter"
    case officeStandard = "office-standard"
    case officeBoth = "office-both"

    package var label: String {
      switch self {
      case .publicParameter: "公众：按参数"
      case .publicStandard: "公众：按标准"
      case .publicBoth: "公众：按参数和标准"
      case .publicList: "公众：看一家机构的全部能力"
      case .officeParameter: "监管部门：按参数"
      case .officeStandard: "监管部门：按标准"
      case .officeBoth: "监管部门：按参数和标准"
      }
    }
  }

  fileprivate struct Key: Hashable, Sendable {
    let day: String
    let kind: Kind
  }

  private let waiting = Mutex<[Key: Int]>([:])

  package func note(_ kind: Kind, on day: CalendarDay) {
    waiting.withLock { $0[Key(day: day.iso, kind: kind), default: 0] += 1 }
  }

  /// Stores what was counted since the last time; keeps it when the store refuses.
  ///
  /// - Returns: how many searches were stored.
  @discardableResult
  package func settle(_ store: any Store) throws -> Int {
    let counted = waiting.withLock { counts in
      let taken = counts
      counts = [:]
      return taken
    }
    guard !counted.isEmpty else { return 0 }
    do {
      try store.write { db in
        for (key, count) in counted.sorted(by: { $0.key.order < $1.key.order }) {
          try db.execute(
            """
            INSERT INTO search_uses (day, kind, uses) VALUES (\(key.day), \(key.kind), \(count))
            ON CONFLICT (day, kind) DO UPDATE SET uses = search_uses.uses + excluded.uses
            """)
        }
      }
    } catch {
      waiting.withLock { counts in counts.merge(counted) { $0 + $1 } }
      throw error
    }
    return counted.values.reduce(0, +)
  }

  package func stop(_ store: any Store) {
    // Counts of a minute are no reason to keep the server from ending.
    _ = try? settle(store)
  }

  /// The sums of the days since `day`, by kind, what waits included.
  package func sums(since day: CalendarDay, _ db: any Connection) throws -> [Kind: Int] {
    var sums: [Kind: Int] = [:]
    try db.forEachRow(
      """
      SELECT kind, sum(uses) AS uses FROM search_uses WHERE day >= \(day)
      GROUP BY kind ORDER BY kind LIMIT 100
      """
    ) { row in
      guard let kind = Kind(rawValue: try row.get("kind")) else { return }
      sums[kind, default: 0] += try row.get("uses", as: Int.self)
    }
    let counted = waiting.withLock { $0 }
    for (key, count) in counted where key.day >= day.iso { sums[key.kind, default: 0] += count }
    return sums
  }
}

extension SearchUses.Key {
  fileprivate var order: String { day + kind.rawValue }
}
