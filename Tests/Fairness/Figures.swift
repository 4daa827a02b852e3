import Foundation
import Statistics

/// What chance allows and what was counted, one line each: `Sources/Resources/Reference/fairness.tsv`.
struct Figure {
  let kind: String
  let name: String
  let measured: Double
  let expected: Double
  /// Standard deviation that chance allows.
  let deviation: Double
  let tail: Double?

  var line: String {
    [
      kind, name, Self.text(measured, digits: 3), Self.text(expected, digits: 3),
      Self.text(deviation, digits: 3), tail.map { Self.text($0, digits: 6) } ?? "-",
    ].joined(separator: "\t")
  }

  private static func text(_ value: Double, digits: Int) -> String {
    String(format: "%.\(digits)f", value)
  }
}

extension LaboratoryTally {
  /// Why each of these is distributed as chi-square with just these degrees if the draw is fair:
  ///
  /// - Stages. Given all stages before, every n of the N records of a stratum are equally likely.
  ///   The deviations from n/N have, given the past, the expectation 0 and a known covariance, so
  ///   they add up as a martingale whose covariances add up too; the quadratic form in the inverse
  ///   of the sum counts the directions in which the sum is not zero (the sum over a stratum is).
  /// - Bodies and pairs. Renaming the records of a cell changes nothing in the rules, so all
  ///   outcomes that differ in such names only are equally likely, whatever the stages do to each
  ///   other. Deviations of bodies (from the mean of their cell), of pairs within a cell (from what
  ///   their members make expect: the second eigenspace of the Johnson scheme) and of pairs between
  ///   cells (from row and column) each span a space that renaming does not split, hence one
  ///   variance for all directions: `ChiSquare.init(squaredLength:ofEach:dimension:)`.
  /// - Inspectors. The same with renaming inside a class of inspectors: loads, who is in a team
  ///   with whom, and, renaming on both sides, who inspects whom. The rule itself spreads the loads
  ///   evenly within one draw; across draws nobody may have more than anybody else.
  /// - Tickets are hashes of different messages: even over all values, and one stage tells nothing
  ///   of the next.
  ///
  /// Different spaces are uncorrelated, so their sums are chi-square with the degrees added up.
  var tests: [(name: String, value: ChiSquare)] {
    drawn.indices.map { ("第\($0 + 1)阶段每家机构被抽中的次数", stage($0)) } + [
      ("全部阶段每家机构被抽中的次数", bodies),
      ("第1阶段同一类别两家机构同时被抽中的次数", firstPairsWithin),
      ("第1阶段不同类别两家机构同时被抽中的次数", firstPairsAcross),
      ("全部阶段两家机构同时被抽中的次数", allPairs),
      ("签号落在标尺1024等分中每一段的个数", ChiSquare(even: tickets)),
      ("签号32个字节的取值", byteValues),
      ("同一机构前后两个阶段签号的首位", ChiSquare(even: twoStages)),
      ("每名检查人员的任务量", workload),
      ("两名检查人员同组的次数", teamwork),
      ("每名检查人员检查每家机构的次数", encounters),
    ]
  }

  var figures: [Figure] {
    let totals = laboratory.ids.indices.map { body in
      (
        drawn.reduce(0) { $0 + $1[body] }, expected.reduce(0.0) { $0 + $1[body] },
        covariance.reduce(0.0) { $0 + $1[body * laboratory.ids.count + body] }
      )
    }
    let bodies = zip(laboratory.ids, totals).map { id, total in
      Figure(
        kind: "body", name: id, measured: Double(total.0), expected: total.1,
        deviation: total.2.squareRoot(), tail: nil)
    }
    var people: [(Int, Figure)] = []
    for (index, members) in laboratory.classes.map(\.members).enumerated() {
      let n = Double(members.count)
      let mean = members.reduce(0.0) { $0 + Double(loads[$1]) } / n
      for person in members {
        people.append(
          (
            person,
            Figure(
              kind: "inspector", name: laboratory.inspectors[person],
              measured: Double(loads[person]), expected: mean,
              deviation: (Double(loadSquares[index]) / (n * n)).squareRoot(), tail: nil)
          ))
      }
    }
    let results = tests.map { name, value in
      Figure(
        kind: "test", name: name, measured: value.statistic, expected: Double(value.degrees),
        deviation: (2 * Double(value.degrees)).squareRoot(), tail: value.tail)
    }
    let head = Figure(
      kind: "draws", name: "laboratory", measured: Double(draws), expected: Double(draws),
      deviation: 0, tail: nil)
    return [head] + results + bodies + people.sorted { $0.0 < $1.0 }.map(\.1)
  }

