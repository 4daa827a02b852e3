package import Storage
internal import Supervision

/// Something about a file that a person should know: why a row is refused, or a doubt about one
/// that is accepted.
package struct ImportFinding: RowDecodable, Sendable, Equatable {
  /// Refused rows are not imported.
  package let isRefused: Bool
  /// As the person sees it in the file, from 1; nil when the whole file is meant.
  package let row: Int?
  /// Name of the column, or empty.
  package let column: String
  /// What stands there, shortened.
  package let value: String
  package let reason: String
  package let suggestion: String

  package init(
    isRefused: Bool, row: Int?, column: String = "", value: String = "", reason: String,
    suggestion: String
  ) {
    self.isRefused = isRefused
    self.row = row
    self.column = column
    self.value = value.count > 60 ? value.prefix(60) + "…" : value
    self.reason = reason
    self.suggestion = suggestion
  }

  package init(row: Row) throws {
    isRefused = try row.get("is_refused")
    self.row = try row.get("row_number")
    column = try row.get("column_name")
    value = try row.get("value")
    reason = try row.get("reason")
    suggestion = try row.get("suggestion")
  }
}

/// How many rows of a file do what.
package struct ImportCounts: Sendable, Equatable {
  package var read = 0
  package var new = 0
  package var changed = 0
  /// Records that hold no longer.
  package var ended = 0
  /// Already stored exactly like this.
  package var same = 0
  package var refused = 0

  /// Rows that change something when accepted.
  package var effective: Int { new + changed + ended }
}

/// A file that is no table, or not one with the columns of the library.
package struct UnreadableFile: Error {
  /// Sentences.
  package let reasons: [String]
}

/// What checking or importing a file has found.
package struct ImportReport: Sendable {
  /// Nil for a check that leaves no record.
  package let id: ImportID?
  package let kind: ImportKind
  package let fileName: String
  /// SHA-256 of the file, in hex.
  package let digest: String
  package let isAccepted: Bool
  package let counts: ImportCounts
  package let findings: [ImportFinding]
}

/// An import as its record has it.
struct ImportRecord: Sendable {
  enum State: String, StoredWord, Sendable {
    /// Kept; which row and which columns are what has still to be said.
    case received
    /// On its first way through, or interrupted there.
    case checking
    case checked
    /// On its second way, which stores it, or interrupted there with nothing stored.
    case accepting
    case accepted, dropped
    /// Cannot be used, for the reason in `problem`.
    case failed

    var label: String {
      switch self {
      case .received: "待核对列"
      case .checking: "检查中"
      case .accepting: "导入中"
      case .failed: "不能使用"
      case .checked: "待确认"
      case .accepted: "已导入"
      case .dropped: "已放弃"
      }
    }

    var tint: Tint {
      switch self {
      case .checked, .received: .warning
      case .checking, .accepting: .act
      case .accepted: .fine
      case .dropped: .plain
      case .failed: .bad
      }
    }
  }

  let id: ImportID
  let kind: ImportKind
  let fileName: String
  let digest: String
  let size: Int
  let encoding: String
  package let counts: ImportCounts
  let state: State
  let at: Instant
  let decidedAt: Instant?
  let accountName: String
  /// Which sheet of a workbook, from 0.
  let part: Int
  /// 0 while nobody knows.
  let headerRow: Int
  /// Why the last step did not come to its end, or empty.
  let problem: String

  static let columns: SQL = """
    i.id, i.kind, i.file_name, i.file_digest, i.file_size, i.encoding, i.rows_read, i.rows_new,
      i.rows_changed, i.rows_ended, i.rows_same, i.rows_refused, i.state, i.at, i.decided_at,
      i.part, i.header_row, i.problem, a.name AS account_name
    """

  /// - Throws: `Problem.notFound` for a library of another version of the program.
  package init(row: Row, _ datasets: Datasets) throws {
    id = try row.get("id")
    guard let kind = datasets.kind(try row.get("kind")) else { throw Problem.notFound }
    self.kind = kind
    fileName = try row.get("file_name")
    digest = try row.get("file_digest")
    size = try row.get("file_size")
    encoding = try row.get("encoding")
    counts = ImportCounts(
      read: try row.get("rows_read"), new: try row.get("rows_new"),
      changed: try row.get("rows_changed"), ended: try row.get("rows_ended"),
      same: try row.get("rows_same"),
      refused: try row.get("rows_refused"))
    state = try row.get("state")
    at = Instant(milliseconds: try row.get("at"))
    let decided: Int64? = try row.get("decided_at")
    decidedAt = decided.map { Instant(milliseconds: $0) }
    part = try row.get("part")
    headerRow = try row.get("header_row")
    problem = try row.get("problem")
    accountName = try row.get("account_name", as: String?.self) ?? "系统"
  }
}
