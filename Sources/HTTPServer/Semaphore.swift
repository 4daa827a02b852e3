internal import Glibc

/// A counting semaphore of the system, for threads that wait for work.
///
/// `@unchecked Sendable`: `sem_t` is made for use from many threads; the pointer never changes.
@safe final class Semaphore: @unchecked Sendable {
  private let semaphore: UnsafeMutablePointer<sem_t>

  init() {
    unsafe semaphore = .allocate(capacity: 1)
    unsafe semaphore.initialize(to: sem_t())
    let code = unsafe sem_init(semaphore, 0, 0)
    precondition(code == 0, "a semaphore starting at 0 is always possible")
  }

  deinit {
    unsafe sem_destroy(semaphore)
    unsafe semaphore.deallocate()
  }

  func signal() {
    unsafe sem_post(semaphore)
  }

  func wait() {
    while unsafe sem_wait(semaphore) != 0 {}
  }
}
