/// What can go wrong in a store, without the values that were stored.
package enum StoreError: Error, Equatable {
  /// Another process holds the writer longer than we waited.
  case busy(String)
  /// The disk is full; the transaction was rolled back.
  case full(String)
  /// A constraint refused the change.
  ///
  /// `name` is the same on both engines: the columns as `table.column, table.column` for unique,
  /// primary key and not null; the constraint's own name for a named check; the index's name for a
  /// unique index over expressions; `FOREIGN KEY` for a foreign key, which SQLite does not name.
  case constraint(name: String)
  /// A row did not have what was asked of it.
  case column(name: String, problem: String)
  /// The server cannot be reached or went away.
  case unavailable(String)
  /// Any other refusal, with the statement.
  case statement(sql: String, message: String)
  /// The stored migrations do not fit this program.
  case migration(String)
  /// The database was brought up to date by a newer version of the program.
  case newerVersion(String)
  /// The database lacks migrations of this program, and was only to be read.
  case olderVersion(String)

  /// A transaction was begun on a thread that is inside one.
  package static let nested = StoreError.statement(
    sql: "BEGIN",
    message: "a transaction was begun inside another on the same thread; "
      + "hand the connection of the outer one down instead")
}
