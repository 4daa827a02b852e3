/// How a file, or a line of it, is not as it was when its tree was kept.
package struct TreeDifference: Sendable {
  package enum Kind: Sendable, Equatable {
    case changed
    case added
    /// A line of the original, by its number there, is gone; it would stand before this line.
    case dropped(Int)
    /// The line stood elsewhere in the original.
    case moved(from: Int)
    case unended
    case fileMissing
    case fileAdded
    /// So many more lines differ than are told one by one.
    case more(Int)
  }

  package let file: String
  /// Counted from 1; 0 for the file as a whole.
  package let line: Int
  package let kind: Kind
}

extension TreeDifference: CustomStringConvertible {
  package var description: String {
    let sentence =
      switch kind {
      case .changed: "这一行与原件不同。"
      case .added: "这一行是原件没有的。"
      case .dropped(let line): "这一行之前少了原件的第\(line)行。"
      case .moved(let from): "这一行在原件中是第\(from)行，顺序被调换。"
      case .unended: "最后一行缺少换行符。"
      case .fileMissing: "原件有这个文件，现在没有。"
      case .fileAdded: "原件没有这个文件。"
      case .more(let count): "还有\(count)处不同，没有一一列出。"
      }
    return line == 0 ? "\(file): \(sentence)" : "\(file):\(line): \(sentence)"
  }
}

extension TreeFile {
  private static let mostTold = 20

  /// What differs, file after file, from the top down.
  ///
  /// Files that come after the freeze (seed, amendments, transcript) count only where the tree has
  /// them. Lines are compared as bytes between line feeds; nothing else need be well formed.
  ///
  /// - Parameter files: name and bytes of what is there now.
  package func differences(
    from files: [(name: String, bytes: [UInt8])]
  ) -> [TreeDifference] {
    var told: [TreeDifference] = []
    for name in Self.fileNames {
      let original = self.files.first { $0.name.utf8.elementsEqual(name.utf8) }
      let found = files.first { $0.name.utf8.elementsEqual(name.utf8) }
      switch (original, found) {
      case (let original?, let found?):
        let differences = Self.differences(original, found.bytes, suite)
        told += differences.prefix(Self.mostTold)
        if differences.count > Self.mostTold {
          let more = differences.count - Self.mostTold
          told.append(TreeDifference(file: name, line: 0, kind: .more(more)))
        }
      case (_?, nil): told.append(TreeDifference(file: name, line: 0, kind: .fileMissing))
      case (nil, _?):
        if Self.frozenNames.contains(where: { $0.utf8.elementsEqual(name.utf8) }) {
          told.append(TreeDifference(file: name, line: 0, kind: .fileAdded))
        }
      case (nil, nil): break
      }
    }
    return told
  }

  private static func differences(
    _ original: HashedFile, _ found: [UInt8], _ suite: Suite
  ) -> [TreeDifference] {
    let leaves = leafHashes(of: found, suite)
    var comparison = LineComparison(original.leaves, leaves)
    var differences = comparison.differences().map {
      TreeDifference(file: original.name, line: $0.line, kind: $0.kind)
    }
    if let last = found.last, last != 0x0A {
      differences.append(
        TreeDifference(file: original.name, line: leaves.count, kind: .unended))
    }
    return differences
  }
}
