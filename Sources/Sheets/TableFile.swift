internal import Glibc

/// A file with tables as a person sent it, told apart by what it contains and not by its name.
///
/// Rows are handed out one by one, so that a large file need not fit into memory.
package final class TableFile {
  package enum Format: String, Sendable {
    case csv, tsv, xlsx

    /// The ending of a file's name, without the dot.
    package var suffix: String { rawValue }
  }

  /// One table; a text file has exactly one.
  package struct Part: Sendable {
    /// Empty in a text file.
    package let name: String
    /// Not shown when the file is opened.
    package let isHidden: Bool
  }

  package let format: Format
  /// `UTF-8`, `UTF-16` or `GB18030`; `XLSX` for a workbook.
  package let encoding: String
  package let parts: [Part]
  /// Whether serial numbers of days count from 1904.
  package let isDate1904: Bool
  /// At the first record of a text file.
  private let records: RecordReader?
  private let workbook: Workbook?

  /// - Parameter fileName: as the person calls it, for sentences.
  /// - Throws: `SheetFault` for a file that is no table, is damaged or would fill the memory.
  package init(path: String, fileName: String) throws(SheetFault) {
    if isZip(try readFile(path, limit: 8, fileName: fileName)) {
      let workbook = try Workbook(path: path, fileName: fileName)
      self.workbook = workbook
      records = nil
      format = .xlsx
      encoding = "XLSX"
      parts = workbook.parts.map { Part(name: $0.name, isHidden: $0.isHidden) }
      isDate1904 = workbook.isDate1904
      return
    }
    workbook = nil
    let bytes = try readFile(path, limit: .max, fileName: fileName)
    if bytes.isEmpty {
      throw SheetFault(
        reason: "文件“\(fileName)”是空的。", suggestion: "请确认选对了文件，表格至少要有一行表头。")
    }
    try refuseForeign(bytes, fileName: fileName)
    let decoded = try decode(bytes, fileName: fileName)
    let text = decoded.text
    if let place = text.firstIndex(of: 0) {
      throw SheetFault(
        row: rowNumber(of: place, in: text), reason: "含有空字符（NUL），这不是文本表格，或文件已经损坏。",
        suggestion: saveAsAdvice)
    }
    let reader = RecordReader(text)
    records = reader
    encoding = decoded.encoding
    format = reader.delimiter == 0x09 ? .tsv : .csv
    parts = [Part(name: "", isHidden: false)]
    isDate1904 = false
  }

  /// How much there is to read, unpacked; a workbook may be a hundred times the size of its file.
  package var unpackedBytes: Int { workbook?.unpackedBytes ?? records?.size ?? 0 }

  /// Makes sure that there is a file that can be read.
  ///
  /// - Throws: `SheetFault` when there is none.
  package static func requireFile(_ path: String, fileName: String) throws(SheetFault) {
    _ = try readFile(path, limit: 1, fileName: fileName)
  }

  /// The columns of a part, from 0, that are not shown when the file is opened; a text file has
  /// none.
  ///
  /// - Throws: `SheetFault` when the file cannot be read.
  package func hiddenColumns(ofPart part: Int) throws -> [ClosedRange<Int>] {
    try workbook?.hiddenColumns(ofPart: part) ?? []
  }

  /// Calls `visit` for every row of a part in order, blank ones left out, until it answers false.
  ///
  /// - Parameter bytes: no more of the part is looked through, unpacked.
  /// - Throws: `SheetFault` when the file cannot be read on, as at a cell beyond the columns a table
  ///   may have; what `visit` throws.
  package func forEachRow(
    ofPart part: Int, within bytes: Int = .max, _ visit: (TableRow) throws -> Bool
  ) throws {
    if let workbook { return try workbook.forEachRow(ofPart: part, within: bytes, visit) }
    guard var records else { return }
    while records.position < bytes, let record = try records.next() {
      guard !record.isBlank else { continue }
      if let place = record.firstBeyond {
        throw tooManyColumns(row: record.number, place: place)
      }
      guard record.number <= SheetLimits.textRows else {
        throw SheetFault(
          row: record.number, reason: "数据超过\(SheetLimits.textRows)行。", suggestion: "请拆成几个文件分别上传。")
      }
      guard try visit(TableRow(record)) else { return }
    }
  }
}

