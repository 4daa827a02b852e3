internal import Storage
internal import Supervision

// What is stored of an import itself.

/// A file as it came.
struct ReceivedFile: Sendable {
  let name: String
  let digest: String
  /// In bytes.
  let size: Int
  let encoding: String
}

extension Imports {
  static func insertImport(
    _ file: ReceivedFile, _ kind: ImportKind, _ layout: TableLayout,
    _ state: ImportRecord.State, _ actor: Actor, _ transaction: Transaction
  ) throws -> ImportID {
    let now = transaction.now.milliseconds
    let decided: Int64? = state == .accepted ? now : nil
    let id: ImportID? = try transaction.db.value(
      """
      INSERT INTO imports (kind, file_name, file_digest, file_size, encoding, rows_read, rows_new,
        rows_changed, rows_ended, rows_same, rows_refused, state, authority, at, account,
        decided_at, part, header_row, problem)
      VALUES (\(kind), \(file.name), \(file.digest), \(file.size), \(file.encoding),
        0, 0, 0, 0, 0, 0, \(state), \(actor.authority?.id), \(now), \(transaction.actor?.account),
        \(decided), \(layout.part), \(layout.headerRow), '')
      RETURNING id AS value
      """)
    guard let id else { throw Problem.conflict("导入记录没有保存，请重试。") }
    return id
  }

  /// - Returns: whether it was in one of the states of before.
  @discardableResult
  static func moveImport(
    _ id: ImportID, from states: [ImportRecord.State], to state: ImportRecord.State,
    problem: String = "", _ db: any Connection
  ) throws -> Bool {
    try db.execute(
      "UPDATE imports SET state = \(state), problem = \(problem) WHERE id = \(id) AND "
        + .among("state", states)) == 1
  }

  static func decideImport(
    _ id: ImportID, _ state: ImportRecord.State, _ transaction: Transaction
  ) throws {
    try transaction.db.execute(
      """
      UPDATE imports SET state = \(state), problem = '',
        decided_at = \(transaction.now.milliseconds)
      WHERE id = \(id)
      """)
  }

  /// Stores what a way through the file has found, in place of what an earlier one did.
  static func store(
    _ outcome: ImportOutcome, of id: ImportID, _ db: any Connection
  ) throws {
    let counts = outcome.counts
    try db.execute(
      """
      UPDATE imports SET rows_read = \(counts.read), rows_new = \(counts.new),
        rows_changed = \(counts.changed), rows_ended = \(counts.ended),
        rows_same = \(counts.same), rows_refused = \(counts.refused)
      WHERE id = \(id)
      """)
    try db.execute("DELETE FROM import_findings WHERE import = \(id)")
    for (index, finding) in outcome.findings.enumerated() {
      try db.execute(
        """
        INSERT INTO import_findings (import, number, is_refused, row_number, column_name, value,
          reason, suggestion)
        VALUES (\(id), \(index + 1), \(finding.isRefused), \(finding.row), \(finding.column),
          \(finding.value), \(finding.reason), \(finding.suggestion))
        """)
    }
    try db.execute("DELETE FROM import_rows WHERE import = \(id)")
    for row in outcome.rows {
      try db.execute(
        """
        INSERT INTO import_rows (import, effect, row_number, title, changes)
        VALUES (\(id), \(row.effect), \(row.number), \(row.title), \(row.changes))
        """)
    }
  }

  /// Notes which column of a file is which.
  static func storeColumns(
    _ places: [String: Int], _ layout: TableLayout, of id: ImportID, _ db: any Connection
  ) throws {
    try db.execute(
      """
      UPDATE imports SET part = \(layout.part), header_row = \(layout.headerRow) WHERE id = \(id)
      """)
    try db.execute("DELETE FROM import_columns WHERE import = \(id)")
    for (code, place) in places.sorted(by: { $0.value < $1.value }) {
      try db.execute(
        "INSERT INTO import_columns (import, code, place) VALUES (\(id), \(code), \(place))")
    }
  }

  /// Remembers what was chosen, for the next file of the same source.
  static func rememberColumns(
    _ places: [String: Int], _ layout: TableLayout, _ kind: ImportKind, _ db: any Connection
  ) throws {
    try db.execute(
      """
      DELETE FROM import_sources WHERE kind = \(kind) AND fingerprint = \(layout.fingerprint)
      """)
    for (code, place) in places.sorted(by: { $0.value < $1.value }) {
      try db.execute(
        """
        INSERT INTO import_sources (kind, fingerprint, code, place)
        VALUES (\(kind), \(layout.fingerprint), \(code), \(place))
        """)
    }
  }
}
