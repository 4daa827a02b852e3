internal import COpenSSL

/// SHA-256 over bytes that arrive in pieces.
@safe
package struct SHA256Hasher: ~Copyable {
  private let context: OpaquePointer

  package init() {
    guard let context = unsafe EVP_MD_CTX_new(),
      unsafe EVP_DigestInit_ex(context, EVP_sha256(), nil) == 1
    else { preconditionFailure("SHA-256 is not available in this OpenSSL") }
    unsafe self.context = context
  }

  deinit {
    unsafe EVP_MD_CTX_free(context)
  }

  /// Adds bytes at the end of what was hashed so far.
  package mutating func update(_ bytes: some Collection<UInt8>) {
    let code =
      unsafe bytes.withContiguousStorageIfAvailable { buffer in
        unsafe EVP_DigestUpdate(context, buffer.baseAddress, buffer.count)
      }
      ?? Array(bytes).withUnsafeBytes { buffer in
        unsafe EVP_DigestUpdate(context, buffer.baseAddress, buffer.count)
      }
    precondition(code == 1, "OpenSSL refused to hash")
  }

  /// The digest of everything given so far, 32 bytes; begins anew.
  package mutating func take() -> [UInt8] {
    let finished = self
    self = SHA256Hasher()
    return finished.finish()
  }

  /// The digest of everything given, 32 bytes.
  package consuming func finish() -> [UInt8] {
    unsafe [UInt8](unsafeUninitializedCapacity: 32) { buffer, count in
      var length: UInt32 = 0
      let code = unsafe EVP_DigestFinal_ex(context, buffer.baseAddress, &length)
      precondition(code == 1 && length == 32, "OpenSSL refused to finish the digest")
      count = 32
    }
  }
}
