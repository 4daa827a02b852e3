package import Storage

/// A database on a PostgreSQL server, for several nodes and high availability.
///
/// One connection writes and the others read, opened when first needed and again when the server
/// went away. Writers of all nodes queue behind one lock of the database, so that there is one at a
/// time as on SQLite. Connections keep prepared statements and settings: a pooler between must work
/// by session.
package final class PostgresStore: Store {
  package let engine = Engine.postgres
  private let writers: Pool<PostgresConnection>
  private let readers: Pool<PostgresConnection>
  private let occupancy = Occupancy()

  /// Connects once, to find a wrong address or an unfit database at the start.
  ///
  /// - Parameters:
  ///   - url: `postgres://…` as libpq takes it, with `sslmode` and the like.
  ///   - connections: how many at most, one of them for writing; from 2.
  ///   - busyMilliseconds: how long a writer waits for another process.
  ///   - waitSeconds: how long a thread waits for its turn within this process.
  /// - Throws: `StoreError.unavailable` when the server does not let us in, or when the database
  ///   is not UTF8 or orders text otherwise than by its bytes.
  package init(
    url: String, connections: Int = 8, busyMilliseconds: Int = 5000, waitSeconds: Int = 30
  ) throws(StoreError) {
    let access = try PostgresAccess(url: url, busyMilliseconds: busyMilliseconds)
    writers = Pool(of: "writer", capacity: 1, waitSeconds: waitSeconds) { () throws(StoreError) in
      try PostgresConnection(access)
    }
    readers = Pool(of: "reader", capacity: max(1, connections - 1), waitSeconds: waitSeconds) {
      () throws(StoreError) in
      try PostgresConnection(access)
    }
    writers.give(try writers.take())
  }

  package func read<T>(_ body: (any Connection) throws -> T) throws -> T {
    try occupancy.enter {
      let connection = try readers.take()
      defer { readers.give(connection) }
      return try connection.transaction(.reading, body)
    }
  }

  @discardableResult
  package func write<T>(_ body: (any Connection) throws -> T) throws -> T {
    try occupancy.enter {
      let connection = try writers.take()
      defer { writers.give(connection) }
      return try connection.transaction(.writing, body)
    }
  }

  /// Ends all connections; waits for those that are at work.
  package func close() {
    readers.close()
    writers.close()
  }
}
