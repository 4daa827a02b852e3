/// The parts of a path that a pattern names.
package struct Parameters: Sendable {
  private let pairs: [(name: String, value: String)]

  package init(_ pairs: [(String, String)] = []) {
    self.pairs = pairs.map { (name: $0.0, value: $0.1) }
  }

  package subscript(name: String) -> String? {
    pairs.first { $0.name == name }?.value
  }

  /// The parameter as a whole number written with ASCII digits only, without sign, not longer
  /// than an `Int`; `nil` otherwise.
  package func integer(_ name: String) -> Int? {
    guard let text = self[name], text.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else {
      return nil
    }
    return Int(text)
  }
}
