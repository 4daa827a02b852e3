internal import COpenSSL

/// Seals a stream chunk by chunk, so that no chunk can be changed, left out, doubled or moved and
/// the end cannot be cut off.
///
/// AES-256-GCM in the STREAM construction (Hoang, Reyhanitabar, Rogaway, Vizár: Online
/// Authenticated-Encryption and its Nonce-Reuse Misuse-Resistance, 2015): the nonce is three zero
/// bytes, the number of the chunk in eight and 1 for the last chunk, else 0. A key is used for one
/// stream only.
@safe
package struct StreamCipher: ~Copyable {
  package static let keyLength = 32
  package static let tagLength = 16

  private let context: OpaquePointer
  private let key: [UInt8]
  private var number: UInt64 = 0

  /// - Parameter key: 32 bytes that no other stream has.
  package init(key: [UInt8]) {
    precondition(key.count == Self.keyLength, "AES-256 takes a key of 32 bytes")
    guard let context = unsafe EVP_CIPHER_CTX_new() else {
      preconditionFailure("OpenSSL has no memory for a cipher")
    }
    unsafe self.context = context
    self.key = key
  }

  deinit {
    unsafe EVP_CIPHER_CTX_free(context)
  }

  /// The chunk encrypted, with its tag of 16 bytes behind it.
  package mutating func seal(_ chunk: [UInt8], isLast: Bool) -> [UInt8] {
    let nonce = nextNonce(isLast)
    return unsafe [UInt8](unsafeUninitializedCapacity: chunk.count + Self.tagLength) {
      buffer, count in
      var length: Int32 = 0
      var rest: Int32 = 0
      let isSealed =
        unsafe EVP_EncryptInit_ex(context, EVP_aes_256_gcm(), nil, key, nonce) == 1
        && EVP_EncryptUpdate(context, buffer.baseAddress, &length, chunk, Int32(chunk.count)) == 1
        && EVP_EncryptFinal_ex(context, buffer.baseAddress.map { unsafe $0 + Int(length) }, &rest)
          == 1
        && EVP_CIPHER_CTX_ctrl(
          context, EVP_CTRL_AEAD_GET_TAG, Int32(Self.tagLength),
          buffer.baseAddress.map { unsafe $0 + chunk.count }) == 1
      // Only a broken installation gets here; plain text must not go out instead.
      precondition(isSealed && Int(length + rest) == chunk.count, "AES-GCM is not available")
      count = chunk.count + Self.tagLength
    }
  }

  /// The chunk as it was, or nil when it, its place or its being the last is not what was sealed.
  package mutating func open(_ sealed: [UInt8], isLast: Bool) -> [UInt8]? {
    let nonce = nextNonce(isLast)
    guard sealed.count >= Self.tagLength else { return nil }
    let size = sealed.count - Self.tagLength
    var tag = Array(sealed[size...])
    var isGenuine = false
    let chunk = unsafe [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
      var length: Int32 = 0
      var rest: Int32 = 0
      isGenuine =
        unsafe EVP_DecryptInit_ex(context, EVP_aes_256_gcm(), nil, key, nonce) == 1
        && EVP_CIPHER_CTX_ctrl(
          context, EVP_CTRL_AEAD_SET_TAG, Int32(Self.tagLength), &tag) == 1
        && EVP_DecryptUpdate(context, buffer.baseAddress, &length, sealed, Int32(size)) == 1
        && EVP_DecryptFinal_ex(context, buffer.baseAddress.map { unsafe $0 + Int(length) }, &rest)
          == 1
      count = isGenuine ? size : 0
    }
    return isGenuine ? chunk : nil
  }

  private mutating func nextNonce(_ isLast: Bool) -> [UInt8] {
    defer { number += 1 }
    return [0, 0, 0] + (0..<8).map { UInt8(truncatingIfNeeded: number >> (56 - 8 * UInt64($0))) }
      + [isLast ? 1 : 0]
  }
}
