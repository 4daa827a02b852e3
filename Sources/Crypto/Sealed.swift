internal import COpenSSL

/// Secrets at rest: AES-256-GCM (NIST SP 800-38D) as nonce (12 bytes), ciphertext, tag (16 bytes).
package enum Sealed {
  package static let keySize = 32
  private static let nonceSize = 12
  private static let tagSize = 16

  /// Encrypts and authenticates.
  ///
  /// - Parameters:
  ///   - key: 32 bytes.
  ///   - nonce: 12 bytes, never used twice with a key: random.
  ///   - context: what the secret is for; it opens in the same context only.
  package static func seal(_ secret: [UInt8], key: [UInt8], nonce: [UInt8], context: String)
    -> [UInt8]
  {
    precondition(key.count == keySize && nonce.count == nonceSize, "not a key and a nonce")
    guard let state = unsafe EVP_CIPHER_CTX_new() else { preconditionFailure("no memory") }
    defer { unsafe EVP_CIPHER_CTX_free(state) }
    let about = Array(context.utf8)
    var sealed = [UInt8](repeating: 0, count: secret.count + 16)
    var tag = [UInt8](repeating: 0, count: tagSize)
    var length: Int32 = 0
    var last: Int32 = 0
    var rest = [UInt8](repeating: 0, count: 16)
    let isDone =
      unsafe EVP_EncryptInit_ex(state, EVP_aes_256_gcm(), nil, key, nonce) == 1
      && EVP_EncryptUpdate(state, nil, &last, about, Int32(about.count)) == 1
      && EVP_EncryptUpdate(state, &sealed, &length, secret, Int32(secret.count)) == 1
      && EVP_EncryptFinal_ex(state, &rest, &last) == 1
      && mingcha_get_tag(state, Int32(tagSize), &tag) == 1
    // A half-encrypted secret must not be stored.
    precondition(isDone && Int(length) == secret.count, "OpenSSL refused to encrypt")
    return nonce + sealed.prefix(secret.count) + tag
  }

  /// The secret; nil for another key or context and for anything changed.
  package static func open(_ sealed: [UInt8], key: [UInt8], context: String) -> [UInt8]? {
    guard key.count == keySize, sealed.count >= nonceSize + tagSize,
      let state = unsafe EVP_CIPHER_CTX_new()
    else { return nil }
    defer { unsafe EVP_CIPHER_CTX_free(state) }
    let about = Array(context.utf8)
    let nonce = Array(sealed.prefix(nonceSize))
    var tag = Array(sealed.suffix(tagSize))
    let content = Array(sealed.dropFirst(nonceSize).dropLast(tagSize))
    var secret = [UInt8](repeating: 0, count: content.count + 16)
    var length: Int32 = 0
    var last: Int32 = 0
    var rest = [UInt8](repeating: 0, count: 16)
    let isDone =
      unsafe EVP_DecryptInit_ex(state, EVP_aes_256_gcm(), nil, key, nonce) == 1
      && EVP_DecryptUpdate(state, nil, &last, about, Int32(about.count)) == 1
      && EVP_DecryptUpdate(state, &secret, &length, content, Int32(content.count)) == 1
      && mingcha_set_tag(state, Int32(tagSize), &tag) == 1
      && EVP_DecryptFinal_ex(state, &rest, &last) == 1
    return isDone ? Array(secret.prefix(content.count)) : nil
  }
}
