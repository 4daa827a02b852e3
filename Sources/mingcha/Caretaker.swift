internal import Glibc
internal import Platform
internal import Synchronization

/// Does once a minute what is due without anybody asking: publishes approved results.
final class Caretaker: Sendable {
  private let house: House
  private let isStopped = Mutex(false)

  init(_ house: House) { self.house = house }

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
      do {
        let count = try Publication.publishDue(house)
        if count > 0 { note("event=published-due count=\(count)") }
        try Fairness.prepare(house)
      } catch {
        note("event=care-failed error=\"\(error)\"")
      }
      for _ in 0..<60 where !isStopped.withLock({ $0 }) { sleep(1) }
    }
  }
}
