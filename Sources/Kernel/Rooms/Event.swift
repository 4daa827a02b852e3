/// Something that has happened in a room and others act on in the same transaction: `DrawFinished`.
package protocol Event: Sendable {}

/// What a room does when another announces an event. It runs inside the command; what it throws
/// undoes the whole command.
package struct Listener: Sendable {
  let event: ObjectIdentifier
  let isAtEnd: Bool
  let hear: @Sendable (_ events: [any Event], _ transaction: Transaction) throws -> Void

  /// Hears every event at once, where it is announced.
  package static func on<E: Event>(
    _ event: E.Type, _ hear: @escaping @Sendable (E, Transaction) throws -> Void
  ) -> Listener {
    Listener(event: ObjectIdentifier(event), isAtEnd: false) { events, transaction in
      for case let event as E in events { try hear(event, transaction) }
    }
  }

  /// Hears all events of a command together, before it is stored.
  package static func atEnd<E: Event>(
    _ event: E.Type, _ hear: @escaping @Sendable ([E], Transaction) throws -> Void
  ) -> Listener {
    Listener(event: ObjectIdentifier(event), isAtEnd: true) { events, transaction in
      try hear(events.compactMap { $0 as? E }, transaction)
    }
  }
}
