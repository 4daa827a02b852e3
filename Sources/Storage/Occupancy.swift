internal import Glibc

/// Knows which threads are inside a transaction and refuses them a second one.
///
/// A second writer on the same thread would wait for itself for ever, and a second reader would
/// see another state than the first; both are programming mistakes and are told at once.
package final class Occupancy: Sendable {
  /// A mark every thread keeps for itself, so that threads need not wait for each other.
  private let mark: pthread_key_t?

  package init() {
    var key = pthread_key_t()
    // The system has a thousand; who gets none goes unwatched.
    mark = unsafe pthread_key_create(&key, nil) == 0 ? key : nil
  }

  deinit {
    if let mark { pthread_key_delete(mark) }
  }

  /// Calls `body` as this thread's one transaction.
  package func enter<T>(_ body: () throws -> T) throws -> T {
    guard let mark else { return try body() }
    guard unsafe pthread_getspecific(mark) == nil else { throw StoreError.nested }
    _ = unsafe pthread_setspecific(mark, UnsafeRawPointer(bitPattern: 1))
    defer { pthread_setspecific(mark, nil) }
    return try body()
  }
}
