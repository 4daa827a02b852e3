internal import CPostgres
internal import Storage

/// How to reach one database, shared by its connections.
struct PostgresAccess: Sendable {
  let url: String
  /// How long a statement waits for a lock, so also a writer for another process.
  let busyMilliseconds: Int
  let backoff = Backoff()

  /// - Throws: `StoreError.unavailable` for text that libpq does not take; the text is not repeated
  ///   because it may hold a password.
  init(url: String, busyMilliseconds: Int) throws(StoreError) {
    guard let options = unsafe PQconninfoParse(url, nil) else {
      throw StoreError.unavailable(
        "the database URL is not valid; its form is postgres://user@host:5432/database?sslmode=…")
    }
    unsafe PQconninfoFree(options)
    self.url = url
    self.busyMilliseconds = busyMilliseconds
  }

  /// A new connection, checked and set up, which the caller finishes.
  ///
  /// - Throws: `StoreError.unavailable` with the reason.
  func connect() throws(StoreError) -> OpaquePointer {
    unsafe try backoff.attempt { () throws(StoreError) in unsafe try connectOnce() }
  }

  private func connectOnce() throws(StoreError) -> OpaquePointer {
    guard let handle = unsafe open() else {
      throw StoreError.unavailable("libpq has no memory for a connection")
    }
    unsafe PQsetNoticeReceiver(handle, { _, _ in }, nil)
    do throws(StoreError) {
      guard unsafe PQstatus(handle) == CONNECTION_OK else {
        throw StoreError.unavailable(unsafe Self.message(of: handle))
      }
      unsafe try checkByteOrder(handle)
      _ = unsafe try Self.query(
        handle,
        """
        SET lock_timeout = \(busyMilliseconds);
        SET idle_in_transaction_session_timeout = '5min';
        SET standard_conforming_strings = on;
        SET bytea_output = 'hex';
        SET jit = off;
        -- Not the cost of a disk that turns: it makes whole tables be read where indexes serve.
        SET random_page_cost = 1.1;
        """)
    } catch {
      unsafe PQfinish(handle)
      throw error
    }
    return unsafe handle
  }

  private func open() -> OpaquePointer? {
    // What stands before the URL yields to it, what stands after it does not.
    let keywords = [
      "connect_timeout", "tcp_user_timeout", "fallback_application_name", "dbname",
      "client_encoding",
    ]
    let values = ["10", "30000", "mingcha", url, "UTF8"]
    return unsafe withTerminatedCStrings(keywords) { keywords in
      unsafe withTerminatedCStrings(values) { values in
        unsafe PQconnectdbParams(keywords, values, 1)
      }
    }
  }

  /// Refuses a database that orders text otherwise than by its bytes, as SQLite does.
  private func checkByteOrder(_ handle: OpaquePointer) throws(StoreError) {
    let result = unsafe try Self.query(
      handle,
      """
      SELECT pg_encoding_to_char(encoding), datcollate,
        coalesce(to_jsonb(d) ->> 'datlocprovider', 'c'),
        coalesce(to_jsonb(d) ->> 'datlocale', '')
      FROM pg_database d WHERE datname = current_database()
      """)
    let found = (0..<4).map { index in
      if case .text(let text) = result.value(at: index) { text } else { "" }
    }
    let (encoding, provider) = (found[0], found[2])
    let collation = provider == "b" ? found[3] : found[1]
    let byBytes = ["C", "POSIX", "C.UTF-8", "C.UTF8", "C.utf8"]
    if encoding == "UTF8", provider != "i", byBytes.contains(collation) { return }
    throw StoreError.unavailable(
      "the database has encoding \(encoding) and collation \(collation)"
        + (provider == "i" ? " of ICU" : "") + "; it needs UTF8 and C. Create it with: "
        + "CREATE DATABASE name ENCODING 'UTF8' LOCALE 'C.UTF-8' TEMPLATE template0")
  }

  /// - Throws: `StoreError.unavailable` with the server's reason.
  private static func query(_ handle: OpaquePointer, _ text: String) throws(StoreError)
    -> PostgresResult
  {
    guard let answer = unsafe PQexec(handle, text) else {
      throw StoreError.unavailable(unsafe message(of: handle))
    }
    let result = unsafe PostgresResult(handle: answer)
    guard result.isSuccess else { throw StoreError.unavailable(unsafe message(of: handle)) }
    return result
  }

  /// The last error of a connection in one line.
  static func message(of handle: OpaquePointer) -> String {
    let text = unsafe String(cString: PQerrorMessage(handle))
    return text.split(whereSeparator: \.isNewline).joined(separator: "; ")
  }
}

/// Calls `body` with the texts as a list of C strings that ends with a null.
private func withTerminatedCStrings<R>(
  _ texts: [String], _ body: (UnsafePointer<UnsafePointer<CChar>?>) -> R
) -> R {
  let lists = texts.map { Array($0.utf8CString) }
  let flat = lists.flatMap { $0 }
  return unsafe flat.withUnsafeBufferPointer { flat in
    var pointers: [UnsafePointer<CChar>?] = unsafe []
    var offset = 0
    for list in lists {
      unsafe pointers.append(flat.baseAddress.map { unsafe $0 + offset })
      offset += list.count
    }
    unsafe pointers.append(nil)
    return unsafe pointers.withUnsafeBufferPointer { list in
      guard let start = list.baseAddress else { preconditionFailure("the list has its null") }
      return unsafe body(start)
    }
  }
}
