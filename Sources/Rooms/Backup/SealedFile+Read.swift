internal import Crypto
internal import Kernel

/// Reads the outside of a backup and refuses what was not sealed so.
final class SealedFileReader {
  private let file: OldFile
  private let seal: any ChunkSeal
  private let isLocked: Bool
  private var number = 0
  private var isAtEnd = false

  /// - Throws: `Problem.refused` for a file that is no backup, of a newer form, or another key.
  init(_ path: String, _ key: BackupKey?) throws {
    file = try OldFile(path)
    let lines = try Self.headLines(file)
    let head = try Self.head(lines, path)
    isLocked = head.lock != .none
    switch (head.lock, key) {
    case (.none, _):
      guard equal(head.check, sha256(Array(head.text.utf8))) else {
        throw Problem.refused("备份文件 \(path) 的开头被改动过，不能使用。请换一份备份。")
      }
      seal = DigestSeal(head: head.text)
    case (_, nil):
      throw Problem.refused("备份文件 \(path) 是加密的，请给出 --key-file 或 --passphrase-file。")
    case (_, let key?):
      let keys = try head.keys(key)
      guard equal(head.check, hmacSHA256(key: keys.check, message: Array(head.text.utf8))) else {
        throw Problem.refused("密钥或口令不对，打不开备份文件 \(path)，没有作任何改动。请换用做这份备份时的密钥。")
      }
      seal = CipherSeal(key: keys.chunks)
    }
  }

  /// The next bytes, empty at the end.
  ///
  /// - Throws: `Problem.refused` at the first chunk that is not as it was sealed, and for a file
  ///   that ends before its last chunk or goes on behind it.
  func next() throws -> [UInt8] {
    if isAtEnd { return [] }
    number += 1
    let mark = try file.read(4)
    guard mark.count == 4 else { throw truncated() }
    let length = mark.reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
    let isLast = length >> 31 == 1
    let count = Int(length & 0x7FFF_FFFF)
    guard count <= SealedFile.chunkLength + 64 else { throw tampered() }
    let sealed = try file.read(count)
    guard sealed.count == count else { throw truncated() }
    guard let chunk = seal.open(sealed, isLast: isLast) else { throw tampered() }
    if isLast {
      isAtEnd = true
      guard try file.read(1).isEmpty else {
        throw Problem.refused("备份文件 \(file.path) 末尾多出内容，不是原来的文件，没有恢复任何数据。请换一份备份。")
      }
    } else if chunk.isEmpty {
      throw tampered()
    }
    return chunk
  }

  private func truncated() -> Problem {
    .refused("备份文件 \(file.path) 不完整，在第 \(number) 段处中断，没有恢复任何数据。请换一份完整的备份。")
  }

  private func tampered() -> Problem {
    .refused("备份文件 \(file.path) 的第 \(number) 段被改动过或已损坏，没有恢复任何数据。请换一份备份。")
  }

  // MARK: head

  /// The lines up to the empty one.
  private static func headLines(_ file: OldFile) throws -> [String] {
    var bytes: [UInt8] = []
    while !bytes.suffix(2).elementsEqual([0x0A, 0x0A]) {
      let next = try file.read(1)
      guard next.count == 1, bytes.count < 1024 else {
        throw Problem.refused("文件 \(file.path) 不是明察的备份文件，请检查文件名。")
      }
      bytes += next
    }
    return String(decoding: bytes, as: UTF8.self).split(separator: "\n").map(String.init)
  }

  private static func head(_ lines: [String], _ path: String) throws -> SealedFile.Head {
    let mark = lines.first ?? ""
    guard mark.hasPrefix("mingcha-backup ") else {
      throw Problem.refused("文件 \(path) 不是明察的备份文件，请检查文件名。")
    }
    guard mark == SealedFile.mark else {
      throw Problem.refused("备份文件 \(path) 是更新版本的程序做的（\(mark)），请用那个版本或更新的程序恢复。")
    }
    let damaged = Problem.refused("备份文件 \(path) 的开头被改动过，不能使用。请换一份备份。")
    guard lines.count == 4, lines[2].hasPrefix("salt "), lines[3].hasPrefix("check "),
      let salt = bytes(hex: String(lines[2].dropFirst(5))),
      let check = bytes(hex: String(lines[3].dropFirst(6))), salt.count == 32
    else { throw damaged }
    let lock: SealedFile.Head.Lock
    if lines[1] == "lock none" {
      lock = .none
    } else if lines[1] == "lock aes-256-gcm key" {
      lock = .key
    } else if let found = passphraseLock(lines[1]) {
      lock = found
    } else {
      throw damaged
    }
    return SealedFile.Head(lock: lock, salt: salt, check: check)
  }

  private static func passphraseLock(_ line: String) -> SealedFile.Head.Lock? {
    let words = line.split(separator: " ")
    guard words.count == 4, words[0] == "lock", words[1] == "aes-256-gcm", words[2] == "argon2id"
    else { return nil }
    let parts = words[3].split(separator: ",")
    // Bounded, so that a forged head cannot ask for all memory.
    guard parts.count == 2, parts[0].hasPrefix("m="), parts[1].hasPrefix("t="),
      let memory = Int(parts[0].dropFirst(2)), let iterations = Int(parts[1].dropFirst(2)),
      (1024...1_048_576).contains(memory), (1...16).contains(iterations)
    else { return nil }
    return .passphrase(memoryKiB: memory, iterations: iterations)
  }
}
