internal import Crypto
package import Storage
internal import Supervision

/// What a command tells the journal.
package struct JournalNote {
  package let action: String
  package let subjectKind: String
  package let subject: String
  package let reason: String
  package let facts: [(String, String)]

  /// The same note, saying with whose role it was done when the role was lent.
  func signed(by actor: Actor?) -> JournalNote {
    guard let lending = actor?.actingFor else { return self }
    return JournalNote(
      action: action, subjectKind: subjectKind, subject: subject, reason: reason,
      facts: facts + [
        ("acting-for", lending.lender.description), ("acting-as", lending.role.rawValue),
      ])
  }
}

/// One entry as it is stored.
package struct JournalEntry: RowDecodable, Sendable {
  package let number: Int
  package let at: Int64
  package let account: Int?
  package let actor: String
  package let authority: Int?
  package let action: String
  package let subjectKind: String
  package let subject: String
  package let reason: String
  /// `key=value` lines.
  package let facts: String
  package let previous: String
  package let digest: String

  package init(row: Row) throws {
    number = try row.get("number")
    at = try row.get("at")
    account = try row.get("account")
    actor = try row.get("actor")
    authority = try row.get("authority")
    action = try row.get("action")
    subjectKind = try row.get("subject_kind")
    subject = try row.get("subject")
    reason = try row.get("reason")
    facts = try row.get("facts")
    previous = try row.get("previous")
    digest = try row.get("digest")
  }

  init(number: Int, at: Instant, by actor: Actor?, note: JournalNote, previous: String) {
    self.number = number
    self.at = at.milliseconds
    account = actor?.account.number
    self.actor = actor?.signature ?? "系统"
    authority = actor?.authority?.id.number
    action = note.action
    subjectKind = note.subjectKind
    subject = note.subject
    reason = note.reason
    facts = note.facts.map { "\($0.0)=\($0.1)" }.joined(separator: "\n")
    self.previous = previous
    digest = JournalEntry.digest(
      number: number, at: self.at, account: account, authority: authority, previous: previous,
      texts: [self.actor, action, subjectKind, subject, reason, facts])
  }

  /// The digest its own content asks for.
  package var computedDigest: String {
    JournalEntry.digest(
      number: number, at: at, account: account, authority: authority, previous: previous,
      texts: [actor, action, subjectKind, subject, reason, facts])
  }

  /// SHA-256 over `mingcha-journal-1`, the previous digest and every column, each with its length
  /// in four bytes before it, so that no two entries share their bytes.
  private static func digest(
    number: Int, at: Int64, account: Int?, authority: Int?, previous: String, texts: [String]
  ) -> String {
    var bytes: [UInt8] = []
    func add(_ text: String) {
      let content = Array(text.utf8)
      for shift in [24, 16, 8, 0] {
        bytes.append(UInt8(truncatingIfNeeded: content.count >> shift))
      }
      bytes += content
    }
    add("mingcha-journal-1")
    add(previous)
    add(String(number))
    add(String(at))
    add(account.map(String.init) ?? "-")
    add(authority.map(String.init) ?? "-")
    for text in texts { add(text) }
    return hex(sha256(bytes))
  }
}

/// The append-only, chained record of who did what.
package enum Journal {
  /// What stands before the first entry.
  static let start = String(repeating: "0", count: 64)

  static func append(
    _ note: JournalNote, at moment: Instant, by actor: Actor?, to db: any Connection
  )
    throws
  {
    let head = try db.one("SELECT number, digest FROM journal_head WHERE only_row = 1") {
      (number: try $0.get("number", as: Int.self), digest: try $0.get("digest", as: String.self))
    }
    let entry = JournalEntry(
      number: (head?.number ?? 0) + 1, at: moment, by: actor, note: note,
      previous: head?.digest ?? start)
    try db.execute(
      """
      INSERT INTO journal (number, at, account, actor, authority, action, subject_kind, subject,
        reason, facts, previous, digest)
      VALUES (\(entry.number), \(entry.at), \(entry.account), \(entry.actor), \(entry.authority),
        \(entry.action), \(entry.subjectKind), \(entry.subject), \(entry.reason), \(entry.facts),
        \(entry.previous), \(entry.digest))
      """)
    try db.execute(
      """
      INSERT INTO journal_head (only_row, number, digest)
      VALUES (1, \(entry.number), \(entry.digest))
      ON CONFLICT (only_row) DO UPDATE SET number = excluded.number, digest = excluded.digest
      """)
  }

  /// The number of the last entry; 0 before the first.
  static func head(_ db: any Connection) throws -> Int {
    try db.value("SELECT number AS value FROM journal_head WHERE only_row = 1") ?? 0
  }

  /// Where the journal ends: the number and digest of its last entry.
  package struct Head: Sendable, Equatable {
    package let number: Int
    package let digest: String
  }

  /// Number and digest of the last entry; 0 and `start` before the first.
  static func headEntry(_ db: any Connection) throws -> Head {
    try db.one("SELECT number, digest FROM journal_head WHERE only_row = 1") {
      Head(number: try $0.get("number"), digest: try $0.get("digest"))
    } ?? Head(number: 0, digest: start)
  }

  /// The first fault in the chain.
  package enum Fault: Error, Equatable {
    case missing(number: Int)
    case changed(number: Int)
    case reordered(number: Int)
    case headDiffers(number: Int)

    package var sentence: String {
      switch self {
      case .missing(let number): "第 \(number) 条记录缺失"
      case .changed(let number): "第 \(number) 条记录的内容被改动过，与其指纹不符"
      case .reordered(let number): "第 \(number) 条记录与前一条不相接：前面的记录被调换、删除或替换过"
      case .headDiffers(let number): "末端记录不符：日志末端登记为第 \(number) 条，与实际最后一条不一致"
      }
    }
  }

  /// Walks the whole chain.
  ///
  /// - Returns: number of entries and the digest of the last, or the first fault.
  package static func verify(_ db: any Connection) throws -> Result<
    (count: Int, digest: String), Fault
  > {
    var expected = 1
    var previous = start
    var fault: Fault?
    try db.forEachRow(
      """
      SELECT number, at, account, actor, authority, action, subject_kind, subject, reason, facts,
        previous, digest
      FROM journal ORDER BY number
      """
    ) { row in
      guard fault == nil else { return }
      let entry = try JournalEntry(row: row)
      if entry.number != expected {
        fault = .missing(number: expected)
      } else if entry.computedDigest != entry.digest {
        fault = .changed(number: entry.number)
      } else if entry.previous != previous {
        fault = .reordered(number: entry.number)
      }
      expected += 1
      previous = entry.digest
    }
    if let fault { return .failure(fault) }
    let head = try db.one("SELECT number, digest FROM journal_head WHERE only_row = 1") {
      (number: try $0.get("number", as: Int.self), digest: try $0.get("digest", as: String.self))
    }
    let count = expected - 1
    if (head?.number ?? 0) != count || (head?.digest ?? start) != previous {
      return .failure(.headDiffers(number: head?.number ?? 0))
    }
    return .success((count, previous))
  }
}
