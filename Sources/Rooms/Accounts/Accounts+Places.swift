internal import Kernel
internal import Storage
internal import Supervision

/// Whether an attempt may be judged at all.
enum Admission<Place: Sendable>: Sendable {
  case taken(Place)
  case refused(until: Instant)
}

/// What came of an attempt.
struct Judgement {
  let outcome: SignIn
  /// A password or a code was looked at and was not the right one.
  let isWrong: Bool

  static func refused(until: Instant) -> Judgement {
    Judgement(outcome: .locked(until: until), isWrong: false)
  }

  /// - Parameter lock: the lock that the attempt brought, if it did.
  static func wrong(_ lock: Instant?) -> Judgement {
    Judgement(outcome: lock.map { .locked(until: $0) } ?? .wrong, isWrong: true)
  }

  static func right(_ outcome: SignIn) -> Judgement {
    Judgement(outcome: outcome, isWrong: false)
  }
}

/// The places an account has for attempts before it locks.
///
/// An attempt takes one before its password is hashed and gives it back when that was right, so
/// that however many come at once, no more are judged than may fail. `failures` therefore counts
/// the wrong ones and those under way; a program that dies while hashing leaves a wrong one behind.
/// Whoever takes the last place locks the account. When that attempt is found wrong, `failures`
/// becomes 0 and the lock holds: nothing but time or an administrator ends it. Until then a place
/// given back lifts it.
extension Accounts {
  /// One place of an account, held by an attempt that is not judged yet.
  package struct Place: Sendable {
    let account: AccountID
    /// The lock that came with the last place; nil for those before.
    let lock: Instant?
  }

  static func takePlace(at account: AccountID, _ house: House) throws -> Admission<Place> {
    let now = house.now()
    return try house.store.write { try takePlace(at: account, now: now, $0) }
  }

  /// Takes a place inside a running transaction, or tells until when the account is locked.
  ///
  /// A lock that is over starts the count anew.
  static func takePlace(at account: AccountID, now: Instant, _ db: any Connection) throws
    -> Admission<Place>
  {
    let lock = now.adding(minutes: AccountPolicy.lockMinutes)
    let taken: Int? = try db.value(
      """
      UPDATE accounts SET
        failures = CASE WHEN locked_until IS NULL THEN failures + 1 ELSE 1 END,
        locked_until = CASE
          WHEN locked_until IS NULL AND failures + 1 >= \(AccountPolicy.failuresBeforeLock)
          THEN \(lock.milliseconds) END
      WHERE id = \(account) AND (locked_until IS NULL OR locked_until <= \(now.milliseconds))
      RETURNING failures AS value
      """)
    guard let taken else {
      return .refused(until: try lockedUntil(account, db) ?? now)
    }
    let isLast = taken >= AccountPolicy.failuresBeforeLock
    return .taken(Place(account: account, lock: isLast ? lock : nil))
  }

  static func giveBack(_ place: Place, _ house: House) throws {
    try house.store.write { try giveBack(place, $0) }
  }

  /// Gives back the place of an attempt that was right.
  static func giveBack(_ place: Place, _ db: any Connection) throws {
    try db.execute(
      """
      UPDATE accounts SET failures = failures - 1, locked_until = NULL
      WHERE id = \(place.account) AND failures > 0
      """)
  }

  /// Journals that the attempt in this place was wrong; it was counted when it took the place.
  ///
  /// - Returns: until when the account is locked from now on, if this brought the lock.
  @discardableResult
  static func recordFailure(of place: Place, _ transaction: Transaction) throws -> Instant? {
    var holds = false
    if let lock = place.lock {
      let changed = try transaction.db.execute(
        """
        UPDATE accounts SET failures = 0
        WHERE id = \(place.account) AND failures > 0 AND locked_until = \(lock.milliseconds)
        """)
      holds = changed == 1
    }
    transaction.journal(
      holds ? "account.lock" : "account.sign-in-failed", ("account", place.account.description))
    return holds ? place.lock : nil
  }

  /// Remembers and journals a wrong password or code.
  ///
  /// - Returns: until when the account is locked from now on, if this brought the lock.
  @discardableResult
  static func fail(
    _ place: Place, _ way: SignInWay, _ caller: Caller, _ house: House, isEnded: Bool = false
  ) throws -> Instant? {
    try house.perform(by: nil) { transaction in
      let lock = try recordFailure(of: place, transaction)
      try note(
        isEnded ? .ended : lock == nil ? .wrong : .locked, way, of: place.account, caller,
        transaction)
      return lock
    }
  }
}
