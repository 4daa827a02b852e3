/// Second reading of the roster: computes the ticket of every record that may be drawn and keeps
/// those that are low enough to matter.
///
/// Tickets are spread evenly, so that a mark somewhat above k/N of their range lets the k lowest of N
/// pass, and few more: nothing need be sorted or shared between pieces. Whether enough have passed
/// is counted afterwards.
struct Sieve: Sendable {
  private let header: Table
  private let stages: [SieveStage]

  /// - Parameter wanted: for each stage how many of the lowest tickets to keep of each stratum.
  init(_ terms: Terms, _ census: Census, key: Digest, wanted: [[Int]]) {
    header = terms.header
    let tickets = ObjectTickets(terms.rules.suite, key: key)
    var stages: [SieveStage] = []
    for stage in terms.stages {
      let tally = census.tallies[stage.number - 1]
      stages.append(
        SieveStage(
          stage: stage, batch: tickets.batch(stage: stage.number), tally: tally,
          marks: zip(wanted[stage.number - 1], tally.counts).map {
            SieveStage.mark(keeping: $0, of: $1)
          }))
    }
    self.stages = stages
  }

  /// What has passed the sieve.
  struct Kept {
    let roster: Table
    /// Shape `[stages][strata of the census]`: the records kept, in ticket order.
    var queues: [[[Ticketed]]]
  }

  /// - Throws: `Refusal` if the roster has changed since the census.
  func sift<Roster: RosterSource>(
    _ roster: Roster, _ census: Census, _ progress: DrawProgress?
  ) throws(Refusal) -> Kept {
    var bytes = [UInt8](header.file.line(0)) + [0x0A]
    var records = 0
    var done = 0
    var seen = [Int](repeating: 0, count: stages.count)
    var queues = stages.map { [[Ticketed]](repeating: [], count: $0.marks.count) }
    try roster.forEachPiece {
      SievePart($0, header: header, stages)
    } _: { part throws(Refusal) in
      bytes += part.lines
      for entry in part.entries {
        queues[entry.stage][entry.stratum].append(
          Ticketed(ticket: entry.ticket, record: records + entry.record))
      }
      records += part.records
      for index in seen.indices { seen[index] += part.matching[index] }
      done += part.bytes
      progress?(.tickets, done, roster.size)
    }
    for (stage, count) in zip(stages, seen) where count != stage.tally.total {
      throw Refusal(
        file: FileName.roster, line: 0, reason: "文件在抽取过程中被改动，请待写入完成后重新抽取。")
    }
    for stage in queues.indices {
      for stratum in queues[stage].indices {
        queues[stage][stratum].sort(by: Ticketed.isEarlier)
      }
    }
    return Kept(roster: try Table(bytes, named: FileName.roster), queues: queues)
  }
}

/// What the sieve knows of a stage.
private struct SieveStage: Sendable {
  let stage: Stage
  let batch: MessageBatch
  let tally: Tally
  /// For each stratum the highest first word of a ticket to be kept; nil if none is.
  let marks: [UInt64?]

  /// A mark that at least `wanted` of `count` tickets pass, but for one in a thousand million.
  static func mark(keeping wanted: Int, of count: Int) -> UInt64? {
    if wanted == 0 { return nil }
    var root = 1
    while root * root < wanted { root += 1 }
    let generous = wanted + 6 * root + 20
    if generous >= count { return .max }
    return UInt64((UInt128(generous) << 64) / UInt128(count))
  }
}

/// What one piece of the roster leaves in the sieve.
private struct SievePart: Sendable {
  let bytes: Int
  /// Kept records as they stand in the file, with their line feeds.
  private(set) var lines: [UInt8] = []
  private(set) var records = 0
  private(set) var entries: [Entry] = []
  /// For each stage how many records meet its conditions.
  private(set) var matching: [Int] = []

  struct Entry {
    let stage, stratum: Int
    /// Index among the kept records of this piece.
    var record: Int
    let ticket: Digest
  }

  init(_ piece: Piece, header: Table, _ stages: [SieveStage]) {
    bytes = piece.bytes.count
    let table = Table(piece, of: header)
    for stage in stages { sift(table, stage) }
    keep(table)
  }

  private mutating func sift(_ table: Table, _ stage: SieveStage) {
    var count = 0
    var records: [Int] = []
    var strata: [Int] = []
    var ids: [Range<Int>] = []
    for record in 0..<table.recordCount where stage.stage.matches(record, of: table) {
      count += 1
      guard let stratum = stage.tally.index(of: stage.stage.stratum(of: record, in: table)),
        stage.marks[stratum] != nil
      else { continue }
      records.append(record)
      strata.append(stratum)
      ids.append(table.idRange(record))
    }
    matching.append(count)
    var tickets: [Digest] = []
    stage.batch.digests(of: ids, in: table.file.bytes, into: &tickets)
    for (index, ticket) in tickets.enumerated() {
      guard let mark = stage.marks[strata[index]], ticket.first <= mark else { continue }
      entries.append(
        Entry(
          stage: stage.stage.number - 1, stratum: strata[index], record: records[index],
          ticket: ticket))
    }
  }

  /// Copies the records that some stage keeps and numbers them anew.
  private mutating func keep(_ table: Table) {
    if entries.isEmpty { return }
    var places = [Int](repeating: -1, count: table.recordCount)
    for entry in entries { places[entry.record] = 0 }
    for record in places.indices where places[record] == 0 {
      places[record] = records
      lines += table.line(record)
      lines.append(0x0A)
      records += 1
    }
    for index in entries.indices { entries[index].record = places[entries[index].record] }
  }
}
