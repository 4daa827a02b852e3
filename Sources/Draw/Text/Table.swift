/// A text file whose first line names its columns, or a piece of one; records count from 0.
struct Table: Sendable {
  let file: TextFile
  let columnCount: Int
  /// Lines of `file` before the first record: 1 with the header, 0 without.
  private let headerLines: Int

  /// A whole file.
  ///
  /// - Throws: `Refusal` for its first line that is not well formed.
  init(_ bytes: [UInt8], named name: String, begins columns: Columns? = nil) throws(Refusal) {
    if bytes.isEmpty { throw TextFile.empty(name) }
    self.init(first: Piece(firstLine: 0, bytes: bytes[...], isLast: true), named: name)
    try checkHeader(columns)
    if let fault = file.fault { throw fault }
  }

  /// The columns a table must have.
  struct Columns {
    let names: [String]
    /// Whether others may follow.
    let areFirst: Bool

    static let id = Columns(names: ["id"], areFirst: true)
  }

  private init(first piece: Piece, named name: String) {
    file = TextFile(piece, named: name, areFree: false)
    headerLines = 1
    columnCount = file.lineCount == 0 ? 0 : file.fieldCount(line: 0)
  }

  var recordCount: Int { max(0, file.lineCount - headerLines) }

  func column(named name: ArraySlice<UInt8>) -> Int? {
    (0..<columnCount).first { file.field($0, line: 0) == name }
  }

  @inline(__always)
  func field(_ column: Int, record: Int) -> ArraySlice<UInt8> {
    file.field(column, line: record &+ headerLines)
  }

  /// The id of a record, in tables whose first column it is.
  @inline(__always)
  func id(_ record: Int) -> ArraySlice<UInt8> { field(0, record: record) }

  /// Position of the id in the bytes of the file.
  @inline(__always)
  func idRange(_ record: Int) -> Range<Int> {
    file.range(line: record &+ headerLines, field: 0)
  }

  /// Line of the whole file, from 0, in which a record stands.
  func line(of record: Int) -> Int { file.firstLine + record + headerLines }

  /// A record as it stands in the file, without its line feed.
  func line(_ record: Int) -> ArraySlice<UInt8> { file.line(record + headerLines) }

  /// Calls `body` with each value of a field, a range of the bytes of the file.
  func forEachValue(_ column: Int, record: Int, _ body: (Range<Int>) -> Void) {
    file.forEachValue(line: record &+ headerLines, field: column, body)
  }

  func hasValue(_ column: Int, record: Int, among values: [[UInt8]]) -> Bool {
    file.hasValue(line: record &+ headerLines, field: column, among: values)
  }

  func refusal(record: Int, _ reason: String) -> Refusal {
    file.refusal(line: record + headerLines, reason)
  }

  /// The record with this id, by binary search; needs ids in ascending order.
  func record(withID id: ArraySlice<UInt8>) -> Int? {
    let place = firstRecord(notBefore: id)
    return place < recordCount && self.id(place) == id ? place : nil
  }

  func firstRecord(notBefore id: ArraySlice<UInt8>) -> Int {
    partition(0..<recordCount) { precedes(self.id($0), id) }
  }
}

// The header
extension Table {
  /// Refuses a header that is not well formed, repeats names or has other columns than wanted.
  private func checkHeader(_ columns: Columns?) throws(Refusal) {
    if file.lineCount == 0, let fault = file.fault { throw fault }
    let names = file.fields(line: 0).sorted(by: precedes)
    for (one, next) in zip(names, names.dropFirst()) where one == next {
      throw file.refusal(line: 0, "列名\(one.quoted)重复，请改名。")
    }
    guard let columns else { return }
    let fits =
      columns.areFirst ? columnCount >= columns.names.count : columnCount == columns.names.count
    for (column, name) in columns.names.enumerated() {
      guard fits, file.field(column, line: 0).equals(name) else {
        var list = ""
        for name in columns.names { list += list.isEmpty ? name : "、\(name)" }
        let rest = columns.areFirst ? "，其后可有其他列" : "，不能有其他列"
        throw file.refusal(line: 0, "首行应依次为\(list)\(rest)，请改正列名。")
      }
    }
  }
}

// Tables of records with ids
extension Table {
  /// A whole file whose first column is `id`: well formed, strictly ascending.
  init(withIDs bytes: [UInt8], named name: String) throws(Refusal) {
    if bytes.isEmpty { throw TextFile.empty(name) }
    self.init(first: Piece(firstLine: 0, bytes: bytes[...], isLast: true), named: name)
    try checkHeader(.id)
    if let fault { throw fault }
  }

  /// The header of such a file alone.
  ///
  /// - Parameter bytes: the first line, or as much of it as a line may have and a byte more.
  init(headerWithIDs bytes: [UInt8], named name: String) throws(Refusal) {
    if bytes.isEmpty { throw TextFile.empty(name) }
    self.init(
      first: Piece(firstLine: 0, bytes: bytes[...], isLast: bytes.count <= TextFile.longestLine),
      named: name)
    try checkHeader(.id)
  }

  /// The records of a piece of a file with this header, up to the first line with a fault of form.
  init(_ piece: Piece, of header: Table) {
    headerLines = piece.firstLine == 0 ? 1 : 0
    columnCount = header.columnCount
    file = TextFile(
      piece, named: header.file.name, columns: header.columnCount, areFree: false)
  }

  /// What is wrong with the first record or line that is not as it should be: ids are looked at
  /// too.
  var fault: Refusal? {
    for record in 0..<recordCount {
      let id = id(record)
      guard Self.isWellFormed(id: id) else {
        return refusal(
          record: record,
          "编号\(id.quoted)不合要求，应为1至50个可见ASCII字符，不含空格和逗号，也不能是“-”。")
      }
      if record > 0,
        let fault = Self.orderFault(
          of: id, after: self.id(record - 1), line: line(of: record), in: file.name)
      {
        return fault
      }
    }
    return file.fault
  }

  /// What is wrong with an id if another stands before it.
  ///
  /// - Parameter line: of the id, from 0.
  static func orderFault(
    of id: ArraySlice<UInt8>, after previous: ArraySlice<UInt8>, line: Int, in name: String
  ) -> Refusal? {
    if precedes(previous, id) { return nil }
    let problem = previous == id ? "与上一行重复，请删去一行" : "没有按字节升序排列，请重新排序"
    return Refusal(file: name, line: line + 1, reason: "编号\(id.quoted)\(problem)。")
  }

  private static func isWellFormed(id: ArraySlice<UInt8>) -> Bool {
    (1...50).contains(id.count) && !id.equals("-")
      && id.allSatisfy { (0x21...0x7E).contains($0) && $0 != 0x2C }
  }
}

/// First place in `range` where `isBefore` no longer holds, by bisection.
func partition(_ range: Range<Int>, _ isBefore: (Int) -> Bool) -> Int {
  var low = range.lowerBound
  var high = range.upperBound
  while low < high {
    let middle = low + (high - low) / 2
    if isBefore(middle) { low = middle + 1 } else { high = middle }
  }
  return low
}
