internal import COpenSSL

/// SHA-256 of the bytes (FIPS 180-4), 32 bytes.
package func sha256(_ bytes: [UInt8]) -> [UInt8] {
  unsafe digest(bytes, EVP_sha256())
}

/// SM3 of the bytes (GB/T 32905-2016), 32 bytes.
package func sm3(_ bytes: [UInt8]) -> [UInt8] {
  unsafe digest(bytes, EVP_sm3())
}

/// HMAC-SHA-256 (RFC 2104), 32 bytes.
package func hmacSHA256(key: [UInt8], message: [UInt8]) -> [UInt8] {
  let block = 64
  var padded = key.count > block ? sha256(key) : key
  padded += [UInt8](repeating: 0, count: block - padded.count)
  var inner = SHA256Hasher()
  inner.update(padded.map { $0 ^ 0x36 })
  inner.update(message)
  var outer = SHA256Hasher()
  outer.update(padded.map { $0 ^ 0x5C })
  outer.update(inner.finish())
  return outer.finish()
}

/// HMAC-SHA-1 (RFC 2104), 20 bytes: for one-time passwords (RFC 6238), which authenticator programs
/// compute with it; nothing else should.
package func hmacSHA1(key: [UInt8], message: [UInt8]) -> [UInt8] {
  unsafe [UInt8](unsafeUninitializedCapacity: 20) { buffer, count in
    var length: UInt32 = 0
    let result = unsafe HMAC(
      EVP_sha1(), key, Int32(key.count), message, message.count, buffer.baseAddress, &length)
    // Only a broken installation gets here; a wrong code would be worse than stopping.
    precondition(unsafe result != nil && length == 20, "HMAC is not available in this OpenSSL")
    count = 20
  }
}

/// Whether both are the same, in a time that depends on the length only.
package func equal(_ a: [UInt8], _ b: [UInt8]) -> Bool {
  guard a.count == b.count else { return false }
  guard !a.isEmpty else { return true }
  return unsafe a.withUnsafeBytes { left in
    unsafe b.withUnsafeBytes { right in
      unsafe CRYPTO_memcmp(left.baseAddress, right.baseAddress, left.count) == 0
    }
  }
}

private func digest(_ bytes: [UInt8], _ algorithm: OpaquePointer?) -> [UInt8] {
  let result = unsafe [UInt8](unsafeUninitializedCapacity: 32) { buffer, count in
    var length: UInt32 = 0
    let code = unsafe bytes.withUnsafeBytes { input in
      unsafe EVP_Digest(
        input.baseAddress, input.count, buffer.baseAddress, &length, algorithm, nil)
    }
    // Only a broken installation gets here; a wrong digest would be worse than stopping.
    precondition(code == 1 && length == 32, "the digest is not available in this OpenSSL")
    count = Int(length)
  }
  return result
}
