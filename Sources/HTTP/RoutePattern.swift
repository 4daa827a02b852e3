/// A pattern such as `/bodies/:id/edit`, taken apart.
struct RoutePattern: Sendable {
  enum Segment: Sendable, Equatable {
    case literal(String)
    case parameter(String)

    var isLiteral: Bool {
      if case .literal = self { true } else { false }
    }

    /// Whether one text can match both.
    func overlaps(_ other: Segment) -> Bool {
      if case .literal(let mine) = self, case .literal(let theirs) = other {
        mine == theirs
      } else {
        true
      }
    }
  }

  let text: String
  let segments: [Segment]

  var names: [String] {
    segments.compactMap { if case .parameter(let name) = $0 { name } else { nil } }
  }

  init(_ text: String) throws(RouterFault) {
    guard text.hasPrefix("/") else { throw .malformed(pattern: text) }
    var segments: [Segment] = []
    if text != "/" {
      for part in text.dropFirst().split(separator: "/", omittingEmptySubsequences: false) {
        if part.isEmpty || part == ":" { throw .malformed(pattern: text) }
        segments.append(
          part.hasPrefix(":") ? .parameter(String(part.dropFirst())) : .literal(String(part)))
      }
    }
    self.text = text
    self.segments = segments
    if Set(names).count != names.count { throw .malformed(pattern: text) }
  }

  /// Refuses two patterns of one method that leave open which of them a path means.
  func check(against other: RoutePattern, method: Method) throws(RouterFault) {
    guard segments.count == other.segments.count,
      zip(segments, other.segments).allSatisfy({ $0.overlaps($1) })
    else { return }
    let pairs = zip(segments, other.segments)
    let mineWins = pairs.contains { $0.isLiteral && !$1.isLiteral }
    let otherWins = pairs.contains { !$0.isLiteral && $1.isLiteral }
    if !mineWins && !otherWins { throw .duplicate(method, text, other.text) }
    if mineWins && otherWins { throw .ambiguous(method, text, other.text) }
  }
}
