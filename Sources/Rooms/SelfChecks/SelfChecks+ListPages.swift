internal import Bodies
internal import HTML
internal import Kernel
internal import Plans
internal import Storage
internal import Supervision

/// What officials see of the self-checks in their region.
enum SelfCheckListPages {
  struct Model {
    let plans: [(PlanID, String)]
    let plan: PlanID?
    let filter: SelfChecks.Filter
    let counts: [SelfCheckStage: Int]
    let rows: [SelfChecks.ListRow]
    let paging: Paging
    let regions: [(code: String, name: String)]
    let today: CalendarDay

    var total: Int { counts.values.reduce(0, +) }
    var submitted: Int { counts[.submitted] ?? 0 }
    var pairs: [(String, String)] {
      [
        ("plan", plan?.description ?? ""), ("stage", filter.stage?.rawValue ?? ""),
        ("region", filter.region),
      ]
    }
  }

  static func list(_ frame: Frame, _ model: Model) -> some HTML {
    officePage(frame, "自查", trail: [("工作台", .desk)]) {
      pageHead("自查", "被监管机构在现场检查之前按表自查。这里按计划查看提交情况。")
      card {
        filters(model)
        if model.plan == nil {
          emptyState("还没有机构需要自查。计划封存公布后，自查表会自动发给辖区内的机构。", ("查看计划", .plans))
        } else {
          rate(model)
          if model.rows.isEmpty {
            emptyState("没有符合条件的自查表。请放宽筛选条件。")
          } else {
            rowTable(model)
            pager(model.paging, .selfChecks, model.pairs)
          }
        }
      }
    }
  }

  private static func filters(_ model: Model) -> some HTML {
    getForm(.selfChecks, .class("filters")) {
      selectField(
        "计划", "plan", model.plan?.description ?? "",
        model.plans.map { ($0.0.description, $0.1) })
      selectField(
        "状态", "stage", model.filter.stage?.rawValue ?? "",
        [("", "全部")] + SelfCheckStage.allCases.map { ($0.rawValue, $0.label) })
      selectField(
        "区域", "region", model.filter.region,
        [("", "全部")] + model.regions.map { ($0.code, $0.name) })
      sideButton("筛选")
    }
  }

  private static func rate(_ model: Model) -> some HTML {
    div(.class("stack")) {
      factRow([
        ("应交", "\(model.total)"), ("已提交", "\(model.submitted)"),
        ("填报中", "\(model.counts[.draft] ?? 0)"), ("未开始", "\(model.counts[.open] ?? 0)"),
        ("提交率", model.total > 0 ? "\(model.submitted * 100 / model.total)%" : "—"),
      ])
      bar(model.submitted, of: model.total)
    }
  }

  private static func rowTable(_ model: Model) -> some HTML {
    div(.class("scroll")) {
      table(.class("stacked")) {
        thead {
          tr {
            heading("机构")
            heading("区域")
            heading("状态")
            heading("自查发现问题", isNumber: true)
            heading("期限")
            heading("提交时间")
          }
        }
        tbody {
          each(model.rows) { row in
            tr {
              td(.class("name")) { a(.href(Link.selfCheck(row.id))) { row.bodyName } }
              td { row.regionName }
              td { stage(row, model.today) }
              td(.class("num"), .data("data-label", "发现问题")) {
                row.stage == .submitted ? "\(row.problems)" : ""
              }
              td(.data("data-label", "期限")) { row.dueOn?.chinese ?? "" }
              td(.data("data-label", "提交")) { row.submittedAt?.chinese ?? "" }
            }
          }
        }
      }
    }
  }

  private static func stage(_ row: SelfChecks.ListRow, _ today: CalendarDay) -> some HTML {
    let isMissing = row.stage != .submitted && row.dueOn.map { $0 < today } ?? false
    let isLate = row.dueOn.flatMap { due in row.submittedAt.map { $0 > due.end } } ?? false
    return SelfCheckPages.stageChip(row.stage, isOverdue: isMissing, isLate: isLate)
  }

  static func one(_ frame: Frame, _ model: SelfCheckPages.Model) -> some HTML {
    officePage(
      frame, model.check.bodyName, trail: [("工作台", .desk), ("自查", .selfChecks)]
    ) {
      pageHead(model.check.bodyName, "\(model.check.planTitle) · \(model.check.formTitle)") {
        a(.class("button"), .href(Link.body(model.check.body))) { "机构档案" }
        if model.check.isSubmitted {
          a(.class("button"), .href(Link.selfCheckPrint(model.check.id))) { "打印" }
        }
      }
      card {
        div(.class("row")) {
          SelfCheckPages.stageChip(model.check, model.today)
          span { "已答 \(model.answered) / \(model.asked) 项" }
          span(.class("quiet")) {
            model.check.submittedAt.map { "提交于 \($0.chinese)" }
              ?? "期限 \(model.check.dueOn?.chinese ?? "")"
          }
        }
      }
      if model.check.isSubmitted {
        SelfCheckPages.reading(model)
      } else {
        card { emptyState("机构还没有提交。提交之前，填写的内容只有机构自己看得到。") }
      }
      if let history = model.history { recordHistory(frame, history) }
    }
  }
}
