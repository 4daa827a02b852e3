/// Merkle tree hash of RFC 6962 §2.1, built leaf by leaf with one pending root per level.
struct MerkleTree {
  private let suite: Suite
  /// Roots of the complete subtrees so far, the largest first; their sizes are the bits of `leaves`.
  private var pending: [Digest] = []
  private var leaves = 0
  private var message: [UInt8] = []

  init(_ suite: Suite) { self.suite = suite }

  mutating func append(_ leaf: ArraySlice<UInt8>) {
    message.removeAll(keepingCapacity: true)
    message.append(0)
    message += leaf
    var node = HashPrefix(suite).digest(of: message)
    var size = leaves
    while size & 1 == 1, let left = pending.popLast() {
      node = parent(left, node)
      size >>= 1
    }
    pending.append(node)
    leaves += 1
  }

  /// The root over all leaves so far; the hash of no bytes when there are none.
  mutating func root() -> Digest {
    guard var node = pending.last else { return HashPrefix(suite).digest(of: []) }
    for left in pending.dropLast().reversed() { node = parent(left, node) }
    return node
  }

  private mutating func parent(_ left: Digest, _ right: Digest) -> Digest {
    message.removeAll(keepingCapacity: true)
    message.append(1)
    left.append(to: &message)
    right.append(to: &message)
    return HashPrefix(suite).digest(of: message)
  }
}
