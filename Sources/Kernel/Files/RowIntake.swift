internal import Sheets
internal import Supervision

/// One row while it is read: takes its cells and gathers what is wrong with them.
package struct RowIntake {
  let row: SheetRow
  private let columns: ImportColumns
  private let keys: ClaimedKeys
  private(set) var findings: [ImportFinding] = []
  package private(set) var isRefused = false
  /// What the row is about, shown in lists of what would happen: a name.
  package var title = ""
  /// What would change, for the same lists: `证书有效期至：2028-01-01 → 2029-06-30`.
  package private(set) var changes: [String] = []

  init(_ row: SheetRow, _ columns: ImportColumns, _ keys: ClaimedKeys) {
    self.row = row
    self.columns = columns
    self.keys = keys
  }

  /// The cell as it is read, cleaned as its column says; nil where the file has no such column.
  package func cell(_ code: String) -> String? {
    guard let written = columns.cell(code, row) else { return nil }
    return CellReader.cleaned(written, columns.form(code))
  }

  /// The cell read, or nil when it is wrong (then the row is refused) or its column is missing.
  package mutating func take<T>(_ code: String, _ read: (String) throws(CellFault) -> T) -> T? {
    guard let written = columns.cell(code, row) else { return nil }
    let cell = CellReader.cleaned(written, columns.form(code))
    do throws(CellFault) {
      let value = try read(cell)
      if cell.utf8.count != written.utf8.count || cell != written {
        noteCleaning(code, written, cell)
      }
      if columns.form(code) == .day, cell.utf8.count == 5, let day = value as? CalendarDay {
        doubt(code, "是Excel的日期序号。", "读作\(day.iso)。")
      }
      return value
    } catch {
      refuse(code, error.reason, error.suggestion)
      return nil
    }
  }

  /// Like `take`, but an empty cell says nothing.
  package mutating func takeIfFilled<T>(_ code: String, _ read: (String) throws(CellFault) -> T)
    -> T?
  {
    guard let cell = columns.cell(code, row), !cell.allSatisfy(\.isWhitespace) else { return nil }
    return take(code, read)
  }

  /// Refuses the row when its key stood in an earlier row of the file.
  package mutating func claim(_ key: String, _ code: String) {
    if let first = keys.claim(key, row: row.number) {
      refuse(code, "与第\(first)行重复。", "请只保留其中正确的一行。")
    }
  }

  package mutating func refuse(_ code: String, _ reason: String, _ suggestion: String) {
    isRefused = true
    note(code, reason, suggestion, isRefused: true)
  }

  /// Something to look at in a row that is accepted all the same.
  package mutating func doubt(_ code: String, _ reason: String, _ suggestion: String) {
    note(code, reason, suggestion, isRefused: false)
  }

  /// Notes a value that differs from the stored one.
  package mutating func change(_ name: String, _ old: String, _ new: String) {
    if old != new {
      changes.append("\(name)：\(old.isEmpty ? "空" : old) → \(new.isEmpty ? "空" : new)")
    }
  }

  private mutating func noteCleaning(_ code: String, _ written: String, _ cell: String) {
    let written = withoutFormulaMark(written)
    guard written != cell else { return }
    if CellReader.trimmed(written) == cell {
      doubt(code, "首尾有空格。", "导入时去掉空格。")
    } else {
      doubt(code, "含有全角数字、字母或符号。", "导入时按半角处理：\(cell)")
    }
  }

  private mutating func note(
    _ code: String, _ reason: String, _ suggestion: String, isRefused: Bool
  ) {
    func shown(_ text: String) -> String {
      columns.isPersonal(code) ? Masked.text(text) : text
    }
    findings.append(
      ImportFinding(
        isRefused: isRefused, row: row.number, column: columns.title(code),
        value: shown(columns.cell(code, row) ?? ""), reason: shown(reason),
        suggestion: shown(suggestion)))
  }
}

/// The keys of the rows so far, each with its row, in 24 bytes or so.
///
/// Told apart by 128 bits of hash, so that two keys of a million are taken for one with a chance
/// of less than 10⁻²⁶.
final class ClaimedKeys {
  private struct Key: Hashable {
    let high: Int
    let low: Int
  }

  private var rows: [Key: Int32] = [:]

  /// - Returns: the row that has the key already.
  package func claim(_ key: String, row: Int) -> Int? {
    var first = Hasher()
    first.combine(0)
    first.combine(key)
    var second = Hasher()
    second.combine(1)
    second.combine(key)
    let key = Key(high: first.finalize(), low: second.finalize())
    if let known = rows[key] { return Int(known) }
    rows[key] = Int32(clamping: row)
    return nil
  }
}
