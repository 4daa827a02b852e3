internal import Crypto
internal import Kernel
internal import Supervision

/// One sign-in on its way through the provider, kept sealed in the browser's own cookie.
struct ProviderAttempt: Equatable {
  static let minutes = 10
  private static let purpose = "provider sign-in"

  let state: String
  let nonce: String
  /// The secret behind the PKCE challenge (RFC 7636).
  let verifier: String
  /// Where to go afterwards.
  let next: String

  /// A new attempt.
  init(next: String, _ house: House) {
    func secret() -> String { base64URL(house.surroundings.entropy.bytes(32)) }
    state = secret()
    nonce = secret()
    verifier = secret()
    self.next = next
  }

  /// The attempt a cookie holds; nil when it is not ours or too old.
  init?(cookie: String, _ house: House) throws {
    guard let sealed = bytes(base64URL: cookie),
      let text = try house.key.open(sealed, for: Self.purpose)
    else { return nil }
    let parts = String(decoding: text, as: UTF8.self)
      .split(separator: " ", maxSplits: 4, omittingEmptySubsequences: false).map(String.init)
    guard parts.count == 5, let until = Int64(parts[0]), until > house.now().milliseconds else {
      return nil
    }
    (state, nonce, verifier, next) = (parts[1], parts[2], parts[3], parts[4])
  }

  func cookie(_ house: House) throws -> String {
    let until = house.now().adding(minutes: Self.minutes).milliseconds
    let text = "\(until) \(state) \(nonce) \(verifier) \(next)"
    return base64URL(try house.key.seal(Array(text.utf8), for: Self.purpose))
  }

  /// Whether an answer belongs to this attempt.
  func isAnswered(by state: String) -> Bool { equal(Array(state.utf8), Array(self.state.utf8)) }
}
