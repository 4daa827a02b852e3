/// Merkle tree hash of RFC 6962 §2.1, built from the left with one pending root per level.
struct MerkleTree: Sendable {
  private let suite: Suite
  /// Roots of the complete subtrees so far, the largest first; their sizes are the bits of `leaves`.
  private var pending: [Digest] = []
  private(set) var leaves = 0

  init(_ suite: Suite) { self.suite = suite }

  /// Appends the leaves of a run, which begins where the tree ends so far.
  mutating func append(_ run: MerkleRun) {
    precondition(run.start == leaves, "runs are appended in order")
    for (level, node) in run.nodes { append(node, level: level) }
  }

  /// Appends a complete subtree of `2^level` leaves; the leaves so far are a multiple of that.
  mutating func append(_ node: Digest, level: Int) {
    var node = node
    var size = leaves &>> level
    while size & 1 == 1, let left = pending.popLast() {
      node = suite.parent(left, node)
      size &>>= 1
    }
    pending.append(node)
    leaves += 1 &<< level
  }

  /// The root over all leaves so far; the hash of no bytes when there are none.
  var root: Digest {
    guard var node = pending.last else { return HashPrefix(suite).digest(of: []) }
    for left in pending.dropLast().reversed() { node = suite.parent(left, node) }
    return node
  }
}

/// Neighbouring leaves somewhere in a tree, hashed as far up as they make complete subtrees. Runs
/// can be made at the same time.
struct MerkleRun: Sendable {
  /// Place of the first leaf in the tree, from 0.
  let start: Int
  /// Subtrees of `2^level` leaves, from left to right.
  private(set) var nodes: [(level: Int, digest: Digest)] = []

  /// - Parameter leaves: the leaf hashes.
  init(_ leaves: [Digest], start: Int, _ suite: Suite) {
    self.start = start
    var right: [(level: Int, digest: Digest)] = []
    var digests = leaves
    var place = start
    var level = 0
    while !digests.isEmpty {
      if place & 1 == 1 {
        nodes.append((level, digests[0]))
        digests.removeFirst()
        place += 1
      }
      if digests.count & 1 == 1, let last = digests.popLast() { right.append((level, last)) }
      digests = suite.parents(of: digests)
      place /= 2
      level += 1
    }
    nodes += right.reversed()
  }
}

extension Suite {
  /// The leaf hashes of ranges of `bytes`, each without its line feed; shape `[lines]`.
  func leaves(_ lines: [Range<Int>], in bytes: ArraySlice<UInt8>) -> [Digest] {
    var digests: [Digest] = []
    MessageBatch(prefix: HashPrefix(self), head: [0], hasLength: false)
      .digests(of: lines, in: bytes, into: &digests)
    return digests
  }

  func leaf(_ line: ArraySlice<UInt8>) -> Digest {
    HashPrefix(self).digest(of: [0] + line)
  }

  func parent(_ left: Digest, _ right: Digest) -> Digest {
    var message: [UInt8] = [1]
    message.reserveCapacity(65)
    left.append(to: &message)
    right.append(to: &message)
    return HashPrefix(self).digest(of: message)
  }

  /// The parents of nodes taken two by two.
  fileprivate func parents(of nodes: [Digest]) -> [Digest] {
    let bytes = Digest.bytes(of: nodes)
    let pairs = (0..<nodes.count / 2).map { $0 * 64..<$0 * 64 + 64 }
    var parents: [Digest] = []
    MessageBatch(prefix: HashPrefix(self), head: [1], hasLength: false)
      .digests(of: pairs, in: bytes[...], into: &parents)
    return parents
  }
}
