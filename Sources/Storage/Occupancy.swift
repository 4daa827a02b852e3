internal import Glibc
internal import Synchronization

/// Knows which threads are inside a transaction and refuses them a second one.
///
/// A second writer on the same thread would wait for itself for ever, and a second reader would
/// see another state than the first; both are programming mistakes and are told at once.
package final class Occupancy: Sendable {
  private let threads = Mutex<[pthread_t]>([])

  package init() {}

  /// Calls `body` as this thread's one transaction.
  package func enter<T>(_ body: () throws -> T) throws -> T {
    let thread = pthread_self()
    let isFree = threads.withLock { threads in
      if threads.contains(thread) { return false }
      threads.append(thread)
      return true
    }
    guard isFree else { throw StoreError.nested }
    defer {
      threads.withLock { threads in
        if let place = threads.firstIndex(of: thread) { threads.swapAt(place, threads.count - 1) }
        threads.removeLast()
      }
    }
    return try body()
  }
}
