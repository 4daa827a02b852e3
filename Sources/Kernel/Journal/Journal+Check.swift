internal import Crypto
internal import FoundationEssentials

extension Journal {
  /// What an exported file holds, once every entry and the proof were found right.
  package struct Checked: Sendable, Equatable {
    package let entries: Int
    /// Numbers of the first and the last; 0 without entries.
    package let first: Int
    package let last: Int
    /// How many entries the tree has, and its root in hex.
    package let size: Int
    package let root: String
    /// The digest before the first entry and that of the last, when there are no gaps between them.
    package let chain: Chain?

    package struct Chain: Sendable, Equatable {
      package let previous: String
      package let digest: String
    }
  }

  /// Checks an exported file without a database: each entry against its digest, neighbours against
  /// each other, and all of them against the root.
  ///
  /// - Throws: `Problem.refused` naming the first line that is not right.
  package static func check(_ path: String, progress: (Int) -> Void = { _ in }) throws -> Checked {
    let file = try OldFile(path)
    var checker = ExportChecker(path)
    var rest: [UInt8] = []
    while true {
      let piece = try file.read(1 << 18)
      if piece.isEmpty { break }
      rest += piece
      var start = rest.startIndex
      while let end = rest[start...].firstIndex(of: 0x0A) {
        try checker.take(Array(rest[start..<end]))
        start = end + 1
      }
      rest.removeFirst(start)
      progress(checker.entries)
    }
    return try checker.finish(isWhole: rest.isEmpty)
  }
}

/// Reads an export line by line.
private struct ExportChecker {
  /// Any line; which keys there are tells what it is.
  private struct Line: Decodable {
    let mingcha: String?
    let path: [String]?
    package let entries: Int?
    package let size: Int?
    package let root: String?
  }

  private struct Entry: Decodable {
    let number: Int
    let at: Int64
    let account: Int?
    let actor: String
    let authority: Int?
    let action: String
    let subjectKind: String
    let subject: String
    let reason: String
    let facts: String
    package let previous: String
    package let digest: String

    enum CodingKeys: String, CodingKey {
      case number, at, account, actor, authority, action, subject, reason, facts, previous, digest
      case subjectKind = "subject_kind"
    }

    var entry: JournalEntry {
      JournalEntry(
        number: number, at: at, account: account, actor: actor, authority: authority,
        action: action, subjectKind: subjectKind, subject: subject, reason: reason, facts: facts,
        previous: previous, digest: digest)
    }
  }

  private let name: String
  private let decoder = JSONDecoder()
  private var tree = JournalTree()
  /// Roots of subtrees that wait for the number of the next entry.
  private var waiting: [[UInt8]] = []
  private var line = 0
  package private(set) var entries = 0
  private var first: JournalEntry?
  private var last: JournalEntry?
  private var hasGap = false
  private var result: (size: Int, root: String)?

  init(_ name: String) { self.name = name }

  mutating func take(_ bytes: [UInt8]) throws {
    line += 1
    guard result == nil else { throw fault("末行之后还有内容") }
    guard let parsed = try? decoder.decode(Line.self, from: Data(bytes)) else {
      throw fault("不是导出文件的格式")
    }
    if line == 1 {
      guard parsed.mingcha == JournalExport.mark else { throw fault("不是操作日志的导出文件") }
    } else if let path = parsed.path {
      guard waiting.isEmpty else { throw fault("证明的格式不对") }
      waiting = try path.map { text in
        guard let node = Crypto.bytes(hex: text), node.count == 32 else { throw fault("证明的格式不对") }
        return node
      }
    } else if let size = parsed.size, let root = parsed.root {
      try end(size, root, parsed.entries ?? -1)
    } else if let found = try? decoder.decode(Entry.self, from: Data(bytes)) {
      try add(found.entry)
    } else {
      throw fault("不是导出文件的格式")
    }
  }

  func finish(isWhole: Bool) throws -> Journal.Checked {
    guard isWhole, let result else {
      throw Problem.refused("文件 \(name) 不完整，没有末行的树根，不能核对。请重新取得完整的文件。")
    }
    var chain: Journal.Checked.Chain?
    if let first, let last, !hasGap {
      chain = Journal.Checked.Chain(previous: first.previous, digest: last.digest)
    }
    return Journal.Checked(
      entries: entries, first: first?.number ?? 0, last: last?.number ?? 0, size: result.size,
      root: result.root, chain: chain)
  }

  private mutating func add(_ entry: JournalEntry) throws {
    guard entry.number > tree.leaves else { throw fault("序号没有递增") }
    guard entry.computedDigest == entry.digest else {
      throw fault("第 \(entry.number) 条记录的内容被改动过，与其指纹不符")
    }
    if let last {
      if entry.number != last.number + 1 {
        hasGap = true
      } else if entry.previous != last.digest {
        throw fault("第 \(entry.number) 条记录与前一条不相接")
      }
    } else {
      first = entry
    }
    try step(to: entry.number - 1)
    guard let digest = Crypto.bytes(hex: entry.digest) else { throw fault("指纹不是十六进制") }
    tree.append(JournalTree.leaf(digest), level: 0)
    last = entry
    entries += 1
  }

  private mutating func end(_ size: Int, _ root: String, _ count: Int) throws {
    guard count == entries else { throw fault("记录数与末行写明的 \(count) 条不符，有记录被删去或添加") }
    guard size >= tree.leaves else { throw fault("末行的总条数不对") }
    try step(to: size)
    guard hex(tree.root) == root else {
      throw fault("算出的树根与末行写明的不符，有记录或证明被改动过")
    }
    result = (size, root)
  }

  /// Takes the roots of what was left out.
  private mutating func step(to end: Int) throws {
    for node in waiting {
      guard tree.leaves < end else { throw fault("证明与序号对不上") }
      tree.append(node, level: JournalTree.level(at: tree.leaves, end: end))
    }
    waiting = []
    guard tree.leaves == end else { throw fault("缺少证明，或有记录被删去") }
  }

  private func fault(_ reason: String) -> Problem {
    .refused("文件 \(name) 第 \(line) 行：\(reason)。")
  }
}
