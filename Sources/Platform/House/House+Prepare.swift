internal import Crypto
package import Storage
package import Supervision

extension House {
  /// The schema's steps, in order. A step is never edited once released.
  package static let migrations: [Migration] = [
    migration(1, "house", PackageResources.m0001_house_sql),
    migration(2, "bodies", PackageResources.m0002_bodies_sql),
    migration(3, "libraries", PackageResources.m0003_libraries_sql),
    migration(4, "capabilities", PackageResources.m0004_capabilities_sql),
    migration(5, "files", PackageResources.m0005_files_sql),
    migration(6, "accounts", PackageResources.m0006_accounts_sql),
    migration(7, "journal", PackageResources.m0007_journal_sql),
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
  package static func prepare(_ store: any Store, now: Instant) throws {
    _ = try migrate(store, migrations, now: now.milliseconds)
    try store.write { try Reference.load(into: $0, now: now) }
    try BodySearch.complete(store)
  }

  /// Makes sure that a store is up to date, and changes nothing in it.
  ///
  /// - Throws: `StoreError.newerVersion`, `.olderVersion` or `.migration`.
  package static func requirePrepared(_ store: any Store) throws {
    try requireCurrent(store, migrations)
  }
}
