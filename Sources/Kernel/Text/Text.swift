extension String {
  /// Without spaces and line breaks at both ends.
  package var trimmed: String {
    var rest = Substring(self)
    while let first = rest.first, first.isWhitespace { rest.removeFirst() }
    while let last = rest.last, last.isWhitespace { rest.removeLast() }
    return String(rest)
  }
}

extension String {
  /// With LF alone at line ends, as browsers send CR LF.
  package var normalizedLines: String {
    var result = ""
    for character in self {
      result.append(character == "\r\n" || character == "\r" ? "\n" : character)
    }
    return result
  }
}

/// Basis points as a percentage: `10`, `4.5`, `13.92`.
package func percentText(_ basisPoints: Int) -> String {
  let (whole, rest) = basisPoints.quotientAndRemainder(dividingBy: 100)
  if rest == 0 { return String(whole) }
  if rest % 10 == 0 { return "\(whole).\(rest / 10)" }
  return "\(whole).\(rest < 10 ? "0" : "")\(rest)"
}
