internal import HTTP
package import Storage

/// All rooms of an application with what they declare, ready to be looked up.
package final class Rooms: Sendable {
  package let all: [Room]
  package let routes: [Route]
  package let datasets: Datasets
  package let words: JournalWords
  package let tasks: [Room.TaskSource]
  package let personal: [PersonalSource]
  package let reference: [ReferenceFile]
  package let due: [DueWork]
  package let menu: [MenuEntry]
  package let footer: [FooterLink]
  package let searchBox: SearchBox?
  private let flashes: [String: Flash]
  private let listeners: [ObjectIdentifier: [Listener]]
  private let contributed: [any Contribution]

  /// - Parameter rooms: in the order of menus, tasks and files; lower rooms first.
  package init(_ rooms: [Room]) {
    all = rooms
    routes = rooms.flatMap(\.routes)
    datasets = Datasets(rooms.flatMap(\.datasets))
    words = JournalWords(rooms)
    tasks = rooms.compactMap(\.tasks)
    personal = rooms.flatMap(\.personal)
    reference = rooms.flatMap(\.reference)
    due = rooms.flatMap(\.due)
    menu = rooms.flatMap(\.menu)
    footer = rooms.flatMap(\.footer)
    searchBox = rooms.compactMap(\.searchBox).first
    flashes = Dictionary((Flash.common + rooms.flatMap(\.flashes)).map { ($0.code, $0) }) {
      first, _ in
      first
    }
    listeners = Dictionary(grouping: rooms.flatMap(\.listeners), by: \.event)
    contributed = rooms.flatMap(\.contributions)
  }

  /// The person behind a session token; nil when the session is over.
  func visitor(_ token: String, _ house: House) throws -> Actor? {
    for room in all {
      if let visitor = room.visitor { return try visitor(token, house) }
    }
    return nil
  }

  /// What has just been done, by the code that stands in the address.
  package func flash(_ code: String) -> Flash? { flashes[code] }

  func listeners(to event: any Event.Type) -> [Listener] {
    listeners(to: ObjectIdentifier(event))
  }

  /// - Parameter event: of the event's type.
  func listeners(to event: ObjectIdentifier) -> [Listener] { listeners[event] ?? [] }

  /// Completes what rooms derive from their records.
  package func complete(_ store: any Store, atOnce: Int = 30_000) throws {
    for room in all { try room.complete?(store, atOnce) }
  }

  /// What rooms contribute of one type, in their order.
  package func contributions<C: Contribution>(_ type: C.Type) -> [C] {
    contributed.compactMap { $0 as? C }
  }
}
