import Draw
import Testing

struct DigestTests {
  @Test(
    "SHA-256 gives the known answers of FIPS 180-4",
    arguments: [
      ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
      ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
      (
        "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
        "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
      ),
      (
        "abcdefghbcdefghicdefghijdefghijkefghijklfghijklmghijklmnhijklmno"
          + "ijklmnopjklmnopqklmnopqrlmnopqrsmnopqrstnopqrstu",
        "cf5b16a778af8380036ce59e7b0492370b249b11e8f07a51afac45037afee9d1"
      ),
    ])
  func sha256(_ message: String, _ digest: String) {
    #expect(hex(Suite.sha256.hash([UInt8](message.utf8))) == digest)
  }

  @Test(
    "SM3 gives the known answers of GB/T 32905-2016",
    arguments: [
      ("", "1ab21d8355cfa17f8e61194831e81a8f22bec8c728fefb747ed035eb5082aa2b"),
      ("abc", "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"),
      (
        "abcdabcdabcdabcdabcdabcdabcdabcdabcdabcdabcdabcdabcdabcdabcdabcd",
        "debe9ff92275b8a138604889c18e5a4d6fdb70e5387e5765293dcba39c0c5732"
      ),
    ])
  func sm3(_ message: String, _ digest: String) {
    #expect(hex(Suite.sm3.hash([UInt8](message.utf8))) == digest)
  }

  @Test("SHA-256 of 200 000 letters a needs many blocks and is right")
  func manyBlocks() {
    #expect(
      hex(Suite.sha256.hash([UInt8](repeating: 0x61, count: 200_000)))
        == "2287d207f24a941ff3b56c04c8a25ad56b63e3023207b3bb5b4ac0c9869d74be")
  }

  @Test(
    "every message length around the block border pads differently",
    arguments: [
      Suite.sha256, Suite.sm3,
    ])
  func lengths(_ suite: Suite) {
    let digests = (0...130).map { hex(suite.hash([UInt8](repeating: 0, count: $0))) }
    #expect(Set(digests).count == 131)
  }

  @Test("a suite is known by its name only")
  func names() {
    #expect(Suite(rawValue: "sha256") == .sha256)
    #expect(Suite(rawValue: "sm3") == .sm3)
    #expect(Suite(rawValue: "SM3") == nil)
    #expect(Suite.sm3.rawValue == "sm3")
  }

  @Test("hex is lower case and strict")
  func hexDigits() {
    #expect(hex([0x00, 0x9a, 0xff]) == "009aff")
    #expect(bytes(hex: "009aff") == [0x00, 0x9a, 0xff])
    #expect(bytes(hex: "009AFF") == nil)
    #expect(bytes(hex: "009") == nil)
    #expect(bytes(hex: "0x") == nil)
  }
}

struct RootTests {
  /// RFC 6962 §2.1, word for word.
  private func merkleTreeHash(_ leaves: ArraySlice<[UInt8]>, _ suite: Suite) -> [UInt8] {
    if leaves.isEmpty { return suite.hash([]) }
    if leaves.count == 1 { return suite.hash([0] + leaves[leaves.startIndex]) }
    var split = 1
    while split * 2 < leaves.count { split *= 2 }
    let middle = leaves.startIndex + split
    return suite.hash(
      [1] + merkleTreeHash(leaves[..<middle], suite) + merkleTreeHash(leaves[middle...], suite))
  }

  @Test("the root of a file is its RFC 6962 tree hash", arguments: [Suite.sha256, Suite.sm3])
  func roots(_ suite: Suite) throws {
    for count in 0...33 {
      let lines = ["id name"] + (0..<count).map { "B\($0) 机构\($0)" }
      let leaves = lines.map { [UInt8]($0.replacing(" ", with: "\t").utf8) }
      let found = try root(of: file(lines), named: "roster.tsv", suite)
      #expect(found == merkleTreeHash(leaves[...], suite))
    }
  }

  @Test("one changed byte changes the root")
  func oneByte() throws {
    let one = try root(of: file(["id", "A", "B"]), named: "roster.tsv", .sha256)
    let other = try root(of: file(["id", "A", "C"]), named: "roster.tsv", .sha256)
    #expect(one != other)
  }

  @Test("a commitment is the hash of label, length, contributor and secret")
  func commitments() {
    let secret = [UInt8](repeating: 7, count: 32)
    let label = [UInt8]("mingcha-draw-1/commit".utf8)
    let message =
      label + [UInt8](repeating: 0, count: 32 - label.count) + [0, 0, 0, 6]
      + [UInt8]("同市".utf8) + secret
    #expect(
      commitment(.sm3, contributor: "同市", secret: secret) == Suite.sm3.hash(message))
  }
}
