package import Storage
package import Supervision

/// One command on its way into the store: the connection, the moment, and what the journal will say.
package final class Transaction {
  package let db: any Connection
  package let now: Instant
  /// `nil` when the house itself acts (a due publication).
  package let actor: Actor?
  private(set) var note: JournalNote?
  /// The caller of a mass of commands completes the search afterwards (`BodySearch.complete`).
  var leavesSearchForLater = false
  /// Bodies whose names, codes, persons or addresses may have changed.
  private(set) var touchedBodies: Set<BodyID> = []

  init(db: any Connection, now: Instant, actor: Actor?) {
    self.db = db
    self.now = now
    self.actor = actor
  }

  /// Says that what this body is found by may have changed: names, codes, certificates, persons,
  /// addresses, region. The search is brought up to date before the command is stored.
  package func touch(_ body: BodyID) { touchedBodies.insert(body) }

  /// Says what the one journal entry of this command is about. Called once in every command.
  ///
  /// - Parameters:
  ///   - action: `room.step`, for example `visit.notify`.
  ///   - subject: the record, for example `("visit", "17")`.
  ///   - reason: what the person gave as reason, or empty.
  ///   - facts: short pairs that explain the entry; no secrets, no personal data.
  package func journal(
    _ action: String, _ subject: (kind: String, id: String), reason: String = "",
    _ facts: [(String, String)] = []
  ) {
    precondition(note == nil, "a command writes one journal entry")
    note = JournalNote(
      action: action, subjectKind: subject.kind, subject: subject.id, reason: reason, facts: facts)
  }
}

extension House {
  /// Runs one command: everything it stores and its journal entry, or nothing.
  @discardableResult
  package func perform<T>(
    by actor: Actor?, at moment: Instant? = nil, _ body: (Transaction) throws -> T
  ) throws -> T {
    let moment = moment ?? now()
    return try store.write { db in
      let transaction = Transaction(db: db, now: moment, actor: actor)
      let result = try body(transaction)
      guard let note = transaction.note else {
        preconditionFailure("a command must say what the journal writes")
      }
      if !transaction.touchedBodies.isEmpty, !transaction.leavesSearchForLater {
        try BodySearch.refresh(
          transaction.touchedBodies.sorted { $0.number < $1.number }, db)
      }
      try Journal.append(note.signed(by: actor), at: moment, by: actor, to: db)
      return result
    }
  }
}
