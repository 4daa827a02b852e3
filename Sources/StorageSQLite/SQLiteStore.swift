internal import CSQLite
package import Storage

/// A database in one file: write-ahead log, every commit on the disk before it is reported.
///
/// One writer connection and several readers, opened when first needed. Readers see the last
/// commit and never wait for the writer.
package final class SQLiteStore: Store {
  package let engine = Engine.sqlite
  private let writers: Pool<SQLiteConnection>
  private let readers: Pool<SQLiteConnection>
  private let occupancy = Occupancy()

  /// Opens or creates the file; its folder must be there.
  ///
  /// - Parameters:
  ///   - path: of the file. A store in memory is refused: its connections would not share it.
  ///   - readers: how many may read at once, from 1.
  ///   - busyMilliseconds: how long a writer waits for another process.
  ///   - waitSeconds: how long a thread waits for its turn within this process.
  ///   - sortsOnDisk: the writer sorts in temporary files, for indexes over more than memory holds.
  /// - Throws: `StoreError.unavailable` when the file cannot be opened as a database.
  package init(
    path: String, readers: Int = 8, busyMilliseconds: Int = 5000, waitSeconds: Int = 30,
    sortsOnDisk: Bool = false
  ) throws(StoreError) {
    guard !path.isEmpty, path != ":memory:" else {
      throw StoreError.unavailable("a database in memory cannot be shared; give the path of a file")
    }
    writers = Pool(of: "writer", capacity: 1, waitSeconds: waitSeconds) { () throws(StoreError) in
      try SQLiteConnection.open(
        path: path, for: .writing, busyMilliseconds: busyMilliseconds, sortsOnDisk: sortsOnDisk)
    }
    self.readers = Pool(of: "reader", capacity: max(1, readers), waitSeconds: waitSeconds) {
      () throws(StoreError) in
      try SQLiteConnection.open(path: path, for: .reading, busyMilliseconds: busyMilliseconds)
    }
    // Creates the file and its log mode before the first reader looks for them.
    writers.give(try writers.take())
  }

  package func read<T>(_ body: (any Connection) throws -> T) throws -> T {
    try occupancy.enter {
      let connection = try readers.take()
      defer { readers.give(connection) }
      return try connection.transaction("BEGIN DEFERRED", body)
    }
  }

  @discardableResult
  package func write<T>(_ body: (any Connection) throws -> T) throws -> T {
    try occupancy.enter {
      let connection = try writers.take()
      defer { writers.give(connection) }
      return try connection.transaction("BEGIN IMMEDIATE", body)
    }
  }

  /// Brings the log into the file and ends all connections; waits for those that are at work.
  package func close() {
    readers.close()
    // Refused when closed before; then there is nothing left to do.
    if let connection = try? writers.take() {
      connection.checkpoint()
      writers.give(connection)
    }
    writers.close()
  }
}