  var file: String {
    "kind\tname\tmeasured\texpected\tdeviation\ttail\n"
      + figures.map { $0.line + "\n" }.joined()
  }
}

// Bodies and tickets
extension LaboratoryTally {
  func stage(_ number: Int) -> ChiSquare {
    ChiSquare(
      zip(drawn[number], expected[number]).map { Double($0) - $1 }, covariance: covariance[number])
  }

  private var bodies: ChiSquare {
    laboratory.cells.indices.reduce(.zero) { sum, index in
      let cell = laboratory.cells[index]
      let counts = cell.map { body in drawn.reduce(0) { $0 + $1[body] } }
      let each = cellSizes[index].enumerated().reduce(0) {
        $0 + $1.element * $1.offset * (cell.count - $1.offset)
      }
      return sum
        + ChiSquare(
          squaredLength: Deviations.squaredLength(of: counts),
          ofEach: Double(each) / Double(cell.count), dimension: cell.count - 1)
    }
  }

  /// Members of each stratum of the first stage and how many of them every draw takes.
  private var firstStrata: [(members: [Int], seats: Int)] {
    Dictionary(grouping: laboratory.ids.indices.filter { laboratory.strata[0][$0] != nil }) {
      laboratory.strata[0][$0] ?? 0
    }.sorted { $0.key < $1.key }.map { entry in
      (entry.value, entry.value.reduce(0) { $0 + drawn[0][$1] } / draws)
    }
  }

  var firstPairsWithin: ChiSquare {
    firstStrata.reduce(.zero) { sum, stratum in
      sum
        + within(
          stratum.members, firstPairs,
          Self.pairLength(stratum.seats, of: stratum.members.count) * Double(draws))
    }
  }

  var firstPairsAcross: ChiSquare {
    let strata = firstStrata
    var sum = ChiSquare.zero
    for (index, one) in strata.enumerated() {
      for other in strata[..<index] {
        let each =
          Double(one.seats * (one.members.count - one.seats))
          * Double(other.seats * (other.members.count - other.seats))
          / Double(one.members.count * other.members.count)
        sum = sum + across(one.members, other.members, firstPairs, each * Double(draws))
      }
    }
    return sum
  }

  private var allPairs: ChiSquare {
    var sum = ChiSquare.zero
    for (index, one) in laboratory.cells.enumerated() {
      let each = cellSizes[index].enumerated().reduce(0.0) {
        $0 + Double($1.element) * Self.pairLength($1.offset, of: one.count)
      }
      sum = sum + within(one, pairs, each)
      for (place, other) in laboratory.cells[..<index].enumerated() {
        let each =
          Double(cellProducts[index * laboratory.cells.count + place])
          / Double(one.count * other.count)
        sum = sum + across(one, other, pairs, each)
      }
    }
    return sum
  }

  private var byteValues: ChiSquare {
    (0..<32).reduce(.zero) { $0 + ChiSquare(even: Array(bytes[$1 * 256..<($1 + 1) * 256])) }
  }

  /// Squared length of the pairs among `seats` of `n` records; 0 where members decide all pairs.
  private static func pairLength(_ seats: Int, of n: Int) -> Double {
    guard n > 3 else { return 0 }
    let m = Double(seats)
    let total = m * (m - 1) / 2
    return Deviations.squaredLength(
      pairs: total, memberSquares: m * (m - 1) * (m - 1), totalSquare: total * total, n: n)
  }

