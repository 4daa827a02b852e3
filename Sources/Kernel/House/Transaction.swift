package import Storage
package import Supervision

/// One command on its way into the store: the connection, the moment, and what the journal will say.
package final class Transaction {
  package let db: any Connection
  package let now: Instant
  /// `nil` when the house itself acts (a due publication).
  package let actor: Actor?
  private(set) var note: JournalNote?
  /// The caller of a mass of commands completes afterwards what is derived from records
  /// (`Rooms.complete`).
  package var leavesDerivedForLater = false
  package let rooms: Rooms
  /// Announced and to be heard at the end.
  private var waiting: [(kind: ObjectIdentifier, events: [any Event])] = []

  init(db: any Connection, now: Instant, actor: Actor?, rooms: Rooms) {
    self.db = db
    self.now = now
    self.actor = actor
    self.rooms = rooms
  }

  /// Tells the rooms that listen what has happened; some hear it at once, some at the end of the
  /// command. What they throw undoes the command.
  package func announce<E: Event>(_ event: E) throws {
    for listener in rooms.listeners(to: E.self) where !listener.isAtEnd {
      try listener.hear([event], self)
    }
    if rooms.listeners(to: E.self).contains(where: \.isAtEnd) {
      let kind = ObjectIdentifier(E.self)
      if let place = waiting.firstIndex(where: { $0.kind == kind }) {
        waiting[place].events.append(event)
      } else {
        waiting.append((kind, [event]))
      }
    }
  }

  /// Lets those hear who wait for the end, each all events of a kind together.
  fileprivate func finish() throws {
    while !waiting.isEmpty {
      let (kind, events) = waiting.removeFirst()
      for listener in rooms.listeners(to: kind) where listener.isAtEnd {
        try listener.hear(events, self)
      }
    }
  }

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
      let transaction = Transaction(db: db, now: moment, actor: actor, rooms: rooms)
      let result = try body(transaction)
      guard let note = transaction.note else {
        preconditionFailure("a command must say what the journal writes")
      }
      try transaction.finish()
      try Journal.append(
        note.signed(by: actor), at: moment, by: actor, rooms.words, to: db)
      return result
    }
  }
}
