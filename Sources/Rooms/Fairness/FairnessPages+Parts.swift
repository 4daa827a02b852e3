internal import HTML
internal import Kernel
internal import Publication
internal import Statistics

// Parts that several of the pages show.
extension FairnessPages {
  static func verdictChip(_ tail: Double?) -> some HTML {
    let verdict = FairnessWords.verdict(tail)
    return chip(verdict.tint, verdict.word)
  }

  @HTMLBuilder
  static func testCells(_ test: ChiSquare?) -> some HTML {
    td(.class("num"), .data("data-label", "卡方")) {
      test.map { FairnessWords.decimal($0.statistic, 2) } ?? ""
    }
    td(.class("num"), .data("data-label", "自由度")) { test.map { String($0.degrees) } ?? "" }
    td(.class("num"), .data("data-label", "p")) {
      test.map { FairnessWords.probability($0.tail) } ?? ""
    }
  }

  static func ticketChart(_ tickets: [Int]) -> some HTML {
    let total = tickets.reduce(0, +)
    return div(.class("stack")) {
      FairnessCharts.columns(tickets, label: "\(total)个签号在标尺\(tickets.count)段中的个数")
      div(.class("row small quiet")) {
        span { "0" }
        span(.class("push")) { "1" }
      }
      p(.class("small quiet")) {
        "横线是期望的个数 \(FairnessWords.decimal(Double(total) / Double(tickets.count), 1))，浅色带是二十段里有十九段应在的范围。"
      }
      details {
        summary { "每段的个数" }
        div(.class("scroll tall")) {
          table {
            thead {
              tr {
                heading("段")
                heading("签号个数", isNumber: true)
              }
            }
            tbody {
              each(Array(tickets.enumerated())) { entry in
                tr {
                  td { interval(entry.offset, of: tickets.count) }
                  td(.class("num")) { entry.element }
                }
              }
            }
          }
        }
      }
    }
  }

  private static func interval(_ place: Int, of count: Int) -> String {
    let from = FairnessWords.decimal(Double(place) / Double(count), 2)
    return "\(from) – \(FairnessWords.decimal(Double(place + 1) / Double(count), 2))"
  }

  /// Groups with what was expected and what came, each with its deviation on a line.
  static func groups(
    _ tally: GroupTally, _ kind: String, name: @escaping (String) -> String
  ) -> some HTML {
    let test = tally.chiSquare
    return div(.class("stack")) {
      div(.class("scroll")) {
        table(.class("compared")) {
          thead {
            tr {
              heading(kind)
              th(.scope("col"), .class("num extra")) { "参加" }
              heading("应抽中", isNumber: true)
              heading("实抽中", isNumber: true)
              heading("偏离")
              th(.scope("col"), .class("num extra")) { "标准差" }
            }
          }
          tbody { each(tally.order) { place in groupRow(tally, place, name) } }
        }
      }
      p(.class("small quiet")) {
        test.degrees > 0
          ? "偏离以标准差计，浅色带是正负两个标准差。合计：卡方 \(FairnessWords.decimal(test.statistic, 2))，"
            + "自由度 \(test.degrees)，p \(FairnessWords.probability(test.tail))。\(FairnessWords.meaning(test.tail))"
          : "只有一组，或者全部抽中，没有可比的。"
      }
    }
  }

  private static func groupRow(
    _ tally: GroupTally, _ place: Int, _ name: (String) -> String
  ) -> some HTML {
    let label = name(tally.labels[place])
    let deviation = tally.deviation(place)
    return tr {
      td(.class("name")) { label }
      td(.class("num extra")) { tally.records[place] }
      td(.class("num")) {
        FairnessWords.decimal(tally.expected[place], 2)
      }
      td(.class("num")) { tally.drawn[place] }
      td(.class("chart")) {
        if let deviation {
          FairnessCharts.deviation(
            deviation, label: "\(label)偏离 \(FairnessWords.decimal(deviation, 2)) 个标准差")
        }
      }
      td(.class("num extra")) {
        deviation.map { FairnessWords.decimal($0, 2) } ?? ""
      }
    }
  }

  // MARK: laboratory