  private func within(_ members: [Int], _ counts: [Int], _ each: Double) -> ChiSquare {
    let n = members.count
    guard n > 3, each > 1e-6 else { return .zero }
    let count = laboratory.ids.count
    var squares = 0.0
    var memberSquares = 0.0
    var total = 0.0
    for one in members {
      let row = members.filter { $0 != one }.map { Double(counts[one * count + $0]) }
      let sum = row.reduce(0, +)
      squares += row.reduce(0) { $0 + $1 * $1 } / 2
      memberSquares += sum * sum
      total += sum / 2
    }
    return ChiSquare(
      squaredLength: Deviations.squaredLength(
        pairs: squares, memberSquares: memberSquares, totalSquare: total * total, n: n),
      ofEach: each, dimension: n * (n - 3) / 2)
  }

  private func across(
    _ rows: [Int], _ columns: [Int], _ counts: [Int], _ each: Double
  ) -> ChiSquare {
    ChiSquare(
      squaredLength: tableLength(rows, columns, counts, width: laboratory.ids.count),
      ofEach: each, dimension: (rows.count - 1) * (columns.count - 1))
  }

  private func tableLength(
    _ rows: [Int], _ columns: [Int], _ counts: [Int], width: Int
  ) -> Double {
    func square(_ value: Int) -> Double { Double(value) * Double(value) }
    let rowSums = rows.map { row in columns.reduce(0) { $0 + counts[row * width + $1] } }
    let columnSums = columns.map { column in rows.reduce(0) { $0 + counts[$1 * width + column] } }
    return Deviations.squaredLength(
      table: rows.reduce(0) { sum, row in
        columns.reduce(sum) { $0 + square(counts[row * width + $1]) }
      },
      rowSquares: rowSums.reduce(0) { $0 + square($1) },
      columnSquares: columnSums.reduce(0) { $0 + square($1) },
      totalSquare: square(rowSums.reduce(0, +)), rows: rows.count, columns: columns.count)
  }
}

// Inspectors
extension LaboratoryTally {
  private var workload: ChiSquare {
    laboratory.classes.indices.reduce(.zero) { sum, index in
      let members = laboratory.classes[index].members
      return sum
        + ChiSquare(
          squaredLength: Deviations.squaredLength(of: members.map { loads[$0] }),
          ofEach: Double(loadSquares[index]) / Double(members.count),
          dimension: members.count - 1)
    }
  }

  private var teamwork: ChiSquare {
    laboratory.classes.indices.reduce(.zero) { sum, index in
      let members = laboratory.classes[index].members
      guard members.count > 3, colleagueSquares[index][0] > 0 else { return sum }
      let people = laboratory.inspectors.count
      var squares = 0.0
      var memberSquares = 0.0
      var total = 0.0
      for one in members {
        let row = members.map {
          Double(colleagues[min(one, $0) * people + max(one, $0)])
        }
        let both = row.reduce(0, +)
        squares += row.reduce(0) { $0 + $1 * $1 } / 2
        memberSquares += both * both
        total += both / 2
      }
      let parts = colleagueSquares[index].map(Double.init)
      return sum
        + ChiSquare(
          squaredLength: Deviations.squaredLength(
            pairs: squares, memberSquares: memberSquares, totalSquare: total * total,
            n: members.count),
          ofEach: Deviations.squaredLength(
            pairs: parts[0], memberSquares: parts[1], totalSquare: parts[2], n: members.count),
          dimension: members.count * (members.count - 3) / 2)
    }
  }

  private var encounters: ChiSquare {
    var sum = ChiSquare.zero
    for (index, members) in laboratory.classes.map(\.members).enumerated() {
      for (place, cell) in laboratory.cells.enumerated() {
        let parts = meetingSquares[index * laboratory.cells.count + place].map(Double.init)
        guard parts[0] > 0 else { continue }
        sum =
          sum
          + ChiSquare(
            squaredLength: tableLength(members, cell, meetings, width: laboratory.ids.count),
            ofEach: Deviations.squaredLength(
              table: parts[0], rowSquares: parts[1], columnSquares: parts[2],
              totalSquare: parts[3], rows: members.count, columns: cell.count),
            dimension: (members.count - 1) * (cell.count - 1))
      }
    }
    return sum
  }
}
