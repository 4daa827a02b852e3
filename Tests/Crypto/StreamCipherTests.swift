import Crypto
import Testing

@Suite("Sealed streams")
struct StreamCipherTests {
  private static let key = [UInt8](0..<32)

  private func sealed(_ chunks: [[UInt8]]) -> [[UInt8]] {
    var cipher = StreamCipher(key: Self.key)
    var sealed: [[UInt8]] = []
    for (index, chunk) in chunks.enumerated() {
      sealed.append(cipher.seal(chunk, isLast: index == chunks.count - 1))
    }
    return sealed
  }

  @Test("chunks of any size open as they were")
  func roundTrip() {
    let chunks = [0, 1, 15, 16, 17, 1000].map { SeededEntropy("chunk\($0)").bytes($0) }
    var cipher = StreamCipher(key: Self.key)
    for (index, chunk) in sealed(chunks).enumerated() {
      #expect(chunk.count == chunks[index].count + StreamCipher.tagLength)
      #expect(cipher.open(chunk, isLast: index == chunks.count - 1) == chunks[index])
    }
  }

  @Test("a chunk is nothing at another place, as the last, changed or under another key")
  func refused() {
    let chunks = sealed([[1, 2, 3], [4, 5, 6], [7]])
    var moved = StreamCipher(key: Self.key)
    let second = moved.open(chunks[1], isLast: false)
    #expect(second == nil)
    var last = StreamCipher(key: Self.key)
    let early = last.open(chunks[0], isLast: true)
    #expect(early == nil)
    for place in chunks[0].indices {
      var cipher = StreamCipher(key: Self.key)
      var changed = chunks[0]
      changed[place] ^= 1
      let opened = cipher.open(changed, isLast: false)
      #expect(opened == nil)
    }
    var other = StreamCipher(key: [UInt8](1...32))
    let foreign = other.open(chunks[0], isLast: false)
    #expect(foreign == nil)
    var short = StreamCipher(key: Self.key)
    let cut = short.open(Array(chunks[0].prefix(15)), isLast: false)
    #expect(cut == nil)
  }

  @Test("the first chunk is AES-256-GCM as any other program computes it")
  func vector() {
    // python3: AESGCM(bytes(range(32))).encrypt(bytes(11) + b"\x01", b"mingcha", None)
    #expect(
      hex(sealed([Array("mingcha".utf8)])[0]) == "78bfd19b279c5190fada0de79cf9fa4721e807f51b0787")
  }

  @Test("HKDF gives what an independent program computes for the key of RFC 5869, case 1")
  func derived() {
    let key = DerivedKey.fromKey(
      [UInt8](repeating: 0x0B, count: 22), salt: bytes(hex: "000102030405060708090a0b0c") ?? [],
      purpose: "")
    #expect(hex(key) == "b2a3d45126d31fb6828ef00d76c6d54e9c2bd4785e49c6ad86e327d89d0de940")
  }

  @Test("a passphrase gives one key for one salt")
  func passphrase() throws {
    let salt = [UInt8](repeating: 7, count: 16)
    let key = try DerivedKey.fromPassphrase("口令 pass", salt: salt, memoryKiB: 64, iterations: 1)
    // python3: argon2.low_level.hash_secret_raw
    #expect(hex(key) == "51494c90bde18bff9b405cbdd4779069a23730a368b819227bf06babb3a3d3f7")
    #expect(
      try key != DerivedKey.fromPassphrase("口令 past", salt: salt, memoryKiB: 64, iterations: 1))
    #expect(
      try key
        != DerivedKey.fromPassphrase(
          "口令 pass", salt: salt.dropLast() + [8], memoryKiB: 64, iterations: 1))
    #expect(throws: CryptoError.saltTooShort(count: 7)) {
      try DerivedKey.fromPassphrase("x", salt: [1, 2, 3, 4, 5, 6, 7])
    }
  }
}
