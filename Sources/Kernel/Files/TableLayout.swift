internal import Crypto
internal import Sheets
internal import Storage

/// Which part and row of a file is the table's header, and what its columns are called.
struct TableLayout: Sendable, Equatable {
  /// From 0.
  let part: Int
  /// As the person sees it.
  let headerRow: Int
  let header: [String]

  /// The part and row in which the most columns of the library are named.
  ///
  /// Titles above the header, merged or not, name no column and so are passed over; hidden sheets
  /// are looked at only when no other fits.
  ///
  /// - Parameter part: only this one is looked at.
  /// - Throws: `Problem.refused` for a file without any row, or whose table cannot be read.
  static func recognise(
    _ file: TableFile, _ library: any Library, part wanted: Int? = nil
  ) throws -> TableLayout {
    let names = ColumnNames(library.columns)
    var best: (layout: TableLayout, score: Int, fault: SheetFault?)?
    var firstFault: SheetFault?
    for isHidden in [false, true] {
      let parts = file.parts.indices.filter {
        file.parts[$0].isHidden == isHidden && (wanted ?? $0) == $0
      }
      for index in parts.prefix(lookedParts) {
        let (rows, fault) = try look(into: file, part: index)
        firstFault = firstFault ?? fault
        for row in rows {
          let score = names.score(row.cells)
          if score > best?.score ?? -1 {
            best = (TableLayout(part: index, row), score, fault)
          }
        }
      }
      if let best, best.score > 0 { return try best.layout.unless(best.fault) }
      // A table that cannot be read is passed over only where another one fits.
      if let firstFault { throw Problem.refused(firstFault.description) }
    }
    guard let best else {
      throw Problem.refused("文件里只有空行。请确认选对了文件，表格至少要有一行表头。")
    }
    return best.layout
  }

  /// - Throws: `Problem.refused` for the fault in the table's first rows.
  private func unless(_ fault: SheetFault?) throws -> TableLayout {
    if let fault { throw Problem.refused(fault.description) }
    return self
  }

  /// The table as somebody has chosen it.
  ///
  /// - Throws: `Problem.refused` when the file has no such row.
  static func chosen(part: Int, headerRow: Int, in file: TableFile) throws -> TableLayout {
    guard file.parts.indices.contains(part) else {
      throw Problem.refused("文件里没有这张工作表，请重新选择。")
    }
    guard let row = try firstRows(of: file, part: part).first(where: { $0.number == headerRow })
    else {
      throw Problem.refused("第\(headerRow)行不在文件的前\(shownRows)行里，或是空行，请重新选择表头所在的行。")
    }
    return TableLayout(part: part, row)
  }

  init(part: Int, _ row: TableRow) {
    self.part = part
    headerRow = row.number
    var header = row.cells.map { CellReader.trimmed(withoutFormulaMark($0)) }
    while header.last?.isEmpty == true { header.removeLast() }
    self.header = header
  }

  /// Among so many rows a header is looked for.
  static let shownRows = 30
  /// And in so many parts of either kind, shown and hidden.
  private static let lookedParts = 50
  /// And no further into a part; a sheet may begin with any number of blank rows.
  private static let lookedBytes = 4 << 20

  /// The rows that are shown to choose the header from.
  ///
  /// - Throws: `Problem.refused` when one of them cannot be read.
  static func firstRows(of file: TableFile, part: Int) throws -> [TableRow] {
    let (rows, fault) = try look(into: file, part: part)
    if let fault { throw Problem.refused(fault.description) }
    return rows
  }

  /// The first rows of a part, and the fault at which they end.
  private static func look(
    into file: TableFile, part: Int
  ) throws -> (rows: [TableRow], fault: SheetFault?) {
    var rows: [TableRow] = []
    do {
      try file.forEachRow(ofPart: part, within: lookedBytes) { row in
        rows.append(row)
        return rows.count < shownRows
      }
    } catch let fault as SheetFault {
      return (rows, fault)
    }
    return (rows, nil)
  }

  func reading(_ library: any Library) -> HeaderReading { HeaderReading(header, library) }

  /// What files of one source have in common: the names of their columns in their order.
  var fingerprint: String { hex(sha256(Array(header.joined(separator: "\u{1F}").utf8))) }
}
