/// The lines of a text file, or of a piece of one, up to the first that is not well formed.
///
/// Rule: mingcha-draw-1 §1. Lines and fields count from 0 here; refusals count lines of the whole
/// file from 1.
struct TextFile: Sendable {
  static let longestLine = 65_535

  let name: String
  let bytes: ArraySlice<UInt8>
  /// Line of the whole file at which `bytes` begin.
  let firstLine: Int
  /// Why the lines end where they do, unless `bytes` do.
  private(set) var fault: Refusal?
  /// Where each field ends, over all lines; the next one begins a byte later.
  private var fieldEnds: [Int] = []
  /// For each line the index of its first field, and at last the number of fields.
  private var firstFields: [Int] = [0]

  var lineCount: Int { firstFields.count - 1 }

  @inline(__always)
  func fieldCount(line: Int) -> Int { firstFields[line + 1] - firstFields[line] }

  /// Position of a field in `bytes`.
  @inline(__always)
  func range(line: Int, field: Int) -> Range<Int> {
    let index = firstFields[line] &+ field
    return (index == 0 ? bytes.startIndex : fieldEnds[index &- 1] &+ 1)..<fieldEnds[index]
  }

  @inline(__always)
  func field(_ field: Int, line: Int) -> ArraySlice<UInt8> {
    bytes[range(line: line, field: field)]
  }

  /// The fields of a line.
  func fields(line: Int) -> [ArraySlice<UInt8>] {
    (0..<fieldCount(line: line)).map { field($0, line: line) }
  }

  /// Position of a line in `bytes`, without its line feed.
  @inline(__always)
  func range(line: Int) -> Range<Int> {
    let start = range(line: line, field: 0).lowerBound
    return start..<fieldEnds[firstFields[line + 1] - 1]
  }

  func line(_ line: Int) -> ArraySlice<UInt8> { bytes[range(line: line)] }

  func refusal(line: Int, _ reason: String) -> Refusal {
    Refusal(file: name, line: firstLine + line + 1, reason: reason)
  }
}

extension TextFile {
  /// A whole file.
  ///
  /// - Throws: `Refusal` for its first line that is not well formed.
  init(_ bytes: [UInt8], named name: String) throws(Refusal) {
    if bytes.isEmpty { throw Self.empty(name) }
    self.init(Piece(firstLine: 0, bytes: bytes[...], isLast: true), named: name)
    if let fault { throw fault }
  }

  /// The lines of a piece that are well formed.
  ///
  /// - Parameter columns: how many fields each line has; the first line decides if nil, and lines
  ///   may differ if `areFree`.
  init(_ piece: Piece, named name: String, columns: Int? = nil, areFree: Bool = true) {
    self.name = name
    bytes = piece.bytes
    firstLine = piece.firstLine
    let start = bytes.startIndex
    if firstLine == 0, bytes.starts(with: [0xEF, 0xBB, 0xBF]) {
      fault = refusal(line: 0, "文件开头有字节顺序标记（BOM），请另存为不带BOM的UTF-8。")
      return
    }
    fieldEnds.reserveCapacity(bytes.count / 8)
    firstFields.reserveCapacity(bytes.count / 64)
    var reader = LineReader(start: start, columns: columns, areFree: areFree)
    let found = reader.read(bytes, into: &fieldEnds, &firstFields)
    if let found { fault = refusal(line: lineCount, found) }
    if fault == nil, bytes.last != 0x0A {
      fault = refusal(
        line: lineCount,
        piece.isLast ? "最后一行没有以换行符（LF）结束，文件可能不完整，请重新导出。" : LineReader.tooLong)
    }
  }

  static func empty(_ name: String) -> Refusal {
    Refusal(file: name, line: 0, reason: "文件是空的，请重新导出；没有记录时也要有首行。")
  }
}
