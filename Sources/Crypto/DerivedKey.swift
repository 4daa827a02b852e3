internal import CArgon2

/// Keys out of other secrets.
package enum DerivedKey {
  /// What a guess at a passphrase costs: the second recommendation of RFC 9106, with one lane.
  package static let memoryKiB = 65536
  package static let iterations = 3

  /// 32 bytes out of a passphrase (Argon2id, RFC 9106), taken as its UTF-8 bytes.
  ///
  /// - Parameter salt: at least 8 random bytes, kept beside what the key protects.
  package static func fromPassphrase(
    _ passphrase: String, salt: [UInt8], memoryKiB: Int = memoryKiB, iterations: Int = iterations
  ) throws(CryptoError) -> [UInt8] {
    guard salt.count >= 8 else { throw .saltTooShort(count: salt.count) }
    guard (8...(1 << 22)).contains(memoryKiB), (1...64).contains(iterations) else {
      throw .parameters("m=\(memoryKiB),t=\(iterations),p=1")
    }
    let secret = Array(passphrase.utf8)
    var key = [UInt8](repeating: 0, count: 32)
    let code = unsafe argon2id_hash_raw(
      UInt32(iterations), UInt32(memoryKiB), 1, secret, secret.count, salt, salt.count, &key,
      key.count)
    guard code == 0 else { throw .failed(unsafe String(cString: argon2_error_message(code))) }
    return key
  }

  /// 32 bytes for one purpose out of a key (HKDF-SHA-256, RFC 5869).
  package static func fromKey(_ key: [UInt8], salt: [UInt8], purpose: String) -> [UInt8] {
    let extracted = hmacSHA256(key: salt, message: key)
    return hmacSHA256(key: extracted, message: Array(purpose.utf8) + [1])
  }
}
