/// What was typed into a search box.
package struct SearchWords: Sendable {
  /// As typed, trimmed.
  package let text: String
  /// The words between spaces, folded; all of them have to be found.
  package let words: [[Unicode.Scalar]]

  /// Words beyond these are not looked at.
  private static let most = 6

  package init(_ text: String?) {
    self.text = searchText(text)
    var seen: Set<String> = []
    words = self.text.split(whereSeparator: \.isWhitespace).compactMap { part in
      let folded = FoldedText(String(part))
      return folded.scalars.isEmpty || !seen.insert(folded.text).inserted ? nil : folded.scalars
    }.prefix(Self.most).map { $0 }
  }

  package var isEmpty: Bool { words.isEmpty }

  package static func string(_ word: [Unicode.Scalar]) -> String {
    var view = String.UnicodeScalarView()
    view.append(contentsOf: word)
    return String(view)
  }
}

/// How many there are, counted no further than somebody reads.
package enum BoundedCount: Sendable, Equatable {
  case exactly(Int)
  case moreThan(Int)

  /// `1 204` or `1 000+`.
  package var text: String {
    switch self {
    case .exactly(let count): grouped(count)
    case .moreThan(let count): grouped(count) + "+"
    }
  }

  /// - Parameter limit: what was counted up to; one more was asked for.
  package init(_ count: Int, limit: Int) {
    self = count > limit ? .moreThan(limit) : .exactly(count)
  }
}

/// Digits in groups of three: `53 000`.
func grouped(_ number: Int) -> String {
  let digits = Array(String(number))
  var text = ""
  for (index, digit) in digits.enumerated() {
    if index > 0, (digits.count - index).isMultiple(of: 3) { text.append("\u{202F}") }
    text.append(digit)
  }
  return text
}
