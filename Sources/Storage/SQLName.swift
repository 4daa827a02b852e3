/// The name of a table or a column that is known at run time only, out of a catalogue.
///
/// Small letters, digits and underscores: it can become nothing but a name in a statement.
package struct SQLName: Sendable, Hashable, Comparable, CustomStringConvertible {
  package let description: String

  /// - Throws: `StoreError.statement` for any other text.
  package init(_ text: String) throws(StoreError) {
    let isPlain = text.utf8.allSatisfy { byte in
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
        UInt8(ascii: "_"):
        true
      default: false
      }
    }
    guard isPlain, !text.isEmpty, text.utf8.count <= 63 else {
      throw StoreError.statement(
        sql: text, message: "this is not a plain name of a table or column")
    }
    description = text
  }

  package static func < (left: SQLName, right: SQLName) -> Bool {
    left.description.utf8.lexicographicallyPrecedes(right.description.utf8)
  }

  /// The names with commas between them.
  package static func list(_ names: [SQLName]) -> SQL {
    .joined(names.map { "\($0)" }, by: ", ")
  }
}
