internal import Draws
package import HTML
internal import Kernel
internal import Storage
package import Supervision

/// The pages of this room.
package enum VisitPages {
  struct ListModel {
    let rows: [VisitRow]
    let paging: Paging
    let filter: VisitFilter
    let progress: [VisitProgress]
    let plans: [(id: PlanID, title: String)]
    let fields: [(code: String, name: String)]
    let regions: [(code: String, name: String)]
    let isInspector: Bool
    let today: CalendarDay
  }

  static func list(_ frame: Frame, _ model: ListModel) -> some HTML {
    officePage(frame, "现场检查", trail: [("工作台", .desk)]) {
      pageHead("现场检查", "每家抽中的机构一项检查任务：排期、告知、检查、提交、会签、审核、公开。")
      if !model.progress.isEmpty { progressCard(model.progress) }
      card {
        filters(model)
        if model.rows.isEmpty {
          emptyState("没有符合条件的检查任务。请放宽筛选条件；抽取完成后任务会自动生成。", ("查看抽取", .draws))
        } else {
          visitTable(model)
          pager(model.paging, .visits, model.filter.pairs)
        }
      }
    }
  }

  private static func progressCard(_ progress: [VisitProgress]) -> some HTML {
    let due = progress.reduce(0) { $0 + $1.due }
    let done = progress.reduce(0) { $0 + $1.done }
    let problems = progress.reduce(0) { $0 + $1.problems }
    return card("进度", note: "已完成指结果已审定；退出的机构不计入应查") {
      factRow([("应查", "\(due)"), ("已完成", "\(done)"), ("发现问题", "\(problems)")])
      details {
        summary { "按领域" }
        div(.class("scroll")) {
          table {
            thead {
              tr {
                heading("领域")
                heading("应查", isNumber: true)
                heading("完成")
                heading("已完成", isNumber: true)
                heading("发现问题", isNumber: true)
              }
            }
            tbody {
              each(progress) { line in
                tr {
                  td { line.field }
                  td(.class("num")) { line.due }
                  td(.class("wrap")) { bar(line.done, of: line.due) }
                  td(.class("num")) { line.done }
                  td(.class("num")) { line.problems }
                }
              }
            }
          }
        }
      }
    }
  }

  private static func filters(_ model: ListModel) -> some HTML {
    let filter = model.filter
    return getForm(.visits, .class("filters")) {
      inputField("机构名称", "find", filter.find, kind: .search)
      selectField(
        "计划", "plan", filter.plan?.description ?? "",
        [("", "全部")] + model.plans.map { ($0.id.description, $0.title) })
      selectField(
        "阶段", "stage", filter.stage?.rawValue ?? "",
        [("", "全部")] + VisitStage.allCases.map { ($0.rawValue, $0.label) })
      selectField(
        "领域", "field", filter.field, [("", "全部")] + model.fields.map { ($0.code, $0.name) })
      selectField(
        "区域", "region", filter.region, [("", "全部")] + model.regions.map { ($0.code, $0.name) })
      fieldset {
        if model.isInspector { tick("mine", "我参加的", filter.isMine) }
        tick("overdue", "已逾期", filter.isOverdue)
      }
      if filter.sort != "due" { hiddenField("sort", filter.sort) }
      sideButton("筛选")
    }
  }

  package static func tick(_ name: String, _ caption: String, _ isOn: Bool) -> some HTML {
    label(.class("choice")) {
      input(.type("checkbox"), .name(name), .value("yes"), .flag("checked", isOn))
      span { caption }
    }
  }

  private static func visitTable(_ model: ListModel) -> some HTML {
    let pairs = model.filter.pairs
    let sort = model.filter.sort
    return div(.class("scroll")) {
      table(.class("stacked")) {
        thead {
          tr {
            sortHeading("机构", key: "body", current: sort, .visits, pairs)
            heading("领域")
            heading("区域")
            sortHeading("阶段", key: "stage", current: sort, .visits, pairs)
            sortHeading("检查时间", key: "start", current: sort, .visits, pairs)
            sortHeading("完成期限", key: "due", current: sort, .visits, pairs)
            heading("检查组", isNumber: true)
            heading("问题", isNumber: true)
            heading("计划")
          }
        }
        tbody {
          each(model.rows) { row in
            tr {
              td(.class("name")) { a(.href(Link.visit(row.id))) { row.bodyName } }
              td { row.fieldName }
              td { row.regionName }
              td { chip(row.stage.tint, row.stage.label) }
              td(.data("data-label", "检查时间")) { row.startsAt?.chinese ?? "—" }
              td(.data("data-label", "完成期限")) { dueChip(row.dueOn, row.stage.isOwed, model.today) }
              td(.class("num"), .data("data-label", "检查组")) { "\(row.team) 人" }
              td(.class("num"), .data("data-label", "问题")) {
                row.problems == 0 ? "—" : String(row.problems)
              }
              td(.class("quiet")) { row.planTitle }
            }
          }
        }
      }
    }
  }

  /// A day until which something is owed, tinted when it is close or past.
  @HTMLBuilder
  package static func dueChip(_ day: CalendarDay?, _ isOwed: Bool, _ today: CalendarDay)
    -> some HTML
  {
    if let day {
      let left = day.days(since: today)
      if isOwed, left < 0 {
        chip(.bad, "逾期 \(-left) 天")
      } else if isOwed, left <= 7 {
        chip(.warning, left == 0 ? "今天" : "还有 \(left) 天")
      } else {
        day.chinese
      }
    } else {
      "—"
    }
  }
}
