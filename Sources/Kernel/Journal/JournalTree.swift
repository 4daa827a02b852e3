internal import Crypto
package import Storage

/// The tree of RFC 6962 §2.1 over the digests of the journal: leaf `n - 1` is entry `n`.
///
/// The roots of full blocks are stored, so that the root over ten million entries and a proof take
/// the digests of one block and some thousand roots.
struct JournalTree {
  static let blockLevel = 12
  static let blockSize = 1 << blockLevel

  /// Roots of full subtrees so far, the largest first.
  private var pending: [(level: Int, digest: [UInt8])] = []
  private(set) var leaves = 0

  /// SHA-256 of a zero byte and the 32 bytes of an entry's digest.
  static func leaf(_ digest: [UInt8]) -> [UInt8] { sha256([0] + digest) }

  static func parent(_ left: [UInt8], _ right: [UInt8]) -> [UInt8] { sha256([1] + left + right) }

  /// Appends a full subtree of `2^level` leaves; the leaves so far are a multiple of that.
  mutating func append(_ node: [UInt8], level: Int) {
    var node = node
    var top = level
    while let last = pending.last, last.level == top {
      node = Self.parent(last.digest, node)
      top += 1
      pending.removeLast()
    }
    pending.append((top, node))
    leaves += 1 << level
  }

  /// The root over all leaves so far; the hash of no bytes when there are none.
  var root: [UInt8] {
    guard var node = pending.last?.digest else { return sha256([]) }
    for left in pending.dropLast().reversed() { node = Self.parent(left.digest, node) }
    return node
  }

  /// The level of the largest full subtree that begins at `place` and ends by `end`.
  static func level(at place: Int, end: Int) -> Int {
    var level = place == 0 ? 62 : place.trailingZeroBitCount
    while 1 << level > end - place { level -= 1 }
    return level
  }

  // MARK: stored blocks

  /// Computes and stores the root of a full block, from 0.
  static func storeBlock(_ block: Int, _ db: any Connection) throws {
    var tree = JournalTree()
    for digest in try digests(block * blockSize..<(block + 1) * blockSize, db) {
      tree.append(leaf(digest), level: 0)
    }
    try db.execute(
      """
      INSERT INTO journal_blocks (block, root) VALUES (\(block), \(hex(tree.root)))
      ON CONFLICT (block) DO UPDATE SET root = excluded.root
      """)
  }

  /// Digests of the leaves in a range, in order.
  static func digests(_ range: Range<Int>, _ db: any Connection) throws -> [[UInt8]] {
    var digests: [[UInt8]] = []
    digests.reserveCapacity(range.count)
    try forEachDigest(range, db) { digests.append($0) }
    return digests
  }

  /// Calls `body` with the digest of each leaf in a range; those of closed years are known only
  /// behind the last full block.
  private static func forEachDigest(
    _ range: Range<Int>, _ db: any Connection, _ body: ([UInt8]) throws -> Void
  ) throws {
    var place = range.lowerBound
    if let tail = try tail(db) {
      while place < min(tail.end, range.upperBound) {
        let offset = (place - tail.start) * 32
        guard offset >= 0 else { throw Journal.gap(place + 1) }
        try body(Array(tail.bytes[offset..<offset + 32]))
        place += 1
      }
    }
    guard place < range.upperBound else { return }
    try db.stream(
      """
      SELECT number, digest FROM journal WHERE number > \(place) AND number <= \(range.upperBound)
      ORDER BY number
      """
    ) { row in
      guard try row.get("number") == place + 1, let digest = bytes(hex: try row.get("digest")),
        digest.count == 32
      else { throw Journal.gap(place + 1) }
      try body(digest)
      place += 1
    }
    guard place == range.upperBound else { throw Journal.gap(place + 1) }
  }

  /// The digests kept of the last closed year: those of leaves `start ..< end`.
  private static func tail(_ db: any Connection) throws -> (
    start: Int, end: Int, bytes: [UInt8]
  )? {
    try db.one(
      "SELECT last_number, tail FROM journal_closed ORDER BY last_number DESC LIMIT 1"
    ) { row in
      let end: Int = try row.get("last_number")
      let bytes: [UInt8] = try row.get("tail")
      return (end - bytes.count / 32, end, bytes)
    }
  }

  /// The roots of the full blocks within the first `size` leaves that are stored, from the left.
  static func blocks(within size: Int, _ db: any Connection) throws -> [[UInt8]] {
    var roots: [[UInt8]] = []
    let count = size / blockSize
    try db.forEachRow(
      "SELECT block, root FROM journal_blocks WHERE block < \(count) ORDER BY block LIMIT \(count)"
    ) { row in
      guard try row.get("block") == roots.count, let root = bytes(hex: try row.get("root")),
        root.count == 32
      else { return }
      roots.append(root)
    }
    return roots
  }

  /// The root over the first `size` entries, 32 bytes.
  static func root(over size: Int, _ db: any Connection) throws -> [UInt8] {
    var tree = JournalTree()
    for root in try blocks(within: size, db) { tree.append(root, level: blockLevel) }
    try forEachDigest(tree.leaves..<size, db) { tree.append(leaf($0), level: 0) }
    return tree.root
  }
}

extension Journal {
  /// What to say where an entry is missing that others need.
  static func gap(_ number: Int) -> Problem {
    .refused("操作日志缺少第 \(number) 条，请先运行 mingcha journal verify 查明。")
  }

  /// Stores the roots of full blocks that are missing: after an upgrade, once.
  ///
  /// - Returns: how many were missing.
  @discardableResult
  package static func completeTree(_ store: any Store) throws -> Int {
    var made = 0
    while true {
      let next = try store.read { db in
        (
          stored: try db.count("SELECT count(*) AS value FROM journal_blocks"),
          full: try head(db) / JournalTree.blockSize
        )
      }
      guard next.stored < next.full else { return made }
      // A few at a time, so that others may write between.
      try store.write { db in
        for block in next.stored..<min(next.full, next.stored + 16) {
          try JournalTree.storeBlock(block, db)
          made += 1
        }
      }
    }
  }
}
