internal import Crypto
internal import Kernel
internal import Storage
internal import Supervision

extension Role {
  /// Whoever holds such a role signs in with a second factor, unless the house rule says otherwise.
  var needsSecondFactor: Bool {
    switch self {
    case .systemAdministrator, .securityAdministrator, .auditAdministrator, .supervisor, .planner:
      true
    case .inspector, .publisher, .body: false
    }
  }
}

/// The second factor: an authenticator program, and codes on paper for when it is lost.
enum SecondFactor {
  static let recoveryCodeCount = 10

  /// What an account has.
  struct Stored {
    let secret: [UInt8]
    let lastStep: Int64
    let since: Instant
  }

  /// Which factor a code was.
  enum Kind { case code, recovery }

  private static func purpose(_ account: AccountID) -> String { "second-factor \(account)" }

  static func stored(_ account: AccountID, _ db: any Connection) throws -> Stored? {
    try db.one(
      "SELECT secret, last_step, since FROM second_factors WHERE account = \(account)"
    ) { row in
      Stored(
        secret: try row.get("secret"), lastStep: try row.get("last_step"),
        since: Instant(milliseconds: try row.get("since")))
    }
  }

  /// Recovery codes that are still good.
  static func recoveryCodesLeft(_ account: AccountID, _ db: any Connection) throws -> Int {
    try db.count(
      "SELECT count(*) AS value FROM recovery_codes WHERE account = \(account) AND used_at IS NULL")
  }

  // MARK: setting up

  /// A secret that is nobody's yet, sealed so that it can travel in the form that confirms it.
  static func propose(to account: AccountID, _ house: House) throws -> (
    secret: [UInt8], sealed: String
  ) {
    let secret = house.surroundings.entropy.bytes(TOTP.secretSize)
    let sealed = try house.key.seal(secret, for: "proposed " + purpose(account))
    return (secret, base64URL(sealed))
  }

  /// A proposed secret back from its form.
  static func proposed(_ sealed: String, to account: AccountID, _ house: House) throws -> [UInt8]? {
    guard let sealed = bytes(base64URL: sealed) else { return nil }
    return try house.key.open(sealed, for: "proposed " + purpose(account))
  }

  /// Takes a proposed secret on, once its first code shows that the program has it.
  ///
  /// - Returns: recovery codes, shown this once.
  /// - Throws: `Problem.refused` for a wrong code or when there is a factor already.
  static func setUp(_ secret: [UInt8], code: String, _ call: Call) throws -> [String] {
    let actor = try call.actor()
    let sealed = try call.house.key.seal(secret, for: purpose(actor.account))
    return try call.house.perform(by: actor) { transaction in
      let db = transaction.db
      guard try stored(actor.account, db) == nil else {
        throw Problem.refused("您已经设置了动态口令。要更换，请先用现在的动态口令解除。")
      }
      guard
        let step = TOTP.step(of: plain(code), secret: secret, at: transaction.now, after: 0)
      else {
        throw Problem.refused("动态口令不对。请核对手机时间，输入验证器现在显示的 6 位数字。")
      }
      try db.execute(
        """
        INSERT INTO second_factors (account, secret, since, last_step)
        VALUES (\(actor.account), \(sealed), \(transaction.now.milliseconds), \(step))
        """)
      let codes = try renewCodes(actor.account, call.house, transaction)
      transaction.journal("account.second-factor", ("account", actor.account.description))
      return codes
    }
  }

  /// New recovery codes in place of all before.
  static func renewCodes(confirmedBy code: String, _ call: Call) throws -> [String] {
    try confirmed(by: code, "account.recovery-codes", call) { actor, transaction in
      try renewCodes(actor.account, call.house, transaction)
    }
  }

  /// Gives the second factor up, for a new phone.
  static func remove(confirmedBy code: String, _ call: Call) throws {
    try confirmed(by: code, "account.second-factor-remove", call) { actor, transaction in
      try remove(actor.account, transaction)
    }
  }

