internal import Crypto
internal import Kernel
internal import Supervision

/// One-time passwords by time (RFC 6238), as authenticator programs show them: six digits of
/// HMAC-SHA-1, a new one every 30 seconds.
enum TOTP {
  static let periodSeconds: Int64 = 30
  static let digits = 6
  /// Steps a phone's clock may be off to either side.
  static let drift: Int64 = 1
  /// As long as the digest, as RFC 4226 §4 recommends.
  static let secretSize = 20

  static func step(at moment: Instant) -> Int64 { moment.milliseconds / 1000 / periodSeconds }

  /// The code of one step (RFC 4226 §5.3).
  static func code(secret: [UInt8], step: Int64, digits: Int = digits) -> String {
    let message = (0..<8).map { UInt8(truncatingIfNeeded: step >> (56 - 8 * Int64($0))) }
    let digest = hmacSHA1(key: secret, message: message)
    let offset = Int(digest[19] & 15)
    var number = 0
    for index in 0..<4 { number = number << 8 | Int(digest[offset + index]) }
    number &= 0x7FFF_FFFF
    var limit = 1
    for _ in 0..<digits { limit *= 10 }
    let text = String(number % limit)
    return String(repeating: "0", count: digits - text.utf8.count) + text
  }

  /// The step whose code this is, if it is one of now and none of before.
  ///
  /// - Parameter last: the newest step whose code was taken: no code counts twice (RFC 6238 §5.2).
  static func step(of code: String, secret: [UInt8], at moment: Instant, after last: Int64)
    -> Int64?
  {
    let given = Array(code.utf8)
    let now = step(at: moment)
    var found: Int64?
    for step in (now - drift)...(now + drift) where step > last {
      if equal(Array(self.code(secret: secret, step: step).utf8), given) { found = step }
    }
    return found
  }

  /// What the QR code says to an authenticator program.
  static func address(secret: [UInt8], login: String) -> String {
    "otpauth://totp/Mingcha:\(login)?secret=\(base32(secret))&issuer=Mingcha"
      + "&algorithm=SHA1&digits=\(digits)&period=\(periodSeconds)"
  }
}
