/// Proof that a line stands in a file whose root was published.
///
/// Rule: mingcha-draw-1 §2, RFC 9162 §2.1.3.
package struct InclusionProof: Sendable {
  /// `roster.tsv` or `inspectors.tsv`.
  package let file: String
  package let suite: Suite
  /// The line without its line feed.
  package let line: [UInt8]
  /// Which leaf the line is, from 0; the header is leaf 0, so line `n` of the file is leaf `n - 1`.
  package let index: Int
  /// How many leaves the tree has: all lines, the header included.
  package let size: Int
  /// 32 bytes.
  package let root: [UInt8]
  /// From the sibling of the leaf up to a child of the root, 32 bytes each.
  package let path: [[UInt8]]

  package init(
    file: String, suite: Suite, line: [UInt8], index: Int, size: Int, root: [UInt8],
    path: [[UInt8]]
  ) {
    self.file = file
    self.suite = suite
    self.line = line
    self.index = index
    self.size = size
    self.root = root
    self.path = path
  }

  /// The id the line begins with.
  package var id: [UInt8] { [UInt8](line.prefix { $0 != 0x09 }) }

  /// Whether the path leads from the line, at its place, to the root.
  package var isSound: Bool {
    guard let reached = rootReached(suite, line: line, index: index, size: size, path: path) else {
      return false
    }
    return reached == root
  }
}

/// The root to which an audit path leads.
///
/// Rule: RFC 9162 §2.1.3.2.
///
/// - Parameters:
///   - line: the content of the leaf.
///   - index: of the leaf, from 0.
///   - size: leaves of the tree.
///   - path: 32 bytes each, from the leaf upwards.
/// - Returns: nil if no tree of this size has a path of this length for this leaf.
package func rootReached(
  _ suite: Suite, line: [UInt8], index: Int, size: Int, path: [[UInt8]]
) -> [UInt8]? {
  guard index >= 0, index < size else { return nil }
  var node = suite.leaf(line[...])
  var place = index
  var last = size - 1
  for bytes in path {
    guard last > 0, let sibling = Digest(bytes) else { return nil }
    if place & 1 == 1 || place == last {
      node = suite.parent(sibling, node)
      while place & 1 == 0, place > 0 {
        place >>= 1
        last >>= 1
      }
    } else {
      node = suite.parent(node, sibling)
    }
    place >>= 1
    last >>= 1
  }
  return last == 0 ? node.bytes : nil
}
