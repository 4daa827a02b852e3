/// Brings the schema of `store` to the last of `migrations`.
///
/// Each migration runs in a transaction of its own together with its record in
/// `schema_migrations`, so a failing one leaves nothing behind. Two programs may start at once: the
/// second finds the records of the first.
///
/// - Parameters:
///   - migrations: numbered 1, 2, 3 … in this order.
///   - now: UTC milliseconds, recorded.
/// - Returns: the migrations applied by this call.
/// - Throws: `StoreError.newerVersion` when more is recorded than `migrations`; `.migration` when
///   what is recorded does not fit them or a statement of a migration is refused; `.busy`, `.full`
///   and `.unavailable` as they come.
package func migrate(_ store: any Store, _ migrations: [Migration], now: Int64) throws
  -> [Migration]
{
  for (index, migration) in migrations.enumerated() where migration.number != index + 1 {
    throw StoreError.migration(
      "migration \(migration.number) \(migration.name) stands at place \(index + 1); "
        + "migrations are numbered 1, 2, 3 … without gaps")
  }
  try store.write { connection in
    try makeRecord(connection)
    _ = try recordedCount(connection, migrations)
  }
  var applied: [Migration] = []
  for migration in migrations {
    let isNew = try store.write { connection in
      guard try recordedCount(connection, migrations) < migration.number else { return false }
      try run(migration, connection)
      try connection.execute(
        """
        INSERT INTO schema_migrations(number, name, digest, applied_at)
        VALUES (\(migration.number), \(migration.name), \(migration.digest), \(now))
        """)
      return true
    }
    if isNew { applied.append(migration) }
  }
  return applied
}

/// Builds the schema of an empty database inside a running transaction, and records nothing: the
/// caller brings the record along with the other rows.
///
/// - Parameter migrations: the first of the program's, in order.
package func buildSchema(_ migrations: ArraySlice<Migration>, _ connection: any Connection)
  throws(StoreError)
{
  try makeRecord(connection)
  for migration in migrations { try run(migration, connection) }
}

private func makeRecord(_ connection: any Connection) throws(StoreError) {
  try connection.executeScript(
    """
    CREATE TABLE IF NOT EXISTS schema_migrations(
      number INTEGER PRIMARY KEY NOT NULL,
      name TEXT NOT NULL,
      digest TEXT NOT NULL,
      applied_at INTEGER NOT NULL
    ) STRICT;
    """)
}

/// Makes sure that the schema is at the last of `migrations`, and changes nothing.
///
/// - Throws: `StoreError.newerVersion` or `.olderVersion` when it is not; `.migration` when the
///   database has no record of migrations, so is empty or another program's, or a damaged one.
package func requireCurrent(_ store: any Store, _ migrations: [Migration]) throws {
  try store.read { connection in
    let count: Int
    do {
      count = try recordedCount(connection, migrations)
    } catch StoreError.statement {
      throw StoreError.migration("the database has no record of migrations")
    }
    guard count == migrations.count else {
      throw StoreError.olderVersion(
        "the database has \(count) migrations, this program knows \(migrations.count)")
    }
  }
}

private func run(_ migration: Migration, _ connection: any Connection) throws(StoreError) {
  let name = "migration \(migration.number) \(migration.name)"
  do throws(StoreError) {
    try connection.executeScript(migration.script)
  } catch .statement(_, let message) {
    throw StoreError.migration("\(name) was refused and nothing of it is stored: \(message)")
  } catch .constraint(let constraint) {
    throw StoreError.migration(
      "\(name) was refused and nothing of it is stored: stored records violate \(constraint)")
  }
}

private struct Applied: RowDecodable {
  let number: Int
  let name: String
  let digest: String

  init(row: Row) throws {
    number = try row.get("number")
    name = try row.get("name")
    digest = try row.get("digest")
  }
}

/// How many of `migrations` are recorded, after checking that the records are the first of them.
private func recordedCount(_ connection: any Connection, _ migrations: [Migration]) throws -> Int {
  let recorded = try connection.all(
    "SELECT number, name, digest FROM schema_migrations ORDER BY number LIMIT 100000",
    as: Applied.self)
  for (index, record) in recorded.enumerated() {
    guard record.number <= migrations.count else {
      throw StoreError.newerVersion(
        "the database has migration \(record.number) \(record.name), this program knows "
          + "\(migrations.count); the database belongs to a newer version of the program")
    }
    guard record.number == index + 1 else {
      throw StoreError.migration(
        "the database has migration \(record.number) \(record.name) but not \(index + 1); "
          + "its record of migrations is damaged")
    }
    let known = migrations[index]
    guard record.digest == known.digest else {
      throw StoreError.migration(
        "migration \(record.number) \(record.name) was applied with digest \(record.digest), "
          + "this program has \(known.digest); a released migration must not be edited")
    }
  }
  return recorded.count
}
