package import Kernel
package import Storage
package import Supervision
internal import Synchronization

/// The outlooks of the plans looked at last.
///
/// Every change writes exactly one entry into the journal, so an outlook holds as long as the
/// journal's head stays where it was.
package final class OutlookCache: RoomState {
  private struct Entry {
    let head: Int
    let today: CalendarDay
    let region: String
    let content: PlanContent
    package let outlook: PlanOutlook
  }

  private static let capacity = 16
  private let entries = Mutex<[Entry]>([])

  package init() {}
  package convenience init(_ setup: RoomSetup) { self.init() }

  /// The outlook of a plan at this moment, computed where it is not known.
  package func outlook(
    _ content: PlanContent, region: String, today: CalendarDay, _ db: any Connection
  ) throws -> PlanOutlook {
    let head = try Journal.head(db)
    let known = entries.withLock { entries in
      entries.first {
        $0.head == head && $0.today == today && $0.region == region && $0.content == content
      }
    }
    if let known { return known.outlook }
    let outlook = try Plans.outlook(content, region: region, today: today, db)
    let entry = Entry(
      head: head, today: today, region: region, content: content, outlook: outlook)
    entries.withLock { entries in
      entries = [entry] + entries.filter { $0.head == head }.prefix(OutlookCache.capacity - 1)
    }
    return outlook
  }
}
