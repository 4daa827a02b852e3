internal import Capabilities
internal import Composition
internal import Fairness
internal import Glibc
internal import Kernel
internal import Publication
internal import Synchronization

/// Does once a minute what is due without anybody asking: publishes approved results, anchors the
/// journal of days that are over, stores the record of use.
final class Caretaker: Sendable {
  private let house: House
  /// Where the anchors of the journal go.
  private let anchorFile: String
  private let isStopped = Mutex(false)

  init(_ house: House, anchorFile: String) {
    self.house = house
    self.anchorFile = anchorFile
  }

  func start() {
    var thread = pthread_t()
    let context = unsafe Unmanaged.passRetained(self).toOpaque()
    let failure = unsafe pthread_create(
      &thread, nil,
      { context in
        guard let context = unsafe context else { return nil }
        unsafe Unmanaged<Caretaker>.fromOpaque(context).takeRetainedValue().work()
        return nil
      }, context)
    if failure != 0 {
      unsafe Unmanaged<Caretaker>.fromOpaque(context).release()
      note("event=caretaker-missing error=\(failure)")
    } else {
      pthread_detach(thread)
    }
  }

  func stop() { isStopped.withLock { $0 = true } }

  private func work() {
    while !isStopped.withLock({ $0 }) {
      for work in house.rooms.due { run(work) }
      anchor()
      for _ in 0..<60 where !isStopped.withLock({ $0 }) { sleep(1) }
    }
  }

  /// Each of its own, so that a fault of one does not keep the others from being done.
  private func run(_ work: DueWork) {
    do {
      let count = try work.run(house)
      if count > 0 { note("event=due work=\(work.name) count=\(count)") }
    } catch {
      note("event=due-failed work=\(work.name) error=\"\(error)\"")
    }
  }

  /// Of its own, so that a fault of either does not keep the other from being done.
  private func anchor() {
    do {
      let lines = try Journal.writeAnchors(house.store, to: anchorFile, now: house.now())
      if let last = lines.last { note("event=anchored day=\(last.day) number=\(last.number)") }
    } catch {
      note("event=anchor-failed error=\"\(error)\"")
    }
  }
}
