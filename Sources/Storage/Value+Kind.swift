extension Value {
  /// What the value is, without the value: for errors.
  package var kind: String {
    switch self {
    case .null: "null"
    case .integer: "an integer"
    case .text: "text"
    case .blob: "a blob"
    }
  }
}

extension SQL {
  /// Refuses a text with U+0000, which PostgreSQL cannot store and C code would cut.
  ///
  /// - Parameter position: of the parameter, from 1.
  /// - Throws: `StoreError.statement` naming the parameter.
  package static func refuseNUL(in text: String, at position: Int, of sql: String)
    throws(StoreError)
  {
    guard text.utf8.contains(0) else { return }
    throw StoreError.statement(
      sql: sql, message: "parameter $\(position) is text that contains a NUL character (U+0000)")
  }
}
