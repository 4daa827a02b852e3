package import HTML
internal import Kernel
package import Supervision

package enum BodyPages {
  struct ListModel {
    let list: Bodies.BodyPage
    let filter: BodyFilter
    /// What the list is of.
    let scope: RegionScope
    let regions: CodeNames
    let regionChoices: CodeNames
    let fields: CodeNames
    let codes: RegistryCodes
    let today: CalendarDay
    let mayChange: Bool
  }

  static func list(_ frame: Frame, _ model: ListModel) -> some HTML {
    officePage(frame, "检验检测机构", trail: [("工作台", .desk)]) {
      pageHead("检验检测机构", "名录库中的检验检测机构。抽取名单取自这里状态为“正常”的机构。") {
        exportActions(.bodiesExport, model.filter.pairs)
        if model.mayChange {
          a(.class("button"), .href(Link.imports)) { "文件导入" }
          a(.class("button"), .href(Link.bodyNew)) { "登记机构" }
        }
      }
      card {
        filters(model)
        if model.list.rows.isEmpty {
          emptyList(model)
        } else {
          bodyTable(model)
          pages(model)
        }
      }
    }
  }

  @HTMLBuilder
  private static func pages(_ model: ListModel) -> some HTML {
    if model.list.rows.contains(where: { !model.scope.contains($0.region) }) {
      p(.class("small quiet")) {
        "标有“场所在本辖区”的机构登记在别处，导出文件由登记地导出。"
      }
    }
    pager(
      model.list.page,
      ends: model.list.rows.first.flatMap { first in
        model.list.rows.last.map { (first.id.number, $0.id.number) }
      }, .bodies, model.filter.pairs)
  }

  private static func filters(_ model: ListModel) -> some HTML {
    let filter = model.filter
    return getForm(.bodies, .class("filters")) {
      inputField(
        "名称、地址、人员或代码", "q", filter.text, kind: .search,
        problem: model.list.isTooShort ? "请至少输入两个字。" : nil)
      selectField("行政区划", "region", filter.region, model.regionChoices.choices(all: "全部"))
      selectField("领域", "field", filter.field, model.fields.choices(all: "全部"))
      selectField(
        "信用风险分类", "credit", filter.credit?.rawValue ?? "",
        [("", "全部")] + CreditClass.allCases.map { ($0.rawValue, $0.fullLabel) })
      selectField(
        "状态", "status", filter.status?.rawValue ?? "",
        [("", "全部")] + BodyStatus.allCases.map { ($0.rawValue, $0.label) })
      selectField(
        "特别标记", "mark", filter.mark,
        [("", "全部")] + model.codes.choices(.mark, on: model.today).map { ($0.value, $0.label) })
      if filter.sort != .region { hiddenField("sort", filter.sort.rawValue) }
      sideButton("筛选")
      if filter.isNarrowed { a(.href(Link.bodies)) { "清除条件" } }
    }
  }

  @HTMLBuilder
  private static func emptyList(_ model: ListModel) -> some HTML {
    if model.filter.isNarrowed || model.list.page.hasEarlier {
      emptyState("没有符合条件的机构。请放宽条件，或检查名称、代码是否输对。", ("查看全部机构", .bodies))
    } else if model.mayChange {
      emptyState("名录库里还没有机构。请先导入检验检测机构名录。", ("导入名录", .imports))
    } else {
      emptyState("名录库里还没有机构。请联系计划员导入名录。")
    }
  }

  private static func bodyTable(_ model: ListModel) -> some HTML {
    let filter = model.filter
    return div(.class("scroll")) {
      table(.class("stacked")) {
        thead {
          tr {
            sortHeading(
              "机构", key: "name", current: filter.sort.rawValue, .bodies, filter.pairs)
            heading("统一社会信用代码")
            sortHeading(
              "行政区划", key: "region", current: filter.sort.rawValue, .bodies, filter.pairs)
            heading("领域")
            sortHeading(
              "信用", key: "credit", current: filter.sort.rawValue, .bodies, filter.pairs)
            heading("证书编号")
            sortHeading(
              "证书有效期至", key: "certificate_until", current: filter.sort.rawValue, .bodies,
              filter.pairs)
            heading("状态")
          }
        }
        tbody { each(model.list.rows) { row in line(row, model) } }
      }
    }
  }

  private static func line(_ row: BodyRow, _ model: ListModel) -> some HTML {
    tr {
      td(.class("name long")) {
        a(.href(Link.body(row.id))) { row.name }
        if let match = model.list.matches[row.id] {
          p(.class("small quiet")) {
            match.kind.label + " "
            marked(match.text)
          }
        }
        if !model.scope.contains(row.region) {
          " "
          chip(.act, "场所在本辖区")
        }
        each(model.list.marks[row.id] ?? []) { mark in
          " "
          chip(.warning, model.codes.name(.mark, mark))
        }
      }
      td {
        code { row.uscc }
        if !row.warning.isEmpty { span(.class("chip warn"), .title(row.warning)) { "待核对" } }
      }
      td { model.regions[row.region] }
      td(.class("quiet")) { model.fields.joined(model.list.fields[row.id] ?? []) }
      td(.data("data-label", "信用")) { chip(row.creditClass.tint, row.creditClass.rawValue) }
      td(.data("data-label", "证书")) { code { row.certificateNumber } }
      td(.data("data-label", "至")) { certificateDay(row.certificateUntil, model.today) }
      td { chip(row.status.tint, row.status.label) }
    }
  }

  /// The day, marked when it has passed or is near.
  @HTMLBuilder
  package static func certificateDay(_ until: CalendarDay, _ today: CalendarDay) -> some HTML {
    if until < today {
      chip(.bad, "\(until.chinese)已过期")
    } else if until < today.adding(months: 3) {
      chip(.warning, "\(until.chinese)将到期")
    } else {
      until.chinese
    }
  }
}
