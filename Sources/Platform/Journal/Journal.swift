internal import Crypto
internal import Storage
internal import Supervision

/// The append-only, chained record of who did what.
///
/// Every entry carries the digest of the one before. Over the digests stands the tree of RFC 6962,
/// so that some entries can be shown to be in the journal without the others.
package enum Journal {
  /// What stands before the first entry.
  static let start = String(repeating: "0", count: 64)

  /// Where the journal ends: the number and digest of its last entry.
  package struct Head: Sendable, Equatable {
    package let number: Int
    package let digest: String
  }

  static func append(
    _ note: JournalNote, at moment: Instant, by actor: Actor?, to db: any Connection
  )
    throws
  {
    let head = try headEntry(db)
    let entry = JournalEntry(
      number: head.number + 1, at: moment, by: actor, note: note, previous: head.digest)
    try insert(entry, db)
    try db.execute(
      """
      INSERT INTO journal_head (only_row, number, digest)
      VALUES (1, \(entry.number), \(entry.digest))
      ON CONFLICT (only_row) DO UPDATE SET number = excluded.number, digest = excluded.digest
      """)
    try db.execute(
      """
      INSERT INTO journal_days (day, first_number, last_number, entries)
      VALUES (\(moment.day.dayNumber), \(entry.number), \(entry.number), 1)
      ON CONFLICT (day) DO UPDATE SET last_number = excluded.last_number,
        entries = journal_days.entries + 1
      """)
    try show(entry.number, in: try place(of: note, by: actor, db), db)
    if entry.number.isMultiple(of: JournalTree.blockSize) {
      try JournalTree.storeBlock(entry.number / JournalTree.blockSize - 1, db)
    }
  }

  private static func insert(_ entry: JournalEntry, _ db: any Connection) throws {
    try db.execute(
      """
      INSERT INTO journal (number, at, account, actor, authority, action, subject_kind, subject,
        reason, facts, previous, digest)
      VALUES (\(entry.number), \(entry.at), \(entry.account), \(entry.actor), \(entry.authority),
        \(entry.action), \(entry.subjectKind), \(entry.subject), \(entry.reason), \(entry.facts),
        \(entry.previous), \(entry.digest))
      """)
  }

  /// The number of the last entry; 0 before the first.
  static func head(_ db: any Connection) throws -> Int { try headEntry(db).number }

  /// Number and digest of the last entry; 0 and `start` before the first.
  static func headEntry(_ db: any Connection) throws -> Head {
    try db.one("SELECT number, digest FROM journal_head WHERE only_row = 1") {
      Head(number: try $0.get("number"), digest: try $0.get("digest"))
    } ?? Head(number: 0, digest: start)
  }

  // MARK: who sees an entry

  /// Where an entry belongs: the region of who acted; for what no person did, of the record.
  private static func place(
    of note: JournalNote, by actor: Actor?, _ db: any Connection
  ) throws -> String? {
    if let authority = actor?.authority { return authority.region }
    if let body = actor?.body {
      return try db.value("SELECT region AS value FROM bodies WHERE id = \(body)")
    }
    guard let id = Int(note.subject) else { return nil }
    switch note.subjectKind {
    case "account":
      return try db.value(
        """
        SELECT coalesce(t.region, b.region) AS value FROM accounts a
        LEFT JOIN authorities t ON t.id = a.authority LEFT JOIN bodies b ON b.id = a.body
        WHERE a.id = \(id)
        """, as: String?.self) ?? nil
    case "visit": return try db.value("SELECT region AS value FROM visits WHERE id = \(id)")
    case "body": return try db.value("SELECT region AS value FROM bodies WHERE id = \(id)")
    case "plan": return try db.value("SELECT region AS value FROM plans WHERE id = \(id)")
    case "draw": return try db.value("SELECT region AS value FROM draws WHERE id = \(id)")
    default: return nil
    }
  }

  /// Lets the audit administrators of a region and of those above see an entry.
  private static func show(_ number: Int, in region: String?, _ db: any Connection) throws {
    guard let region else { return }
    let rows: [SQL] = scopes(above: region).map { "(\($0), \(number))" }
    guard !rows.isEmpty else { return }
    try db.execute("INSERT INTO journal_sight (scope, number) VALUES " + .joined(rows, by: ", "))
  }

  /// A region with its city and province; nothing for the whole country, which needs no list.
  static func scopes(above region: String) -> [String] {
    guard region != "000000", region.utf8.count == 6 else { return [] }
    var scopes = [region.prefix(2) + "0000"]
    if !region.hasSuffix("0000") { scopes.append(region.prefix(4) + "00") }
    if !region.hasSuffix("00") { scopes.append(region[...]) }
    return scopes.map(String.init)
  }
}
