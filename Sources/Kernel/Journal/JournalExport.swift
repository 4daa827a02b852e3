internal import Crypto
internal import Glibc
package import Storage
package import Supervision

/// Writes entries with the proof that they are in the journal: a line of JSON each.
///
/// The first line names the form. Before entries that are not neighbours of the ones before stands
/// a line with the roots of the full subtrees over what is left out, from left to right, each as
/// large as its place and the next exported entry allow. The last line tells how many entries the
/// tree has and its root. So both writing and checking take one pass in constant memory.
final class JournalExport {
  static let mark = "mingcha-journal-export-1"

  private let file: NewFile
  private let db: any Connection
  /// How many entries the tree has.
  package let size: Int
  private let blocks: [[UInt8]]
  /// Leaves written or stepped over so far.
  private var place = 0
  private(set) var count = 0
  private(set) var bytes = 0
  private var buffer: [UInt8] = []
  private var leaves: (block: Int, hashes: [[UInt8]]) = (-1, [])
  private var digest = SHA256Hasher()

  init(_ path: String, size: Int, _ db: any Connection) throws {
    file = try NewFile(path)
    self.db = db
    self.size = size
    blocks = try JournalTree.blocks(within: size, db)
    try line("{\"mingcha\":\"\(Self.mark)\"}")
  }

  /// Adds an entry with a higher number than those before.
  func add(_ entry: JournalEntry) throws {
    try skip(to: entry.number - 1)
    try line(entry.json)
    place = entry.number
    count += 1
  }

  /// - Returns: the root, and SHA-256 of the file, in hex.
  func finish() throws -> (root: String, digest: String) {
    try skip(to: size)
    let root = hex(try JournalTree.root(over: size, db))
    try line("{\"entries\":\(count),\"size\":\(size),\"root\":\"\(root)\"}")
    try flush()
    try file.finish()
    return (root, hex(digest.take()))
  }

  /// Steps over leaves that are not exported.
  private func skip(to end: Int) throws {
    guard place < end else { return }
    var nodes: [String] = []
    while place < end {
      let level = JournalTree.level(at: place, end: end)
      nodes.append("\"\(hex(try node(level)))\"")
      place += 1 << level
    }
    try line("{\"path\":[\(nodes.joined(separator: ","))]}")
  }

  /// The root of the full subtree of `2^level` leaves at `place`.
  private func node(_ level: Int) throws -> [UInt8] {
    var tree = JournalTree()
    let end = place + 1 << level
    var next = place
    while next < end {
      let block = next / JournalTree.blockSize
      if level >= JournalTree.blockLevel, block < blocks.count {
        tree.append(blocks[block], level: JournalTree.blockLevel)
        next += JournalTree.blockSize
      } else {
        tree.append(try leaf(next), level: 0)
        next += 1
      }
    }
    return tree.root
  }

  private func leaf(_ place: Int) throws -> [UInt8] {
    let block = place / JournalTree.blockSize
    if leaves.block != block {
      let start = block * JournalTree.blockSize
      let end = min(size, start + JournalTree.blockSize)
      leaves = (block, try JournalTree.digests(start..<end, db).map(JournalTree.leaf))
    }
    return leaves.hashes[place % JournalTree.blockSize]
  }

  private func line(_ text: String) throws {
    buffer.append(contentsOf: text.utf8)
    buffer.append(0x0A)
    if buffer.count > 1 << 16 { try flush() }
  }

  private func flush() throws {
    digest.update(buffer)
    bytes += buffer.count
    try file.write(buffer)
    buffer.removeAll(keepingCapacity: true)
  }
}

extension JournalEntry {
  /// One line of JSON with everything the digest is computed over.
  var json: String {
    "{\"number\":\(number),\"at\":\(at),\"account\":\(account.map(String.init) ?? "null"),"
      + "\"actor\":\(jsonText(actor)),\"authority\":\(authority.map(String.init) ?? "null"),"
      + "\"action\":\(jsonText(action)),\"subject_kind\":\(jsonText(subjectKind)),"
      + "\"subject\":\(jsonText(subject)),\"reason\":\(jsonText(reason)),"
      + "\"facts\":\(jsonText(facts)),\"previous\":\(jsonText(previous)),"
      + "\"digest\":\(jsonText(digest))}"
  }
}

