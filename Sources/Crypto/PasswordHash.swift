internal import CArgon2

/// Argon2id password hashes as PHC text: `$argon2id$v=19$m=19456,t=2,p=1$salt$hash`.
///
/// The default cost is the first recommendation of the OWASP password storage guide.
/// The password is taken as its UTF-8 bytes.
package enum PasswordHash {
  package static let defaultMemoryKiB = 19456
  package static let defaultIterations = 2
  package static let defaultParallelism = 1

  /// Hashes a password.
  ///
  /// - Parameter salt: at least 8 random bytes; 16 are usual.
  /// - Throws: `CryptoError` for a salt or cost Argon2 does not take.
  package static func make(
    _ password: String, salt: [UInt8], memoryKiB: Int = defaultMemoryKiB,
    iterations: Int = defaultIterations, parallelism: Int = defaultParallelism
  ) throws(CryptoError) -> String {
    guard salt.count >= 8 else { throw .saltTooShort(count: salt.count) }
    let cost = Cost(memoryKiB: memoryKiB, iterations: iterations, parallelism: parallelism)
    guard cost.isBearable, salt.count <= 64 else {
      throw .parameters("m=\(memoryKiB),t=\(iterations),p=\(parallelism), salt \(salt.count)")
    }
    let secret = Array(password.utf8)
    var text = [CChar](repeating: 0, count: 512)
    let code = unsafe argon2id_hash_encoded(
      UInt32(iterations), UInt32(memoryKiB), UInt32(parallelism), secret, secret.count, salt,
      salt.count, 32, &text, text.count)
    guard code == 0 else { throw .failed(unsafe String(cString: argon2_error_message(code))) }
    return String(decoding: text.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
  }

  /// Whether the password is the one behind the hash; false for text that is no Argon2id hash.
  ///
  /// The comparison takes constant time. A cost far above what this program writes is refused,
  /// so a planted hash cannot exhaust memory.
  package static func verify(_ password: String, _ encoded: String) -> Bool {
    guard let cost = Cost(encoded: encoded), cost.isBearable else { return false }
    let secret = Array(password.utf8)
    return unsafe argon2id_verify(encoded, secret, secret.count) == 0
  }

  /// Whether the hash was made cheaper than asked for, or is no Argon2id hash at all.
  package static func needsRehash(
    _ encoded: String, memoryKiB: Int = defaultMemoryKiB, iterations: Int = defaultIterations,
    parallelism: Int = defaultParallelism
  ) -> Bool {
    guard let cost = Cost(encoded: encoded) else { return true }
    return cost.memoryKiB < memoryKiB || cost.iterations < iterations
      || cost.parallelism != parallelism
  }

  private struct Cost {
    let memoryKiB: Int
    let iterations: Int
    let parallelism: Int

    var isBearable: Bool {
      (1...64).contains(parallelism) && (1...64).contains(iterations)
        && (8 * parallelism...(1 << 20)).contains(memoryKiB)
    }

    init(memoryKiB: Int, iterations: Int, parallelism: Int) {
      self.memoryKiB = memoryKiB
      self.iterations = iterations
      self.parallelism = parallelism
    }

    init?(encoded: String) {
      let bytes = encoded.utf8
      guard bytes.count < 512, bytes.allSatisfy({ (0x21...0x7E).contains($0) }) else { return nil }
      let parts = encoded.split(separator: "$", omittingEmptySubsequences: false)
      guard parts.count == 6, parts[0].isEmpty, parts[1] == "argon2id", parts[2] == "v=19" else {
        return nil
      }
      let fields = parts[3].split(separator: ",", omittingEmptySubsequences: false)
      guard fields.count == 3, fields[0].hasPrefix("m="), fields[1].hasPrefix("t="),
        fields[2].hasPrefix("p="), let memoryKiB = Int(fields[0].dropFirst(2)),
        let iterations = Int(fields[1].dropFirst(2)), let parallelism = Int(fields[2].dropFirst(2))
      else { return nil }
      self.init(memoryKiB: memoryKiB, iterations: iterations, parallelism: parallelism)
    }
  }
}
