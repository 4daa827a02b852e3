internal import Crypto
package import Storage
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
    _ note: JournalNote, at moment: Instant, by actor: Actor?, _ words: JournalWords,
    to db: any Connection
  ) throws {
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
    try JournalSight.show(entry.number, in: try JournalPlace(of: note, by: actor, words, db), db)
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
  package static func head(_ db: any Connection) throws -> Int { try headEntry(db).number }

  /// Number and digest of the last entry; 0 and `start` before the first.
  package static func headEntry(_ db: any Connection) throws -> Head {
    try db.one("SELECT number, digest FROM journal_head WHERE only_row = 1") {
      Head(number: try $0.get("number"), digest: try $0.get("digest"))
    } ?? Head(number: 0, digest: start)
  }
}
