import Foundation
import Statistics

@testable import Draw

/// The draw that is repeated with many seeds: the files in `Tests/Fairness/Laboratory`.
///
/// Draw number s has `laboratory TAB public TAB s` as its only seed line; anybody can repeat any of
/// them with `mingcha draw`.
struct Laboratory: Sendable {
  static let draws = 100_000

  let files: FrozenFiles
  let ids: [String]
  let inspectors: [String]
  /// For each stage and record the number of its stratum, or nil if it does not meet the conditions.
  let strata: [[Int?]]
  /// Records that the rules cannot tell apart: any two of a cell may change names and every draw
  /// is as likely as before.
  let cells: [[Int]]
  /// Inspectors that neither rules nor conflicts tell apart.
  let classes: [(name: String, members: [Int])]
  private let survey: Survey
  /// Of the ids in the roster's bytes.
  private let ranges: [Range<Int>]

  static let folder = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "Laboratory")

  init() throws {
    func bytes(_ name: String) throws -> [UInt8] {
      [UInt8](try Data(contentsOf: Self.folder.appending(path: name)))
    }
    func rows(_ bytes: [UInt8]) -> [[String]] {
      String(decoding: bytes, as: UTF8.self).split(separator: "\n").dropFirst()
        .map { $0.split(separator: "\t").map(String.init) }
    }
    files = FrozenFiles(
      roster: try bytes("roster.tsv"), rules: try bytes("rules.tsv"),
      inspectors: try bytes("inspectors.tsv"), conflicts: try bytes("conflicts.tsv"))
    survey = try Survey(files)
    let bodies = rows(files.roster)
    ids = bodies.map { $0[0] }
    var start = (files.roster.firstIndex(of: 0x0A) ?? 0) + 1
    ranges = bodies.map { row in
      defer { start += row.joined(separator: "\t").utf8.count + 1 }
      return start..<start + row[0].utf8.count
    }
    func has(_ domain: String) -> [Int?] {
      bodies.map {
        $0[1].split(separator: ",").contains { $0 == domain }
          ? ["A", "B", "C", "D"].firstIndex(of: $0[3]) : nil
      }
    }
    strata = [
      has("vehicle"), has("environment"), bodies.map { $0[2] == "310115" ? 0 : nil },
      bodies.map { $0[2] != "310115" ? 0 : nil },
    ]
    cells = Dictionary(grouping: bodies.indices) { bodies[$0].dropFirst().joined(separator: " ") }
      .sorted { $0.key < $1.key }.map(\.value)
    let people = rows(files.inspectors ?? [])
    inspectors = people.map { $0[0] }
    let barred = Set(rows(files.conflicts ?? []).map { $0[0] })
    classes = Dictionary(grouping: people.indices) {
      [people[$0][1], people[$0][2], barred.contains(people[$0][0]) ? "barred" : "free"]
        .joined(separator: " ")
    }.sorted { $0.key < $1.key }.map { (name: $0.key, members: $0.value) }
  }

  func seed(_ number: Int) -> [UInt8] {
    [UInt8]("contributor\tkind\tvalue\nlaboratory\tpublic\t\(number)\n".utf8)
  }

  /// Draw number `number`. The only place that knows the inside of the engine: the files are read
  /// once, not a hundred thousand times.
  func draw(_ number: Int) throws -> LaboratoryDraw {
    let key = try Seed(seed(number)).key(survey.roots, suite)
    let (frozen, objects) = try survey.drawObjects(
      from: RosterBytes(files.roster, crew: Alone()), key: key, amendments: nil, nil)
    let picks = objects.picks
    var teams: [[Int]] = []
    if let inspectors = frozen.inspectors {
      let assignment = try Assignment(picks, Eligibility(frozen, inspectors: inspectors, key: key))
      teams = assignment.teams.map { $0.map(\.inspector) }
    }
    return LaboratoryDraw(
      picks: picks.map { (stage: $0.stage, record: record(frozen.roster.id($0.object.record))) },
      teams: teams,
      tickets: tickets(key, stage: 1), secondTickets: tickets(key, stage: 2))
  }

  private var suite: Suite { survey.terms.rules.suite }

  /// Ids are `B01`, `B02`, … in the order of the records.
  private func record(_ id: ArraySlice<UInt8>) -> Int {
    id.dropFirst().reduce(0) { $0 * 10 + Int($1) - 0x30 } - 1
  }

  /// Of every record, whether it is in the pool of the stage or not.
  private func tickets(_ key: Digest, stage: Int) -> [Digest] {
    var digests: [Digest] = []
    ObjectTickets(suite, key: key).batch(stage: stage).digests(
      of: ranges, in: files.roster[...], into: &digests)
    return digests
  }
}

/// What one draw of the laboratory gave.
struct LaboratoryDraw {
  /// In pick order; stages from 0.
  var picks: [(stage: Int, record: Int)]
  /// Shape `[picks]`, inspectors by record number.
  var teams: [[Int]]
  /// Of every record in the first stage, whether it is in its pool or not.
  var tickets: [Digest]
  var secondTickets: [Digest]
}
