extension TextFile {
  /// Calls `body` with each value of a field: its parts between commas, without the empty ones;
  /// the field `-` has none.
  ///
  /// Rule: mingcha-draw-1 §1.
  func forEachValue(line: Int, field: Int, _ body: (Range<Int>) -> Void) {
    let range = range(line: line, field: field)
    if range.count == 1, bytes[range.lowerBound] == 0x2D { return }
    var start = range.lowerBound
    for index in range where bytes[index] == 0x2C {
      if start < index { body(start..<index) }
      start = index &+ 1
    }
    if start < range.upperBound { body(start..<range.upperBound) }
  }

  func hasValue(line: Int, field: Int, among values: [[UInt8]]) -> Bool {
    var found = false
    forEachValue(line: line, field: field) { part in
      if found { return }
      for value in values where equal(part, value) {
        found = true
        return
      }
    }
    return found
  }

  @inline(__always)
  private func equal(_ part: Range<Int>, _ value: [UInt8]) -> Bool {
    guard part.count == value.count else { return false }
    var offset = 0
    while offset < value.count {
      if bytes[part.lowerBound &+ offset] != value[offset] { return false }
      offset &+= 1
    }
    return true
  }
}
