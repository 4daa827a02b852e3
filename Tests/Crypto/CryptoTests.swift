import Crypto
import Testing

@Suite struct DigestTests {
  @Test(
    "SHA-256 gives the values of FIPS 180-4",
    arguments: [
      ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
      ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
      (
        "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
        "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
      ),
    ])
  func sha256Vectors(text: String, expected: String) {
    #expect(hex(sha256(Array(text.utf8))) == expected)
  }

  @Test(
    "SM3 gives the values of GB/T 32905",
    arguments: [
      ("abc", "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"),
      (
        String(repeating: "abcd", count: 16),
        "debe9ff92275b8a138604889c18e5a4d6fdb70e5387e5765293dcba39c0c5732"
      ),
    ])
  func sm3Vectors(text: String, expected: String) {
    #expect(hex(sm3(Array(text.utf8))) == expected)
  }

  @Test("pieces of any size give the digest of the whole")
  func pieces() {
    let message = SeededEntropy("pieces").bytes(1000)
    for size in [1, 3, 63, 64, 65, 999, 1000] {
      var hasher = SHA256Hasher()
      for start in stride(from: 0, to: message.count, by: size) {
        hasher.update(message[start..<min(start + size, message.count)])
      }
      hasher.update([])
      #expect(hasher.finish() == sha256(message))
    }
  }

  @Test(
    "HMAC-SHA-256 gives the values of RFC 4231",
    arguments: [
      (
        String(repeating: "0b", count: 20), "4869205468657265",
        "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"
      ),
      (
        "4a656665", "7768617420646f2079612077616e7420666f72206e6f7468696e673f",
        "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
      ),
      (
        String(repeating: "aa", count: 131),
        "54657374205573696e67204c6172676572205468616e20426c6f636b2d53697a65204b6579202d2048617368"
          + "204b6579204669727374",
        "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54"
      ),
    ])
  func hmacVectors(key: String, message: String, expected: String) throws {
    let key = try #require(bytes(hex: key))
    let message = try #require(bytes(hex: message))
    #expect(hex(hmacSHA256(key: key, message: message)) == expected)
  }

  @Test("a difference in any byte or in length is seen")
  func comparison() {
    let value = SeededEntropy("equal").bytes(32)
    #expect(equal(value, value))
    #expect(equal([], []))
    #expect(!equal(value, Array(value.dropLast())))
    for index in value.indices {
      var other = value
      other[index] ^= 1
      #expect(!equal(value, other))
    }
  }
}

@Suite struct TextTests {
  @Test("hexadecimal goes there and back, in either case, and refuses the rest")
  func hexadecimal() {
    let all = (0...255).map { UInt8($0) }
    #expect(bytes(hex: hex(all)) == all)
    #expect(bytes(hex: hex(all).uppercased()) == all)
    #expect(bytes(hex: "") == [])
    for text in ["0", "0g", " 00", "0x00", "０0", "00\n"] { #expect(bytes(hex: text) == nil) }
  }

  @Test(
    "base64url gives the values of RFC 4648",
    arguments: [
      ("", ""), ("f", "Zg"), ("fo", "Zm8"), ("foo", "Zm9v"), ("foob", "Zm9vYg"),
      ("fooba", "Zm9vYmE"), ("foobar", "Zm9vYmFy"),
    ])
  func base64Vectors(text: String, expected: String) {
    #expect(base64URL(Array(text.utf8)) == expected)
    #expect(bytes(base64URL: expected) == Array(text.utf8))
  }

  @Test("base64url goes there and back for any length")
  func base64RoundTrip() {
    let entropy = SeededEntropy("base64")
    for count in 0..<200 {
      let value = entropy.bytes(count)
      #expect(bytes(base64URL: base64URL(value)) == value)
    }
  }

  @Test(
    "one value has one base64url text", arguments: ["Zh", "Zm9", "Z", "Zg==", "Z+", "Z/", "Zm9v "])
  func base64Refusals(text: String) {
    #expect(bytes(base64URL: text) == nil)
  }
}

@Suite struct EntropyTests {
  @Test("the same seed gives the same bytes, however they are asked for")
  func seeded() {
    let whole = SeededEntropy("seed").bytes(100)
    let pieces = SeededEntropy("seed")
    #expect(pieces.bytes(1) + pieces.bytes(31) + pieces.bytes(0) + pieces.bytes(68) == whole)
    #expect(SeededEntropy("other").bytes(100) != whole)
    #expect(Array(whole.prefix(32)) == sha256(Array("seed".utf8) + [UInt8](repeating: 0, count: 8)))
  }

  @Test("the system gives as many bytes as asked, never the same")
  func system() {
    let entropy = SystemEntropy()
    #expect(entropy.bytes(0).isEmpty)
    let values = (0..<50).map { _ in entropy.bytes(16) }
    #expect(values.allSatisfy { $0.count == 16 })
    #expect(Set(values).count == 50)
  }
}
