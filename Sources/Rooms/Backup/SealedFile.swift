internal import Crypto
internal import Kernel

/// The outside of a backup: lines that say how it is sealed, an empty line, then chunks.
///
/// A chunk is four bytes (the highest bit marks the last chunk, the rest is the length) and the
/// sealed bytes. With a key they are AES-256-GCM (`StreamCipher`); without one each carries a
/// SHA-256 over the one before, which shows damage and cuts but not a forger.
enum SealedFile {
  static let mark = "mingcha-backup 1"
  static let chunkLength = 1 << 16

  /// The first lines of a file.
  struct Head {
    enum Lock: Equatable {
      case none
      case key
      case passphrase(memoryKiB: Int, iterations: Int)
    }
    let lock: Lock
    let salt: [UInt8]
    /// Shows that the key is the right one, before anything is decrypted.
    var check: [UInt8] = []

    /// What `check` is computed over.
    var text: String {
      let lockWords =
        switch lock {
        case .none: "none"
        case .key: "aes-256-gcm key"
        case .passphrase(let memory, let iterations):
          "aes-256-gcm argon2id m=\(memory),t=\(iterations)"
        }
      return "\(SealedFile.mark)\nlock \(lockWords)\nsalt \(hex(salt))\n"
    }

    var bytes: [UInt8] { Array((text + "check \(hex(check))\n\n").utf8) }

    /// The keys for `check` and for the chunks.
    func keys(_ key: BackupKey) throws -> (check: [UInt8], chunks: [UInt8]) {
      let secret: [UInt8]
      switch (key, lock) {
      case (.key(let bytes), _): secret = bytes
      case (.passphrase(let text), .passphrase(let memory, let iterations)):
        secret = try DerivedKey.fromPassphrase(
          text, salt: salt, memoryKiB: memory, iterations: iterations)
      case (.passphrase, _):
        throw Problem.refused("这份备份是用密钥文件加密的，请给出 --key-file。")
      }
      return (
        DerivedKey.fromKey(secret, salt: salt, purpose: "mingcha-backup-1 check"),
        DerivedKey.fromKey(secret, salt: salt, purpose: "mingcha-backup-1 chunks")
      )
    }
  }

  static func newHead(_ key: BackupKey?, salt: [UInt8]) -> Head {
    switch key {
    case nil: Head(lock: .none, salt: salt)
    case .key: Head(lock: .key, salt: salt)
    case .passphrase:
      Head(
        lock: .passphrase(memoryKiB: DerivedKey.memoryKiB, iterations: DerivedKey.iterations),
        salt: salt)
    }
  }
}

/// Seals chunks in their order, or opens them.
protocol ChunkSeal: AnyObject {
  func seal(_ chunk: [UInt8], isLast: Bool) -> [UInt8]
  /// Nil when the chunk is not what was sealed at this place.
  func open(_ sealed: [UInt8], isLast: Bool) -> [UInt8]?
}

final class CipherSeal: ChunkSeal {
  private var cipher: StreamCipher

  init(key: [UInt8]) { cipher = StreamCipher(key: key) }

  func seal(_ chunk: [UInt8], isLast: Bool) -> [UInt8] { cipher.seal(chunk, isLast: isLast) }
  func open(_ sealed: [UInt8], isLast: Bool) -> [UInt8]? { cipher.open(sealed, isLast: isLast) }
}

/// SHA-256 over the digest before, the mark of the last chunk and the chunk.
final class DigestSeal: ChunkSeal {
  private var previous: [UInt8]

  init(head: String) { previous = sha256(Array(head.utf8)) }

  func seal(_ chunk: [UInt8], isLast: Bool) -> [UInt8] { chunk + next(chunk, isLast) }

  func open(_ sealed: [UInt8], isLast: Bool) -> [UInt8]? {
    guard sealed.count >= 32 else { return nil }
    let chunk = Array(sealed.dropLast(32))
    return equal(next(chunk, isLast), Array(sealed.suffix(32))) ? chunk : nil
  }

  private func next(_ chunk: [UInt8], _ isLast: Bool) -> [UInt8] {
    var hasher = SHA256Hasher()
    hasher.update(previous)
    hasher.update([isLast ? 1 : 0])
    hasher.update(chunk)
    previous = hasher.finish()
    return previous
  }
}
