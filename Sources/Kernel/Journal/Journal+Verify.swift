internal import Crypto
package import Draw
package import Storage
internal import Supervision

extension Journal {
  /// The first fault in the chain.
  package enum Fault: Error, Equatable {
    case missing(number: Int)
    case changed(number: Int)
    case reordered(number: Int)
    case headDiffers(number: Int)
    /// Entry `number` is not the one an anchor was written for.
    case anchorDiffers(number: Int, day: String)
    /// The tree over the first `number` entries has another root than an anchor says.
    case rootDiffers(number: Int, day: String)

    package var sentence: String {
      switch self {
      case .missing(let number): "第 \(number) 条记录缺失"
      case .changed(let number): "第 \(number) 条记录的内容被改动过，与其指纹不符"
      case .reordered(let number): "第 \(number) 条记录与前一条不相接：前面的记录被调换、删除或替换过"
      case .headDiffers(let number): "末端记录不符：日志末端登记为第 \(number) 条，与实际最后一条不一致"
      case .anchorDiffers(let number, let day):
        "第 \(number) 条记录与 \(day) 留存的锚定不符：那一天之后，这条或更早的记录被改写过"
      case .rootDiffers(let number, let day):
        "前 \(number) 条记录的树根与 \(day) 留存的锚定不符"
      }
    }
  }

  /// Walks the whole chain on this connection.
  ///
  /// - Returns: number of entries and the digest of the last, or the first fault.
  package static func verify(_ db: any Connection) throws -> Result<
    (count: Int, digest: String), Fault
  > {
    let head = try headEntry(db)
    let before = try closed(db)
    let walk = try JournalWalk.walk(from: before.number + 1, through: nil, db)
    return finish(head, before, [walk])
  }

  /// Walks the whole chain, several stretches at a time.
  ///
  /// - Parameters:
  ///   - crew: does them, perhaps at once; each reads for itself, what is past never changes.
  ///   - anchors: what an outside party kept; each must fit.
  ///   - progress: entries done and entries in all, from time to time.
  /// - Returns: number of entries and the digest of the last, or the first fault.
  package static func verify(
    _ store: any Store, crew: any Crew, anchors: [JournalAnchor] = [],
    progress: (_ done: Int, _ total: Int) -> Void = { _, _ in }
  ) throws -> Result<(count: Int, digest: String), Fault> {
    // The end is read in one state with the head, since entries go on being written.
    let stretch = 20_000
    let (head, before, firstOpen, last) = try store.read { db in
      let head = try headEntry(db)
      let before = try closed(db)
      let firstOpen = before.number + 1 + max(0, head.number - before.number) / stretch * stretch
      let wanted = Dictionary(anchors.map { ($0.number, $0) }) { first, _ in first }
      return (
        head, before, firstOpen,
        try JournalWalk.walk(from: firstOpen, through: nil, anchors: wanted, db)
      )
    }
    let wanted = Dictionary(anchors.map { ($0.number, $0) }) { first, _ in first }
    var walks: [JournalWalk] = []
    var next = before.number + 1
    while next < firstOpen {
      let starts = Array(stride(from: next, to: min(firstOpen, next + 16 * stretch), by: stretch))
      let done = crew.map(starts.count) { index in
        Result {
          try store.read { db in
            try JournalWalk.walk(
              from: starts[index], through: starts[index] + stretch - 1, anchors: wanted, db)
          }
        }
      }
      walks += try done.map { try $0.get() }
      next = (starts.last ?? next) + stretch
      progress(next - 1, head.number)
      if case .failure(let fault) = joined(before, walks) { return .failure(fault) }
    }
    let result = finish(head, before, walks + [last])
    guard case .success = result else { return result }
    if let fault = try store.read({ try rootFault(anchors, head, $0) }) { return .failure(fault) }
    return result
  }

