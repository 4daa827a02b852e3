/// A text as the search compares it: half-width, upper case, without spaces; and where each of its
/// characters stands in the text as written.
package struct FoldedText: Sendable {
  package private(set) var scalars: [Unicode.Scalar] = []
  /// Index of each scalar among the scalars of the text as written.
  private(set) var origins: [Int] = []

  package init(_ text: String) {
    scalars.reserveCapacity(text.utf8.count)
    for (index, scalar) in text.unicodeScalars.enumerated() {
      guard let folded = Self.fold(scalar) else { continue }
      scalars.append(folded)
      origins.append(index)
    }
  }

  package var text: String {
    var view = String.UnicodeScalarView()
    view.append(contentsOf: scalars)
    return String(view)
  }

  var isASCII: Bool { scalars.allSatisfy { $0.isASCII } }

  /// Where `part` first stands, in scalars of the folded text.
  package func firstPlace(of part: [Unicode.Scalar]) -> Int? {
    guard !part.isEmpty, part.count <= scalars.count else { return nil }
    return (0...(scalars.count - part.count)).first { start in
      part.indices.allSatisfy { scalars[start + $0] == part[$0] }
    }
  }

  /// One scalar as it is compared; nil for space and what nobody sees.
  private static func fold(_ scalar: Unicode.Scalar) -> Unicode.Scalar? {
    switch scalar.value {
    case 0...0x20, 0x7F...0xA0, 0x2000...0x200F, 0x202F, 0x205F...0x2060, 0x3000, 0xFEFF: nil
    case 0x61...0x7A: Unicode.Scalar(scalar.value - 0x20)
    case 0xFF41...0xFF5A: Unicode.Scalar(scalar.value - 0xFEE0 - 0x20)
    case 0xFF01...0xFF5E: Unicode.Scalar(scalar.value - 0xFEE0)
    // Dashes and the hyphen.
    case 0x2010...0x2015, 0x2212: "-"
    // Both signs for micro.
    case 0x3BC: "\u{B5}"
    default: scalar
    }
  }
}

/// A text with the part that was looked for.
package struct MarkedText: Sendable, Equatable {
  package let before: String
  package let part: String
  package let after: String

  /// The first place of one of the words; no part where none stands in it.
  package init(_ text: String, words: [[Unicode.Scalar]]) {
    let folded = FoldedText(text)
    let scalars = Array(text.unicodeScalars)
    for word in words {
      guard let place = folded.firstPlace(of: word) else { continue }
      let start = folded.origins[place]
      let end = folded.origins[place + word.count - 1] + 1
      before = Self.string(scalars[..<start])
      part = Self.string(scalars[start..<end])
      after = Self.string(scalars[end...])
      return
    }
    before = text
    part = ""
    after = ""
  }

  private static func string(_ scalars: ArraySlice<Unicode.Scalar>) -> String {
    var view = String.UnicodeScalarView()
    view.append(contentsOf: scalars)
    return String(view)
  }
}