/// A text as JSON writes it, in quotes.
private func jsonText(_ text: String) -> String {
  var result = "\""
  for scalar in text.unicodeScalars {
    switch scalar {
    case "\"": result += "\\\""
    case "\\": result += "\\\\"
    case "\n": result += "\\n"
    case "\r": result += "\\r"
    case "\t": result += "\\t"
    case _ where scalar.value < 0x20:
      let digits = String(scalar.value, radix: 16)
      result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
    default: result.unicodeScalars.append(scalar)
    }
  }
  return result + "\""
}

extension Journal {
  /// Writes what a filter asks for into a file, with its proof, and journals that it was done.
  package static func export(_ filter: JournalFilter, _ call: Call) throws -> (
    path: String, size: Int
  ) {
    let actor = try call.actor()
    if let problem = filter.problem { throw Problem.refused(problem) }
    let name = hex(call.house.surroundings.entropy.bytes(16))
    // Where the server clears away what a crash leaves.
    let folder = "\(call.house.surroundings.dataFolder)/uploads"
    _ = unsafe mkdir(folder, 0o750)
    let path = "\(folder)/upload-journal-\(name)"
    let made = try Journal.export(
      filter, for: JournalSight(actor), call.house.store, to: path, now: call.now)
    try call.house.perform(by: actor) { transaction in
      transaction.journal(
        "journal.export", ("journal", "1"),
        [("entries", String(made.entries))] + filter.pairs.filter { !$0.1.isEmpty })
    }
    return (path, made.bytes)
  }
}

extension Journal {
  /// What an export came to.
  package struct Exported: Sendable {
    package let entries: Int
    package let size: Int
    /// Of the tree over the first `size` entries, in hex.
    package let root: String
    /// Of the file.
    package let bytes: Int
    package let digest: String
  }

  /// Writes the entries a filter asks for into a new file, the oldest first.
  ///
  /// The proof leads to the tree at the end of the last day that is over, which is anchored, or
  /// where there are younger entries among them, to the tree of now.
  package static func export(
    _ filter: JournalFilter, for sight: JournalSight, _ store: any Store, to path: String,
    now: Instant, progress: (Int) -> Void = { _ in }
  ) throws -> Exported {
    try completeTree(store)
    return try store.read { db in
      let head = try headEntry(db)
      let last = try lastNumber(filter, for: sight, through: head.number, db)
      let yesterday: Int? =
        try db.value(
          "SELECT max(last_number) AS value FROM journal_days WHERE day < \(now.day.dayNumber)",
          as: Int?.self) ?? nil
      let size = if let yesterday, yesterday >= last { yesterday } else { head.number }
      let export = try JournalExport(path, size: size, db)
      try forEachEntry(filter, for: sight, through: last, db) { entry in
        try export.add(entry)
        if export.count.isMultiple(of: 1000) { progress(export.count) }
      }
      let end = try export.finish()
      return Exported(
        entries: export.count, size: size, root: end.root, bytes: export.bytes, digest: end.digest)
    }
  }

  /// Every entry a filter asks for, the oldest first.
  package static func forEachEntry(
    _ filter: JournalFilter, for sight: JournalSight, through last: Int, _ db: any Connection,
    _ body: (JournalEntry) throws -> Void
  ) throws {
    var low = 1
    while low <= last,
      let search = try search(
        filter, for: sight, in: low...last, isAscending: true, db)
    {
      let found = try search.find(1000, db)
      for entry in try entries(found.numbers, db) { try body(entry) }
      guard let next = found.numbers.count == 1000 ? found.numbers.last : found.cut else { break }
      low = next + 1
    }
  }

  /// The number of the youngest entry a filter asks for; 0 when there is none.
  private static func lastNumber(
    _ filter: JournalFilter, for sight: JournalSight, through end: Int, _ db: any Connection
  ) throws -> Int {
    var high = end
    while high >= 1,
      let search = try search(filter, for: sight, in: 1...high, isAscending: false, db)
    {
      let found = try search.find(1, db)
      if let last = found.numbers.first { return last }
      guard let cut = found.cut else { return 0 }
      high = cut - 1
    }
    return 0
  }

  /// Exports everything a filter asks for, for whoever runs the program on the machine itself.
  package static func export(
    _ pairs: [String: String], from house: House, to path: String, progress: (Int) -> Void
  ) throws -> Exported {
    let filter = JournalFilter { pairs[$0] }
    if let problem = filter.problem { throw Problem.refused(problem) }
    let made = try export(
      filter, for: .everything, house.store, to: path, now: house.now(),
      progress: progress)
    try house.perform(by: nil) { transaction in
      transaction.journal(
        "journal.export", ("journal", "1"),
        [("entries", String(made.entries))] + filter.pairs.filter { !$0.1.isEmpty })
    }
    return made
  }
}
