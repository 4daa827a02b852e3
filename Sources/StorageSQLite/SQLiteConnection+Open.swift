internal import CSQLite
internal import Glibc
internal import Storage

extension SQLiteConnection {
  enum Purpose {
    case reading
    case writing
  }

  /// - Throws: `StoreError.unavailable` with the engine's reason.
  static func open(
    path: String, for purpose: Purpose, busyMilliseconds: Int, sortsOnDisk: Bool = false
  ) throws(StoreError) -> SQLiteConnection {
    _ = isPrepared
    var handle: OpaquePointer?
    let flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX
    let code = unsafe sqlite3_open_v2(path, &handle, flags | SQLITE_OPEN_EXRESCODE, nil)
    guard let opened = unsafe handle else {
      throw StoreError.unavailable("SQLite has no memory for a connection")
    }
    guard code == SQLITE_OK else {
      let reason = unsafe String(cString: sqlite3_errmsg(opened))
      unsafe sqlite3_close_v2(opened)
      throw StoreError.unavailable("the database file cannot be opened: \(reason)")
    }
    unsafe sqlite3_busy_timeout(opened, CInt(clamping: busyMilliseconds))
    // Quoted names are names only, as on PostgreSQL, and a damaged schema cannot call functions.
    unsafe mingcha_set(opened, SQLITE_DBCONFIG_DQS_DML, 0)
    unsafe mingcha_set(opened, SQLITE_DBCONFIG_DQS_DDL, 0)
    unsafe mingcha_set(opened, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0)
    unsafe mingcha_set(opened, SQLITE_DBCONFIG_DEFENSIVE, 1)
    let connection = unsafe SQLiteConnection(handle: opened)
    do {
      try connection.configure(
        for: purpose, busyMilliseconds: busyMilliseconds, sortsOnDisk: sortsOnDisk)
    } catch let error as StoreError {
      throw error
    } catch {
      throw StoreError.unavailable("the database file cannot be set up")
    }
    return connection
  }

  /// Done once for the process; where the engine is already at work, it stays as it is.
  private static let isPrepared = mingcha_count_no_memory() == SQLITE_OK

  /// Brings the log into the file; what cannot be moved now stays safe in the log.
  func checkpoint() {
    try? forEachRow("PRAGMA wal_checkpoint(TRUNCATE)") { _ in }
  }

  /// Switches the file to its write-ahead log.
  ///
  /// The engine does not wait here when other programs open the same new file, so we do.
  private func switchToLog(busyMilliseconds: Int) throws {
    let end = ContinuousClock.now + .milliseconds(busyMilliseconds)
    var mode = ""
    while true {
      do {
        try forEachRow("PRAGMA journal_mode = WAL") { mode = try $0.get("journal_mode") }
        break
      } catch let error as StoreError {
        guard case .busy = error, ContinuousClock.now < end else { throw error }
        usleep(5000)
      }
    }
    guard mode == "wal" else {
      throw StoreError.unavailable(
        "the file system does not take a write-ahead log (mode is \(mode)); use a local disk")
    }
  }

  private func configure(
    for purpose: Purpose, busyMilliseconds: Int, sortsOnDisk: Bool
  ) throws {
    try switchToLog(busyMilliseconds: busyMilliseconds)
    try execute("PRAGMA synchronous = FULL")
    try execute("PRAGMA foreign_keys = ON")
    try execute(sortsOnDisk ? "PRAGMA temp_store = FILE" : "PRAGMA temp_store = MEMORY")
    try execute("PRAGMA mmap_size = 268435456")
    // The log is cut back to 64 MiB after a large import.
    try execute("PRAGMA journal_size_limit = 67108864")
    // LIKE minds case, as on PostgreSQL, so both engines find the same rows.
    try execute("PRAGMA case_sensitive_like = ON")
    switch purpose {
    case .reading:
      try execute("PRAGMA cache_size = -8192")
      try execute("PRAGMA query_only = ON")
    case .writing:
      try execute("PRAGMA cache_size = -32768")
    }
  }
}
