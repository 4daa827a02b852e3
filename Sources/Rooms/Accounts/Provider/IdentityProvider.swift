internal import Crypto
internal import FoundationEssentials
package import HTTP
internal import Kernel
package import Supervision
internal import Synchronization

/// Where people also sign in: an OpenID Connect provider (OpenID Connect Core 1.0, Discovery 1.0).
package struct IdentityProviderConfiguration: Sendable {
  /// As the provider writes it in its tokens, such as `https://id.example`.
  package let issuer: String
  package let clientID: String
  /// `nil` for a public client, which proves itself by PKCE alone.
  package let clientSecret: String?
  /// What the button on the sign-in page calls it.
  package let label: String

  package init(issuer: String, clientID: String, clientSecret: String?, label: String) {
    self.issuer = issuer
    self.clientID = clientID
    self.clientSecret = clientSecret
    self.label = label
  }

  /// Whether secrets may travel there: over TLS, or not over a network at all.
  package static func isFit(_ address: String) -> Bool {
    address.hasPrefix("https://")
      || ["http://127.0.0.1", "http://localhost", "http://[::1]"].contains {
        address == $0 || address.hasPrefix($0 + ":") || address.hasPrefix($0 + "/")
      }
  }
}

/// Why somebody does not come in through the provider.
enum IdentityFault: Error, Equatable {
  /// The provider gives no usable answer.
  case provider(String)
  /// Its token is not to be trusted.
  case token(String)
}

