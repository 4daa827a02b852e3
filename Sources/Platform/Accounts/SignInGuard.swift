internal import Supervision
internal import Synchronization

/// Wrong passwords that no account remembers: of logins nobody has, and by address.
///
/// A login nobody has locks like one that somebody has, so that the lock does not tell which exist.
/// An address that keeps guessing is turned away before it has locked many accounts. All of it is
/// in memory: a restart forgets it.
package final class SignInGuard: Sendable {
  private struct Tries {
    var count = 0
    /// Of the lock, or of the window the tries are counted in.
    var until: Instant
    var isLocked = false
  }

  private struct State {
    var logins: [String: Tries] = [:]
    var addresses: [String: Tries] = [:]
  }

  /// So many are remembered at most; then the memory starts anew.
  private static let capacity = 20_000
  private let state = Mutex(State())

  package init() {}

  /// Until when nobody signs in from this address.
  func shutUntil(address: String, now: Instant) -> Instant? {
    state.withLock { state in
      guard let tries = state.addresses[address], tries.until > now,
        tries.count >= AccountPolicy.failuresPerAddress
      else { return nil }
      return tries.until
    }
  }

  /// Until when a login nobody has is locked.
  func lockedUntil(login: String, now: Instant) -> Instant? {
    state.withLock { state in
      guard let tries = state.logins[login], tries.isLocked, tries.until > now else { return nil }
      return tries.until
    }
  }

  /// Counts a wrong password. This machine itself is never shut out: it may be a proxy that does
  /// not say whom it speaks for.
  func failed(address: String, now: Instant) {
    guard !["", "127.0.0.1", "::1"].contains(address) else { return }
    state.withLock { state in
      if state.addresses.count >= Self.capacity { state.addresses = [:] }
      var tries =
        state.addresses[address].flatMap { $0.until > now ? $0 : nil }
        ?? Tries(until: now.adding(minutes: AccountPolicy.lockMinutes))
      tries.count += 1
      state.addresses[address] = tries
    }
  }

  /// Counts a try with a login nobody has.
  ///
  /// - Returns: until when it is locked from now on, if it is.
  func failed(login: String, now: Instant) -> Instant? {
    state.withLock { state in
      if state.logins.count >= Self.capacity { state.logins = [:] }
      var tries = state.logins[login] ?? Tries(until: now)
      if tries.isLocked { tries = Tries(until: now) }
      tries.count += 1
      if tries.count >= AccountPolicy.failuresBeforeLock {
        tries.isLocked = true
        tries.until = now.adding(minutes: AccountPolicy.lockMinutes)
      }
      state.logins[login] = tries
      return tries.isLocked ? tries.until : nil
    }
  }
}
