internal import Sheets
internal import Storage
internal import Supervision

extension Imports {
  /// The person's own table with what is wrong marked in it: in a workbook in colour, and in two
  /// further columns what would happen to each row and why.
  ///
  /// Judged against the registry as it is now, row by row, so that every row of a file of any size
  /// is in it. The copy can be mended and sent back as it is.
  ///
  /// - Parameter report: called with the rows written so far; throws to stop.
  static func annotatedCopy(
    _ record: ImportRecord, for actor: Actor, _ now: Instant, _ house: House,
    _ report: @escaping (Int) throws -> Void
  ) throws -> FinishedTable {
    let opened = try open(record, house)
    let file = try TemporaryTable(house)
    let copy: any AnnotatedTable =
      opened.table.format == .xlsx
      ? try AnnotatedWorkbook(opened, file.descriptor, now)
      : try AnnotatedText(opened, file.descriptor)
    do {
      try opened.table.forEachRow(ofPart: opened.layout.part) { row in
        guard row.number <= opened.layout.headerRow else { return false }
        try copy.writeHead(row)
        return true
      }
      var rows = 0
      try house.store.read { db in
        _ = try opened.run(
          for: actor, now: now, db,
          remark: { remark in
            try copy.write(remark)
            rows += 1
            if rows % 1000 == 0 { try report(rows) }
          })
      }
      try copy.finish()
    } catch let fault as WriteFault {
      throw fault == .full ? StoreError.full("a copy") : StoreError.unavailable("a copy: \(fault)")
    }
    let ending = opened.table.format.suffix
    var name = record.fileName[...]
    if let dot = name.lastIndex(of: "."), dot > name.startIndex { name = name[..<dot] }
    return file.finished(
      type: ending == "xlsx" ? TableFormat.xlsx.contentType : "text/csv; charset=utf-8",
      named: "\(name)-批注.\(ending)")
  }
}

/// A copy of a table with remarks.
private protocol AnnotatedTable: AnyObject {
  /// A row up to the header.
  func writeHead(_ row: TableRow) throws
  func write(_ remark: RowRemark) throws
  func finish() throws
}

private let remarkTitles = ["检查结果", "问题与建议"]

extension RowRemark {
  fileprivate var result: String {
    effect?.label ?? "不合格，不导入"
  }

  /// Everything that is said of the row, as one text.
  fileprivate var words: String {
    findings.map { finding in
      (finding.column.isEmpty ? "" : "“\(finding.column)”：") + finding.reason
        + finding.suggestion
    }.joined(separator: " ")
  }
}

private final class AnnotatedWorkbook: AnnotatedTable {
  private let layout: TableLayout
  private let writer: WorkbookWriter

  init(_ opened: OpenedFile, _ descriptor: Int32, _ now: Instant) throws {
    layout = opened.layout
    let name = opened.table.parts[opened.layout.part].name
    writer = try WorkbookWriter(
      descriptor, named: name, columns: opened.layout.header + remarkTitles,
      modified: now.milliseconds / 1000, hasHeader: false)
  }

  func writeHead(_ row: TableRow) throws {
    let isHeader = row.number == layout.headerRow
    var cells: [(text: String, look: WorkbookWriter.Look)] = row.cells.map {
      ($0, isHeader ? .header : .plain)
    }
    if isHeader {
      cells = Array(cells.prefix(layout.header.count)) + remarkTitles.map { ($0, .header) }
    }
    try writer.write(cells, at: row.number)
  }

  func write(_ remark: RowRemark) throws {
    var cells: [(text: String, look: WorkbookWriter.Look)] = remark.cells.map { ($0, .plain) }
    while cells.count < layout.header.count { cells.append(("", .plain)) }
    cells.removeSubrange(layout.header.count...)
    for finding in remark.findings.reversed() {
      guard let place = layout.header.firstIndex(of: finding.column) else { continue }
      if finding.isRefused || cells[place].look != .bad {
        cells[place].look = finding.isRefused ? .bad : .doubt
      }
    }
    cells.append((remark.result, remark.effect == nil ? .bad : .plain))
    cells.append((remark.words, remark.words.isEmpty ? .plain : .remark))
    try writer.write(cells, at: remark.number)
  }

  func finish() throws { try writer.finish() }
}

/// A text file has no colours; the further columns say which cells are meant.
private final class AnnotatedText: AnnotatedTable {
  private let layout: TableLayout
  private let writer: TextWriter

  init(_ opened: OpenedFile, _ descriptor: Int32) throws {
    layout = opened.layout
    writer = try TextWriter(descriptor, isTabbed: opened.table.format == .tsv)
  }

  func writeHead(_ row: TableRow) throws {
    try writer.write(
      row.number == layout.headerRow ? layout.header + remarkTitles : row.cells, at: row.number)
  }

  func write(_ remark: RowRemark) throws {
    var cells = remark.cells
    while cells.count < layout.header.count { cells.append("") }
    try writer.write(cells + [remark.result, remark.words], at: remark.number)
  }

  func finish() throws { try writer.finish() }
}
