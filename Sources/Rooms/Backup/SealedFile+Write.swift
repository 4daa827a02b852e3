internal import Crypto
internal import Kernel

/// Writes the outside of a backup.
final class SealedFileWriter {
  private let file: NewFile
  private let seal: any ChunkSeal
  private var pending: [UInt8] = []
  private var digest = SHA256Hasher()

  /// - Parameter salt: 32 random bytes.
  init(_ path: String, _ key: BackupKey?, salt: [UInt8]) throws {
    var head = SealedFile.newHead(key, salt: salt)
    if let key {
      let keys = try head.keys(key)
      head.check = hmacSHA256(key: keys.check, message: Array(head.text.utf8))
      seal = CipherSeal(key: keys.chunks)
    } else {
      head.check = sha256(Array(head.text.utf8))
      seal = DigestSeal(head: head.text)
    }
    file = try NewFile(path)
    try put(head.bytes)
  }

  func write(_ bytes: [UInt8]) throws {
    pending += bytes
    // One chunk is held back, since only the end knows which is the last.
    while pending.count > SealedFile.chunkLength {
      try putChunk(Array(pending.prefix(SealedFile.chunkLength)), isLast: false)
      pending.removeFirst(SealedFile.chunkLength)
    }
  }

  /// - Returns: SHA-256 of the whole file, in hex, as `sha256sum` tells it.
  func finish() throws -> String {
    try putChunk(pending, isLast: true)
    try file.finish()
    return hex(digest.take())
  }

  private func putChunk(_ chunk: [UInt8], isLast: Bool) throws {
    let sealed = seal.seal(chunk, isLast: isLast)
    let length = UInt32(sealed.count) | (isLast ? 1 << 31 : 0)
    try put([24, 16, 8, 0].map { UInt8(truncatingIfNeeded: length >> $0) } + sealed)
  }

  private func put(_ bytes: [UInt8]) throws {
    digest.update(bytes)
    try file.write(bytes)
  }
}
