internal import Crypto
internal import Glibc
internal import Storage
internal import Synchronization

/// The key that secrets in the database are sealed with, kept beside it: `<dataFolder>/secret.key`.
///
/// Whoever has a copy of the database alone cannot use what is sealed. The file is made when it is
/// first needed; servers on one database share it with the received files.
package final class HouseKey: Sendable {
  private let path: String
  private let entropy: any Entropy
  private let known = Mutex<[UInt8]?>(nil)

  init(dataFolder: String, entropy: any Entropy) {
    path = dataFolder + "/secret.key"
    self.entropy = entropy
  }

  /// - Throws: `StoreError.unavailable` when the file cannot be had or is not a key.
  package func seal(_ secret: [UInt8], for purpose: String) throws -> [UInt8] {
    Sealed.seal(secret, key: try bytes(), nonce: entropy.bytes(12), context: purpose)
  }

  /// - Returns: nil when it was sealed with another key, for something else, or was changed.
  package func open(_ sealed: [UInt8], for purpose: String) throws -> [UInt8]? {
    Sealed.open(sealed, key: try bytes(), context: purpose)
  }

  private func bytes() throws -> [UInt8] {
    try known.withLock { known in
      if let known { return known }
      let found = try load() ?? make()
      known = found
      return found
    }
  }

  private func load() throws -> [UInt8]? {
    if unsafe access(path, F_OK) != 0 { return nil }
    let text = String(decoding: try KeptFiles.read(path), as: UTF8.self)
    guard let key = Crypto.bytes(hex: text.trimmed), key.count == Sealed.keySize else {
      throw StoreError.unavailable("secret.key in the data folder is not 64 hexadecimal digits")
    }
    return key
  }

  /// Two servers may come here at once: the first to link its file wins, the other reads it.
  private func make() throws -> [UInt8] {
    let own = path + "." + hex(entropy.bytes(8))
    try KeptFiles.write(Array((hex(entropy.bytes(Sealed.keySize)) + "\n").utf8), to: own)
    let isFirst = unsafe Glibc.link(own, path) == 0 || errno == EEXIST
    unsafe unlink(own)
    guard isFirst, let key = try load() else {
      throw StoreError.unavailable("secret.key cannot be made in the data folder")
    }
    return key
  }
}