/// The provider's side of a sign-in: where to send people, and what its answer proves.
package final class IdentityProvider: Sendable {
  /// Clocks may differ by so much.
  static let skewSeconds: Int64 = 120
  private static let cacheMinutes = 60
  /// An unknown key makes the keys be fetched again, but not more often.
  private static let refetchSeconds = 60

  private struct Known {
    var metadata: ProviderMetadata?
    var keys: [ProviderKey] = []
    var metadataAt = Instant(milliseconds: 0)
    var keysAt = Instant(milliseconds: 0)
  }

  let configuration: IdentityProviderConfiguration
  private let client: any WebClient
  private let now: @Sendable () -> Instant
  private let known = Mutex(Known())

  package init(
    _ configuration: IdentityProviderConfiguration, client: any WebClient,
    now: @escaping @Sendable () -> Instant
  ) {
    self.configuration = configuration
    self.client = client
    self.now = now
  }

  package var issuer: String { configuration.issuer }
  package var label: String { configuration.label }

  /// Where a browser goes to sign in there.
  func signInAddress(_ attempt: ProviderAttempt, redirect: String) throws -> String {
    let metadata = try metadata()
    let challenge = base64URL(sha256(Array(attempt.verifier.utf8)))
    let query = Fields([
      ("response_type", "code"), ("client_id", configuration.clientID),
      ("redirect_uri", redirect), ("scope", "openid"), ("state", attempt.state),
      ("nonce", attempt.nonce), ("code_challenge", challenge), ("code_challenge_method", "S256"),
    ]).urlEncoded()
    let address = metadata.authorizationEndpoint
    return address + (address.contains("?") ? "&" : "?") + query
  }

  /// Trades the code of an answer for the subject it proves.
  ///
  /// - Throws: `IdentityFault`.
  func redeem(code: String, _ attempt: ProviderAttempt, redirect: String) throws -> String {
    let metadata = try metadata()
    var form = Fields([
      ("grant_type", "authorization_code"), ("code", code), ("redirect_uri", redirect),
      ("code_verifier", attempt.verifier),
    ])
    var headers: [(name: String, value: String)] = [(name: "Accept", value: "application/json")]
    if let secret = configuration.clientSecret {
      let methods = metadata.tokenEndpointAuthMethods ?? ["client_secret_basic"]
      if methods.contains("client_secret_post"), !methods.contains("client_secret_basic") {
        form.append("client_id", configuration.clientID)
        form.append("client_secret", secret)
      } else {
        // Both are form-encoded before they are joined (RFC 6749 §2.3.1).
        let pair =
          PercentEncoding.encode(configuration.clientID) + ":" + PercentEncoding.encode(secret)
        headers.append(
          (name: "Authorization", value: "Basic " + Data(pair.utf8).base64EncodedString()))
      }
    } else {
      form.append("client_id", configuration.clientID)
    }
    let answer = try ask(WebRequest(.post, metadata.tokenEndpoint, headers: headers, form: form))
    guard let token = try? JSONDecoder().decode(TokenAnswer.self, from: Data(answer)) else {
      throw IdentityFault.provider("the token endpoint gives no id_token")
    }
    return try verify(token.idToken, nonce: attempt.nonce)
  }

  /// Checks a token by the rules of OpenID Connect Core §3.1.3.7.
  ///
  /// - Returns: the subject.
  func verify(_ token: String, nonce: String) throws -> String {
    let parts = token.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
    guard parts.count == 3, let head = bytes(base64URL: parts[0]),
      let content = bytes(base64URL: parts[1]), let signature = bytes(base64URL: parts[2]),
      let header = try? JSONDecoder().decode(TokenHeader.self, from: Data(head)),
      let claims = try? JSONDecoder().decode(TokenClaims.self, from: Data(content))
    else { throw IdentityFault.token("it is no signed JSON token") }
    guard ["RS256", "ES256"].contains(header.algorithm) else {
      throw IdentityFault.token("its signature algorithm is not RS256 or ES256")
    }
    guard try isSigned(Array((parts[0] + "." + parts[1]).utf8), signature, header) else {
      throw IdentityFault.token("its signature is not by a key of the provider")
    }
    if let fault = claims.fault(
      issuer: issuer, clientID: configuration.clientID, nonce: nonce,
      now: now().milliseconds / 1000, skew: Self.skewSeconds)
    {
      throw IdentityFault.token(fault)
    }
    return claims.subject
  }

  private func isSigned(_ message: [UInt8], _ signature: [UInt8], _ header: TokenHeader) throws
    -> Bool
  {
    func matches(_ keys: [ProviderKey]) -> Bool {
      keys.contains { key in
        key.fits(header) && key.verifies(message, signature)
      }
    }
    if matches(try keys(again: false)) { return true }
    return matches(try keys(again: true))
  }

  // MARK: what the provider publishes

  private func metadata() throws -> ProviderMetadata {
    let now = now()
    if let metadata = known.withLock({ known in
      known.metadataAt.adding(minutes: Self.cacheMinutes) > now ? known.metadata : nil
    }) {
      return metadata
    }
    let base = issuer.hasSuffix("/") ? String(issuer.dropLast()) : issuer
    let answer = try ask(WebRequest(.get, base + "/.well-known/openid-configuration"))
    guard let metadata = try? JSONDecoder().decode(ProviderMetadata.self, from: Data(answer)) else {
      throw IdentityFault.provider("its openid-configuration lacks what is needed")
    }
    guard metadata.issuer == issuer else {
      throw IdentityFault.provider("its openid-configuration names another issuer")
    }
    for address in [
      metadata.authorizationEndpoint, metadata.tokenEndpoint, metadata.keysAddress,
    ] where !IdentityProviderConfiguration.isFit(address) {
      throw IdentityFault.provider("an address in its openid-configuration is without TLS")
    }
    known.withLock { known in
      known.metadata = metadata
      known.metadataAt = now
    }
    return metadata
  }

  /// - Parameter again: whether a key was missing from those kept.
  private func keys(again: Bool) throws -> [ProviderKey] {
    let now = now()
    let kept = known.withLock { known -> [ProviderKey]? in
      let age = now.milliseconds(since: known.keysAt)
      let limit = Int64(again ? Self.refetchSeconds : Self.cacheMinutes * 60) * 1000
      return age < limit ? known.keys : nil
    }
    if let kept { return kept }
    let answer = try ask(WebRequest(.get, try metadata().keysAddress))
    guard let set = try? JSONDecoder().decode(ProviderKeySet.self, from: Data(answer)) else {
      throw IdentityFault.provider("its keys cannot be read")
    }
    known.withLock { known in
      known.keys = set.keys
      known.keysAt = now
    }
    return set.keys
  }

  private func ask(_ request: WebRequest) throws -> [UInt8] {
    do {
      let answer = try client.send(request)
      guard answer.status == 200 else {
        throw IdentityFault.provider("\(request.address) answers \(answer.status)")
      }
      return answer.body
    } catch let fault as WebFault {
      throw IdentityFault.provider("\(request.address): \(fault)")
    }
  }
}
