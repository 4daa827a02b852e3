/// What can go wrong in a store, without the values that were stored.
package enum StoreError: Error, Equatable {
  /// Another process holds the writer longer than we waited.
  case busy(String)
  /// The disk is full; the transaction was rolled back.
  case full(String)
  /// A constraint refused the change; `name` is the constraint or the columns as the engine says.
  case constraint(name: String)
  /// A row did not have what was asked of it.
  case column(name: String, problem: String)
  /// The server cannot be reached or went away.
  case unavailable(String)
  /// Any other refusal, with the statement.
  case statement(sql: String, message: String)
  /// The stored migrations do not fit this program.
  case migration(String)
}