  /// Where the entries of closed years end.
  static func closed(_ db: any Connection) throws -> Head {
    try db.one(
      "SELECT last_number, last_digest FROM journal_closed ORDER BY last_number DESC LIMIT 1"
    ) {
      Head(number: try $0.get("last_number"), digest: try $0.get("last_digest"))
    } ?? Head(number: 0, digest: start)
  }

  /// Puts stretches behind each other.
  ///
  /// - Returns: where they end, or the first fault.
  private static func joined(_ before: Head, _ walks: [JournalWalk]) -> Result<Head, Fault> {
    var end = before
    for walk in walks {
      if walk.count > 0, walk.previous != end.digest, walk.fault != .missing(number: walk.first),
        walk.fault != .changed(number: walk.first)
      {
        return .failure(.reordered(number: walk.first))
      }
      if let fault = walk.fault { return .failure(fault) }
      if walk.count > 0 { end = Head(number: walk.first + walk.count - 1, digest: walk.digest) }
    }
    return .success(end)
  }

  private static func finish(
    _ head: Head, _ before: Head, _ walks: [JournalWalk]
  ) -> Result<(count: Int, digest: String), Fault> {
    switch joined(before, walks) {
    case .failure(let fault): return .failure(fault)
    case .success(let end):
      guard end == head else { return .failure(.headDiffers(number: head.number)) }
      return .success((end.number, end.digest))
    }
  }

  /// The first anchor whose entry does not exist or whose root is another.
  private static func rootFault(
    _ anchors: [JournalAnchor], _ head: Head, _ db: any Connection
  ) throws -> Fault? {
    for anchor in anchors {
      guard anchor.number <= head.number else {
        return .anchorDiffers(number: anchor.number, day: anchor.day)
      }
    }
    // One root stands for all before it: a tree that ends in it has grown from those.
    guard let last = anchors.max(by: { $0.number < $1.number }), last.number > 0 else { return nil }
    let root = hex(try JournalTree.root(over: last.number, db))
    return root == last.root ? nil : .rootDiffers(number: last.number, day: last.day)
  }
}

/// What walking over neighbouring entries came to.
struct JournalWalk: Sendable {
  let first: Int
  private(set) var count = 0
  /// The digest that the first entry names as the one before it.
  private(set) var previous = ""
  /// Of the last entry.
  private(set) var digest = ""
  private(set) var fault: Journal.Fault?

  /// Walks from an entry through another, or to the end.
  static func walk(
    from first: Int, through last: Int?, anchors: [Int: JournalAnchor] = [:], _ db: any Connection
  ) throws -> JournalWalk {
    var walk = JournalWalk(first: first)
    var message: [UInt8] = []
    let bound: SQL = last.map { " AND number <= \($0)" } ?? .empty
    try db.stream(
      "SELECT " + JournalEntry.columns + " FROM journal WHERE number >= \(first)" + bound
        + " ORDER BY number"
    ) { row in
      guard walk.fault == nil else { return }
      walk.take(try JournalEntry(row: row), anchors, &message)
    }
    if walk.fault == nil, let last, first + walk.count <= last {
      walk.fault = .missing(number: first + walk.count)
    }
    return walk
  }

  private mutating func take(
    _ entry: JournalEntry, _ anchors: [Int: JournalAnchor], _ message: inout [UInt8]
  ) {
    message.removeAll(keepingCapacity: true)
    entry.appendMessage(to: &message)
    if entry.number != first + count {
      fault = .missing(number: first + count)
    } else if hex(sha256(message)) != entry.digest {
      fault = .changed(number: entry.number)
    } else if count > 0, entry.previous != digest {
      fault = .reordered(number: entry.number)
    } else if let anchor = anchors[entry.number], anchor.digest != entry.digest {
      fault = .anchorDiffers(number: entry.number, day: anchor.day)
    }
    if count == 0 { previous = entry.previous }
    count += 1
    digest = entry.digest
  }
}
