internal import Kernel

/// Draws held against chance one after the other; it remembers who was drawn before.
struct FairnessLedger: Sendable {
  private(set) var digests: [String] = []
  private(set) var fairness = Fairness()
  /// How often each body that ever stood in a pool was drawn.
  private var timesDrawn: [String: Int] = [:]

  /// A stratum as it is stored: `id TAB ticket` lines in ticket order.
  struct Stratum {
    let stage: Int
    let stageName: String
    let name: String
    let allocated: Int
    let content: [UInt8]
  }

  /// - Parameters:
  ///   - strata: by stage, then name; one stage draws before the next.
  ///   - roster: bytes of `roster.tsv`.
  ///   - transcript: bytes of `transcript.txt`.
  mutating func add(
    _ draw: RevealedDraw, _ strata: [Stratum], roster: [UInt8], transcript: [UInt8]
  ) {
    let regions = Self.regions(of: roster, isNational: draw.region == "000000")
    var figures = DrawFairness(draw: draw)
    for stratum in strata { add(stratum, regions, to: &figures) }
    figures.workload = Workload(transcript: transcript)
    for (index, count) in figures.tickets.enumerated() { fairness.tickets[index] += count }
    fairness.regions.add(figures.regions)
    fairness.places.add(figures.places)
    fairness.bodies = timesDrawn.count
    fairness.bodiesDrawn = timesDrawn.values.count { $0 > 0 }
    fairness.draws.append(figures)
    digests.append(draw.digest)
  }

  private mutating func add(
    _ stratum: Stratum, _ regions: [String: String], to figures: inout DrawFairness
  ) {
    let records = Self.records(stratum.content)
    guard !records.isEmpty else { return }
    let seats = min(stratum.allocated, records.count)
    for record in records {
      let interval = Int(record.ticket * Double(DrawFairness.intervals))
      figures.tickets[min(interval, DrawFairness.intervals - 1)] += 1
    }
    figures.strata.append(
      StratumFairness(
        stage: stratum.stage, stageName: stratum.stageName, name: stratum.name,
        records: records.count, allocated: seats,
        lastDrawn: seats > 0 ? records[seats - 1].ticket : nil))
    figures.regions.add(records.map { regions[$0.id] ?? GroupTally.others }, seats: seats)
    figures.places.add(Self.tenths(records.map(\.id)), seats: seats)
    fairness.history.add(
      records.map { record in
        switch timesDrawn[record.id] ?? 0 {
        case 0: Fairness.never
        case 1: Fairness.once
        default: Fairness.more
        }
      }, seats: seats)
    for (rank, record) in records.enumerated() {
      timesDrawn[record.id, default: 0] += rank < seats ? 1 : 0
    }
  }
}

// Reading
extension FairnessLedger {
  /// Ids with their tickets as numbers from 0 to 1.
  private static func records(_ content: [UInt8]) -> [(id: String, ticket: Double)] {
    content.split(separator: UInt8(ascii: "\n")).compactMap { line in
      guard let tab = line.firstIndex(of: UInt8(ascii: "\t")) else { return nil }
      // Thirteen hex digits are as many bits as a fraction holds.
      let digits = String(decoding: line[(tab + 1)...].prefix(13), as: UTF8.self)
      guard let high = UInt64(digits, radix: 16) else { return nil }
      return (String(decoding: line[..<tab], as: UTF8.self), Double(high) / 0x1p52)
    }
  }

  /// For each id the tenth of the sorted list it stands in.
  private static func tenths(_ ids: [String]) -> [String] {
    let order = ids.indices.sorted { ids[$0].utf8.lexicographicallyPrecedes(ids[$1].utf8) }
    var tenths = [String](repeating: "", count: ids.count)
    for (rank, index) in order.enumerated() {
      let tenth = rank * 10 / ids.count + 1
      tenths[index] = tenth < 10 ? "0\(tenth)" : "10"
    }
    return tenths
  }

  /// The region of every id; in a draw over the whole country its province.
  private static func regions(of roster: [UInt8], isNational: Bool) -> [String: String] {
    let lines = roster.split(separator: UInt8(ascii: "\n"))
    guard let header = lines.first,
      let column = header.split(separator: UInt8(ascii: "\t"))
        .firstIndex(where: { $0.elementsEqual("region".utf8) })
    else { return [:] }
    var regions: [String: String] = [:]
    regions.reserveCapacity(lines.count)
    for line in lines.dropFirst() {
      let fields = line.split(separator: UInt8(ascii: "\t"))
      guard fields.count > column else { continue }
      let region = String(decoding: fields[column], as: UTF8.self)
      regions[String(decoding: fields[0], as: UTF8.self)] =
        isNational ? region.prefix(2) + "0000" : region
    }
    return regions
  }
}

extension Workload {
  /// From the lines `inspectors`, `load` and `team` of a transcript, before any amendment.
  fileprivate init?(transcript: [UInt8]) {
    var people = 0
    var limit: Int?
    var loads: [ArraySlice<UInt8>: Int] = [:]
    for line in transcript.split(separator: UInt8(ascii: "\n")) {
      let fields = line.split(separator: UInt8(ascii: "\t"))
      guard let key = fields.first else { continue }
      func number(_ place: Int) -> Int? {
        fields.count > place ? Int(String(decoding: fields[place], as: UTF8.self)) : nil
      }
      if key.elementsEqual("inspectors".utf8) { people = number(2) ?? 0 }
      if key.elementsEqual("load".utf8) { limit = number(1) }
      if key.elementsEqual("team".utf8), fields.count > 3 { loads[fields[3], default: 0] += 1 }
      if ["replace", "withdraw", "recuse"].contains(where: { key.elementsEqual($0.utf8) }) {
        break
      }
    }
    guard let limit, people > 0 else { return nil }
    self.init(
      people: people, busy: loads.count, most: loads.values.max() ?? 0,
      fewest: loads.count < people ? 0 : loads.values.min() ?? 0,
      places: loads.values.reduce(0, +), limit: limit)
  }
}
