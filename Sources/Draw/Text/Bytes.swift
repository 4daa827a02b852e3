// Fields are compared as bytes throughout: no locale, no Unicode, no dictionary order.

extension ArraySlice<UInt8> {
  @inline(__always)
  func equals(_ text: String) -> Bool {
    elementsEqual(text.utf8)
  }

  /// A number of ASCII digits without leading zero that lies in `range`.
  func number(in range: ClosedRange<Int>) -> Int? {
    guard let first, count <= 10, first != 0x30 || count == 1 else { return nil }
    var value: UInt64 = 0
    for byte in self {
      guard byte >= 0x30, byte <= 0x39 else { return nil }
      value = value * 10 + UInt64(byte - 0x30)
    }
    guard let number = Int(exactly: value), range.contains(number) else { return nil }
    return number
  }

  var text: String { String(decoding: self, as: UTF8.self) }

  /// The bytes as a reader can see them: control characters and broken UTF-8 as `\xNN`.
  var visible: String {
    var shown: [UInt8] = []
    var rest = self
    while let byte = rest.first {
      let length = rest.utf8CharacterLength ?? 0
      if length == 0 || byte == 0x7F || (byte < 0x20 && byte != 0x09) {
        shown += [0x5C, 0x78, hexDigit(byte >> 4), hexDigit(byte & 15)]
        rest.removeFirst()
      } else {
        shown += rest.prefix(length)
        rest.removeFirst(length)
      }
    }
    return String(decoding: shown, as: UTF8.self)
  }

  /// The bytes between Chinese quotation marks, cut after 60 bytes.
  var quoted: String {
    guard count > 60 else { return "“\(visible)”" }
    var cut = prefix(60)
    // Whole characters only: the file may well be valid UTF-8.
    while let last = cut.last, last & 0xC0 == 0x80 { cut.removeLast() }
    if let last = cut.last, last >= 0xC0 { cut.removeLast() }
    return "“\(cut.visible)…”"
  }

  /// Length of the UTF-8 character at the start (RFC 3629); nil if it is malformed.
  @inline(__always)
  var utf8CharacterLength: Int? {
    unsafe withUnsafeBytes { unsafe Draw.utf8CharacterLength($0) }
  }
}

/// Length of the UTF-8 character at the start of `bytes`; nil if it is malformed.
@inline(__always)
func utf8CharacterLength(_ bytes: UnsafeRawBufferPointer) -> Int? {
  guard let first = unsafe bytes.first else { return nil }
  func isContinuation(_ offset: Int, _ range: ClosedRange<UInt8> = 0x80...0xBF) -> Bool {
    unsafe offset < bytes.count && range.contains(bytes[offset])
  }
  switch first {
  case 0x00...0x7F: return 1
  case 0xC2...0xDF: return isContinuation(1) ? 2 : nil
  // Nearly all Chinese characters.
  case 0xE1...0xEC: return isContinuation(1) && isContinuation(2) ? 3 : nil
  case 0xE0...0xEF:
    let second: ClosedRange<UInt8> =
      first == 0xE0 ? 0xA0...0xBF : first == 0xED ? 0x80...0x9F : 0x80...0xBF
    return isContinuation(1, second) && isContinuation(2) ? 3 : nil
  case 0xF0...0xF4:
    let second: ClosedRange<UInt8> =
      first == 0xF0 ? 0x90...0xBF : first == 0xF4 ? 0x80...0x8F : 0x80...0xBF
    return isContinuation(1, second) && isContinuation(2) && isContinuation(3) ? 4 : nil
  default: return nil
  }
}

extension [UInt8] {
  var text: String { self[...].text }
  var quoted: String { self[...].quoted }
}

/// Ascending by bytes.
@inline(__always)
func precedes(_ one: ArraySlice<UInt8>, _ other: ArraySlice<UInt8>) -> Bool {
  one.lexicographicallyPrecedes(other)
}
