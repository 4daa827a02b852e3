internal import COpenSSL

/// A public key somebody else signs with (RFC 7518): RSA for RS256, P-256 for ES256.
@safe
package struct PublicKey: ~Copyable {
  private let key: OpaquePointer
  private let isElliptic: Bool

  /// An RSA key from modulus and exponent, both big-endian.
  ///
  /// - Returns: nil for a key OpenSSL does not take or one shorter than 2 048 bits.
  package init?(modulus: [UInt8], exponent: [UInt8]) {
    let modulus = Array(modulus.drop { $0 == 0 })
    guard (256...1024).contains(modulus.count), (1...8).contains(exponent.count) else {
      return nil
    }
    guard
      let made = unsafe mingcha_rsa_key(
        modulus, Int32(modulus.count), exponent, Int32(exponent.count))
    else { return nil }
    unsafe key = made
    isElliptic = false
  }

  /// A point of P-256, 32 bytes each, big-endian.
  package init?(x: [UInt8], y: [UInt8]) {
    guard x.count == 32, y.count == 32 else { return nil }
    guard let made = unsafe mingcha_p256_key([4] + x + y) else { return nil }
    unsafe key = made
    isElliptic = true
  }

  deinit {
    unsafe EVP_PKEY_free(key)
  }

  /// Whether the signature over SHA-256 of the message is this key's: RSASSA-PKCS1-v1_5, or ECDSA
  /// as the 64 bytes r ‖ s.
  package func verifies(_ message: [UInt8], _ signature: [UInt8]) -> Bool {
    guard let encoded = isElliptic ? Self.der(signature) : signature,
      let state = unsafe EVP_MD_CTX_new()
    else { return false }
    defer { unsafe EVP_MD_CTX_free(state) }
    guard unsafe EVP_DigestVerifyInit(state, nil, EVP_sha256(), nil, key) == 1 else { return false }
    return unsafe EVP_DigestVerify(
      state, encoded, encoded.count, message, message.count) == 1
  }

  /// r ‖ s as the ASN.1 that OpenSSL reads.
  private static func der(_ signature: [UInt8]) -> [UInt8]? {
    guard signature.count == 64 else { return nil }
    func number(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
      var bytes = Array(bytes.drop { $0 == 0 })
      if bytes.first.map({ $0 >= 0x80 }) ?? true { bytes.insert(0, at: 0) }
      return [0x02, UInt8(bytes.count)] + bytes
    }
    let content = number(signature[..<32]) + number(signature[32...])
    return [0x30, UInt8(content.count)] + content
  }
}
