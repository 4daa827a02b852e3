/// Finds the ends of fields and lines, byte by byte.
///
/// Rule: mingcha-draw-1 §1.
struct LineReader {
  static let tooLong = "本行超过上限\(TextFile.longestLine)字节，请缩短。"

  private var lineStart: Int
  private var fieldStart: Int
  /// Fields of the line being read.
  private var fields = 0
  /// Fields every line has; nil until the first line is read, and for good if they are free.
  private var columns: Int?
  private let areFree: Bool

  init(start: Int, columns: Int?, areFree: Bool) {
    lineStart = start
    fieldStart = start
    self.columns = columns
    self.areFree = areFree
  }

  /// - Parameters:
  ///   - fieldEnds: the end of each field is appended.
  ///   - firstFields: for each line the index of the field after it is appended.
  /// - Returns: what is wrong with the line after the last one appended; nil if nothing is.
  mutating func read(
    _ bytes: ArraySlice<UInt8>, into fieldEnds: inout [Int], _ firstFields: inout [Int]
  ) -> String? {
    unsafe bytes.withUnsafeBytes { all in
      let start = bytes.startIndex
      var index = 0
      while index < all.count {
        if index &+ 8 <= all.count {
          let word = unsafe all.loadUnaligned(fromByteOffset: index, as: UInt64.self)
          let plain = EightBytes(UInt64(littleEndian: word)).plainPrefix
          index &+= plain
          if plain == 8 { continue }
        }
        let byte = unsafe all[index]
        if byte >= 0x20 && byte < 0x7F {
          index &+= 1
          continue
        }
        if byte >= 0x80 {
          // Such characters come in rows.
          repeat {
            let rest = unsafe UnsafeRawBufferPointer(rebasing: all[index...])
            guard let length = unsafe utf8CharacterLength(rest) else {
              return "第\(fields + 1)列不是有效的UTF-8文字，请把文件另存为UTF-8编码。"
            }
            index &+= length
          } while unsafe index < all.count && all[index] >= 0x80
          continue
        }
        guard byte == 0x0A || byte == 0x09 else { return controlCharacter(byte) }
        let end = start &+ index
        if end == fieldStart { return "第\(fields + 1)列是空的，没有内容时请写“-”。" }
        fieldEnds.append(end)
        fields &+= 1
        index &+= 1
        fieldStart = end &+ 1
        if byte == 0x0A {
          if let fault = endLine(at: end) { return fault }
          firstFields.append(fieldEnds.count)
        }
      }
      return nil
    }
  }

  private mutating func endLine(at end: Int) -> String? {
    if end &- lineStart > TextFile.longestLine { return Self.tooLong }
    if let columns, columns != fields {
      return "有\(fields)列，首行有\(columns)列，请补齐或删去。"
    }
    if !areFree { columns = fields }
    fields = 0
    lineStart = end &+ 1
    return nil
  }

  private func controlCharacter(_ byte: UInt8) -> String {
    if byte == 0x0D { return "有回车符（CR），请把换行方式改为LF（Unix格式）。" }
    let code = String(decoding: [hexDigit(byte >> 4), hexDigit(byte & 15)], as: UTF8.self)
    return "第\(fields + 1)列有控制字符0x\(code)，请删除。"
  }
}
