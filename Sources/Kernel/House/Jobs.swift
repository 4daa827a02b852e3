internal import Dispatch
internal import Synchronization

/// Work that outlasts a request, a few pieces at a time; the rest waits in turn.
///
/// What is told of a piece lives in this process only. A piece keeps in the store what has to
/// survive, so that one interrupted by a stop of the server is found and can be started again.
package final class Jobs: Sendable {
  /// How far a piece has come, and whether somebody wants it to stop. Shared between the one who
  /// works and those who look.
  package final class Control: Sendable {
    private struct State {
      var done = 0
      var total: Int?
      var isCancelled = false
    }

    private let state = Mutex(State())

    package var done: Int { state.withLock { $0.done } }
    /// Of how many; nil while nobody knows.
    package var total: Int? { state.withLock { $0.total } }
    package var isCancelled: Bool { state.withLock { $0.isCancelled } }

    func cancel() { state.withLock { $0.isCancelled = true } }

    /// - Throws: `Cancelled` when somebody wants it to stop.
    package func report(_ done: Int, of total: Int? = nil) throws {
      let isCancelled = state.withLock { state in
        state.done = done
        state.total = total
        return state.isCancelled
      }
      if isCancelled { throw Cancelled() }
    }
  }

  package struct Cancelled: Error {}

  private struct State {
    var controls: [String: Control] = [:]
    var isStopped = false
  }

  private static let atOnce = 2
  private let state = Mutex(State())
  private let places = DispatchSemaphore(value: atOnce)
  private let running = DispatchGroup()
  private let queue = DispatchQueue(label: "mingcha.jobs", attributes: .concurrent)

  package init() {}

  /// Begins a piece of work, unless one of that name is under way.
  ///
  /// - Returns: whether it was begun.
  package func start(_ name: String, _ work: @escaping @Sendable (Control) -> Void) -> Bool {
    let control = Control()
    let isNew = state.withLock { state in
      guard !state.isStopped, state.controls[name] == nil else { return false }
      state.controls[name] = control
      running.enter()
      return true
    }
    guard isNew else { return false }
    queue.async {
      self.places.wait()
      if !self.state.withLock({ $0.isStopped }) { work(control) }
      self.places.signal()
      self.state.withLock { $0.controls[name] = nil }
      self.running.leave()
    }
    return true
  }

  /// The work of that name; nil when none is under way here.
  package func control(of name: String) -> Control? {
    state.withLock { $0.controls[name] }
  }

  /// Asks the work of that name to stop.
  package func cancel(_ name: String) { control(of: name)?.cancel() }

  /// Waits until nothing is under way.
  package func wait() { running.wait() }

  /// Asks everything to stop, begins nothing more, and waits.
  package func stop() {
    let controls = state.withLock { state in
      state.isStopped = true
      return Array(state.controls.values)
    }
    for control in controls { control.cancel() }
    running.wait()
  }
}
