internal import Foundation
internal import Synchronization

/// Calls `body` on a thread of its own and waits for it.
package func onOtherThread<T: Sendable>(_ body: @escaping @Sendable () throws -> T) throws -> T {
  let box = OutcomeBox<T>()
  let done = DispatchSemaphore(value: 0)
  Thread {
    box.set(Result { try body() })
    done.signal()
  }.start()
  done.wait()
  return try box.get()
}

/// Calls `body` with 0 ..< count, each on a thread of its own, and waits for all.
///
/// - Throws: the first failure by number.
package func onThreads(_ count: Int, _ body: @escaping @Sendable (Int) throws -> Void) throws {
  let boxes = (0..<count).map { _ in OutcomeBox<Void>() }
  let group = DispatchGroup()
  for (number, box) in boxes.enumerated() {
    group.enter()
    Thread {
      box.set(Result { try body(number) })
      group.leave()
    }.start()
  }
  group.wait()
  for box in boxes { try box.get() }
}

/// What a thread came to, guarded by its lock.
private final class OutcomeBox<T: Sendable>: Sendable {
  private let outcome = Mutex<Result<T, any Error>?>(nil)

  func set(_ result: Result<T, any Error>) {
    outcome.withLock { $0 = result }
  }

  func get() throws -> T {
    guard let outcome = outcome.withLock({ $0 }) else { throw CancellationError() }
    return try outcome.get()
  }
}
