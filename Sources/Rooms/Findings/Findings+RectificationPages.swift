internal import HTML
package import Kernel
internal import Storage
internal import Supervision
internal import Visits

extension RectificationStage {
  package var tint: Tint {
    switch self {
    case .open: .act
    case .answered: .warning
    case .returned: .bad
    case .closed: .fine
    }
  }
}

extension FindingsPages {
  struct ListModel {
    let rows: [Rectification]
    let paging: Paging
    let filter: Findings.Filter
    let isInspector: Bool
    let today: CalendarDay
  }

  static func list(_ frame: Frame, _ model: ListModel) -> some HTML {
    officePage(frame, "整改", trail: [("工作台", .desk)]) {
      pageHead("整改", "审定的问题逐项整改：机构在门户答复，检查组或审核人复核，到位才闭环。")
      card {
        getForm(.rectifications, .class("filters")) {
          inputField("机构名称", "find", model.filter.find, kind: .search)
          selectField(
            "状态", "stage", model.filter.stage?.rawValue ?? "",
            [("", "全部")] + RectificationStage.allCases.map { ($0.rawValue, $0.label) })
          fieldset {
            if model.isInspector { VisitPages.tick("mine", "我参加检查的", model.filter.isMine) }
            VisitPages.tick("overdue", "已逾期", model.filter.isOverdue)
          }
          sideButton("筛选")
        }
        if model.rows.isEmpty {
          emptyState("没有符合条件的整改。请放宽筛选条件；检查发现问题并审定后，整改会自动生成。")
        } else {
          rows(model)
          pager(model.paging, .rectifications, model.filter.pairs)
        }
      }
    }
  }

  private static func rows(_ model: ListModel) -> some HTML {
    div(.class("scroll")) {
      table(.class("stacked")) {
        thead {
          tr {
            heading("机构")
            heading("领域")
            heading("区域")
            heading("状态")
            heading("期限")
            heading("计划")
          }
        }
        tbody {
          each(model.rows) { row in
            tr {
              td(.class("name")) { a(.href(Link.rectification(row.id))) { row.bodyName } }
              td { row.fieldName }
              td { row.regionName }
              td { chip(row.stage.tint, row.stage.label) }
              td(.data("data-label", "期限")) {
                VisitPages.dueChip(
                  row.dueOn, row.stage == .open || row.stage == .returned, model.today)
              }
              td(.class("quiet")) { row.planTitle }
            }
          }
        }
      }
    }
  }

  struct OneModel {
    let rectification: Rectification
    let entries: [RectificationEntry]
    let history: RecordHistory
    let verdict: Verdict
    let content: String
    let problems: [String]
    let today: CalendarDay
  }

  static func one(_ frame: Frame, _ model: OneModel) -> some HTML {
    let item = model.rectification
    return officePage(
      frame, "整改 · \(item.bodyName)", trail: [("工作台", .desk), ("整改", .rectifications)]
    ) {
      pageHead("整改：\(item.bodyName)", "\(item.planTitle) · \(item.fieldName)") {
        chip(item.stage.tint, item.stage.label)
        if item.isOverdue(on: model.today) { chip(.bad, "已逾期") }
        a(.class("button"), .href(Link.visit(item.visit))) { "检查任务" }
      }
      problemList(model.problems)
      judgeCard(frame, model)
      card { stepRow(steps(model)) }
      card("整改要求") { lines(item.demand) }
      historyCard(model.entries)
      recordHistory(frame, model.history)
    }
  }

  /// A text of several lines as it was typed.
  static func lines(_ text: String) -> some HTML {
    div(.class("stack")) {
      each(text.split(whereSeparator: \.isNewline).map(String.init)) { line in
        p { line }
      }
    }
  }

  private static func steps(_ model: OneModel) -> [StepMark] {
    let item = model.rectification
    let answered = model.entries.last { $0.step == RectificationStep.answer.rawValue }
    let due = item.dueOn.map { "期限 \($0.chinese)" } ?? ""
    return [
      StepMark("责令整改", item.openedAt.day.chinese, .done),
      StepMark(
        "机构答复", item.stage == .returned ? "已退回，\(due)" : answered?.at.chinese ?? due,
        item.stage == .open || item.stage == .returned ? .now : .done),
      StepMark(
        "复核闭环", item.closedAt?.chinese ?? "",
        item.stage == .closed ? .done : item.stage == .answered ? .now : .later),
    ]
  }

  private static func judgeCard(_ frame: Frame, _ model: OneModel) -> some HTML {
    let item = model.rectification
    return section(.class("card next")) {
      div(.class("card-head")) {
        h2 { item.stage == .answered && model.verdict.isAllowed ? "下一步：复核整改" : "现在不需要您办理" }
      }
      if item.stage == .closed {
        p { "整改已闭环。" }
      } else if item.stage != .answered {
        p { "等待机构在门户提交整改材料。" }
      } else if let reason = model.verdict.reason {
        p { reason }
      } else {
        postForm(.rectificationJudge(item.id), frame.formToken) {
          textField("复核情况，或退回理由", "content", model.content, hint: "核对了哪些材料，是否逐项到位")
          div(.class("actions wide")) {
            button(.class("button main"), .type("submit"), .name("step"), .value("close")) {
              RectificationStep.close.verb
            }
            button(.class("button"), .type("submit"), .name("step"), .value("send-back")) {
              RectificationStep.sendBack.verb
            }
          }
        }
      }
    }
  }

  static func historyCard(_ entries: [RectificationEntry]) -> some HTML {
    card("往来记录") {
      if entries.isEmpty {
        p(.class("quiet")) { "机构尚未答复。" }
      } else {
        each(entries) { entry in
          div(.class("stack")) {
            p {
              b { entry.label }
              span(.class("quiet")) { "　\(entry.name)　\(entry.at.chinese)" }
            }
            lines(entry.content)
          }
        }
      }
    }
  }
}
