package import HTTP
package import Kernel
package import Storage
package import Supervision

extension House {
  /// The application with every room.
  ///
  /// - Parameters:
  ///   - store: already prepared.
  ///   - gzip: compresses what browsers load.
  ///   - given: states of rooms that are made elsewhere.
  /// - Throws: `RouterFault` when two routes claim one address.
  package convenience init(
    store: any Store, surroundings: Surroundings, metrics: Metrics,
    gzip: @escaping @Sendable ([UInt8]) -> [UInt8], given: [any RoomState] = []
  ) throws {
    try self.init(
      store: store, surroundings: surroundings, metrics: metrics,
      assets: Assets(.all, gzip: gzip), rooms: .all, given: given)
  }

  /// Brings a store up to date for every room: schema, reference data, what is derived.
  ///
  /// - Throws: `StoreError.newerVersion` for a database of a newer version.
  package static func prepare(_ store: any Store, now: Instant) throws {
    try prepare(store, .all, now: now)
  }
}
