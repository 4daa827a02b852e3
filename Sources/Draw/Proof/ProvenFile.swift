/// A file of records held ready to prove any of its lines at once.
///
/// For a server that is asked often: besides the file it keeps a position for every line and every
/// node of the tree, 72 bytes a line.
package struct ProvenFile: Sendable {
  package let name: String
  package let suite: Suite
  private let bytes: [UInt8]
  /// Where each line ends; the next one begins a byte later.
  private let ends: [Int]
  /// The leaf hashes, then level by level their parents; a node without sibling goes up as it is.
  private let levels: [[Digest]]

  /// - Throws: `Refusal` if the file is not a well-formed table of records with ascending ids.
  package init(_ file: [UInt8], named name: String, _ suite: Suite) throws(Refusal) {
    let table = try Table(withIDs: file, named: name)
    self.name = name
    self.suite = suite
    bytes = file
    ends = (0..<table.file.lineCount).map { table.file.range(line: $0).upperBound }
    var level = leafHashes(of: file, suite)
    var levels = [level]
    while level.count > 1 {
      level = stride(from: 0, to: level.count, by: 2).map {
        $0 + 1 < level.count ? suite.parent(level[$0], level[$0 + 1]) : level[$0]
      }
      levels.append(level)
    }
    self.levels = levels
  }

  /// Lines, the header included.
  package var size: Int { ends.count }

  package var header: [UInt8] { [UInt8](line(0)) }

  /// 32 bytes.
  package var root: [UInt8] { levels.last?.first?.bytes ?? [] }

  /// The leaf index of the record with this id, by bisection.
  package func index(of id: String) -> Int? {
    let id = [UInt8](id.utf8)[...]
    let place = partition(1..<max(1, size)) { precedes(self.id($0), id) }
    return place < size && self.id(place) == id ? place : nil
  }

  /// The line of a leaf, without its line feed.
  package func line(_ index: Int) -> ArraySlice<UInt8> {
    bytes[(index == 0 ? 0 : ends[index - 1] + 1)..<ends[index]]
  }

  /// - Parameter index: of a leaf, `0..<size`.
  package func proof(of index: Int) -> InclusionProof {
    var path: [[UInt8]] = []
    var place = index
    for level in levels {
      let sibling = place ^ 1
      if sibling < level.count { path.append(level[sibling].bytes) }
      place >>= 1
    }
    return InclusionProof(
      file: name, suite: suite, line: [UInt8](line(index)), index: index, size: size, root: root,
      path: path)
  }

  private func id(_ index: Int) -> ArraySlice<UInt8> { line(index).prefix { $0 != 0x09 } }
}
