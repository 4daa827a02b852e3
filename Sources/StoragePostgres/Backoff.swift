internal import Glibc
internal import Storage
internal import Synchronization

/// Spaces out attempts to reach a server that does not answer.
///
/// One call tries three times within half a second, which bridges a restart. When all fail, every
/// call fails at once for a while, 250 ms at first and never above 5 s, so that waiting threads do
/// not pile up behind a dead server.
final class Backoff: Sendable {
  private struct State: Sendable {
    var failures = 0
    var reason = ""
    var closedUntil: ContinuousClock.Instant?
  }

  private static let pausesMilliseconds: [UInt32] = [0, 100, 400]
  private static let longestMilliseconds = 5000
  private let state = Mutex(State())

  /// - Throws: `StoreError.unavailable` with the reason of the last failure, or what `connect`
  ///   throws of another kind.
  func attempt<T>(_ connect: () throws(StoreError) -> T) throws(StoreError) -> T {
    if let reason = reasonToWait() { throw StoreError.unavailable(reason) }
    var last = ""
    for pause in Self.pausesMilliseconds {
      if pause > 0 { usleep(pause * 1000) }
      do {
        let result = try connect()
        state.withLock { $0 = State() }
        return result
      } catch {
        guard case .unavailable(let reason) = error else { throw error }
        last = reason
      }
    }
    remember(last)
    throw StoreError.unavailable(last)
  }

  private func reasonToWait() -> String? {
    state.withLock { state in
      guard let until = state.closedUntil, ContinuousClock.now < until else { return nil }
      return "the server did not answer a moment ago: \(state.reason)"
    }
  }

  private func remember(_ reason: String) {
    state.withLock { state in
      state.failures = min(state.failures + 1, 10)
      state.reason = reason
      let milliseconds = min(Self.longestMilliseconds, 125 << state.failures)
      state.closedUntil = .now + .milliseconds(milliseconds)
    }
  }
}
