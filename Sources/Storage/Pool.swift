internal import Dispatch
internal import Glibc
internal import Synchronization

/// Lends at most `capacity` items, made when first needed; who finds none waits in turn.
package final class Pool<Item: Sendable>: Sendable {
  private enum Answer: Sendable {
    case item(Item)
    case mayMake
    case closed
  }

  /// One waiting thread; the pool's lock guards who may answer, its own lock the answer.
  private final class Waiter: Sendable {
    let signal = DispatchSemaphore(value: 0)
    let answer = Mutex<Answer?>(nil)

    func reply(_ answer: Answer) {
      self.answer.withLock { $0 = answer }
      signal.signal()
    }
  }

  private struct State: Sendable {
    var idle: [Item] = []
    /// Items lent, being made or on their way to a waiter.
    var lent = 0
    var waiters: [Waiter] = []
    var isClosed = false
    var drained: DispatchSemaphore?

    /// A lent item came back after closing.
    mutating func leave() {
      lent -= 1
      if lent == 0 { drained?.signal() }
    }
  }

  private enum Step: Sendable {
    case answered(Answer)
    case wait(Waiter)
  }

  private let name: String
  private let capacity: Int
  private let waitSeconds: Int
  private let make: @Sendable () throws(StoreError) -> Item
  private let state = Mutex(State())

  /// - Parameters:
  ///   - name: what is lent, for errors.
  ///   - capacity: how many at most, from 1.
  ///   - waitSeconds: how long `take` waits before it gives up.
  package init(
    of name: String, capacity: Int, waitSeconds: Int,
    make: @escaping @Sendable () throws(StoreError) -> Item
  ) {
    precondition(capacity >= 1, "a pool lends at least one item")
    self.name = name
    self.capacity = capacity
    self.waitSeconds = waitSeconds
    self.make = make
  }

  /// An item for this caller alone, until `give` or `discard`.
  ///
  /// - Throws: `StoreError.busy` after `waitSeconds`, `.unavailable` when closed, or what making
  ///   an item throws.
  package func take() throws(StoreError) -> Item {
    let step: Step = withState { state in
      if state.isClosed { return .answered(.closed) }
      // Whoever waits already goes first; then there is nothing idle and no room either.
      if let item = state.idle.popLast() {
        state.lent += 1
        return .answered(.item(item))
      }
      if state.lent < capacity {
        state.lent += 1
        return .answered(.mayMake)
      }
      let waiter = Waiter()
      state.waiters.append(waiter)
      return .wait(waiter)
    }
    let answer: Answer
    switch step {
    case .answered(let ready): answer = ready
    case .wait(let waiter): answer = try wait(waiter)
    }
    switch answer {
    case .item(let item): return item
    case .mayMake: return try makeOne()
    case .closed: throw StoreError.unavailable("the store is closed")
    }
  }

  /// Takes an item back for the next caller.
  package func give(_ item: Item) {
    withState { state in
      if state.isClosed {
        state.leave()
      } else if let waiter = state.waiters.first {
        state.waiters.removeFirst()
        waiter.reply(.item(item))
      } else {
        state.lent -= 1
        state.idle.append(item)
      }
    }
  }

  /// Forgets a lent item that is of no more use; the next caller makes a new one.
  package func discard() {
    withState { state in
      if state.isClosed {
        state.leave()
      } else if let waiter = state.waiters.first {
        state.waiters.removeFirst()
        waiter.reply(.mayMake)
      } else {
        state.lent -= 1
      }
    }
  }

  /// Lends nothing more, drops what is idle and waits up to `waitSeconds` for what is lent.
  package func close() {
    let drained: DispatchSemaphore? = withState { state in
      state.isClosed = true
      state.idle = []
      for waiter in state.waiters { waiter.reply(.closed) }
      state.waiters = []
      if state.lent == 0 { return nil }
      let drained = state.drained ?? DispatchSemaphore(value: 0)
      state.drained = drained
      return drained
    }
    guard let drained else { return }
    // Passed on, because several may close at once.
    if drained.wait(timeout: .now() + .seconds(waitSeconds)) == .success { drained.signal() }
  }

  /// Runs `body` under the lock.
  ///
  /// The lock's own queue hands it from thread to thread by the kernel, and once there is a queue
  /// everybody ends up in it. Held for some nanoseconds only, it is soon free without queueing.
  private func withState<T: Sendable>(_ body: (inout State) -> T) -> T {
    for _ in 0..<100 {
      if let result = state.withLockIfAvailable({ body(&$0) }) { return result }
      sched_yield()
    }
    return state.withLock { body(&$0) }
  }

  private func makeOne() throws(StoreError) -> Item {
    do {
      return try make()
    } catch {
      discard()
      throw error
    }
  }

  private func wait(_ waiter: Waiter) throws(StoreError) -> Answer {
    _ = waiter.signal.wait(timeout: .now() + .seconds(waitSeconds))
    let answer = withState { state in
      let answer = waiter.answer.withLock { $0 }
      if answer == nil { state.waiters.removeAll { $0 === waiter } }
      return answer
    }
    guard let answer else {
      throw StoreError.busy("no free \(name) within \(waitSeconds) s; all \(capacity) are in use")
    }
    return answer
  }
}
