internal import Crypto
internal import HTTP
internal import Storage
package import Supervision

/// How a try to sign in ended.
package enum SignIn: Sendable {
  case signedIn(token: String)
  /// The password is right; the second factor is still owed.
  case challenged(token: String)
  case wrong
  case locked(until: Instant)
  /// Too many wrong passwords came from this address.
  case crowded(until: Instant)
}

/// What opened a session, or was to.
package enum SignInWay: String, Sendable, StoredWord {
  case password
  /// An authenticator's code, after the password or the provider.
  case code
  case recovery
  /// An identity provider, by OpenID Connect.
  case provider
}

/// Where a try to sign in came from.
struct Caller: Sendable {
  let address: String
  let agent: String

  init(address: String, agent: String) {
    self.address = address
    self.agent = String(agent.prefix(200))
  }

  init(_ request: Request) {
    self.init(
      address: request.clientAddress, agent: request.header("user-agent") ?? "")
  }
}

extension Accounts {
  /// Checks a password and opens a session, or asks for the second factor.
  ///
  /// A wrong login costs as much time as a wrong password, and both are told in one sentence.
  package static func signIn(
    login: String, password: String, address: String, agent: String, house: House
  ) throws -> SignIn {
    let now = house.now()
    let memory = house.signInGuard
    if let until = memory.shutUntil(address: address, now: now) { return .crowded(until: until) }
    let known = try house.store.read { try credentials(login, $0) }
    let locked = known == nil ? memory.lockedUntil(login: login, now: now) : known?.lockedUntil
    if let locked, locked > now { return .locked(until: locked) }
    let encoded = known?.password ?? decoy
    let isRight = PasswordHash.verify(password, encoded)
    let caller = Caller(address: address, agent: agent)
    guard let known, isRight, known.state == "active" else {
      memory.failed(address: address, now: now)
      if let known {
        return try fail(
          known.actor.account, .password, caller, house, isEnded: known.state != "active")
      }
      return memory.failed(login: login, now: now).map { .locked(until: $0) } ?? .wrong
    }
    return try pass(known.actor, .password, caller, house)
  }

  /// Goes on with somebody whose first factor was right.
  static func pass(_ actor: Actor, _ way: SignInWay, _ caller: Caller, _ house: House) throws
    -> SignIn
  {
    let factor = try house.store.read { try SecondFactor.stored(actor.account, $0) }
    guard factor == nil else {
      return .challenged(token: try challenge(for: actor.account, way, house))
    }
    return .signedIn(
      token: try openSession(
        for: actor, address: caller.address, agent: caller.agent, way: way, house: house))
  }

  // MARK: the second factor

  /// What a browser keeps between the two pages: sealed, so that nothing is stored for somebody who
  /// has not signed in yet.
  private static func challenge(for account: AccountID, _ way: SignInWay, _ house: House) throws
    -> String
  {
    let until = house.now().adding(minutes: AccountPolicy.challengeMinutes).milliseconds
    let text = "\(account) \(way.rawValue) \(until)"
    return base64URL(try house.key.seal(Array(text.utf8), for: challengePurpose))
  }

  private static let challengePurpose = "sign-in challenge"

  /// Whose challenge it is; nil when it is not ours or too old.
  static func challenged(_ token: String, _ house: House) throws -> (
    account: AccountID, way: SignInWay
  )? {
    guard let sealed = bytes(base64URL: token),
      let text = try house.key.open(sealed, for: challengePurpose)
    else { return nil }
    let parts = String(decoding: text, as: UTF8.self).split(separator: " ")
    guard parts.count == 3, let account = Int(parts[0]),
      let way = SignInWay(rawValue: String(parts[1])), let until = Int64(parts[2]),
      until > house.now().milliseconds
    else { return nil }
    return (AccountID(account), way)
  }

  /// Takes the code that a challenge asks for and opens the session.
  ///
  /// - Throws: `Problem.signInNeeded` for a challenge that is not ours or too old.
  static func answer(_ token: String, code: String, _ caller: Caller, _ house: House) throws
    -> SignIn
  {
    let now = house.now()
    if let until = house.signInGuard.shutUntil(address: caller.address, now: now) {
      return .crowded(until: until)
    }
    guard let owed = try challenged(token, house),
      let known = try house.store.read({ try credentials(owed.account, $0) }),
      known.state == "active"
    else { throw Problem.signInNeeded }
    if let until = known.lockedUntil, until > now { return .locked(until: until) }
    do {
      return .signedIn(
        token: try openSession(
          for: known.actor, address: caller.address, agent: caller.agent, way: owed.way,
          code: code, house: house))
    } catch is WrongCode {
      house.signInGuard.failed(address: caller.address, now: now)
      return try fail(owed.account, .code, caller, house)
    }
  }

