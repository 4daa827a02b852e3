/// Compares two lists of lines: which were changed, added, dropped or moved.
///
/// Equal lines belong together, the first to the first, and so on. Of these pairs the longest row
/// that keeps its order stands; the others have moved. What is left between two standing pairs was
/// changed, line against line, then added or dropped. Time n log n.
struct LineComparison {
  private let original: [Digest]
  private let found: [Digest]
  /// Lines that are equal at the beginning and at the end.
  private var head = 0
  private var tail = 0

  typealias Told = (line: Int, kind: TreeDifference.Kind)

  init(_ original: [Digest], _ found: [Digest]) {
    self.original = original
    self.found = found
    let shorter = min(original.count, found.count)
    while head < shorter, original[head] == found[head] { head += 1 }
    while tail < shorter - head,
      original[original.count - 1 - tail] == found[found.count - 1 - tail]
    { tail += 1 }
  }

  /// From the top down; a dropped line stands where it is missed.
  mutating func differences() -> [Told] {
    let pairs = pairs()
    let standing = Self.longestRow(pairs.map { $0.original })
    var isPairedOriginal = [Bool](repeating: false, count: original.count)
    var pairOfFound = [Int?](repeating: nil, count: found.count)
    for pair in pairs {
      isPairedOriginal[pair.original] = true
      pairOfFound[pair.found] = pair.original
    }
    var told: [Told] = []
    var before = (original: head, found: head)
    let ends =
      standing.map { pairs[$0] } + [
        (original: original.count - tail, found: found.count - tail)
      ]
    for end in ends {
      let missing = (before.original..<end.original).filter { !isPairedOriginal[$0] }
      tell(before.found..<end.found, missing, pairOfFound, &told)
      before = (end.original + 1, end.found + 1)
    }
    return told
  }

  /// Tells what stands between two standing pairs.
  private func tell(
    _ lines: Range<Int>, _ missing: [Int], _ pairOfFound: [Int?], _ told: inout [Told]
  ) {
    var missing = missing[...]
    for line in lines {
      if let from = pairOfFound[line] {
        told.append((line + 1, .moved(from: from + 1)))
      } else if missing.popFirst() != nil {
        told.append((line + 1, .changed))
      } else {
        told.append((line + 1, .added))
      }
    }
    for line in missing { told.append((lines.upperBound + 1, .dropped(line + 1))) }
  }

  /// Equal lines between head and tail, ascending by place in `found`.
  private func pairs() -> [(original: Int, found: Int)] {
    let left = Self.sorted(original, head..<original.count - tail)
    let right = Self.sorted(found, head..<found.count - tail)
    var pairs: [(original: Int, found: Int)] = []
    var place = 0
    for line in right {
      while place < left.count, left[place].hash < line.hash { place += 1 }
      if place < left.count, left[place].hash == line.hash {
        pairs.append((left[place].line, line.line))
        place += 1
      }
    }
    return pairs.sorted { $0.found < $1.found }
  }

  private static func sorted(
    _ leaves: [Digest], _ range: Range<Int>
  ) -> [(hash: Digest, line: Int)] {
    range.map { (leaves[$0], $0) }.sorted {
      $0.hash == $1.hash ? $0.line < $1.line : $0.hash < $1.hash
    }
  }

  /// Indices of the longest strictly ascending row in `numbers`, by patience sorting.
  private static func longestRow(_ numbers: [Int]) -> [Int] {
    /// For each length the index of the smallest number such a row can end with.
    var ends: [Int] = []
    var previous = [Int](repeating: -1, count: numbers.count)
    for (index, number) in numbers.enumerated() {
      let place = partition(0..<ends.count) { numbers[ends[$0]] < number }
      if place > 0 { previous[index] = ends[place - 1] }
      if place == ends.count { ends.append(index) } else { ends[place] = index }
    }
    var row: [Int] = []
    var index = ends.last ?? -1
    while index >= 0 {
      row.append(index)
      index = previous[index]
    }
    return row.reversed()
  }
}
