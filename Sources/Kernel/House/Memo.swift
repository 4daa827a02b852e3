internal import Synchronization

/// Values that follow from their key alone and are kept until room is needed.
///
/// The key must name everything the value depends on; then nothing ever has to be forgotten.
package final class Memo<Key: Hashable & Sendable, Value: Sendable>: Sendable {
  private struct Entries {
    var values: [Key: Value] = [:]
    /// Keys from the longest kept to the newest.
    var order: [Key] = []
  }

  private let capacity: Int
  private let entries = Mutex(Entries())

  /// - Parameter capacity: how many values are kept, from 1.
  package init(capacity: Int) {
    self.capacity = capacity
  }

  /// The value of a key, made where it is not known. Two threads may make it at once; both get one.
  package func value(for key: Key, make: () throws -> Value) rethrows -> Value {
    if let known = entries.withLock({ $0.values[key] }) { return known }
    let made = try make()
    return entries.withLock { entries in
      if let known = entries.values[key] { return known }
      if entries.order.count >= capacity {
        entries.values[entries.order.removeFirst()] = nil
      }
      entries.values[key] = made
      entries.order.append(key)
      return made
    }
  }
}