  private struct WrongCode: Error {}

  // MARK: sessions

  /// Opens a session for somebody whose factors were checked.
  ///
  /// - Parameter code: the second factor, checked in the same transaction; nil when there is none.
  /// - Returns: the token for the session cookie; only its digest is stored.
  static func openSession(
    for actor: Actor, address: String, agent: String, way: SignInWay = .password,
    code: String? = nil, house: House
  ) throws -> String {
    let token = base64URL(house.surroundings.entropy.bytes(32))
    let caller = Caller(address: address, agent: agent)
    try house.perform(by: actor) { transaction in
      let now = transaction.now
      let db = transaction.db
      var way = way
      if let code {
        switch try SecondFactor.take(code, of: actor.account, house, transaction) {
        case .code: break
        case .recovery: way = .recovery
        case nil: throw WrongCode()
        }
      }
      // Between the check of the password and now, somebody may have ended or locked the account.
      let changed = try db.execute(
        """
        UPDATE accounts SET failures = 0, locked_until = NULL
        WHERE id = \(actor.account) AND state = 'active'
          AND (locked_until IS NULL OR locked_until <= \(now.milliseconds))
        """)
      guard changed == 1 else { throw Problem.conflict("账号刚刚被停用或锁定，请联系系统管理员。") }
      if way != .provider, try isPasswordOld(actor.account, now, db) {
        try db.execute("UPDATE accounts SET is_initial = 1 WHERE id = \(actor.account)")
      }
      try db.execute("DELETE FROM sessions WHERE expires_at <= \(now.milliseconds)")
      try db.execute(
        """
        INSERT INTO sessions (token, account, created_at, seen_at, expires_at, address, agent)
        VALUES (\(digest(token)), \(actor.account), \(now.milliseconds), \(now.milliseconds),
          \(now.adding(hours: AccountPolicy.sessionHours).milliseconds), \(caller.address),
          \(caller.agent))
        """)
      let shown: SignInWay = code != nil && way != .recovery ? .code : way
      try note(.opened, shown, of: actor.account, caller, transaction)
      transaction.journal(
        "account.sign-in", ("account", actor.account.description), [("way", shown.rawValue)])
    }
    return token
  }

  /// Makes the hash for logins that do not exist, so that the first of them takes no longer.
  package static func prepareSignIn() { _ = decoy }

  /// A hash nobody's password has, for logins that do not exist.
  private static let decoy =
    (try? PasswordHash.make("no such account", salt: Array("mingcha-no-account".utf8))) ?? ""

  static func digest(_ token: String) -> String { hex(sha256(Array(token.utf8))) }

  static func signOut(_ call: Call, everywhere: Bool) throws {
    let actor = try call.actor()
    let token = call.request.cookie(House.sessionCookie) ?? ""
    try call.house.perform(by: actor) { transaction in
      if everywhere {
        try transaction.db.execute("DELETE FROM sessions WHERE account = \(actor.account)")
      } else {
        try transaction.db.execute("DELETE FROM sessions WHERE token = \(digest(token))")
      }
      transaction.journal(
        everywhere ? "account.sign-out-everywhere" : "account.sign-out",
        ("account", actor.account.description))
    }
  }

  // MARK: failures

  static func fail(
    _ account: AccountID, _ way: SignInWay, _ caller: Caller, _ house: House, isEnded: Bool = false
  ) throws -> SignIn {
    try house.perform(by: nil) { transaction in
      let until = try countFailure(of: account, transaction)
      try note(
        isEnded ? .ended : until == nil ? .wrong : .locked, way, of: account, caller, transaction)
      return until.map { .locked(until: $0) } ?? .wrong
    }
  }

  /// Counts one wrong password or code, and journals it.
  ///
  /// - Returns: until when the account is locked from now on, if it is.
  @discardableResult
  static func countFailure(of account: AccountID, _ transaction: Transaction) throws -> Instant? {
    let failures =
      try transaction.db.value(
        "SELECT failures AS value FROM accounts WHERE id = \(account)", as: Int.self) ?? 0
    let isLocked = failures + 1 >= AccountPolicy.failuresBeforeLock
    let until = isLocked ? transaction.now.adding(minutes: AccountPolicy.lockMinutes) : nil
    try transaction.db.execute(
      """
      UPDATE accounts SET failures = \(isLocked ? 0 : failures + 1),
        locked_until = \(until?.milliseconds)
      WHERE id = \(account)
      """)
    transaction.journal(
      isLocked ? "account.lock" : "account.sign-in-failed", ("account", account.description))
    return until
  }
}
