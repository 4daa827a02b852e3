/// The leaf hashes of the files of a draw folder: kept with the original, they tell later which
/// line of a changed file is not as it was.
///
/// The roots of roster, inspectors and conflicts are those of the transcript. The other files have
/// no published root of this kind; their hashes find the changed line all the same.
package struct TreeFile: Sendable {
  package let suite: Suite
  let files: [HashedFile]

  struct HashedFile: Sendable {
    let name: String
    /// One for each line, the header's first.
    let leaves: [Digest]
  }

  /// What the parser calls the text.
  package static let name = "tree.txt"

  /// The files of a draw folder that may stand in a tree, in this order.
  package static let fileNames = [
    FileName.roster, FileName.rules, FileName.inspectors, FileName.conflicts, FileName.seed,
    FileName.amendments, FileName.transcript,
  ]

  /// Files that were fixed before the seed: one that the tree does not know is a difference.
  static let frozenNames = fileNames.prefix(4)

  init(suite: Suite, files: [HashedFile]) {
    self.suite = suite
    self.files = files
  }

  /// - Parameter files: name and bytes of each; others than those of a draw folder are left out.
  /// - Throws: `Refusal` for a file whose last line does not end.
  package init(
    of files: [(name: String, bytes: [UInt8])], _ suite: Suite
  ) throws(Refusal) {
    var hashed: [HashedFile] = []
    for name in Self.fileNames {
      guard let file = files.first(where: { $0.name.utf8.elementsEqual(name.utf8) }) else {
        continue
      }
      guard file.bytes.last == 0x0A else {
        throw Refusal(file: name, line: 0, reason: "最后一行没有以换行符（LF）结束，文件可能不完整，请重新导出。")
      }
      hashed.append(HashedFile(name: name, leaves: leafHashes(of: file.bytes, suite)))
    }
    self.init(suite: suite, files: hashed)
  }
}

/// The leaf hash of every line, whether or not the last one ends with a line feed.
func leafHashes(of file: [UInt8], _ suite: Suite) -> [Digest] {
  var lines: [Range<Int>] = []
  var start = 0
  for index in file.indices where file[index] == 0x0A {
    lines.append(start..<index)
    start = index + 1
  }
  if start < file.count { lines.append(start..<file.count) }
  return suite.leaves(lines, in: file[...])
}

func root(over leaves: [Digest], _ suite: Suite) -> [UInt8] {
  var tree = MerkleTree(suite)
  tree.append(MerkleRun(leaves, start: 0, suite))
  return tree.root.bytes
}
