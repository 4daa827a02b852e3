/// A text file whose lines and fields are known to be well formed.
///
/// Rule: mingcha-draw-1 §1. Lines and fields count from 0 here; refusals count lines from 1.
struct TextFile: Sendable {
  static let longestLine = 65_535

  let name: String
  let bytes: [UInt8]
  /// Where each field ends, over all lines; the next one begins a byte later.
  private var fieldEnds: [Int] = []
  /// For each line the index of its first field, and at last the number of fields.
  private var firstFields: [Int] = [0]

  var lineCount: Int { firstFields.count - 1 }

  func fieldCount(line: Int) -> Int { firstFields[line + 1] - firstFields[line] }

  /// Position of a field in `bytes`.
  @inline(__always)
  func range(line: Int, field: Int) -> Range<Int> {
    let index = firstFields[line] &+ field
    return (index == 0 ? 0 : fieldEnds[index &- 1] &+ 1)..<fieldEnds[index]
  }

  func field(_ field: Int, line: Int) -> ArraySlice<UInt8> {
    bytes[range(line: line, field: field)]
  }

  /// The fields of a line.
  func fields(line: Int) -> [ArraySlice<UInt8>] {
    (0..<fieldCount(line: line)).map { field($0, line: line) }
  }

  /// A line without its line feed.
  func line(_ line: Int) -> ArraySlice<UInt8> {
    let start = range(line: line, field: 0).lowerBound
    return bytes[start..<fieldEnds[firstFields[line + 1] - 1]]
  }

  func refusal(line: Int, _ reason: String) -> Refusal {
    Refusal(file: name, line: line + 1, reason: reason)
  }
}

extension TextFile {
  init(_ bytes: [UInt8], named name: String) throws(Refusal) {
    self.name = name
    self.bytes = bytes
    guard let last = bytes.last else {
      throw Refusal(file: name, line: 0, reason: "文件是空的，请重新导出；没有记录时也要有首行。")
    }
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) {
      throw Refusal(
        file: name, line: 1, reason: "文件开头有字节顺序标记（BOM），请另存为不带BOM的UTF-8。")
    }
    try readLines()
    if last != 0x0A {
      throw refusal(
        line: lineCount, "最后一行没有以换行符（LF）结束，文件可能不完整，请重新导出。")
    }
  }

  private mutating func readLines() throws(Refusal) {
    var lineStart = 0
    var fieldStart = 0
    var index = 0
    while index < bytes.count {
      let byte = bytes[index]
      if byte >= 0x20 && byte < 0x7F {
        index &+= 1
        continue
      }
      if byte >= 0x80 {
        guard let length = bytes[index...].utf8CharacterLength else {
          throw refusal(
            line: lineCount, "第\(fieldNumber)列不是有效的UTF-8文字，请把文件另存为UTF-8编码。")
        }
        index &+= length
        continue
      }
      guard byte == 0x0A || byte == 0x09 else { throw controlCharacter(byte) }
      if index == fieldStart {
        throw refusal(line: lineCount, "第\(fieldNumber)列是空的，没有内容时请写“-”。")
      }
      fieldEnds.append(index)
      index &+= 1
      fieldStart = index
      if byte == 0x0A {
        let length = index &- 1 &- lineStart
        if length > Self.longestLine {
          throw refusal(
            line: lineCount, "本行有\(length)字节，超过上限\(Self.longestLine)字节，请缩短。")
        }
        firstFields.append(fieldEnds.count)
        lineStart = index
      }
    }
  }

  /// Column, from 1, of the field being read.
  private var fieldNumber: Int { fieldEnds.count - firstFields[lineCount] + 1 }

  private func controlCharacter(_ byte: UInt8) -> Refusal {
    if byte == 0x0D {
      return refusal(line: lineCount, "有回车符（CR），请把换行方式改为LF（Unix格式）。")
    }
    let code = String(decoding: [hexDigit(byte >> 4), hexDigit(byte & 15)], as: UTF8.self)
    return refusal(line: lineCount, "第\(fieldNumber)列有控制字符0x\(code)，请删除。")
  }
}
