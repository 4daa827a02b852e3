internal import Kernel
internal import Supervision
internal import Synchronization

/// The demo's clock: it shows what the story says.
final class DemoClock: Sendable {
  private let moment: Mutex<Instant>

  init(_ start: Instant) { moment = Mutex(start) }

  var now: Instant { moment.withLock { $0 } }

  func set(_ new: Instant) { moment.withLock { $0 = new } }
}
