/// One stored value. Truth is 0 or 1, an instant is UTC milliseconds, money is fen: all integers.
package enum Value: Sendable, Equatable {
  case null
  case integer(Int64)
  case text(String)
  case blob([UInt8])
}

/// What can stand as a parameter in a statement.
package protocol Storable {
  var stored: Value { get }
}

/// What can be read back from a column.
package protocol Loadable {
  /// - Returns: `nil` when the value has the wrong type; a null is refused here and read as `T?`.
  static func load(_ value: Value) -> Self?
}

extension Value: Storable, Loadable {
  package var stored: Value { self }
  /// Any value, also a null: for copies and comparisons.
  package static func load(_ value: Value) -> Value? { value }
}

extension Int: Storable, Loadable {
  package var stored: Value { .integer(Int64(self)) }
  package static func load(_ value: Value) -> Int? {
    if case .integer(let number) = value { Int(number) } else { nil }
  }
}

extension Int64: Storable, Loadable {
  package var stored: Value { .integer(self) }
  package static func load(_ value: Value) -> Int64? {
    if case .integer(let number) = value { number } else { nil }
  }
}

extension Bool: Storable, Loadable {
  package var stored: Value { .integer(self ? 1 : 0) }
  package static func load(_ value: Value) -> Bool? {
    switch value {
    case .integer(0): false
    case .integer(1): true
    default: nil
    }
  }
}

extension String: Storable, Loadable {
  package var stored: Value { .text(self) }
  package static func load(_ value: Value) -> String? {
    if case .text(let text) = value { text } else { nil }
  }
}

extension [UInt8]: Storable, Loadable {
  package var stored: Value { .blob(self) }
  package static func load(_ value: Value) -> [UInt8]? {
    if case .blob(let bytes) = value { bytes } else { nil }
  }
}

extension Optional: Storable where Wrapped: Storable {
  package var stored: Value { self?.stored ?? .null }
}

extension Optional: Loadable where Wrapped: Loadable {
  package static func load(_ value: Value) -> Wrapped?? {
    if case .null = value { return .some(nil) }
    return Wrapped.load(value).map { .some($0) }
  }
}

/// An enumeration whose cases are stored as their words.
package protocol StoredWord: Storable, Loadable, RawRepresentable where RawValue == String {}

extension StoredWord {
  package var stored: Value { .text(rawValue) }
  package static func load(_ value: Value) -> Self? {
    if case .text(let text) = value { Self(rawValue: text) } else { nil }
  }
}

/// A typed record number: distinct types keep a body's number out of a visit's place.
package protocol RecordID: Storable, Loadable, Hashable, Sendable, CustomStringConvertible {
  var number: Int { get }
  init(_ number: Int)
}

extension RecordID {
  package var stored: Value { .integer(Int64(number)) }
  package var description: String { String(number) }
  package static func load(_ value: Value) -> Self? {
    Int.load(value).map { Self($0) }
  }
}
