/// The columns of the row an engine stands on. Only valid inside the closure that received it.
package protocol RowSource: AnyObject {
  var columnCount: Int { get }
  func columnName(_ index: Int) -> String
  /// Index of the first column of that name, or `nil`.
  func columnIndex(_ name: StaticString) -> Int?
  /// The value, copied. Text that is not valid UTF-8 comes as a blob, so that reading it as text is
  /// refused instead of repaired.
  func value(at index: Int) -> Value
}

/// One row, decoded by column name; a wrong type or missing column is refused by name.
package struct Row {
  private let source: any RowSource

  package init(_ source: any RowSource) {
    self.source = source
  }

  /// - Throws: `StoreError.column` naming the column.
  package func get<T: Loadable>(_ name: StaticString, as type: T.Type = T.self) throws(StoreError)
    -> T
  {
    guard let index = source.columnIndex(name) else {
      throw StoreError.column(name: "\(name)", problem: "no such column")
    }
    let stored = source.value(at: index)
    guard let value = T.load(stored) else {
      throw StoreError.column(name: "\(name)", problem: "\(stored.kind) is not \(T.self)")
    }
    return value
  }

  /// The value of a column by its place, from 0: for copies of whole tables.
  package func value(at index: Int) -> Value { source.value(at: index) }

  /// Every column with its name, for exports and comparisons.
  package var all: [(name: String, value: Value)] {
    (0..<source.columnCount).map { (source.columnName($0), source.value(at: $0)) }
  }
}

/// A value read from one row.
package protocol RowDecodable {
  init(row: Row) throws
}
