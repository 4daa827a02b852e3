internal import HTML
internal import Kernel
internal import Publication
internal import Statistics
internal import Supervision

/// How fair the draws are: what was drawn, held against what chance would draw.
enum FairnessPages {
  struct Model {
    let fairness: Fairness
    let laboratory: FairnessLaboratory
    /// By region code.
    let regionNames: [String: String]
    let paging: Paging
  }

  static func all(_ frame: Frame, _ model: Model) -> some HTML {
    let fairness = model.fairness
    return openPage(frame, "抽得公平吗") {
      pageHead(
        "抽得公平吗",
        "同一类别里，每家机构被抽中的机会应当完全相同。这里把全部已公开的抽取合在一起：实际抽到的，与纯凭偶然应当抽到的，差得多不多。"
      ) {
        if !fairness.draws.isEmpty {
          a(.class("button"), .href(Link.publicFairnessDraws)) { "下载每次抽取（CSV）" }
          a(.class("button"), .href(Link.publicFairnessGroups)) { "下载分组（CSV）" }
        }
      }
      if fairness.draws.isEmpty {
        card { emptyState("还没有已公开的抽取。第一次抽取公开之后，这里会自动列出它的核对结果。", ("看看抽取公示", .publicDraws)) }
      } else {
        published(model)
      }
      laboratory(model.laboratory)
      howToRead(model)
    }
  }

  // MARK: all published draws

  private static func published(_ model: Model) -> some HTML {
    let fairness = model.fairness
    return div(.class("stack wide-stack")) {
      factRow([
        ("已公开的抽取", "\(fairness.draws.count)"), ("参加过抽取的机构", "\(fairness.bodies)"),
        ("抽中次数", "\(fairness.draws.reduce(0) { $0 + $1.allocated })"),
        ("核对的签号", "\(fairness.tickets.reduce(0, +))"),
      ])
      answer(fairness)
      tickets(fairness)
      card("有没有哪个区域总被抽到", note: "应抽中次数按公布的机会推算") {
        p { "把机构按所在区域分组。如果有人在名单里动手脚，某些区域就会系统地偏多或偏少。" }
        groups(fairness.regions, "区域") { model.regionNames[$0] ?? $0 }
      }
      card("排在名单前面吃亏吗", note: "名单按编号排序，分成十段") {
        p { "有的系统从按单位排好的名单里每隔几行抽一家，排在某些位置的机构永远抽不到。这里每一段都应当一样。" }
        groups(fairness.places, "名单位置") { tenth($0) }
      }
      card("抽过的会不会又被盯上", note: "按以前抽中的次数分组") {
        p { neverDrawn(fairness) }
        groups(fairness.history, "以前") { $0 }
      }
      workload(fairness)
      draws(model)
    }
  }

  private static func answer(_ fairness: Fairness) -> some HTML {
    let checks: [(question: String, test: ChiSquare?)] = [
      ("签号在标尺上是否均匀", fairness.ticketTest), ("各区域是否一样", fairness.regions.chiSquare),
      ("名单各段是否一样", fairness.places.chiSquare), ("抽过和没抽过的是否一样", fairness.history.chiSquare),
    ]
    return card("核对结果") {
      div(.class("scroll")) {
        table(.class("stacked")) {
          thead {
            tr {
              heading("看什么")
              heading("结论")
              heading("卡方", isNumber: true)
              heading("自由度", isNumber: true)
              heading("p", isNumber: true)
              heading("意思")
            }
          }
          tbody {
            each(checks) { check in
              let test = check.test.flatMap { $0.degrees > 0 ? $0 : nil }
              tr {
                td(.class("name")) { check.question }
                td { verdictChip(test?.tail) }
                testCells(test)
                td(.class("quiet")) { FairnessWords.meaning(test?.tail) }
              }
            }
          }
        }
      }
      p(.class("quiet")) { striking(fairness) }
    }
  }

