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

  /// The bytes as a reader can see them: control and invisible characters and broken UTF-8 as
  /// `\xNN`.
  var visible: String {
    var shown: [UInt8] = []
    var rest = self
    while let byte = rest.first {
      let length = rest.utf8CharacterLength ?? 0
      let character = rest.prefix(Swift.max(length, 1))
      if length == 0 || byte == 0x7F || (byte < 0x20 && byte != 0x09) || character.isInvisible {
        for byte in character { shown += [0x5C, 0x78, hexDigit(byte >> 4), hexDigit(byte & 15)] }
      } else {
        shown += character
      }
      rest.removeFirst(character.count)
    }
    return String(decoding: shown, as: UTF8.self)
  }

  /// Whether a character in UTF-8 leaves no mark or turns the writing round: C1 controls, the soft
  /// hyphen, U+200B–200F, U+2028–202E, U+2060–2069 and the byte order mark.
  private var isInvisible: Bool {
    let bytes = Array(self)
    switch bytes.count {
    case 2: return bytes[0] == 0xC2 && (bytes[1] <= 0x9F || bytes[1] == 0xAD)
    case 3:
      switch (bytes[0], bytes[1]) {
      case (0xE2, 0x80): return (0x8B...0x8F).contains(bytes[2]) || (0xA8...0xAE).contains(bytes[2])
      case (0xE2, 0x81): return (0xA0...0xA9).contains(bytes[2])
      default: return bytes == [0xEF, 0xBB, 0xBF]
      }
    default: return false
    }
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
