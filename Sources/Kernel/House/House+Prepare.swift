internal import Crypto
internal import Resources
package import Storage
package import Supervision

extension House {
  /// The schema's steps, in order. A step is never edited once released.
  package static let migrations: [Migration] = [
    migration(1, "house", Resources.bytes("m0001_house.sql")),
    migration(2, "bodies", Resources.bytes("m0002_bodies.sql")),
    migration(3, "libraries", Resources.bytes("m0003_libraries.sql")),
    migration(4, "capabilities", Resources.bytes("m0004_capabilities.sql")),
    migration(5, "files", Resources.bytes("m0005_files.sql")),
    migration(6, "accounts", Resources.bytes("m0006_accounts.sql")),
    migration(7, "journal", Resources.bytes("m0007_journal.sql")),
  ]

  private static func migration(_ number: Int, _ name: String, _ bytes: [UInt8]) -> Migration {
    Migration(
      number: number, name: name, script: String(decoding: bytes, as: UTF8.self),
      digest: hex(sha256(bytes)))
  }

  /// Brings a store up to date: schema, then reference data.
  ///
  /// - Throws: `StoreError.newerVersion` for a database of a newer version; `TableFault` never in a
  ///   released program, since its own reference files are tested.
  package static func prepare(_ store: any Store, _ rooms: Rooms, now: Instant) throws {
    _ = try migrate(store, migrations, now: now.milliseconds)
    try store.write { try Reference.load(rooms.reference, into: $0, now: now) }
    try rooms.complete(store)
  }

  /// Makes sure that a store is up to date, and changes nothing in it.
  ///
  /// - Throws: `StoreError.newerVersion`, `.olderVersion` or `.migration`.
  package static func requirePrepared(_ store: any Store) throws {
    try requireCurrent(store, migrations)
  }
}
