/// The draw for browsers: the sources of `Draw` as one WebAssembly module.
///
/// The bytes stand in `Module.swift`, which the build makes by `build.sh`.
package enum DrawWeb {
  /// The module as Base64, as a page carries it.
  package static let base64Bytes: [UInt8] = unsafe [UInt8](
    UnsafeBufferPointer(start: base64.utf8Start, count: base64.utf8CodeUnitCount))

  /// The module.
  package static let module: [UInt8] = decoded(base64Bytes)

  /// - Parameter text: Base64 of RFC 4648 §4 with padding, as the build wrote it.
  private static func decoded(_ text: [UInt8]) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(text.count / 4 * 3)
    var bits: UInt32 = 0
    var count = 0
    for letter in text {
      guard let value = value(of: letter) else { break }
      bits = bits << 6 | value
      count += 6
      if count >= 8 {
        count -= 8
        bytes.append(UInt8(truncatingIfNeeded: bits >> UInt32(count)))
      }
    }
    return bytes
  }

  private static func value(of letter: UInt8) -> UInt32? {
    switch letter {
    case UInt8(ascii: "A")...UInt8(ascii: "Z"): UInt32(letter) - 65
    case UInt8(ascii: "a")...UInt8(ascii: "z"): UInt32(letter) - 71
    case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt32(letter) + 4
    case UInt8(ascii: "+"): 62
    case UInt8(ascii: "/"): 63
    default: nil
    }
  }
}
