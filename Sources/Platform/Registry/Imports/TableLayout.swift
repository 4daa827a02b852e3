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
  /// - Throws: `Problem.refused` for a file without any row.
  static func recognise(
    _ file: TableFile, _ library: any Library, part wanted: Int? = nil
  ) throws -> TableLayout {
    var best: (layout: TableLayout, score: Int)?
    for isHidden in [false, true] {
      for (index, part) in file.parts.enumerated()
      where part.isHidden == isHidden && (wanted ?? index) == index {
        for row in try firstRows(of: file, part: index) {
          let score = HeaderReading.score(row.cells, library.columns)
          if score > best?.score ?? -1 {
            best = (TableLayout(part: index, row), score)
          }
        }
      }
      if let best, best.score > 0 { return best.layout }
    }
    guard let best else {
      throw Problem.refused("文件里只有空行。请确认选对了文件，表格至少要有一行表头。")
    }
    return best.layout
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

  /// The rows that are shown to choose the header from.
  static func firstRows(of file: TableFile, part: Int) throws -> [TableRow] {
    var rows: [TableRow] = []
    do {
      try file.forEachRow(ofPart: part) { row in
        rows.append(row)
        return rows.count < shownRows
      }
    } catch let fault as SheetFault {
      throw Problem.refused(fault.description)
    }
    return rows
  }

  /// - Throws: `Problem.refused` with what is wrong with the columns.
  func reading(_ library: any Library) throws -> HeaderReading {
    guard header.count <= SheetLimits.columns else {
      throw Problem.refused(
        "第\(headerRow)行是表头，有\(header.count)列，最多\(SheetLimits.columns)列。请删去不需要的列，并检查分隔符是否正确。")
    }
    return HeaderReading(header, library)
  }

  /// What files of one source have in common: the names of their columns in their order.
  var fingerprint: String { hex(sha256(Array(header.joined(separator: "\u{1F}").utf8))) }
}
