package import HTTP
package import Storage
package import Supervision

/// The application: a store, its surroundings and every room.
package final class House: Sendable {
  package let store: any Store
  package let surroundings: Surroundings
  package let metrics: Metrics
  package let rooms: Rooms
  package let router: Router<Route>
  package let assets: Assets
  /// Seals what must not be readable in a copy of the database.
  package let key: HouseKey
  /// Large files on their way in.
  package let jobs = Jobs()
  /// Tables on their way out.
  package let exports = ExportDesk()
  /// Who has a table recognised right now.
  let recognitions = Recognitions()
  private let states: [ObjectIdentifier: any RoomState]

  /// - Parameters:
  ///   - store: already migrated (`House.prepare`).
  ///   - given: states of rooms that are made elsewhere, such as a connection to a provider.
  /// - Throws: `RouterFault` when two routes claim one address.
  package init(
    store: any Store, surroundings: Surroundings, metrics: Metrics, assets: Assets, rooms: Rooms,
    given: [any RoomState] = []
  ) throws {
    self.store = store
    self.surroundings = surroundings
    self.metrics = metrics
    self.assets = assets
    self.rooms = rooms
    key = HouseKey(dataFolder: surroundings.dataFolder, entropy: surroundings.entropy)
    router = try Router(
      rooms.routes.map { (method: $0.method, pattern: $0.pattern, endpoint: $0) })
    let setup = RoomSetup(surroundings: surroundings, assets: assets)
    var states: [ObjectIdentifier: any RoomState] = [:]
    for state in given { states[ObjectIdentifier(type(of: state))] = state }
    for type in rooms.all.flatMap(\.states) where states[ObjectIdentifier(type)] == nil {
      states[ObjectIdentifier(type)] = type.init(setup)
    }
    self.states = states
  }

  package func now() -> Instant { surroundings.now() }

  package var datasets: Datasets { rooms.datasets }

  /// The state of a room that its manifest declares.
  package func state<State: RoomState>(_ type: State.Type) -> State {
    guard let state = states[ObjectIdentifier(type)] as? State else {
      preconditionFailure("no room declares \(type)")
    }
    return state
  }

  /// Ends what outlasts requests.
  package func stop() {
    jobs.stop()
    exports.stop()
    for state in states.values { state.stop(store) }
  }
}
