internal import Draw
internal import Glibc
internal import Synchronization

/// A crew of threads.
package struct Threads: Crew {
  private let count: Int

  /// One thread for each processor this process may use.
  package init() { count = Self.available }

  /// Processors this process may use: as the system says, or all that are there.
  static var available: Int {
    let status = (try? OpenFile("/proc/self/status", named: "status")?.readToEnd()) ?? []
    let key = [UInt8]("Cpus_allowed:".utf8)
    for line in status.split(separator: 0x0A) where line.starts(with: key) {
      // A mask in hexadecimal digits.
      let count = line.dropFirst(key.count).reduce(0) {
        $0 + (Character(Unicode.Scalar($1)).hexDigitValue?.nonzeroBitCount ?? 0)
      }
      if count > 0 { return count }
    }
    return max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN)))
  }

  package func map<Part: Sendable>(_ count: Int, _ work: @Sendable (Int) -> Part) -> [Part] {
    if self.count == 1 || count < 2 { return (0..<count).map(work) }
    let parts = Mutex([Part?](repeating: nil, count: count))
    let next = Atomic(0)
    withoutActuallyEscaping(work) { work in
      let share: @Sendable () -> Void = {
        while true {
          let index = next.wrappingAdd(1, ordering: .relaxed).oldValue
          if index >= count { return }
          let part = work(index)
          parts.withLock { $0[index] = part }
        }
      }
      var others = ThreadGroup()
      others.start(min(self.count, count) - 1, share)
      share()
      others.join()
    }
    return parts.withLock { $0.compactMap { $0 } }
  }
}

/// Threads that all do the same and are waited for.
struct ThreadGroup {
  private var threads: [pthread_t] = []

  /// Starts as many as the system gives.
  mutating func start(_ count: Int, _ work: @escaping @Sendable () -> Void) {
    while threads.count < count {
      let context = unsafe Unmanaged.passRetained(Start(work)).toOpaque()
      var thread = pthread_t()
      let code = unsafe pthread_create(
        &thread, nil,
        { context in
          guard let context = unsafe context else { return nil }
          unsafe Unmanaged<Start>.fromOpaque(context).takeRetainedValue().work()
          return nil
        }, context)
      guard code == 0 else {
        unsafe Unmanaged<Start>.fromOpaque(context).release()
        return
      }
      threads.append(thread)
    }
  }

  var isEmpty: Bool { threads.isEmpty }

  /// Waits until all have ended and let go of what they worked on.
  mutating func join() {
    for thread in threads { pthread_join(thread, nil) }
    threads = []
  }

  private final class Start: Sendable {
    let work: @Sendable () -> Void

    init(_ work: @escaping @Sendable () -> Void) { self.work = work }
  }
}
