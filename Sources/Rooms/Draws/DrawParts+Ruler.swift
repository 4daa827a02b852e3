package import HTML
internal import Kernel
internal import Plans

extension DrawParts {
  /// The ruler 抽签尺 of one field: each dot one body's ticket, the drawn ones left of the cut.
  ///
  /// - Parameters:
  ///   - stage: tells the dots' anchors apart when several rulers stand on one page.
  ///   - isWhole: whether the sentence that explains it and the table of all tickets stand below.
  ///   - marked: credit code of a body whose dot is to be seen at once.
  package static func ruler(
    _ strata: [RulerStratum], stage: Int, isWhole: Bool = true, marked: String? = nil
  ) -> some HTML {
    div(.class("ruler-set")) {
      each(strata) { stratum in
        div(.class("ruler")) {
          span {
            "\(PlanParts.stratumLabel(stratum.name)) "
            span(.class("quiet small")) { "\(stratum.records) 家" }
          }
          rulerLine(stratum, stage: stage, marked)
          span {
            "抽取 "
            b { String(stratum.allocated) }
            " · 机会 \(stratum.allocated)/\(stratum.records)"
          }
        }
      }
      if strata.contains(where: { $0.dots.count > dotLimit }) {
        p(.class("small quiet")) { "圆点太多的类别只画出一部分未抽中的，全部签号见下载的抽取资料。" }
      }
      if isWhole {
        p(.class("small quiet")) { explanation }
        details {
          summary { "全部签号" }
          each(strata) { stratum in ticketTable(stratum) }
        }
      }
    }
  }

  package static let explanation =
    "每个圆点是一家机构的签号，由封存的名单和各方随机数算出，从 0 到 1 均匀分布。同一类别里签号最小的被抽中：虚线左边。"

  private static func rulerLine(_ stratum: RulerStratum, stage: Int, _ marked: String?)
    -> some HTML
  {
    svg(
      .class("ruler-line"), .role("img"),
      .label(
        "\(PlanParts.stratumLabel(stratum.name))签号分布，\(stratum.records) 家中抽取 \(stratum.allocated) 家"
      )
    ) {
      line(
        .literal("x1", "0"), .literal("x2", "100%"), .literal("y1", "13"), .literal("y2", "13"))
      line(
        .class("cut"), .data("x1", fraction(stratum.cut)), .data("x2", fraction(stratum.cut)),
        .literal("y1", "0"), .literal("y2", "26"))
      each(shownDots(stratum).filter { $0.uscc != marked }) { dot in
        circle(dot, stage: stage, isMarked: false)
      }
      // Drawn last, so that no other dot lies on it.
      each(stratum.dots.filter { $0.uscc == marked }) { dot in
        circle(dot, stage: stage, isMarked: true)
      }
    }
  }

  private static func circle(_ dot: RulerDot, stage: Int, isMarked: Bool) -> some HTML {
    element(
      "circle",
      [
        .classes(isMarked ? (dot.isDrawn ? "in own" : "own") : dot.isDrawn ? "in" : nil),
        .id("dot-\(stage)-\(dot.uscc)"), .data("cx", fraction(dot.position)),
        .literal("cy", "13"), .literal("r", isMarked ? "5" : "3.4"),
      ],
      title { "\(dot.name) 0.\(padded(dot.position))" })
  }

  /// All the drawn and at most `dotLimit` of the others, evenly chosen by their rank.
  static func shownDots(_ stratum: RulerStratum) -> [RulerDot] {
    let others = stratum.dots.count - stratum.allocated
    guard stratum.dots.count > dotLimit, others > 0 else { return stratum.dots }
    let step = (others + dotLimit - 1) / dotLimit
    return stratum.dots.enumerated().filter { rank, dot in
      dot.isDrawn || (rank - stratum.allocated).isMultiple(of: step)
    }.map(\.element)
  }

  /// `12.34%` of ten-thousandths.
  private static func fraction(_ position: Int) -> String {
    "\(position / 100).\(position % 100 < 10 ? "0" : "")\(position % 100)%"
  }

  private static func padded(_ position: Int) -> String {
    let text = String(position)
    return String(repeating: "0", count: max(0, 4 - text.utf8.count)) + text
  }

  private static func ticketTable(_ stratum: RulerStratum) -> some HTML {
    div(.class("scroll tall")) {
      table {
        caption {
          "\(PlanParts.stratumLabel(stratum.name))：签号从小到大"
            + (stratum.dots.count > rowLimit ? "（前 \(rowLimit) 家，其余见下载的抽取资料）" : "")
        }
        thead {
          tr {
            heading("序", isNumber: true)
            heading("机构")
            heading("签号")
            heading("")
          }
        }
        tbody {
          each(Array(stratum.dots.prefix(rowLimit).enumerated())) { entry in
            tr {
              td(.class("num")) { entry.offset + 1 }
              td(.class("name")) { entry.element.name }
              td { hash(entry.element.ticket) }
              td { entry.element.isDrawn ? "抽中" : "" }
            }
          }
        }
      }
    }
  }
}