/// A row of a file before anybody has said which row names the columns.
package struct TableRow: Sendable {
  /// As the person sees it: the first row of the table is 1, blank rows count.
  package let number: Int
  /// As written, from the first column on; days of a workbook as ISO text.
  package var cells: [String]
  /// Not shown when the file is opened.
  package let isHidden: Bool
  /// What is wrong with a cell itself, whatever its column means.
  private let flaws: [Flaw]

  struct Flaw {
    /// From 0.
    let place: Int
    let reason: String
    let suggestion: String
  }

  init(number: Int, cells: [String], isHidden: Bool = false, flaws: [Flaw]) {
    self.number = number
    self.cells = cells
    self.isHidden = isHidden
    self.flaws = flaws
  }

  init(_ record: Record) {
    var flaws: [Flaw] = []
    if let place = record.brokenQuote, let fault = record.quoteFault(header: []) {
      flaws.append(Flaw(place: place, reason: fault.reason, suggestion: fault.suggestion))
    }
    self.init(number: record.number, cells: record.cells, flaws: flaws)
  }

  /// Whether nothing stands in its first cells.
  package func isBlank(within count: Int) -> Bool {
    cells.prefix(count).allSatisfy { $0.allSatisfy(\.isWhitespace) }
      && !flaws.contains { $0.place < count }
  }

  /// The first cell with something in it beyond so many; from 0.
  package func firstCell(beyond count: Int) -> Int? {
    guard cells.count > count else { return nil }
    return cells[count...].firstIndex { !$0.allSatisfy(\.isWhitespace) }
  }

  /// The row under a header, and why it cannot be used.
  ///
  /// - Parameter isStrict: whether cells beyond the header are a fault, as in a text file, where
  ///   they come of a delimiter inside a cell; in a workbook they are notes beside the table.
  package func under(_ header: [String], isStrict: Bool) -> Result<SheetRow, SheetFault> {
    for flaw in flaws where flaw.place < header.count || isStrict {
      let column = flaw.place < header.count ? header[flaw.place] : nil
      let value = flaw.place < cells.count ? shortened(cells[flaw.place]) : ""
      return .failure(
        SheetFault(
          row: number, column: column, value: value, reason: flaw.reason,
          suggestion: flaw.suggestion))
    }
    var cells = cells
    if cells.count > header.count {
      while cells.count > header.count, cells.last?.isEmpty == true { cells.removeLast() }
      if cells.count > header.count {
        if isStrict { return .failure(tooManyCells(cells, header: header, row: number)) }
        cells.removeSubrange(header.count...)
      }
    }
    if let fault = cellFault(in: cells, header: header, row: number) { return .failure(fault) }
    while cells.count < header.count { cells.append("") }
    return .success(SheetRow(number: number, cells: cells))
  }
}

/// The first bytes of a file, or all of them.
private func readFile(
  _ path: String, limit: Int, fileName: String
) throws(SheetFault) -> [UInt8] {
  let fault = SheetFault(reason: "文件“\(fileName)”打不开。", suggestion: "请检查文件是否存在、是否可读。")
  let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
  guard descriptor >= 0 else { throw fault }
  defer { close(descriptor) }
  var status = stat()
  guard unsafe fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
    throw fault
  }
  var bytes = [UInt8](repeating: 0, count: min(limit, Int(status.st_size)))
  var count = 0
  while count < bytes.count {
    let part = unsafe bytes.withUnsafeMutableBytes { buffer in
      unsafe read(descriptor, buffer.baseAddress.map { unsafe $0 + count }, buffer.count - count)
    }
    if part < 0, errno == EINTR { continue }
    guard part > 0 else { throw fault }
    count += part
  }
  return bytes
}
