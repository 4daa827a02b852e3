/// Builds the root of a tree and the audit path of one of its leaves in one pass over the leaves.
///
/// Rule: RFC 9162 §2.1.3.1. Only one pending root per level and the path itself are kept, so
/// memory grows with the logarithm of the number of leaves.
package struct ProofBuilder: Sendable {
  private struct Subtree {
    let root: Digest
    let holdsLeaf: Bool
  }

  private let suite: Suite
  /// Roots of the complete subtrees so far, the largest first; their sizes are the bits of `size`.
  private var pending: [Subtree] = []
  private var path: [Digest] = []
  /// How many leaves there are so far.
  package private(set) var size = 0
  /// Which leaf the path is for; nil until it has come.
  package private(set) var index: Int?

  package init(_ suite: Suite) { self.suite = suite }

  /// - Parameters:
  ///   - line: without its line feed.
  ///   - isWanted: whether the path shall be for this leaf; counts the first time only.
  package mutating func append(_ line: ArraySlice<UInt8>, isWanted: Bool = false) {
    append(leaf: suite.leaf(line), isWanted: isWanted)
  }

  mutating func append(leaf: Digest, isWanted: Bool = false) {
    let isFirst = isWanted && index == nil
    if isFirst { index = size }
    append(Subtree(root: leaf, holdsLeaf: isFirst), level: 0)
  }

  /// Appends the leaves of a run, none of them wanted.
  mutating func append(_ run: MerkleRun) {
    for (level, node) in run.nodes { append(Subtree(root: node, holdsLeaf: false), level: level) }
  }

  private mutating func append(_ subtree: Subtree, level: Int) {
    var node = subtree
    var rest = size &>> level
    while rest & 1 == 1, let left = pending.popLast() {
      node = join(left, node)
      rest &>>= 1
    }
    pending.append(node)
    size += 1 &<< level
  }

  /// The root over all leaves and the path from the wanted leaf up to it, 32 bytes each.
  ///
  /// - Returns: nil when there is no leaf at all; an empty path when no leaf was wanted.
  package consuming func finish() -> (root: [UInt8], path: [[UInt8]])? {
    guard var node = pending.popLast() else { return nil }
    while let left = pending.popLast() { node = join(left, node) }
    return (node.root.bytes, path.map { $0.bytes })
  }

  private mutating func join(_ left: Subtree, _ right: Subtree) -> Subtree {
    if left.holdsLeaf { path.append(right.root) }
    if right.holdsLeaf { path.append(left.root) }
    return Subtree(
      root: suite.parent(left.root, right.root), holdsLeaf: left.holdsLeaf || right.holdsLeaf)
  }
}
