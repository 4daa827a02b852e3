internal import Crypto
internal import Kernel

/// What of a provider's `openid-configuration` is used.
struct ProviderMetadata: Decodable, Sendable {
  let issuer: String
  let authorizationEndpoint: String
  let tokenEndpoint: String
  let keysAddress: String
  let tokenEndpointAuthMethods: [String]?

  private enum CodingKeys: String, CodingKey {
    case issuer
    case authorizationEndpoint = "authorization_endpoint"
    case tokenEndpoint = "token_endpoint"
    case keysAddress = "jwks_uri"
    case tokenEndpointAuthMethods = "token_endpoint_auth_methods_supported"
  }
}

struct ProviderKeySet: Decodable, Sendable {
  let keys: [ProviderKey]
}

/// A key as RFC 7517 writes it; one of a kind that is not used here has none of the numbers.
struct ProviderKey: Decodable, Sendable {
  let kind: String
  let id: String?
  let use: String?
  let algorithm: String?
  let curve: String?
  let n: String?
  let e: String?
  let x: String?
  let y: String?

  private enum CodingKeys: String, CodingKey {
    case kind = "kty"
    case id = "kid"
    case algorithm = "alg"
    case curve = "crv"
    case use, n, e, x, y
  }

  /// Whether a token with this header may be signed with it.
  func fits(_ header: TokenHeader) -> Bool {
    guard use == nil || use == "sig", header.keyID == nil || header.keyID == id,
      algorithm == nil || algorithm == header.algorithm
    else { return false }
    return header.algorithm == "RS256" ? kind == "RSA" : kind == "EC" && curve == "P-256"
  }

  func verifies(_ message: [UInt8], _ signature: [UInt8]) -> Bool {
    func number(_ text: String?) -> [UInt8] { text.flatMap { bytes(base64URL: $0) } ?? [] }
    if kind == "RSA" {
      guard let key = PublicKey(modulus: number(n), exponent: number(e)) else { return false }
      return key.verifies(message, signature)
    }
    guard let key = PublicKey(x: number(x), y: number(y)) else { return false }
    return key.verifies(message, signature)
  }
}

struct TokenAnswer: Decodable {
  let idToken: String

  private enum CodingKeys: String, CodingKey { case idToken = "id_token" }
}

struct TokenHeader: Decodable {
  let algorithm: String
  let keyID: String?

  private enum CodingKeys: String, CodingKey {
    case algorithm = "alg"
    case keyID = "kid"
  }
}

/// What a token says.
struct TokenClaims: Decodable {
  let issuer: String
  let subject: String
  let audience: [String]
  let authorizedParty: String?
  let expiresAt: Int64
  let issuedAt: Int64
  let notBefore: Int64?
  let nonce: String?

  private enum CodingKeys: String, CodingKey {
    case issuer = "iss"
    case subject = "sub"
    case audience = "aud"
    case authorizedParty = "azp"
    case expiresAt = "exp"
    case issuedAt = "iat"
    case notBefore = "nbf"
    case nonce
  }

  init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    issuer = try values.decode(String.self, forKey: .issuer)
    subject = try values.decode(String.self, forKey: .subject)
    if let one = try? values.decode(String.self, forKey: .audience) {
      audience = [one]
    } else {
      audience = try values.decode([String].self, forKey: .audience)
    }
    authorizedParty = try values.decodeIfPresent(String.self, forKey: .authorizedParty)
    func seconds(_ key: CodingKeys) throws -> Int64? {
      // A number in JSON may be written with a fraction.
      try values.decodeIfPresent(Double.self, forKey: key).flatMap {
        Int64(exactly: $0.rounded(.down))
      }
    }
    guard let expires = try seconds(.expiresAt), let issued = try seconds(.issuedAt) else {
      throw DecodingError.dataCorrupted(
        DecodingError.Context(codingPath: [], debugDescription: "exp or iat is missing"))
    }
    expiresAt = expires
    issuedAt = issued
    notBefore = try seconds(.notBefore)
    nonce = try values.decodeIfPresent(String.self, forKey: .nonce)
  }

  /// Why the token does not count, or nil.
  ///
  /// - Parameters:
  ///   - now: seconds since 1970.
  ///   - skew: seconds the clocks may differ.
  func fault(issuer: String, clientID: String, nonce: String, now: Int64, skew: Int64) -> String? {
    if self.issuer != issuer { return "it is by another issuer" }
    if !audience.contains(clientID) { return "it is for another client" }
    if audience.count > 1, authorizedParty == nil { return "it is for several and names no one" }
    if let authorizedParty, authorizedParty != clientID { return "it was given to another client" }
    if expiresAt <= now - skew { return "it has expired" }
    if issuedAt > now + skew { return "it is from the future" }
    if let notBefore, notBefore > now + skew { return "it does not count yet" }
    guard let own = self.nonce, equal(Array(own.utf8), Array(nonce.utf8)) else {
      return "it answers another sign-in"
    }
    if subject.isEmpty || subject.utf8.count > 255 { return "its subject is no subject" }
    return nil
  }
}
