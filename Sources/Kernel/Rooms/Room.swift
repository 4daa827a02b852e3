package import Storage
package import Supervision

/// The manifest of a room: everything the rest of the application shows or does of it, declared once.
///
/// `Rooms` gathers what all rooms declare; nothing else lists rooms. What one room shows on another
/// room's page is a `Contribution` of a type the lower room defines; what must happen in another
/// room is an `Event` it listens to.
package struct Room: Sendable {
  /// `a-z` and `-`, as in its journal actions: `visit`.
  package let code: String
  /// What people call it.
  package let name: String
  package var routes: [Route]
  package var menu: [MenuEntry]
  package var flashes: [Flash]
  package var actions: [JournalAction]
  package var facts: [JournalFact]
  package var subjects: [JournalSubject]
  /// What a person should do next here.
  package var tasks: TaskSource?
  package var datasets: [any Library]
  package var personal: [PersonalSource]
  /// Files for browsers.
  package var assets: [AssetFile]
  /// Caches and other state of the process, made once for each `House`.
  package var states: [any RoomState.Type]
  package var reference: [ReferenceFile]
  package var listeners: [Listener]
  package var due: [DueWork]
  /// Completes what is derived from the records, such as an index of texts; run at every start and
  /// after a command that left it for later.
  package var complete: Completion?
  /// Finds the person behind a session token; one room has it.
  package var visitor: (@Sendable (_ token: String, _ house: House) throws -> Actor?)?
  package var searchBox: SearchBox?
  package var footer: [FooterLink]
  package var contributions: [any Contribution]

  /// - Parameter atOnce: so many records in one transaction; others may write in between.
  package typealias Completion = @Sendable (_ store: any Store, _ atOnce: Int) throws -> Void
  package typealias TaskSource =
    @Sendable (_ actor: Actor, _ now: Instant, _ db: any Connection) throws -> [DeskTask]

  package init(
    _ code: String, _ name: String, routes: [Route] = [], menu: [MenuEntry] = [],
    flashes: [Flash] = [], actions: [JournalAction] = [], facts: [JournalFact] = [],
    subjects: [JournalSubject] = [], tasks: TaskSource? = nil, datasets: [any Library] = [],
    personal: [PersonalSource] = [], assets: [AssetFile] = [], states: [any RoomState.Type] = [],
    reference: [ReferenceFile] = [], listeners: [Listener] = [], due: [DueWork] = [],
    complete: Completion? = nil,
    visitor: (@Sendable (_ token: String, _ house: House) throws -> Actor?)? = nil,
    searchBox: SearchBox? = nil, footer: [FooterLink] = [],
    contributions: [any Contribution] = []
  ) {
    self.code = code
    self.name = name
    self.routes = routes
    self.menu = menu
    self.flashes = flashes
    self.actions = actions
    self.facts = facts
    self.subjects = subjects
    self.tasks = tasks
    self.datasets = datasets
    self.personal = personal
    self.assets = assets
    self.states = states
    self.reference = reference
    self.listeners = listeners
    self.due = due
    self.complete = complete
    self.visitor = visitor
    self.searchBox = searchBox
    self.footer = footer
    self.contributions = contributions
  }
}

/// What one room shows on a page of another; the lower room defines the type and asks for all of it
/// (`Rooms.contributions`).
package protocol Contribution: Sendable {}

/// State of a room that lives as long as the process: a cache, a queue.
package protocol RoomState: AnyObject, Sendable {
  init(_ setup: RoomSetup)
  /// Called once when the server ends.
  func stop(_ store: any Store)
}

extension RoomState {
  package func stop(_ store: any Store) {}
}

/// What the state of a room is made of.
package struct RoomSetup: Sendable {
  package let surroundings: Surroundings
  package let assets: Assets
}

/// Work that falls due without anybody asking, tried once a minute by the server.
package struct DueWork: Sendable {
  /// In log lines, such as `publish-due`.
  package let name: String
  /// - Returns: how much was done, for the log.
  package let run: @Sendable (_ house: House) throws -> Int

  package init(_ name: String, _ run: @escaping @Sendable (_ house: House) throws -> Int) {
    self.name = name
    self.run = run
  }
}

/// A file of codes, rules or documents that ships with the program and is loaded into the store.
package struct ReferenceFile: Sendable {
  package let name: String
  package let bytes: [UInt8]
  /// Adds and updates rows, never removes one.
  ///
  /// - Throws: `TableFault` naming line and column.
  package let load: @Sendable (_ text: String, _ db: any Connection) throws -> Void

  package init(
    _ name: String, _ bytes: [UInt8],
    _ load: @escaping @Sendable (_ text: String, _ db: any Connection) throws -> Void
  ) {
    self.name = name
    self.bytes = bytes
    self.load = load
  }
}
