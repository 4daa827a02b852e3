/// A statement with its parameters.
///
/// Written as a literal; every interpolation becomes a bound parameter, so text made at run time
/// can never become SQL:
///
///     let sql: SQL = "SELECT name FROM bodies WHERE region = \(region)"
///
/// Another `SQL` may be interpolated; its parameters come along in order.
package struct SQL: Sendable, ExpressibleByStringInterpolation {
  fileprivate enum Part: Sendable {
    case text(StaticString)
    case name(SQLName)
    case value(Value)
    case rows(width: Int, [Value])
  }
  fileprivate var parts: [Part]

  package init(stringLiteral text: StaticString) {
    parts = [.text(text)]
  }

  package init(stringInterpolation: StringInterpolation) {
    parts = stringInterpolation.parts
  }

  private init(parts: [Part]) {
    self.parts = parts
  }

  /// `($1, $2), ($3, $4) …`, for a comparison with many rows.
  ///
  /// - Parameter values: row after row, `width` in each.
  package static func rows(width: Int, _ values: [Value]) -> SQL {
    precondition(width > 0 && values.count.isMultiple(of: width), "rows are whole")
    return SQL(parts: [.rows(width: width, values)])
  }

  package static let empty = SQL(parts: [])
  package var isEmpty: Bool { parts.isEmpty }

  package static func + (left: SQL, right: SQL) -> SQL {
    SQL(parts: left.parts + right.parts)
  }

  package static func += (left: inout SQL, right: SQL) {
    left.parts += right.parts
  }

  /// The fragments one after another with `separator` between them.
  package static func joined(_ fragments: [SQL], by separator: SQL) -> SQL {
    var result = SQL.empty
    for (index, fragment) in fragments.enumerated() {
      if index > 0 { result += separator }
      result += fragment
    }
    return result
  }

  /// The conditions as a ` WHERE … AND …` clause, or nothing when there are none.
  package static func conditions(_ conditions: [SQL]) -> SQL {
    conditions.isEmpty ? .empty : " WHERE " + joined(conditions, by: " AND ")
  }

  /// The text with `$1`, `$2` … in order of appearance, as both engines take it.
  package var text: String {
    var text = ""
    var number = 0
    for part in parts {
      switch part {
      case .text(let literal):
        text += literal.description
      case .name(let name):
        text += "\"\(name)\""
      case .value:
        number += 1
        text += "$\(number)"
      case .rows(let width, let values):
        for place in values.indices {
          number += 1
          text += place == 0 ? "(" : place.isMultiple(of: width) ? "), (" : ", "
          text += "$\(number)"
        }
        text += ")"
      }
    }
    return text
  }

  package var values: [Value] {
    var values: [Value] = []
    for part in parts {
      switch part {
      case .text, .name: continue
      case .value(let value): values.append(value)
      case .rows(_, let rows): values += rows
      }
    }
    return values
  }

  package struct StringInterpolation: StringInterpolationProtocol {
    fileprivate var parts: [Part] = []

    package init(literalCapacity: Int, interpolationCount: Int) {
      parts.reserveCapacity(2 * interpolationCount + 1)
    }

    package mutating func appendLiteral(_ literal: StaticString) {
      if literal.utf8CodeUnitCount > 0 { parts.append(.text(literal)) }
    }

    package mutating func appendInterpolation(_ value: some Storable) {
      parts.append(.value(value.stored))
    }

    /// A null when there is no value; of its own because the compiler warns of optionals that it
    /// sees go into a parameter that takes anything.
    package mutating func appendInterpolation<T: Storable>(_ value: T?) {
      parts.append(.value(value?.stored ?? .null))
    }

    package mutating func appendInterpolation(_ sql: SQL) {
      parts += sql.parts
    }

    /// The name of a table or column, in quotes.
    package mutating func appendInterpolation(_ name: SQLName) {
      parts.append(.name(name))
    }
  }
}
