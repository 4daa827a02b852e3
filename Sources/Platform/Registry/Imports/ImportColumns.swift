internal import Sheets

/// Which column of a file is which.
struct ImportColumns: Sendable {
  /// Place in the rows by the column's code.
  private let places: [String: Int]
  private let names: [String: String]

  /// - Throws: `Problem.refused` naming every unknown, missing and doubled column, with what was
  ///   expected.
  init(_ header: [String], kind: ImportKind) throws {
    let known = kind.columns
    var places: [String: Int] = [:]
    var names: [String: String] = [:]
    var problems: [String] = []
    for (index, title) in header.enumerated() where !Self.ignored.contains(title) {
      guard let column = Self.column(title, known) else {
        let near = nearest(title, in: known.map(\.name))
        problems.append(
          "不认识第\(index + 1)列“\(title)”。" + (near.map { "是否为“\($0)”？" } ?? "请改名或删去这一列。"))
        continue
      }
      if let earlier = places[column.code] {
        problems.append(
          "第\(earlier + 1)列“\(header[earlier])”和第\(index + 1)列“\(title)”都是“\(column.name)”，请只保留一列。")
        continue
      }
      places[column.code] = index
      names[column.code] = title
    }
    for column in known where column.isRequired && places[column.code] == nil {
      problems.append("缺少“\(column.name)”列。")
    }
    if !problems.isEmpty {
      let required = known.filter(\.isRequired).map(\.name).joined(separator: "、")
      let other = known.filter { !$0.isRequired }.map(\.name).joined(separator: "、")
      problems.append(
        "\(kind.label)文件必须有的列：\(required)。" + (other.isEmpty ? "" : "可以有的列：\(other)。")
          + "可以下载模板对照。")
      throw Problem.refused(problems)
    }
    self.places = places
    self.names = names
  }

  /// A running number says nothing about the record.
  private static let ignored: Set<String> = ["序号", "no", "No"]

  private static func column(_ title: String, _ known: [ImportColumn]) -> ImportColumn? {
    known.first { $0.name == title || $0.code == title.lowercased() || $0.aliases.contains(title) }
  }

  func has(_ code: String) -> Bool { places[code] != nil }

  /// The cell under a column; nil where the file has no such column.
  func cell(_ code: String, _ row: SheetRow) -> String? {
    places[code].map { row.cells[$0] }
  }

  /// What the column is called in this file.
  func title(_ code: String) -> String { names[code] ?? code }
}

/// One row while it is read: takes its cells and gathers what is wrong with them.
struct RowIntake {
  let row: SheetRow
  private let columns: ImportColumns
  private(set) var findings: [ImportFinding] = []
  private(set) var isRefused = false

  init(_ row: SheetRow, _ columns: ImportColumns) {
    self.row = row
    self.columns = columns
  }

  /// The cell read, or nil when it is wrong (then the row is refused) or its column is missing.
  mutating func take<T>(_ code: String, _ read: (String) throws(CellFault) -> T) -> T? {
    guard let cell = columns.cell(code, row) else { return nil }
    do throws(CellFault) {
      let value = try read(cell)
      if cell.first?.isWhitespace == true || cell.last?.isWhitespace == true {
        doubt(code, "首尾有空格。", "导入时去掉空格。")
      }
      return value
    } catch {
      refuse(code, error.reason, error.suggestion)
      return nil
    }
  }

  /// Like `take`, but an empty cell says nothing.
  mutating func takeIfFilled<T>(_ code: String, _ read: (String) throws(CellFault) -> T) -> T? {
    guard let cell = columns.cell(code, row), !cell.allSatisfy(\.isWhitespace) else { return nil }
    return take(code, read)
  }

  mutating func refuse(_ code: String, _ reason: String, _ suggestion: String) {
    isRefused = true
    note(code, reason, suggestion, isRefused: true)
  }

  /// Something to look at in a row that is accepted all the same.
  mutating func doubt(_ code: String, _ reason: String, _ suggestion: String) {
    note(code, reason, suggestion, isRefused: false)
  }

  private mutating func note(
    _ code: String, _ reason: String, _ suggestion: String, isRefused: Bool
  ) {
    findings.append(
      ImportFinding(
        isRefused: isRefused, row: row.number, column: columns.title(code),
        value: columns.cell(code, row) ?? "", reason: reason, suggestion: suggestion))
  }
}
