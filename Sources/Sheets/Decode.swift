/// The text as UTF-8 without byte order mark, and the name of the encoding it came in.
///
/// Nothing is replaced: bytes that cannot be decoded are a fault with their row.
func decode(
  _ bytes: [UInt8], fileName: String
) throws(SheetFault) -> (text: [UInt8], encoding: String) {
  if bytes.starts(with: [0xFF, 0xFE]) {
    return (try converted(Array(bytes.dropFirst(2)), from: "UTF-16LE", named: "UTF-16"), "UTF-16")
  }
  if bytes.starts(with: [0xFE, 0xFF]) {
    return (try converted(Array(bytes.dropFirst(2)), from: "UTF-16BE", named: "UTF-16"), "UTF-16")
  }
  let isMarked = bytes.starts(with: [0xEF, 0xBB, 0xBF])
  let text = isMarked ? Array(bytes.dropFirst(3)) : bytes
  let survey = UTF8Survey(text)
  guard let place = survey.firstFault else { return (text, "UTF-8") }
  // GB18030 accepts most byte pairs, so damaged UTF-8 must not fall through to it as nonsense.
  if isMarked || survey.soundBytes > 4 * survey.unsoundBytes {
    throw undecodable(row: rowNumber(of: place, in: text), encoding: "UTF-8")
  }
  return (try converted(text, from: "GB18030", named: "GB18030"), "GB18030")
}

private func converted(
  _ bytes: [UInt8], from encoding: String, named name: String
) throws(SheetFault) -> [UInt8] {
  guard let converter = Converter(from: encoding) else {
    throw SheetFault(
      reason: "本机不能解读\(name)编码。", suggestion: saveAsAdvice)
  }
  let (text, isWhole) = converter.convert(bytes)
  guard isWhole else {
    let row = text.isEmpty ? 1 : rowNumber(of: text.count, in: text + [0x3F])
    throw undecodable(row: row, encoding: name)
  }
  return text
}

private func undecodable(row: Int, encoding: String) -> SheetFault {
  SheetFault(
    row: row, reason: "含有不能按\(encoding)编码解读的字符，文件可能已经损坏，或混用了几种编码。",
    suggestion: saveAsAdvice)
}

/// How far bytes are UTF-8.
struct UTF8Survey {
  private(set) var firstFault: Int?
  /// Bytes of sound sequences of two and more.
  private(set) var soundBytes = 0
  private(set) var unsoundBytes = 0

  init(_ bytes: [UInt8]) {
    var position = 0
    while position < bytes.count {
      if bytes[position] < 0x80 {
        position += 1
        continue
      }
      let length = Self.sequenceLength(bytes, position)
      if length == 0 {
        if firstFault == nil { firstFault = position }
        unsoundBytes += 1
        position += 1
      } else {
        soundBytes += length
        position += length
      }
    }
  }

  /// Length of the well-formed sequence (Unicode table 3-7) at a byte above 0x7F; 0 if there is none.
  private static func sequenceLength(_ bytes: [UInt8], _ start: Int) -> Int {
    let first = bytes[start]
    let length: Int
    var second: ClosedRange<UInt8> = 0x80...0xBF
    switch first {
    case 0xC2...0xDF: length = 2
    case 0xE0...0xEF:
      length = 3
      if first == 0xE0 { second = 0xA0...0xBF }
      if first == 0xED { second = 0x80...0x9F }
    case 0xF0...0xF4:
      length = 4
      if first == 0xF0 { second = 0x90...0xBF }
      if first == 0xF4 { second = 0x80...0x8F }
    default: return 0
    }
    guard start + length <= bytes.count, second.contains(bytes[start + 1]) else { return 0 }
    let rest = bytes[(start + 2)..<max(start + 2, start + length)]
    return rest.allSatisfy { (0x80...0xBF).contains($0) } ? length : 0
  }
}
