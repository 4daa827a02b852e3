internal import Bodies
package import HTML
internal import Kernel
internal import Supervision

package enum CapabilityPages {
  struct ListModel {
    let body: BodyRow
    /// What stands above every page about one body; not for the public.
    let header: BodyHeader?
    let filter: CapabilityFilter
    let page: Capabilities.Page
    let products: [(name: String, count: Int)]
    let today: CalendarDay
    let mayChange: Bool
  }

  // MARK: officials

  static func office(_ frame: Frame, _ model: ListModel) -> some HTML {
    let body = model.body
    return officePage(
      frame, "能力参数",
      trail: [("工作台", .desk), ("检验检测机构", .bodies), (body.name, .body(body.id))]
    ) {
      pageHead("能力参数：\(body.name)", "资质认定证书附表登记的检验检测能力。每一次改动都保留原来的内容。") {
        a(.class("button"), .href(Link.capabilitySearch)) { "谁能检测？" }
        if model.mayChange {
          a(.class("button main"), .href(Link.capabilityNew(body.id))) { "登记一项能力" }
        }
      }
      if let header = model.header {
        BodyPages.tabs(frame, header, .capabilities(body.id))
        BodyPages.asOfBar(header, .capabilities(body.id))
      }
      productCard(model, .capabilities(body.id))
      card {
        getForm(.capabilities(body.id), .class("filters"), .role("search")) {
          inputField("产品、参数、标准编号或名称", "q", model.filter.text, kind: .search)
          if !model.filter.asOf.isNow { hiddenField("on", model.filter.asOf.text) }
          sideButton("筛选")
          if !model.filter.text.isEmpty {
            a(.href(Link.capabilities(body.id).with(model.filter.asOf.pairs))) {
              "清除条件"
            }
          }
        }
        listPart(model, .capabilities(body.id), isOffice: true)
      }
    }
  }

  // MARK: everybody

  static func open(_ frame: Frame, _ model: ListModel) -> some HTML {
    let body = model.body
    return openPage(frame, "能力参数") {
      div {
        p(.class("quiet")) { a(.href(Link.publicBody(body.id))) { body.name } }
        h1 { "能力参数" }
        p(.class("lede")) { "这家机构的资质认定证书附表所列的检验检测能力。只有列在这里的项目，才可以出具带CMA标志的报告。" }
      }
      productCard(model, .publicCapabilityList(body.id))
      card {
        getForm(.publicCapabilityList(body.id), .class("filters"), .role("search")) {
          inputField("产品、参数、标准编号或名称", "q", model.filter.text, kind: .search)
          sideButton("筛选")
          if !model.filter.text.isEmpty {
            a(.href(Link.publicCapabilityList(body.id))) { "清除条件" }
          }
        }
        listPart(model, .publicCapabilityList(body.id), isOffice: false)
      }
    }
  }

  // MARK: parts

  /// What the body tests most, where there is enough to compare.
  @HTMLBuilder
  private static func productCard(_ model: ListModel, _ list: Link) -> some HTML {
    if model.products.count > 2, let most = model.products.first?.count {
      card("按类别（产品）", note: "参数最多的 \(model.products.count) 类") {
        div(.class("scroll")) {
          table(.class("stacked")) {
            thead {
              tr {
                heading("类别（产品）")
                heading("参数", isNumber: true)
                heading("")
              }
            }
            tbody {
              each(model.products) { product in
                tr {
                  td(.class("name")) {
                    a(.href(list.with([("q", product.name)] + model.filter.asOf.pairs))) {
                      product.name
                    }
                  }
                  td(.class("num"), .data("data-label", "参数")) { product.count }
                  td(.class("chart")) { bar(product.count, of: most) }
                }
              }
            }
          }
        }
      }
    }
  }

  @HTMLBuilder
  private static func listPart(_ model: ListModel, _ list: Link, isOffice: Bool) -> some HTML {
    if model.page.rows.isEmpty {
      if model.filter.text.isEmpty, model.filter.after == 0 {
        emptyState(
          model.mayChange ? "没有登记能力参数。请逐项登记，或用文件导入附表。" : "没有登记能力参数。")
      } else {
        emptyState("没有符合条件的能力。请少输几个字，或清除条件。", ("查看全部", list))
      }
    } else {
      capabilityTable(model, isOffice: isOffice)
      nav(.class("pager"), .label("分页")) {
        span { "共 \(model.page.count.text) 项" }
        if model.filter.after > 0 { a(.href(list.with(model.filter.pairs))) { "回到第一页" } }
        if model.page.hasMore, let last = model.page.rows.last {
          a(.href(list.with(model.filter.pairs + [("after", String(last.number))]))) { "下一页" }
        }
      }
    }
  }

  private static func capabilityTable(_ model: ListModel, isOffice: Bool) -> some HTML {
    let hasSites = model.page.rows.contains { $0.site != nil }
    return div(.class("scroll")) {
      table(.class("stacked")) {
        thead {
          tr {
            heading("序号", isNumber: true)
            heading("类别（产品）")
            heading("参数")
            heading("依据标准")
            heading("方法与限制")
            if hasSites { heading("场所") }
            heading("有效期")
            if isOffice { heading("") }
          }
        }
        tbody { each(model.page.rows) { row in line(row, model, isOffice, hasSites) } }
      }
    }
  }

  private static func line(
    _ row: CapabilityRow, _ model: ListModel, _ isOffice: Bool, _ hasSites: Bool
  ) -> some HTML {
    tr {
      td(.class("num quiet small")) { row.number }
      td(.class("wrap")) { row.category }
      td(.class("name")) { row.parameter }
      td(.class("wrap")) { basis(row) }
      td(.class("wrap quiet")) { notes(row) }
      if hasSites { td { row.siteName ?? "主场所" } }
      td { validity(row, model.today) }
      if isOffice {
        td {
          if model.mayChange, model.filter.asOf.isNow {
            a(.href(Link.capability(model.body.id, row.number))) { "修改" }
          } else {
            span(.class("small quiet")) { "\(row.since.day.chinese)起" }
          }
        }
      }
    }
  }

  /// Code, clause and title of the standard.
  @HTMLBuilder
  static func basis(_ row: CapabilityRow) -> some HTML {
    row.basis
    if !row.standardTitle.isEmpty {
      span(.class("small quiet")) { " " + row.standardTitle }
    }
  }

  @HTMLBuilder
  package static func notes(_ row: CapabilityRow) -> some HTML {
    row.method
    if !row.limits.isEmpty {
      if !row.method.isEmpty { "；" }
      strong { row.limits }
    }
  }

  /// The annex's own dates, marked when they do not hold today.
  @HTMLBuilder
  static func validity(_ row: CapabilityRow, _ today: CalendarDay) -> some HTML {
    if let from = row.validFrom, from > today {
      chip(.warning, "\(from.chinese)起")
    } else if let until = row.validUntil {
      BodyPages.certificateDay(until, today)
    } else {
      span(.class("quiet")) { "同证书" }
    }
  }
}
