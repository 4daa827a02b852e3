internal import Crypto
internal import HTTP
package import Kernel
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
    let caller = Caller(address: address, agent: agent)
    return try house.signInGuard.attempt(from: address, now: now) {
      guard let known = try house.store.read({ try credentials(login, $0) }) else {
        return judgeUnknown(login, password, house)
      }
      // Asked before the place is taken too, so that knocking at a locked door writes nothing.
      if let until = known.lockedUntil, until > now { return .refused(until: until) }
      return try judge(password, of: known, caller, house)
    }
  }

  private static func judge(
    _ password: String, of known: Credentials, _ caller: Caller, _ house: House
  ) throws -> Judgement {
    switch try takePlace(at: known.actor.account, house) {
    case .refused(let until): return .refused(until: until)
    case .taken(let place):
      let isEnded = known.state != "active"
      guard PasswordHash.verify(password, known.password), !isEnded else {
        return .wrong(try fail(place, .password, caller, house, isEnded: isEnded))
      }
      return .right(try pass(known.actor, .password, caller, house, place: place))
    }
  }

  private static func judgeUnknown(_ login: String, _ password: String, _ house: House) -> Judgement
  {
    switch house.signInGuard.takePlace(login: login, now: house.now()) {
    case .refused(let until): return .refused(until: until)
    case .taken(let lock):
      _ = PasswordHash.verify(password, decoy)
      return .wrong(lock)
    }
  }

  /// Goes on with somebody whose first factor was right.
  ///
  /// - Parameter place: the one held by the first factor, to be given back.
  static func pass(
    _ actor: Actor, _ way: SignInWay, _ caller: Caller, _ house: House, place: Place? = nil
  ) throws -> SignIn {
    let factor = try house.store.read { try SecondFactor.stored(actor.account, $0) }
    guard factor == nil else {
      if let place { try giveBack(place, house) }
      return .challenged(token: try challenge(for: actor.account, way, house))
    }
    return .signedIn(
      token: try openSession(
        for: actor, address: caller.address, agent: caller.agent, way: way, place: place,
        house: house))
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
    return try house.signInGuard.attempt(from: caller.address, now: now) {
      guard let owed = try challenged(token, house),
        let known = try house.store.read({ try credentials(owed.account, $0) }),
        known.state == "active"
      else { throw Problem.signInNeeded }
      if let until = known.lockedUntil, until > now { return .refused(until: until) }
      return try judge(code: code, of: known.actor, owed.way, caller, house)
    }
  }

  private static func judge(
    code: String, of actor: Actor, _ way: SignInWay, _ caller: Caller, _ house: House
  ) throws -> Judgement {
    switch try takePlace(at: actor.account, house) {
    case .refused(let until): return .refused(until: until)
    case .taken(let place):
      do {
        return .right(
          .signedIn(
            token: try openSession(
              for: actor, address: caller.address, agent: caller.agent, way: way, code: code,
              place: place, house: house)))
      } catch is WrongCode {
        return .wrong(try fail(place, .code, caller, house))
      }
    }
  }

  private struct WrongCode: Error {}

  // MARK: sessions

  /// Opens a session for somebody whose factors were checked.
  ///
  /// - Parameters:
  ///   - code: the second factor, checked in the same transaction; nil when there is none.
  ///   - place: the one held by the attempt, if it was counted.
  /// - Returns: the token for the session cookie; only its digest is stored.
  package static func openSession(
    for actor: Actor, address: String, agent: String, way: SignInWay = .password,
    code: String? = nil, place: Place? = nil, house: House
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
      // A lock whose last place is not judged yet is no obstacle to somebody who holds a place.
      let unjudged: SQL = place == nil ? "" : " OR failures > 0"
      let changed = try db.execute(
        """
        UPDATE accounts SET failures = 0, locked_until = NULL
        WHERE id = \(actor.account) AND state = 'active'
          AND (locked_until IS NULL OR locked_until <= \(now.milliseconds)\(unjudged))
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
}
