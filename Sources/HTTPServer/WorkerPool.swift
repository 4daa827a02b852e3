internal import Glibc
internal import Synchronization

/// A fixed number of threads that take exchanges from a bounded queue.
final class WorkerPool: Sendable {
  private struct State {
    var queue: [Exchange?]
    var head = 0
    var count = 0
    /// Places promised to exchanges that are about to be submitted.
    var reserved = 0
    /// What each worker is busy with.
    var current: [Exchange?]
    var isClosed = false
  }

  private let state: Mutex<State>
  private let wakeUps = Semaphore()

  init(workers: Int, queueLimit: Int) {
    state = Mutex(
      State(
        queue: Array(repeating: nil, count: queueLimit),
        current: Array(repeating: nil, count: workers)))
  }

  /// Starts the threads; they end after `close`.
  func start() throws(ServerError) {
    let workers = state.withLock { $0.current.count }
    for number in 0..<workers {
      let context = unsafe Unmanaged.passRetained(Start(pool: self, number: number)).toOpaque()
      var thread = pthread_t()
      let code = unsafe pthread_create(
        &thread, nil,
        { context in
          guard let context = unsafe context else { return nil }
          let start = unsafe Unmanaged<Start>.fromOpaque(context).takeRetainedValue()
          start.pool.work(start.number)
          return nil
        }, context)
      guard code == 0 else {
        unsafe Unmanaged<Start>.fromOpaque(context).release()
        _ = close()
        throw .threads(reason: systemText(code))
      }
      pthread_detach(thread)
    }
  }

  private final class Start {
    let pool: WorkerPool
    let number: Int

    init(pool: WorkerPool, number: Int) {
      self.pool = pool
      self.number = number
    }
  }

  /// Promises a place in the queue; `submit` must follow.
  ///
  /// - Returns: `false` when the queue is full or closed.
  func reserve() -> Bool {
    state.withLock { state in
      guard !state.isClosed, state.count + state.reserved < state.queue.count else {
        return false
      }
      state.reserved += 1
      return true
    }
  }

  /// Queues an exchange that has a place. After `close` it is abandoned instead.
  func submit(_ exchange: Exchange) {
    let isQueued = state.withLock { state in
      state.reserved -= 1
      if state.isClosed { return false }
      state.queue[(state.head + state.count) % state.queue.count] = exchange
      state.count += 1
      return true
    }
    if isQueued { wakeUps.signal() } else { exchange.abandon() }
  }

  private func work(_ number: Int) {
    while let exchange = next(number) {
      exchange.answer()
    }
  }

  private func next(_ number: Int) -> Exchange? {
    state.withLock { $0.current[number] = nil }
    wakeUps.wait()
    return state.withLock { state in
      guard !state.isClosed, state.count > 0 else { return nil }
      let exchange = state.queue[state.head]
      state.queue[state.head] = nil
      state.head = (state.head + 1) % state.queue.count
      state.count -= 1
      state.current[number] = exchange
      return exchange
    }
  }

  /// Takes no more work and lets idle threads end.
  ///
  /// - Returns: what is queued or being answered.
  func close() -> [Exchange] {
    let (left, workers) = state.withLock { state in
      state.isClosed = true
      let left = (state.queue + state.current).compactMap { $0 }
      state.queue = state.queue.map { _ in nil }
      state.count = 0
      return (left, state.current.count)
    }
    for _ in 0..<workers { wakeUps.signal() }
    return left
  }
}
