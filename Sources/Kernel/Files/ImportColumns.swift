internal import Sheets

/// Which column of a file is which.
package struct ImportColumns: Sendable {
  /// Place in the rows by the column's code.
  let places: [String: Int]
  private let names: [String: String]
  private let forms: [String: ImportColumn.Form]
  private let personal: Set<String>

  /// - Parameter places: where each column stands in the rows, from 0, by its code.
  init(_ header: [String], _ places: [String: Int], of known: [ImportColumn]) {
    self.places = places
    let own = Dictionary(known.map { ($0.code, $0.name) }) { first, _ in first }
    let written = places.compactMapValues { $0 < header.count ? header[$0] : nil }
    names = own.merging(written.filter { !$0.value.isEmpty }) { _, inFile in inFile }
    forms = Dictionary(known.map { ($0.code, $0.form) }) { first, _ in first }
    personal = Set(known.filter(\.isPersonal).map(\.code))
  }

  func has(_ code: String) -> Bool { places[code] != nil }

  /// The cell under a column as it is written; nil where the file has no such column.
  func cell(_ code: String, _ row: SheetRow) -> String? {
    guard let place = places[code] else { return nil }
    return place < row.cells.count ? row.cells[place] : ""
  }

  /// What the column is called in this file, or in ours where the file has none.
  package func title(_ code: String) -> String { names[code] ?? code }

  func form(_ code: String) -> ImportColumn.Form { forms[code] ?? .text }

  /// Whether a column holds numbers of people.
  func isPersonal(_ code: String) -> Bool { personal.contains(code) }
}

/// What the names of a file's columns say.
struct HeaderReading: Sendable {
  struct Stranger: Sendable {
    /// From 0.
    let place: Int
    package let title: String
    /// The column that was probably meant.
    let near: ImportColumn?
  }

  let header: [String]
  let label: String
  let known: [ImportColumn]
  private(set) var places: [String: Int] = [:]
  private(set) var strangers: [Stranger] = []
  /// Columns that say the same: code, the place taken, the other one.
  private(set) var doubles: [(code: String, first: Int, second: Int)] = []

  init(_ header: [String], _ library: any Library) {
    self.header = header
    label = library.label
    known = library.columns
    let names = ColumnNames(known)
    for (place, title) in header.enumerated() {
      guard let word = ColumnNames.folded(title) else {
        strangers.append(Stranger(place: place, title: title.prefix(40) + "…", near: nil))
        continue
      }
      guard !word.isEmpty, !Self.ignored.contains(word) else { continue }
      guard let column = names[word] else {
        let near = nearest(word, in: known.map(\.name))
        strangers.append(
          Stranger(place: place, title: title, near: known.first { $0.name == near }))
        continue
      }
      if let earlier = places[column.code] {
        doubles.append((column.code, earlier, place))
      } else {
        places[column.code] = place
      }
    }
  }

  var missing: [ImportColumn] { known.filter { $0.isRequired && places[$0.code] == nil } }

  /// Nothing is left to ask a person.
  var isPlain: Bool { strangers.isEmpty && doubles.isEmpty && missing.isEmpty }

  var columns: ImportColumns { ImportColumns(header, places, of: known) }

  /// Every unknown, missing and doubled column, with what was expected; empty when plain.
  var problems: [String] {
    let problems = questions(advice: "请改名或删去这一列。")
    guard !problems.isEmpty else { return [] }
    let required = known.filter(\.isRequired).map(\.name).joined(separator: "、")
    let other = known.filter { !$0.isRequired }.map(\.name).joined(separator: "、")
    return problems + [
      "\(label)文件必须有的列：\(required)。" + (other.isEmpty ? "" : "可以有的列：\(other)。")
        + "可以下载模板对照。"
    ]
  }

  /// The same for somebody who can say which column is which.
  ///
  /// - Parameter advice: what to do about a column nobody knows.
  func questions(advice: String) -> [String] {
    var problems = strangers.map { stranger in
      "不认识第\(stranger.place + 1)列“\(stranger.title)”。"
        + (stranger.near.map { "是否为“\($0.name)”？" } ?? advice)
    }
    for double in doubles {
      let name = known.first { $0.code == double.code }?.name ?? double.code
      problems.append(
        "第\(double.first + 1)列“\(header[double.first])”和第\(double.second + 1)列"
          + "“\(header[double.second])”都是“\(name)”，请只保留一列。")
    }
    return problems + missing.map { "缺少“\($0.name)”列。" }
  }

  /// The columns that are known, and those that were probably meant.
  var guessed: [String: Int] {
    var guessed = places
    for stranger in strangers {
      if let near = stranger.near, guessed[near.code] == nil { guessed[near.code] = stranger.place }
    }
    return guessed
  }

  /// A running number says nothing about the record; the others are added by annotated copies.
  private static let ignored: Set<String> = ["序号", "no", "检查结果", "问题与建议"]
}

/// The names a library's columns go by, folded once for all cells that are held against them.
struct ColumnNames {
  private var columns: [String: ImportColumn] = [:]

  /// Of two columns with one name the first is meant.
  init(_ known: [ImportColumn]) {
    for column in known {
      for name in [column.name] + column.aliases {
        guard let word = Self.folded(name), columns[word] == nil else { continue }
        columns[word] = column
      }
      if columns[column.code] == nil { columns[column.code] = column }
    }
  }

  /// The column of a folded name.
  subscript(word: String) -> ImportColumn? { columns[word] }

  /// How many columns a row names, to find the header among the first rows.
  func score(_ cells: [String]) -> Int {
    Set(
      cells.prefix(SheetLimits.columns).compactMap { cell in
        Self.folded(cell).flatMap { columns[$0]?.code }
      }
    ).count
  }

  /// No column is called by more; such a cell is not folded at all.
  private static let longestBytes = 1000

  /// A title without what people add to it: space, line breaks, a star or `（必填）`.
  ///
  /// - Returns: nil for a text that is too long to be the name of a column.
  static func folded(_ title: String) -> String? {
    guard title.utf8.count <= longestBytes else { return nil }
    var word = normalizeDigits(title).lowercased().filter { !$0.isWhitespace && $0 != "*" }
    for mark in ["(必填)", "(选填)", "(必录)", "(可空)"] where word.hasSuffix(mark) {
      word.removeLast(mark.count)
    }
    return word
  }
}
