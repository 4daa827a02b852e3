internal import CPostgres
internal import Glibc
internal import Storage

/// What the server answered to one statement, and the row it stands on.
///
/// The whole answer is in memory: lists carry a LIMIT, so rows need not come one by one.
@safe final class PostgresResult: RowSource {
  private let handle: OpaquePointer
  /// The row that is read, from 0.
  var row = 0

  /// Takes over `handle`, which came from a `PQexec…` call.
  init(handle: OpaquePointer) {
    unsafe self.handle = handle
  }

  deinit {
    unsafe PQclear(handle)
  }

  var isSuccess: Bool {
    let status = unsafe PQresultStatus(handle)
    return status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK
  }

  var rowCount: Int { Int(unsafe PQntuples(handle)) }

  /// What the server did, such as `COMMIT` or `UPDATE 3`.
  var command: String {
    guard let text = unsafe PQcmdStatus(handle) else { return "" }
    return unsafe String(cString: text)
  }

  /// Rows a change touched; 0 for a statement that changes none.
  var changedCount: Int {
    if command.hasPrefix("SELECT") { return 0 }
    guard let text = unsafe PQcmdTuples(handle) else { return 0 }
    return Int(unsafe String(cString: text)) ?? 0
  }

  /// A field of the server's error report, empty when absent.
  func field(_ code: CInt) -> String {
    guard let text = unsafe PQresultErrorField(handle, code) else { return "" }
    return unsafe String(cString: text)
  }

  var columnCount: Int { Int(unsafe PQnfields(handle)) }

  func columnName(_ index: Int) -> String {
    guard let name = unsafe PQfname(handle, CInt(index)) else { return "" }
    return unsafe String(cString: name)
  }

  func columnIndex(_ name: StaticString) -> Int? {
    name.withUTF8Buffer { wanted in
      guard let start = wanted.baseAddress else { return nil }
      for index in 0..<(unsafe PQnfields(handle)) {
        guard let found = unsafe PQfname(handle, index) else { continue }
        if unsafe strncmp(found, start, wanted.count) == 0, unsafe found[wanted.count] == 0 {
          return Int(index)
        }
      }
      return nil
    }
  }

  func value(at index: Int) -> Value {
    let column = CInt(index)
    let line = CInt(row)
    if unsafe PQgetisnull(handle, line, column) != 0 { return .null }
    guard let start = unsafe PQgetvalue(handle, line, column) else { return .null }
    let count = Int(unsafe PQgetlength(handle, line, column))
    let bytes = unsafe UnsafeRawBufferPointer(start: start, count: count)
    let type = PostgresType(rawValue: unsafe PQftype(handle, column))
    return unsafe bytes.withMemoryRebound(to: UInt8.self) { text in
      unsafe PostgresText.value(of: type, Span(_unsafeElements: text))
    }
  }
}