  /// Takes the second factor and its recovery codes from an account; the caller journals it.
  static func remove(_ account: AccountID, _ transaction: Transaction) throws {
    try transaction.db.execute("DELETE FROM second_factors WHERE account = \(account)")
    try transaction.db.execute("DELETE FROM recovery_codes WHERE account = \(account)")
  }

  /// Runs a change that asks for a code; a wrong one counts like a wrong password at the door.
  private static func confirmed<T>(
    by code: String, _ action: String, _ call: Call, _ change: (Actor, Transaction) throws -> T
  ) throws -> T {
    let actor = try call.actor()
    let result: T? = try call.house.perform(by: actor) { transaction in
      let db = transaction.db
      let place: Accounts.Place
      switch try Accounts.takePlace(at: actor.account, now: transaction.now, db) {
      case .refused(let until):
        throw Problem.refused("连续多次输错，账号已锁定，请在 \(until.timeOfDay) 之后再试。")
      case .taken(let taken): place = taken
      }
      guard try take(code, of: actor.account, call.house, transaction) != nil else {
        try Accounts.recordFailure(of: place, transaction)
        return nil
      }
      try Accounts.giveBack(place, db)
      transaction.journal(action, ("account", actor.account.description))
      return try change(actor, transaction)
    }
    guard let result else { throw Problem.refused("动态口令不对或已经用过，请输入验证器现在显示的 6 位数字。") }
    return result
  }

  private static func renewCodes(
    _ account: AccountID, _ house: House, _ transaction: Transaction
  ) throws -> [String] {
    try transaction.db.execute("DELETE FROM recovery_codes WHERE account = \(account)")
    var codes: [String] = []
    while codes.count < recoveryCodeCount {
      let text = base32(house.surroundings.entropy.bytes(10))
      try transaction.db.execute(
        """
        INSERT INTO recovery_codes (account, digest, made_at)
        VALUES (\(account), \(digest(text)), \(transaction.now.milliseconds))
        """)
      codes.append(grouped(text))
    }
    return codes
  }

  // MARK: asking

  /// Takes a code from the authenticator or from paper: neither counts twice.
  ///
  /// - Returns: which it was; nil for a wrong or used one.
  static func take(
    _ code: String, of account: AccountID, _ house: House, _ transaction: Transaction
  ) throws -> Kind? {
    let db = transaction.db
    let code = plain(code)
    guard let factor = try stored(account, db) else { return nil }
    if code.utf8.count == TOTP.digits {
      guard let secret = try house.key.open(factor.secret, for: purpose(account)),
        let step = TOTP.step(
          of: code, secret: secret, at: transaction.now, after: factor.lastStep)
      else { return nil }
      try db.execute(
        "UPDATE second_factors SET last_step = \(step) WHERE account = \(account)")
      return .code
    }
    let used = try db.execute(
      """
      UPDATE recovery_codes SET used_at = \(transaction.now.milliseconds)
      WHERE account = \(account) AND digest = \(digest(code)) AND used_at IS NULL
      """)
    return used == 1 ? .recovery : nil
  }

  /// Recovery codes carry 80 random bits: a plain digest does not give them away.
  private static func digest(_ code: String) -> String {
    hex(sha256(Array(("mingcha-recovery " + code).utf8)))
  }

  private static func grouped(_ text: String) -> String {
    var result = ""
    for (index, character) in text.enumerated() {
      if index > 0, index.isMultiple(of: 4) { result += "-" }
      result.append(character)
    }
    return result
  }

  /// Spaces and dashes are for the eye; full-width digits come from Chinese keyboards.
  private static func plain(_ code: String) -> String {
    var result = ""
    for scalar in code.unicodeScalars {
      switch scalar.value {
      case 0xFF10...0xFF19:
        result.unicodeScalars.append(Unicode.Scalar(UInt8(scalar.value - 0xFF10 + 0x30)))
      case 0x30...0x39, 0x41...0x5A: result.unicodeScalars.append(scalar)
      case 0x61...0x7A:
        result.unicodeScalars.append(Unicode.Scalar(UInt8(scalar.value - 0x20)))
      default: break
      }
    }
    return result
  }
}