  private static func striking(_ fairness: Fairness) -> String {
    let striking = fairness.striking
    return striking.of == 0
      ? "单独一次抽取的签号还太少，不足以逐次检验。"
      : "\(striking.of)次抽取逐次检验签号是否均匀，p 小于 0.05 的有\(striking.count)次；"
        + "抽得公平时，平均也会有\(FairnessWords.decimal(Double(striking.of) / 20, 1))次。"
  }

  private static func tickets(_ fairness: Fairness) -> some HTML {
    card("签号均匀吗", note: "全部签号，分成\(DrawFairness.intervals)段") {
      p { "每家机构的签号是 0 到 1 之间的一个数。抽得公平，每一段里的签号就应当差不多多。" }
      ticketChart(fairness.tickets)
    }
  }

  private static func neverDrawn(_ fairness: Fairness) -> String {
    let expected = fairness.expectedBodiesDrawn
    let never = fairness.bodies - fairness.bodiesDrawn
    let total = Double(fairness.bodies)
    return "参加过抽取的\(fairness.bodies)家机构里，还从未被抽中的有\(never)家"
      + "（\(FairnessWords.percent(Double(never), of: total))）；按机会推算应为"
      + "\(FairnessWords.decimal(total - expected.count, 1))家"
      + "（\(FairnessWords.percent(total - expected.count, of: total))），"
      + "上下 \(FairnessWords.decimal(2 * expected.deviation, 1)) 家以内都属正常。"
  }

  static func tenth(_ label: String) -> String {
    guard let number = Int(label) else { return label }
    return "第 \(number) 段" + (number == 1 ? "（最前）" : number == 10 ? "（最后）" : "")
  }

  private static func workload(_ fairness: Fairness) -> some HTML {
    let known = fairness.draws.filter { $0.workload != nil }.suffix(Paging.pageSize).reversed()
    return card("检查人员的任务量", note: "L 是能组成全部检查组的最小上限，任何人不会更多") {
      if known.isEmpty {
        p(.class("quiet")) { "已公开的抽取里没有检查人员。" }
      } else {
        div(.class("scroll")) {
          table(.class("stacked")) {
            thead {
              tr {
                heading("抽取")
                heading("名单人数", isNumber: true)
                heading("有任务的", isNumber: true)
                heading("总人次", isNumber: true)
                heading("人均", isNumber: true)
                heading("最少", isNumber: true)
                heading("最多", isNumber: true)
                heading("上限 L", isNumber: true)
              }
            }
            tbody {
              each(Array(known)) { draw in
                if let load = draw.workload { workloadRow(draw, load) }
              }
            }
          }
        }
      }
    }
  }

  private static func workloadRow(_ draw: DrawFairness, _ load: Workload) -> some HTML {
    tr {
      td(.class("name")) { a(.href(Link.publicDraw(draw.draw.number))) { "第\(draw.draw.number)次" } }
      td(.class("num"), .data("data-label", "名单人数")) { load.people }
      td(.class("num"), .data("data-label", "有任务的")) { load.busy }
      td(.class("num"), .data("data-label", "总人次")) { load.places }
      td(.class("num"), .data("data-label", "人均")) {
        FairnessWords.decimal(Double(load.places) / Double(load.people), 2)
      }
      td(.class("num"), .data("data-label", "最少")) { load.fewest }
      td(.class("num"), .data("data-label", "最多")) { load.most }
      td(.class("num"), .data("data-label", "上限")) { load.limit }
    }
  }

  private static func draws(_ model: Model) -> some HTML {
    let newest = model.fairness.draws.reversed()
      .dropFirst(Paging.offset(model.paging.page)).prefix(Paging.pageSize)
    return card("每一次抽取", note: "签号是否均匀") {
      div(.class("scroll")) {
        table(.class("stacked")) {
          thead {
            tr {
              heading("编号", isNumber: true)
              heading("抽取")
              heading("参加", isNumber: true)
              heading("抽中", isNumber: true)
              heading("卡方", isNumber: true)
              heading("自由度", isNumber: true)
              heading("p", isNumber: true)
              heading("结论")
            }
          }
          tbody {
            each(Array(newest)) { draw in
              tr {
                td(.class("num")) { draw.draw.number }
                td(.class("name")) {
                  a(.href(Link.publicFairness(of: draw.draw.number))) { draw.draw.title }
                }
                td(.class("num"), .data("data-label", "参加")) { draw.records }
                td(.class("num"), .data("data-label", "抽中")) { draw.allocated }
                testCells(draw.ticketTest)
                td { verdictChip(draw.ticketTest?.tail) }
              }
            }
          }
        }
      }
      pager(model.paging, .publicFairness, [])
    }
  }

