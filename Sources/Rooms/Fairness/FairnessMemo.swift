package import Kernel
internal import Storage
internal import Synchronization

/// What all published draws add up to, kept as long as they are the same.
///
/// A new draw is added to what is known; only if one comes between (a sealed draw is revealed late)
/// everything is added up again. A visit costs one small query.
package final class FairnessMemo: RoomState {
  package init(_ setup: RoomSetup) {}

  private let ledger = Mutex(FairnessLedger())

  func fairness(_ db: any Connection) throws -> Fairness {
    let draws = try Fairness.revealed(db)
    return try ledger.withLock { ledger in
      let digests = draws.map(\.digest)
      if !digests.starts(with: ledger.digests) { ledger = FairnessLedger() }
      for draw in draws.dropFirst(ledger.digests.count) { try Fairness.add(draw, to: &ledger, db) }
      return ledger.fairness
    }
  }
}
