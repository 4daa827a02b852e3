internal import Bodies
internal import HTML
internal import Kernel
internal import Supervision

enum PeoplePages {
  struct InspectorsModel {
    let page: People.InspectorPage
    let paging: Paging
    let filter: PersonFilter
    let regions: CodeNames
    let fields: CodeNames
    let departments: CodeNames
    let today: CalendarDay
    let mayChange: Bool
  }

  static func inspectors(_ frame: Frame, _ model: InspectorsModel) -> some HTML {
    officePage(frame, "执法检查人员", trail: [("工作台", .desk)]) {
      pageHead("执法检查人员", "检查人员名录库。抽取检查组时，只用在岗、证件有效、领域相符且无需回避的人员。") {
        exportActions(.inspectorsExport, model.filter.pairs)
        if model.mayChange {
          a(.class("button"), .href(Link.imports)) { "文件导入" }
          a(.class("button"), .href(Link.inspectorNew)) { "登记检查人员" }
        }
      }
      card {
        getForm(.inspectors, .class("filters")) {
          inputField("姓名、编号或执法证号", "find", model.filter.text, kind: .search)
          selectField(
            "行政区划", "region", model.filter.region, model.regions.choices(all: "全部"))
          selectField(
            "部门", "department", model.filter.department,
            model.departments.choices(all: "全部"))
          selectField("领域", "field", model.filter.field, model.fields.choices(all: "全部"))
          statusChoice(model.filter)
          sideButton("筛选")
        }
        if model.page.rows.isEmpty {
          emptyState("没有符合条件的检查人员。请放宽条件，或由计划员导入人员名录。", ("查看全部人员", .inspectors))
        } else {
          inspectorTable(model)
          pager(model.paging, .inspectors, model.filter.pairs)
        }
      }
    }
  }

  private static func statusChoice(_ filter: PersonFilter) -> some HTML {
    selectField(
      "状态", "status", filter.status?.rawValue ?? "",
      [("", "全部")] + PersonStatus.allCases.map { ($0.rawValue, $0.label) })
  }

  private static func inspectorTable(_ model: InspectorsModel) -> some HTML {
    let filter = model.filter
    return div(.class("scroll")) {
      table(.class("stacked")) {
        thead {
          tr {
            sortHeading(
              "姓名", key: "name", current: filter.sort.rawValue, .inspectors, filter.pairs)
            heading("编号")
            heading("部门")
            heading("单位")
            sortHeading(
              "行政区划", key: "region", current: filter.sort.rawValue, .inspectors, filter.pairs)
            heading("检查领域")
            sortHeading(
              "执法证有效期至", key: "certificate_until", current: filter.sort.rawValue,
              .inspectors, filter.pairs)
            heading("本年检查", isNumber: true)
            heading("回避机构", isNumber: true)
            heading("状态")
          }
        }
        tbody { each(model.page.rows) { row in inspectorLine(row, model) } }
      }
    }
  }

  private static func inspectorLine(_ row: Inspector, _ model: InspectorsModel) -> some HTML {
    let load = model.page.loads[row.id] ?? Load()
    return tr {
      td { a(.href(Link.inspector(row.id))) { row.name } }
      td { code { row.code } }
      td { model.departments[row.department] }
      td(.class("name")) { row.authorityName }
      td { model.regions[row.region] }
      td(.class("quiet")) { model.fields.joined(model.page.skills[row.id] ?? []) }
      td(.data("data-label", "执法证至")) {
        BodyPages.certificateDay(row.certificateUntil, model.today)
      }
      td(.class("num"), .data("data-label", "本年检查")) { load.visits }
      td(.class("num"), .data("data-label", "回避机构")) { load.conflicts }
      td { chip(row.status.tint, row.status.label) }
    }
  }

  struct ExpertsModel {
    let page: People.ExpertPage
    let paging: Paging
    let filter: PersonFilter
    let regions: CodeNames
    let fields: CodeNames
    let today: CalendarDay
    let mayChange: Bool
  }

  static func experts(_ frame: Frame, _ model: ExpertsModel) -> some HTML {
    officePage(frame, "专家", trail: [("工作台", .desk)]) {
      pageHead("专家", "专家协助检查，不作决定。") {
        exportActions(.expertsExport, model.filter.pairs)
        if model.mayChange {
          a(.class("button"), .href(Link.imports)) { "文件导入" }
          a(.class("button"), .href(Link.expertNew)) { "登记专家" }
        }
      }
      card {
        getForm(.experts, .class("filters")) {
          inputField("姓名、编号或工作单位", "find", model.filter.text, kind: .search)
          selectField(
            "行政区划", "region", model.filter.region, model.regions.choices(all: "全部"))
          selectField("领域", "field", model.filter.field, model.fields.choices(all: "全部"))
          statusChoice(model.filter)
          sideButton("筛选")
        }
        if model.page.rows.isEmpty {
          emptyState("没有符合条件的专家。请放宽条件，或由计划员导入专家名录。", ("查看全部专家", .experts))
        } else {
          expertTable(model)
          pager(model.paging, .experts, model.filter.pairs)
        }
      }
    }
  }

  private static func expertTable(_ model: ExpertsModel) -> some HTML {
    let filter = model.filter
    return div(.class("scroll")) {
      table {
        thead {
          tr {
            sortHeading(
              "姓名", key: "name", current: filter.sort.rawValue, .experts, filter.pairs)
            heading("编号")
            heading("工作单位")
            heading("职称")
            sortHeading(
              "行政区划", key: "region", current: filter.sort.rawValue, .experts, filter.pairs)
            heading("专业领域")
            sortHeading(
              "聘期至", key: "certificate_until", current: filter.sort.rawValue, .experts,
              filter.pairs)
            heading("状态")
          }
        }
        tbody {
          each(model.page.rows) { row in
            tr {
              td { a(.href(Link.expert(row.id))) { row.name } }
              td { code { row.code } }
              td(.class("name")) { row.employer }
              td { row.title }
              td { model.regions[row.region] }
              td(.class("quiet")) { model.fields.joined(model.page.fields[row.id] ?? []) }
              td { BodyPages.certificateDay(row.validUntil, model.today) }
              td { chip(row.status.tint, row.status.label) }
            }
          }
        }
      }
    }
  }
}
