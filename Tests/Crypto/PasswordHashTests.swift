import Crypto
import Testing

@Suite struct PasswordHashTests {
  private static let salt = Array("somesalt".utf8)

  @Test("Argon2id gives the values of the reference implementation")
  func vector() throws {
    // argon2 reference, test.c: version 0x13, t=2, m=65536, p=1, "password", "somesalt".
    let hash = try PasswordHash.make(
      "password", salt: Self.salt, memoryKiB: 65536, iterations: 2, parallelism: 1)
    #expect(
      hash == "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ"
        + "$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc")
    #expect(PasswordHash.verify("password", hash))
  }

  @Test("only the very password is accepted")
  func verify() throws {
    let password = "明察秋毫-2026"
    let hash = try PasswordHash.make(password, salt: Self.salt, memoryKiB: 64)
    #expect(PasswordHash.verify(password, hash))
    for other in ["", "明察秋毫-2027", "明察秋毫-2026 ", "明察秋毫-2026\0"] {
      #expect(!PasswordHash.verify(other, hash))
    }
  }

  @Test("a NUL in a password counts")
  func nul() throws {
    let hash = try PasswordHash.make("a\0b", salt: Self.salt, memoryKiB: 64)
    #expect(PasswordHash.verify("a\0b", hash))
    #expect(!PasswordHash.verify("a", hash))
    #expect(!PasswordHash.verify("a\0c", hash))
  }

  @Test(
    "what is no hash, or costs too much, is refused",
    arguments: [
      "", "x", "$argon2id$", "$argon2id$v=19$m=64,t=2,p=1$c29tZXNhbHQ",
      "$argon2i$v=19$m=64,t=2,p=1$c29tZXNhbHQ$AAAA", "$argon2id$v=19$m=64,t=2,p=1$$",
      "$argon2id$v=16$m=64,t=2,p=1$c29tZXNhbHQ$AAAA",
      "$argon2id$v=19$m=4294967295,t=2,p=1$c29tZXNhbHQ$AAAAAAAAAAAAAAAAAAAAAA",
      "$argon2id$v=19$m=64,t=4294967295,p=1$c29tZXNhbHQ$AAAAAAAAAAAAAAAAAAAAAA",
      "$argon2id$v=19$m=-64,t=2,p=1$c29tZXNhbHQ$AAAAAAAAAAAAAAAAAAAAAA",
      "$argon2id$v=19$m=64,t=2,p=1$c29tZXNhbHQ$AAAA\0AAAA",
    ])
  func malformed(encoded: String) {
    #expect(!PasswordHash.verify("password", encoded))
  }

  @Test("an altered hash never verifies")
  func altered() throws {
    let hash = try PasswordHash.make("password", salt: Self.salt, memoryKiB: 64)
    let characters = Array(hash)
    for index in characters.indices where index > 9 {
      var other = characters
      other[index] = other[index] == "A" ? "B" : "A"
      #expect(!PasswordHash.verify("password", String(other)), "position \(index)")
    }
  }

  @Test("a short salt or an impossible cost is refused")
  func parameters() {
    #expect(throws: CryptoError.saltTooShort(count: 7)) {
      try PasswordHash.make("password", salt: [UInt8](repeating: 1, count: 7))
    }
    for (memory, iterations, parallelism) in [(7, 2, 1), (64, 0, 1), (64, 2, 0), (1 << 21, 2, 1)] {
      #expect(throws: CryptoError.self) {
        try PasswordHash.make(
          "password", salt: Self.salt, memoryKiB: memory, iterations: iterations,
          parallelism: parallelism)
      }
    }
  }

  @Test("a cheaper hash asks to be made again")
  func rehash() throws {
    let cheap = try PasswordHash.make("password", salt: Self.salt, memoryKiB: 64)
    #expect(PasswordHash.needsRehash(cheap))
    #expect(!PasswordHash.needsRehash(cheap, memoryKiB: 64))
    #expect(PasswordHash.needsRehash(cheap, memoryKiB: 64, iterations: 3))
    #expect(PasswordHash.needsRehash("x"))
  }
}
