internal import Kernel
internal import Statistics

/// The figures of the pages as tables for download.
enum FairnessTables {
  struct Table {
    let header: [String]
    var rows: [[String]] = []
  }

  private static func text(_ value: Double?) -> String {
    value.map { FairnessWords.decimal($0, 6) } ?? ""
  }

  /// One row for each stratum of each draw.
  static func draws(_ fairness: Fairness) -> Table {
    var table = Table(header: [
      "抽取编号", "抽取", "领域", "类别", "家数", "抽取数", "最后一个抽中签号（期望）", "最后一个抽中签号（实际）", "p",
    ])
    for draw in fairness.draws {
      for stratum in draw.strata {
        table.rows.append([
          String(draw.draw.number), draw.draw.title, stratum.stageName, stratum.name,
          String(stratum.records), String(stratum.allocated), text(stratum.expectedLast),
          text(stratum.lastDrawn), text(stratum.tail),
        ])
      }
    }
    return table
  }

  /// Every group of every grouping.
  static func groups(_ fairness: Fairness, _ names: [String: String]) -> Table {
    var table = Table(header: ["分组", "组", "参加次数", "应抽中次数", "实际抽中次数", "标准差", "偏离（标准差）"])
    for (kind, tally) in [
      ("区域", fairness.regions), ("名单位置", fairness.places), ("以前抽中次数", fairness.history),
    ] {
      for place in tally.order {
        let label = tally.labels[place]
        table.rows.append([
          kind, names[label] ?? label, String(tally.records[place]), text(tally.expected[place]),
          String(tally.drawn[place]), text(tally.covariance[place][place].squareRoot()),
          text(tally.deviation(place)),
        ])
      }
    }
    return table
  }
}