  // MARK: one draw

  static func one(_ frame: Frame, _ draw: DrawFairness, _ names: [String: String]) -> some HTML {
    openPage(frame, "第\(draw.draw.number)次抽得公平吗") {
      div {
        p(.class("quiet")) { "第\(draw.draw.number)次抽取 · \(draw.draw.authority)" }
        h1 { "\(draw.draw.title)：抽得公平吗" }
        p(.class("lede")) {
          "\(draw.records)家次参加，抽中\(draw.allocated)家次。\(FairnessWords.meaning(draw.ticketTest?.tail))"
        }
      }
      strataCard(draw)
      card("签号均匀吗") { ticketChart(draw.tickets) }
      card("各区域", note: "应抽中家数按公布的机会推算") {
        groups(draw.regions, "区域") { names[$0] ?? $0 }
      }
      card("名单各段", note: "每个类别的名单按编号排序，分成十段") {
        groups(draw.places, "名单位置") { tenth($0) }
      }
      if let load = draw.workload {
        card("检查人员的任务量") {
          factRow([
            ("名单人数", "\(load.people)"), ("有任务的", "\(load.busy)"), ("最少", "\(load.fewest)"),
            ("最多", "\(load.most)"), ("上限 L", "\(load.limit)"),
          ])
        }
      }
      div(.class("actions")) {
        a(.class("button"), .href(Link.publicDraw(draw.draw.number))) { "这次抽取的全部资料" }
        a(.class("button"), .href(Link.publicFairness)) { "全部抽取合在一起看" }
      }
    }
  }

  private static func strataCard(_ draw: DrawFairness) -> some HTML {
    card("抽到哪里为止", note: "每个类别里最后一个抽中的签号，与偶然应当到的地方") {
      p { "抽取 n 家、共 N 家时，第 n 小的签号平均在 n/(N+1) 处（竖线）；圆点是实际的位置。离得太远或者处处贴合，都不像偶然。" }
      div(.class("scroll")) {
        table(.class("stacked")) {
          thead {
            tr {
              heading("领域")
              heading("类别")
              heading("机会")
              heading("位置（0 到 1）")
              heading("应到", isNumber: true)
              heading("实到", isNumber: true)
              heading("p", isNumber: true)
            }
          }
          tbody { each(draw.strata) { stratum in stratumRow(stratum) } }
        }
      }
    }
  }

  private static func stratumRow(_ stratum: StratumFairness) -> some HTML {
    tr {
      td(.class("name")) { stratum.stageName }
      td { PublicPages.stratumWord(stratum.name) }
      td { "\(stratum.allocated) / \(stratum.records)" }
      td(.class("chart")) {
        if let last = stratum.lastDrawn {
          FairnessCharts.fraction(
            last, expected: stratum.expectedLast,
            label: "应到 \(FairnessWords.decimal(stratum.expectedLast, 3))，"
              + "实到 \(FairnessWords.decimal(last, 3))")
        }
      }
      td(.class("num"), .data("data-label", "应到")) {
        stratum.lastDrawn == nil ? "" : FairnessWords.decimal(stratum.expectedLast, 3)
      }
      td(.class("num"), .data("data-label", "实到")) {
        stratum.lastDrawn.map { FairnessWords.decimal($0, 3) } ?? "未抽"
      }
      td(.class("num"), .data("data-label", "p")) {
        stratum.tail.map { FairnessWords.probability($0) } ?? ""
      }
    }
  }
}
