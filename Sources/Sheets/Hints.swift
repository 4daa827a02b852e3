/// The text with full-width letters, digits and signs as half-width ones, for suggestions.
///
/// Never applied to what a person sent without asking.
package func normalizeDigits(_ text: String) -> String {
  var result = String.UnicodeScalarView()
  for scalar in text.unicodeScalars {
    switch scalar.value {
    case 0xFF01...0xFF5E: result.append(Unicode.Scalar(UInt8(scalar.value - 0xFEE0)))
    case 0x3000: result.append(" ")
    default: result.append(scalar)
    }
  }
  return String(result)
}

/// The candidate that was probably meant, for a hint; nil when none is near.
///
/// Case and width do not count; near is one edit in three characters (insertion, deletion,
/// replacement, exchange of neighbours), at least one edit and less than the whole word. The first
/// of equally near candidates is given.
package func nearest(_ word: String, in candidates: [String]) -> String? {
  let wanted = folded(word)
  guard !wanted.isEmpty, wanted.count <= 64 else { return nil }
  let limit = min(max(1, wanted.count / 3), wanted.count - 1)
  var best: (candidate: String, distance: Int)?
  for candidate in candidates {
    let other = folded(candidate)
    guard abs(other.count - wanted.count) <= limit else { continue }
    let distance = editDistance(wanted, other)
    if distance <= limit, distance < best?.distance ?? Int.max { best = (candidate, distance) }
  }
  return best?.candidate
}

private func folded(_ text: String) -> [Character] {
  Array(normalizeDigits(text).lowercased().filter { !$0.isWhitespace })
}

/// Optimal string alignment distance.
private func editDistance(_ a: [Character], _ b: [Character]) -> Int {
  var older: [Int] = []
  var previous = Array(0...b.count)
  for i in a.indices {
    var row = [i + 1]
    for j in b.indices {
      let change = previous[j] + (a[i] == b[j] ? 0 : 1)
      var least = min(change, previous[j + 1] + 1, row[j] + 1)
      if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] { least = min(least, older[j - 1] + 1) }
      row.append(least)
    }
    older = previous
    previous = row
  }
  return previous[b.count]
}
