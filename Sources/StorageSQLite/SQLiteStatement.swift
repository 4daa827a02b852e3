internal import CSQLite
internal import Glibc
internal import Storage

/// A prepared statement, and the row it stands on.
@safe final class SQLiteStatement: RowSource {
  let sql: String
  private let handle: OpaquePointer
  /// True while rows are being read: the same text inside the loop needs a statement of its own.
  var isInUse = false
  /// When it was used last, counted in statements of its connection.
  var lastUse = 0

  private var known: [(literal: UInt, index: Int)] = []
  private var lastKnown = 0

  /// Takes over `handle`, which came from `sqlite3_prepare_v3`.
  init(handle: OpaquePointer, sql: String) {
    unsafe self.handle = handle
    self.sql = sql
  }

  deinit {
    unsafe sqlite3_finalize(handle)
  }

  var parameterCount: Int { Int(unsafe sqlite3_bind_parameter_count(handle)) }

  /// - Returns: the engine's result code.
  func step() -> CInt { unsafe sqlite3_step(handle) }

  /// Makes the statement ready for its next use and lets go of what was bound.
  func reset() {
    unsafe sqlite3_reset(handle)
    unsafe sqlite3_clear_bindings(handle)
  }

  /// - Parameter index: from 1.
  /// - Returns: the engine's result code.
  func bind(_ value: Value, at index: Int) throws(StoreError) -> CInt {
    let place = CInt(index)
    switch value {
    case .null:
      return unsafe sqlite3_bind_null(handle, place)
    case .integer(let number):
      return unsafe sqlite3_bind_int64(handle, place, number)
    case .text(var text):
      try SQL.refuseNUL(in: text, at: index, of: sql)
      return text.withUTF8 { bytes in
        unsafe bytes.withMemoryRebound(to: CChar.self) { characters in
          // An empty text may have no address, and no address would mean null.
          guard let start = characters.baseAddress else {
            return unsafe mingcha_bind_text(handle, place, "", 0)
          }
          return unsafe mingcha_bind_text(handle, place, start, UInt64(characters.count))
        }
      }
    case .blob(let bytes):
      if bytes.isEmpty { return unsafe sqlite3_bind_zeroblob(handle, place, 0) }
      return unsafe bytes.withUnsafeBytes { bytes in
        unsafe mingcha_bind_blob(handle, place, bytes.baseAddress, UInt64(bytes.count))
      }
    }
  }

  var columnCount: Int { Int(unsafe sqlite3_column_count(handle)) }

  func columnName(_ index: Int) -> String {
    guard let name = unsafe sqlite3_column_name(handle, CInt(index)) else { return "" }
    return unsafe String(cString: name)
  }

  /// Remembers the answers by the address of the literal, as rows are read with the same ones; the
  /// names of the columns are those of the text, and never change.
  func columnIndex(_ name: StaticString) -> Int? {
    guard name.hasPointerRepresentation else { return findColumn(name) }
    let literal = unsafe UInt(bitPattern: name.utf8Start)
    for _ in known.indices {
      lastKnown = lastKnown + 1 < known.count ? lastKnown + 1 : 0
      if known[lastKnown].literal == literal { return known[lastKnown].index }
    }
    guard let index = findColumn(name) else { return nil }
    known.append((literal, index))
    lastKnown = known.count - 1
    return index
  }

  private func findColumn(_ name: StaticString) -> Int? {
    name.withUTF8Buffer { wanted in
      guard let start = wanted.baseAddress else { return nil }
      for index in 0..<(unsafe sqlite3_column_count(handle)) {
        guard let found = unsafe sqlite3_column_name(handle, index) else { continue }
        if unsafe strncmp(found, start, wanted.count) == 0, unsafe found[wanted.count] == 0 {
          return Int(index)
        }
      }
      return nil
    }
  }

  func value(at index: Int) -> Value {
    let place = CInt(index)
    switch unsafe sqlite3_column_type(handle, place) {
    case SQLITE_INTEGER:
      return .integer(unsafe sqlite3_column_int64(handle, place))
    case SQLITE_TEXT:
      guard let start = unsafe sqlite3_column_text(handle, place) else { return .text("") }
      let count = Int(unsafe sqlite3_column_bytes(handle, place))
      let bytes = unsafe UnsafeBufferPointer(start: start, count: count)
      guard let text = try? UTF8Span(validating: unsafe Span(_unsafeElements: bytes)) else {
        return .blob(unsafe Array(bytes))
      }
      return .text(String(copying: text))
    case SQLITE_BLOB:
      guard let start = unsafe sqlite3_column_blob(handle, place) else { return .blob([]) }
      let count = Int(unsafe sqlite3_column_bytes(handle, place))
      return .blob(unsafe [UInt8](UnsafeRawBufferPointer(start: start, count: count)))
    case SQLITE_FLOAT:
      return fraction(place)
    default:
      return .null
    }
  }

  /// A whole number as such, else the text that the engine writes; nothing stored is a fraction,
  /// only expressions like `avg` are.
  private func fraction(_ place: CInt) -> Value {
    if let whole = Int64(exactly: unsafe sqlite3_column_double(handle, place)) {
      return .integer(whole)
    }
    guard let start = unsafe sqlite3_column_text(handle, place) else { return .null }
    return .text(unsafe String(cString: start))
  }
}
