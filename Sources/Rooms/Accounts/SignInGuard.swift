package import Kernel
internal import Supervision
internal import Synchronization

/// Wrong passwords that no account remembers: of logins nobody has, and by address.
///
/// A login nobody has locks like one that somebody has, so that the lock does not tell which exist.
/// An address that keeps guessing is turned away before it has locked many accounts. An attempt is
/// counted before its password is hashed, so that many at once get no further than one by one. All
/// of it is in memory: a restart forgets it.
package final class SignInGuard: RoomState {
  private struct Tries {
    /// Wrong ones and those under way.
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
  package convenience init(_ setup: RoomSetup) { self.init() }

  /// Judges an attempt in one of the places of its address; the place stays taken by a wrong one.
  ///
  /// This machine itself is never shut out: it may be a proxy that does not say whom it speaks for.
  ///
  /// - Returns: `crowded` when the address has no place left, without judging.
  func attempt(from address: String, now: Instant, _ judge: () throws -> Judgement) rethrows
    -> SignIn
  {
    guard !["", "127.0.0.1", "::1"].contains(address) else { return try judge().outcome }
    switch takePlace(address: address, now: now) {
    case .refused(let until): return .crowded(until: until)
    case .taken(let window):
      var isWrong = false
      defer { if !isWrong { giveBack(address: address, window: window) } }
      let judgement = try judge()
      isWrong = judgement.isWrong
      return judgement.outcome
    }
  }

  /// - Returns: the end of the window that the place counts in.
  private func takePlace(address: String, now: Instant) -> Admission<Instant> {
    state.withLock { state in
      if state.addresses.count >= Self.capacity { state.addresses = [:] }
      var tries =
        state.addresses[address].flatMap { $0.until > now ? $0 : nil }
        ?? Tries(until: now.adding(minutes: AccountPolicy.lockMinutes))
      guard tries.count < AccountPolicy.failuresPerAddress else {
        return .refused(until: tries.until)
      }
      tries.count += 1
      state.addresses[address] = tries
      return .taken(tries.until)
    }
  }

  private func giveBack(address: String, window: Instant) {
    state.withLock { state in
      guard var tries = state.addresses[address], tries.until == window, tries.count > 0 else {
        return
      }
      tries.count -= 1
      state.addresses[address] = tries.count == 0 ? nil : tries
    }
  }

  /// Counts a try with a login nobody has, unless it is locked.
  ///
  /// - Returns: the lock that the try brings, if it does; none of these can be right.
  func takePlace(login: String, now: Instant) -> Admission<Instant?> {
    state.withLock { state in
      if state.logins.count >= Self.capacity { state.logins = [:] }
      var tries = state.logins[login] ?? Tries(until: now)
      if tries.isLocked {
        guard tries.until <= now else { return .refused(until: tries.until) }
        tries = Tries(until: now)
      }
      tries.count += 1
      if tries.count >= AccountPolicy.failuresBeforeLock {
        tries.isLocked = true
        tries.until = now.adding(minutes: AccountPolicy.lockMinutes)
      }
      state.logins[login] = tries
      return .taken(tries.isLocked ? tries.until : nil)
    }
  }
}
