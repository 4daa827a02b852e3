internal import Bodies
internal import Capabilities
package import HTML
internal import Kernel
internal import Supervision

package enum BodySearchPages {
  struct Line {
    let hit: BodySearch.Hit
    let row: BodyRow
  }

  struct Model {
    let words: SearchWords
    let lines: [Line]
    let count: BoundedCount
    let next: BodySearch.Place?
    let isFirst: Bool
    let regions: CodeNames
    let today: CalendarDay

    var isTooShort: Bool { !words.isEmpty && words.words.allSatisfy { $0.count < 2 } }
  }

  // MARK: officials

  static func office(_ frame: Frame, _ model: Model) -> some HTML {
    officePage(frame, "查找机构", trail: [("工作台", .desk), ("检验检测机构", .bodies)]) {
      pageHead("查找机构", "名称、曾用名、地址、人员中的任意两个字，或信用代码、证书编号中的任意四位。几个词之间用空格隔开。") {
        a(.class("button"), .href(Link.capabilitySearch)) { "按参数和标准查找" }
      }
      card {
        getForm(.bodySearch, .role("search")) {
          inputField("查找什么", "q", model.words.text, kind: .search)
          submitButton("查找")
        }
        results(model, .bodySearch) { .body($0) }
      }
    }
  }

  // MARK: everybody

  static func open(_ frame: Frame, _ model: Model) -> some HTML {
    openPage(frame, "机构查询") {
      pageHead("机构查询", "输入机构名称、曾用名或地址中的任意两个字，或信用代码、证书编号中的任意四位。") {
        a(.class("button"), .href(Link.publicCapabilities)) { "想知道谁能检测某个项目？" }
      }
      searchForm(model.words.text)
      if !model.words.isEmpty {
        card { results(model, .publicBodies) { .publicBody($0) } }
      }
    }
  }

  // MARK: parts

  @HTMLBuilder
  private static func results(
    _ model: Model, _ list: Link, _ link: @escaping (BodyID) -> Link
  ) -> some HTML {
    if model.isTooShort {
      p(.class("notes")) { "请至少输入两个字。" }
    } else if model.words.isEmpty {
      p(.class("quiet")) { "输入之后，会列出找到的机构，并说明是哪一处相符。" }
    } else if model.lines.isEmpty {
      emptyState("没有找到“\(model.words.text)”。请少输几个字，或核对代码后再查。")
    } else {
      p(.class("quiet")) { "找到 \(model.count.text) 家机构，最相近的在前。" }
      hitTable(model, link)
      nav(.class("pager"), .label("分页")) {
        if !model.isFirst {
          a(.href(list.with([("q", model.words.text)]))) { "回到第一页" }
        }
        if let next = model.next {
          a(.href(list.with([("q", model.words.text), ("after", next.text)]))) { "下一页" }
        }
      }
    }
  }

  private static func hitTable(_ model: Model, _ link: @escaping (BodyID) -> Link) -> some HTML {
    div(.class("scroll")) {
      table(.class("stacked")) {
        thead {
          tr {
            heading("机构")
            heading("相符之处")
            heading("行政区划")
            heading("统一社会信用代码")
            heading("证书有效期至")
            heading("状态")
          }
        }
        tbody {
          each(model.lines) { line in
            tr {
              td(.class("name")) {
                a(.href(link(line.row.id))) { line.row.name }
              }
              td(.class("wrap")) { reason(line.hit, model.words) }
              td { model.regions[line.row.region] }
              td { code { line.row.uscc } }
              td(.data("data-label", "至")) {
                BodyPages.certificateDay(line.row.certificateUntil, model.today)
              }
              td { chip(line.row.status.tint, line.row.status.label) }
            }
          }
        }
      }
    }
  }

  /// Which text matched, the part marked, and of what no longer holds from when to when.
  @HTMLBuilder
  private static func reason(_ hit: BodySearch.Hit, _ words: SearchWords) -> some HTML {
    span(.class("small quiet")) { hit.kind.label + " " }
    marked(MarkedText(hit.text, words: words.words))
    if let until = hit.until {
      span(.class("small quiet")) {
        " " + Instant(milliseconds: hit.since).day.chinese + "至"
          + Instant(milliseconds: until).day.chinese
      }
    }
  }

  package static func searchForm(_ text: String) -> some HTML {
    getForm(.publicBodies, .class("search"), .role("search")) {
      input(
        .type("search"), .name("q"), .value(text), .label("查找机构"),
        .data("placeholder", "机构名称、曾用名、地址、统一社会信用代码或资质认定证书编号"))
      submitButton("查找机构")
    }
  }
}
