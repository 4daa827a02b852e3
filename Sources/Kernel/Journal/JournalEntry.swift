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

  /// The columns in the order of `init(values:)`.
  static let columns: SQL =
    """
    number, at, account, actor, authority, action, subject_kind, subject, reason, facts, previous,
      digest
    """

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
    self.init(
      number: number, at: at.milliseconds, account: actor?.account.number,
      actor: actor?.signature ?? "系统", authority: actor?.authority?.id.number, action: note.action,
      subjectKind: note.subjectKind, subject: note.subject, reason: note.reason,
      facts: note.facts.map { "\($0.0)=\($0.1)" }.joined(separator: "\n"), previous: previous)
  }

  /// An entry with the digest its content asks for, unless another is given.
  init(
    number: Int, at: Int64, account: Int?, actor: String, authority: Int?, action: String,
    subjectKind: String, subject: String, reason: String, facts: String, previous: String,
    digest: String? = nil
  ) {
    self.number = number
    self.at = at
    self.account = account
    self.actor = actor
    self.authority = authority
    self.action = action
    self.subjectKind = subjectKind
    self.subject = subject
    self.reason = reason
    self.facts = facts
    self.previous = previous
    if let digest {
      self.digest = digest
    } else {
      var message: [UInt8] = []
      JournalEntry.append(
        number: number, at: at, account: account, authority: authority, previous: previous,
        texts: (actor, action, subjectKind, subject, reason, facts), to: &message)
      self.digest = hex(sha256(message))
    }
  }

  /// The digest its own content asks for.
  package var computedDigest: String {
    var message: [UInt8] = []
    appendMessage(to: &message)
    return hex(sha256(message))
  }

  /// What the digest is computed over.
  func appendMessage(to message: inout [UInt8]) {
    JournalEntry.append(
      number: number, at: at, account: account, authority: authority, previous: previous,
      texts: (actor, action, subjectKind, subject, reason, facts), to: &message)
  }

  /// `mingcha-journal-1`, the previous digest and every column, each with its length in four bytes
  /// before it, so that no two entries share their bytes. The digest is its SHA-256.
  private static func append(
    number: Int, at: Int64, account: Int?, authority: Int?, previous: String,
    texts: (String, String, String, String, String, String), to message: inout [UInt8]
  ) {
    func add(_ text: String) {
      let count = text.utf8.count
      for shift in [24, 16, 8, 0] { message.append(UInt8(truncatingIfNeeded: count >> shift)) }
      message.append(contentsOf: text.utf8)
    }
    add("mingcha-journal-1")
    add(previous)
    add(String(number))
    add(String(at))
    add(account.map(String.init) ?? "-")
    add(authority.map(String.init) ?? "-")
    add(texts.0)
    add(texts.1)
    add(texts.2)
    add(texts.3)
    add(texts.4)
    add(texts.5)
  }
}
