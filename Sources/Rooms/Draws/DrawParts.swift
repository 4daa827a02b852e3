package import HTML
package import Kernel
internal import Plans
internal import Storage
package import Supervision

/// Pieces of a draw that the office, the ceremony and the public pages share.
package enum DrawParts {
  /// Dots beyond this many in one stratum are thinned out on the ruler; the table keeps all.
  static let dotLimit = 600
  /// Rows of the table behind the ruler, per stratum.
  static let rowLimit = 500

  /// Where a draw stands, with times.
  package static func steps(_ model: DrawModel) -> some HTML {
    stepRow(marks(model))
  }

  package static func marks(_ model: DrawModel) -> [StepMark] {
    let committed = model.contributors.count { $0.committedAt != nil }
    let handedIn = model.contributors.count { $0.handedInAt != nil }
    let count = model.contributors.count
    let isAllIn = handedIn == count
    let at =
      switch model.stage {
      case .frozen: 1
      case .committed: 2
      case .beaconed: isAllIn ? 4 : 3
      case .drawnSealed: 5
      case .revealed, .void: 6
      }
    let lastCommit = model.contributors.compactMap(\.committedAt).max()
    let lastHandIn = model.contributors.compactMap(\.handedInAt).max()
    var marks: [(String, String)] = [
      ("封存名单", model.frozenAt.chinese),
      (
        "\(count) 个部门承诺",
        committed == count ? lastCommit?.chinese ?? "" : "已有 \(committed) / \(count)"
      ),
      ("公共随机数", model.beacon.recordedAt?.chinese ?? "\(model.beacon.after.chinese) 之后"),
      ("交出随机数", isAllIn ? lastHandIn?.chinese ?? "" : "已有 \(handedIn) / \(count)"),
      ("抽取", model.drawnAt?.chinese ?? ""),
      ("公开", model.revealedAt?.chinese ?? (model.isSealed ? "检查结束后" : "抽取后立即")),
    ]
    if let voidedAt = model.voidedAt {
      marks = marks.filter { mark in mark.0 != "抽取" && mark.0 != "公开" }
      marks.append(("作废", voidedAt.chinese))
      return marks.enumerated().map { index, mark in
        let isDone = [true, committed == count, model.beacon.value != nil, isAllIn, true][index]
        return StepMark(mark.0, isDone ? mark.1 : "未完成", isDone ? .done : .later)
      }
    }
    return marks.enumerated().map { index, mark in
      StepMark(mark.0, mark.1, index < at ? .done : index == at ? .now : .later)
    }
  }

  package static func stageChip(_ stage: DrawStage) -> some HTML {
    let tint: Tint =
      switch stage {
      case .frozen, .committed, .beaconed: .act
      case .drawnSealed: .warning
      case .revealed: .fine
      case .void: .bad
      }
    return chip(tint, stage.label)
  }

  // MARK: picks

  /// The bodies drawn in one field, in ticket order.
  ///
  /// - Parameter action: what stands at the end of a row, if anything.
  package static func pickTable<Action: HTML>(
    _ picks: [DrawnPick], link: @escaping (DrawnPick) -> Link?,
    @HTMLBuilder action: @escaping (DrawnPick) -> Action
  ) -> some HTML {
    div(.class("scroll")) {
      table(.class("stacked")) {
        thead {
          tr {
            heading("序", isNumber: true)
            heading("机构")
            heading("区")
            heading("类别")
            heading("签号")
            heading("")
          }
        }
        tbody {
          each(picks) { pick in
            tr(
              .id("pick-\(pick.stage)-\(pick.place)"), .classes(pick.state == .left ? "left" : nil)
            ) {
              td(.class("num")) { pick.place }
              td(.class("name")) { name(pick, link(pick)) }
              td { pick.region }
              td(.data("data-label", "类别")) { pick.stratum }
              td { hash(pick.ticket) }
              td { action(pick) }
            }
          }
        }
      }
    }
  }

  @HTMLBuilder
  private static func name(_ pick: DrawnPick, _ target: Link?) -> some HTML {
    if let target { a(.href(target)) { pick.name } } else { span { pick.name } }
    if pick.state != .drawn {
      " "
      chip(pick.state == .left ? .bad : .act, pick.state.label)
    }
  }

  /// Who left, who came, and why.
  package static func amendmentTable(_ amendments: [DrawnAmendment]) -> some HTML {
    div(.class("scroll")) {
      table {
        thead {
          tr {
            heading("序", isNumber: true)
            heading("时间")
            heading("机构")
            heading("理由")
            heading("结果")
          }
        }
        tbody {
          each(amendments) { amendment in
            tr {
              td(.class("num")) { amendment.number }
              td { amendment.at.chinese }
              td(.class("name")) { amendment.bodyName }
              td(.class("quiet")) { amendment.reason }
              td(.class("wrap")) { outcome(amendment.outcome) }
            }
          }
        }
      }
    }
  }

  private static func outcome(_ outcome: DrawnOutcome) -> String {
    switch outcome {
    case .replaced(let name, let stratum, let ticket):
      "由同领域\(PlanParts.stratumLabel(stratum))中签号次小的“\(name)”递补（签号 \(ticket.prefix(12))…），检查组按同一规则补足"
    case .withdrawn: "同领域同类别已无可递补的机构，名额减少"
    case .recused(let person, _, let new, let ticket):
      "\(person) 退出，由负担最轻、签号次小的 \(new) 接替（签号 \(ticket.prefix(12))…）"
    }
  }
}