  static func laboratory(_ laboratory: FairnessLaboratory) -> some HTML {
    card("实验室：同一份名单抽 \(laboratory.draws) 次", note: "种子是 1 到 \(laboratory.draws)，谁都可以重做") {
      p {
        "公开的抽取次数有限，细小的偏心看不出来。所以我们用一份 \(laboratory.bodies.count) 家机构、\(laboratory.inspectors.count) 名检查人员的名单，按同一套规则抽了 \(laboratory.draws) 次：带权重的类别、保底名额、合并计入、缺额补足、多人检查组都在内。每次修改程序都重新算一遍，数字必须与这里的相同。"
      }
      h3 { "每家机构被抽中的次数，偏离应有次数几个标准差" }
      FairnessCharts.swarm(
        laboratory.bodies.map { ($0.name, $0.deviations) },
        label: "\(laboratory.bodies.count)家机构的偏离")
      scaleNote("机构")
      figureTable("每家机构的次数", laboratory.bodies)
      h3 { "每名检查人员的任务量，偏离同类人员的平均几个标准差" }
      FairnessCharts.swarm(
        laboratory.inspectors.map { ($0.name, $0.deviations) },
        label: "\(laboratory.inspectors.count)名检查人员的偏离")
      scaleNote("检查人员")
      figureTable("每名检查人员的任务量", laboratory.inspectors)
      h3 { "全部检验" }
      laboratoryTests(laboratory)
      div(.class("actions")) {
        a(.class("button"), .href(Link.publicFairnessLaboratory)) { "下载实验室数据（TSV）" }
      }
    }
  }

  private static func scaleNote(_ what: String) -> some HTML {
    div(.class("stack")) {
      div(.class("row small quiet")) {
        span { "−4" }
        span(.class("push")) { "+4" }
      }
      p(.class("small quiet")) {
        "每个圆点是一\(what == "机构" ? "家" : "名")\(what)，中线是应有的次数，浅色带是正负两个标准差。"
      }
    }
  }

  private static func figureTable(
    _ caption: String, _ figures: [FairnessLaboratory.Figure]
  ) -> some HTML {
    details {
      summary { caption }
      div(.class("scroll tall")) {
        table {
          thead {
            tr {
              heading("编号")
              heading("应有", isNumber: true)
              heading("实有", isNumber: true)
              heading("标准差", isNumber: true)
              heading("偏离", isNumber: true)
            }
          }
          tbody {
            each(figures) { figure in
              tr {
                td { figure.name }
                td(.class("num")) { FairnessWords.decimal(figure.expected, 1) }
                td(.class("num")) { FairnessWords.decimal(figure.measured, 0) }
                td(.class("num")) { FairnessWords.decimal(figure.deviation, 1) }
                td(.class("num")) { FairnessWords.decimal(figure.deviations, 2) }
              }
            }
          }
        }
      }
    }
  }

  private static func laboratoryTests(_ laboratory: FairnessLaboratory) -> some HTML {
    div(.class("scroll")) {
      table(.class("compared")) {
        thead {
          tr {
            heading("看什么")
            th(.scope("col"), .class("num extra")) { "卡方" }
            th(.scope("col"), .class("num extra")) { "自由度" }
            heading("0 ≤ p ≤ 1")
            heading("p", isNumber: true)
            heading("结论")
          }
        }
        tbody {
          each(laboratory.tests) { test in
            tr {
              td(.class("name")) { test.name }
              td(.class("num extra")) {
                FairnessWords.decimal(test.measured, 2)
              }
              td(.class("num extra")) {
                FairnessWords.decimal(test.expected, 0)
              }
              td(.class("chart")) {
                FairnessCharts.fraction(
                  test.tail ?? 0, expected: nil,
                  label: "p \(FairnessWords.probability(test.tail ?? 0))")
              }
              td(.class("num")) {
                test.tail.map { FairnessWords.probability($0) } ?? ""
              }
              td { verdictChip(test.tail) }
            }
          }
        }
      }
    }
  }

  static func howToRead(_ model: Model) -> some HTML {
    card("怎么读这一页") {
      ul {
        li { "应抽中次数：每个类别抽 n 家、共 N 家，一组里有 K 家，应抽中 n×K/N 家。机会在抽取之前就已公布。" }
        li { "标准差：纯凭偶然，实际次数通常会偏离这么多；三次里有两次在一个标准差以内，二十次里有十九次在两个以内。" }
        li { "卡方：把各组的偏离合成一个数，公平时大约等于自由度。" }
        li { "p：如果抽得完全公平，出现这么大偏差的可能性。p 小于 0.05，公平时每二十次也会有一次；p 小于 0.0001，公平时一万次才有一次，应当核查。" }
        li { "p 很小不等于作弊，p 很大也不等于没有作弊：是不是按公布的名单和规则抽的，要靠逐字节重算来证明。" }
      }
      div(.class("actions")) {
        a(.class("button"), .href(Link.publicVerify)) { "自己重算一次抽取" }
      }
    }
  }
}
