import Crypto
import Testing

@Suite("Sealed secrets, one-time codes, foreign keys")
struct SealedTests {
  private let key = [UInt8](repeating: 7, count: 32)
  private let nonce = [UInt8](repeating: 9, count: 12)

  @Test("what is sealed opens with the same key in the same context, and unchanged only")
  func seal() throws {
    for secret in [[], [1], Array("a secret of some length, longer than a block".utf8)] as [[UInt8]]
    {
      let sealed = Sealed.seal(secret, key: key, nonce: nonce, context: "here")
      #expect(Sealed.open(sealed, key: key, context: "here") == secret)
      #expect(Sealed.open(sealed, key: key, context: "there") == nil)
      #expect(Sealed.open(sealed, key: key.reversed().dropLast() + [8], context: "here") == nil)
      for index in sealed.indices {
        var changed = sealed
        changed[index] ^= 1
        #expect(Sealed.open(changed, key: key, context: "here") == nil)
      }
      #expect(Sealed.open(Array(sealed.dropLast()), key: key, context: "here") == nil)
    }
    #expect(Sealed.open([], key: key, context: "here") == nil)
  }

  @Test("AES-256-GCM gives the published ciphertext and tag (test case 14 of the GCM submission)")
  func vector() throws {
    let zero = [UInt8](repeating: 0, count: 32)
    let sealed = Sealed.seal(
      [UInt8](repeating: 0, count: 16), key: zero, nonce: [UInt8](repeating: 0, count: 12),
      context: "")
    #expect(
      hex(sealed.dropFirst(12))
        == "cea7403d4d606b6e074ec5d3baf39d18d0d1c8a799996bf0265b98b5d48ab919"
    )
  }

  @Test(
    "base 32 follows RFC 4648",
    arguments: [
      ("", ""), ("f", "MY"), ("fo", "MZXQ"), ("foo", "MZXW6"), ("foob", "MZXW6YQ"),
      ("fooba", "MZXW6YTB"), ("foobar", "MZXW6YTBOI"),
    ])
  func base32Vectors(plain: String, encoded: String) {
    #expect(base32(Array(plain.utf8)) == encoded)
    #expect(bytes(base32: encoded.lowercased()) == Array(plain.utf8))
    #expect(bytes(base32: encoded + "1") == nil)
  }

  @Test("HMAC-SHA-1 follows RFC 2202")
  func hmac() {
    #expect(
      hex(hmacSHA1(key: Array("Jefe".utf8), message: Array("what do ya want for nothing?".utf8)))
        == "effcdf6ae5eb2fa2d27416d5f184df9c259a7c79")
    #expect(
      hex(
        hmacSHA1(
          key: [UInt8](repeating: 0xAA, count: 80),
          message: Array("Test Using Larger Than Block-Size Key - Hash Key First".utf8)))
        == "aa4ae5e15272d00e95705637ce8a3b55ed402112")
  }

  /// Whether a key made of these numbers takes the signature, and no other.
  private func check(_ key: consuming PublicKey, _ message: String, _ signature: String) throws {
    let message = Array(message.utf8)
    let signature = try #require(bytes(base64URL: signature))
    let isTaken = key.verifies(message, signature)
    let isMessageBound = !key.verifies(message + [0], signature)
    var changed = signature
    changed[changed.count - 1] ^= 1
    let isSignatureBound = !key.verifies(message, changed) && !key.verifies(message, [])
    #expect(isTaken && isMessageBound && isSignatureBound)
  }

  @Test("RS256 and ES256 verify the examples of RFC 7515, and nothing changed")
  func signatures() throws {
    let modulus = try #require(
      bytes(
        base64URL:
          "ofgWCuLjybRlzo0tZWJjNiuSfb4p4fAkd_wWJcyQoTbji9k0l8W26mPddxHmfHQp-Vaw-4qPCJrcS2mJPMEzP1Pt0Bm4d4QlL-yRT-SFd2lZS-pCgNMsD1W_YpRPEwOWvG6b32690r2jZ47soMZo9wGzjb_7OMg0LOL-bSf63kpaSHSXndS5z5rexMdbBYUsLA9e-KXBdQOS-UTo7WTBEMa2R2CapHg665xsmtdVMTBQY4uDZlxvb3qCo5ZwKh9kG4LT6_I5IhlJH7aGhyxXFvUK-DWNmoudF8NAco9_h9iaGNj8q2ethFkMLs91kzk2PAcDTW9gb54h4FRWyuXpoQ"
      ))
    guard let rsa = PublicKey(modulus: modulus, exponent: [1, 0, 1]) else {
      Issue.record("no RSA key")
      return
    }
    try check(
      rsa,
      "eyJhbGciOiJSUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ",
      "cC4hiUPoj9Eetdgtv3hF80EGrhuB__dzERat0XF9g2VtQgr9PJbu3XOiZj5RZmh7AAuHIm4Bh-0Qc_lF5YKt_O8W2Fp5jujGbds9uJdbF9CUAr7t1dnZcAcQjbKBYNX4BAynRFdiuB--f_nZLgrnbyTyWzO75vRK5h6xBArLIARNPvkSjtQBMHlb1L07Qe7K0GarZRmB_eSN9383LcOLn6_dO--xi12jzDwusC-eOkHWEsqtFZESc6BfI7noOPqvhJ1phCnvWh6IeYI2w9QOYEUipUTI8np6LbgGY9Fs98rqVt5AXLIhWkWywlVmtVrBp0igcN_IoypGlUPQGe77Rw"
    )
    let x = try #require(bytes(base64URL: "f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU"))
    let y = try #require(bytes(base64URL: "x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0"))
    guard let ec = PublicKey(x: x, y: y) else {
      Issue.record("no elliptic key")
      return
    }
    try check(
      ec,
      "eyJhbGciOiJFUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ",
      "DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q"
    )
  }

  @Test("keys that are too short or no point of the curve are no keys")
  func badKeys() {
    let short = PublicKey(modulus: [UInt8](repeating: 255, count: 128), exponent: [1, 0, 1])
    if case .some = short { Issue.record("1 024 bits are taken") }
    let ones = [UInt8](repeating: 1, count: 32)
    if case .some = PublicKey(x: ones, y: ones) { Issue.record("no point is taken") }
    if case .some = PublicKey(x: [1], y: [2]) { Issue.record("two bytes are taken") }
  }
}
