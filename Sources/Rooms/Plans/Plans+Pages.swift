internal import HTML
package import Kernel
internal import Supervision

enum PlanPages {
  static let trail: [(String, Link)] = [("工作台", .desk), ("计划", .plans)]

  struct ListModel {
    let rows: [PlanRow]
    let paging: Paging
    let years: [Int]
    let year: Int?
    let mayCreate: Bool
  }

  static func list(_ frame: Frame, _ model: ListModel) -> some HTML {
    officePage(frame, "抽查计划", trail: [("工作台", .desk)]) {
      pageHead("抽查计划", "从通知文件到领域、数量、部门和日期；封存之前可以反复测算，封存之后不再改动。") {
        if model.mayCreate { a(.class("button main"), .href(Link.newPlan)) { "编制计划" } }
      }
      card {
        if !model.years.isEmpty {
          getForm(.plans, .class("filters")) {
            selectField(
              "年度", "year", model.year.map(String.init) ?? "",
              [("", "全部年度")] + model.years.map { (String($0), "\($0) 年") })
            sideButton("筛选")
          }
        }
        if model.rows.isEmpty {
          emptyState(
            model.year == nil
              ? "还没有计划。按通知文件的模板建立一份，再按实际修改。" : "这个年度没有计划，请换一个年度。",
            model.mayCreate ? ("编制计划", Link.newPlan) : nil)
        } else {
          planTable(model.rows)
          pager(model.paging, .plans, [("year", model.year.map(String.init) ?? "")])
        }
      }
    }
  }

  private static func planTable(_ rows: [PlanRow]) -> some HTML {
    div(.class("scroll")) {
      table(.class("stacked")) {
        thead {
          tr {
            heading("年度")
            heading("计划")
            heading("编制单位")
            heading("抽查数", isNumber: true)
            heading("现场检查")
            heading("阶段")
          }
        }
        tbody {
          each(rows) { row in
            tr {
              td { String(row.year) }
              td(.class("name")) { a(.href(Link.plan(row.id))) { row.title } }
              td { row.authority }
              td(.class("num"), .data("data-label", "抽查数")) { row.total }
              td { "\(dayText(row.visitsFrom)) 至 \(dayText(row.visitsUntil))" }
              td { stageChip(row.stage) }
            }
          }
        }
      }
    }
  }

  static func dayText(_ iso: String) -> String { CalendarDay(iso: iso)?.chinese ?? iso }

  static func stageChip(_ stage: PlanStage) -> some HTML {
    let tint: Tint =
      switch stage {
      case .draft: .act
      case .frozen, .drawn, .inspecting: .warning
      case .closed: .fine
      }
    return chip(tint, stage.label)
  }

  struct NewModel {
    let templates: [(code: String, name: String)]
    let template: String
    let year: String
    let problems: [String]
  }

  static func new(_ frame: Frame, _ model: NewModel) -> some HTML {
    officePage(frame, "编制计划", trail: trail) {
      pageHead("编制计划", "选择通知文件的模板和年度，系统按模板填好领域、数量、部门、日期和权重，您再逐项核对修改。")
      problemList(model.problems)
      card("从模板开始") {
        postForm(.plans, frame.formToken) {
          selectField(
            "模板", "template", model.template, model.templates.map { ($0.code, $0.name) },
            hint: "模板来自通知文件原文")
          inputField("年度", "year", model.year, kind: .number, hint: "四位数字")
          submitButton("建立草稿")
        }
      }
    }
  }
}

extension Link {
  static let newPlan = Link("/plans/new")
  package static func plan(_ id: PlanID) -> Link { Link("/plans", id) }
  static func planEdit(_ id: PlanID) -> Link { Link("/plans", id, "edit") }
  static func planClose(_ id: PlanID) -> Link { Link("/plans", id, "close") }
  package static func planFreeze(_ id: PlanID) -> Link { Link("/plans", id, "freeze") }
}
