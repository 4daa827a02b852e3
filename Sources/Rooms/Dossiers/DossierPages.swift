internal import Bodies
internal import Capabilities
internal import HTML
internal import Kernel
internal import Supervision

enum DossierPages {
  struct Model {
    let header: BodyHeader
    let entries: [TimelineEntry]
    let paging: Paging
    let filter: TimelineFilter
    /// Years in which something happened, the latest first.
    let years: [Int]
    /// How many entries of each kind there are in all.
    let kinds: [TimelineKind]
    let counts: [TimelineKind: Int]
    let capabilities: BoundedCount
    let problems: [String]
  }

  static func page(_ frame: Frame, _ model: Model) -> some HTML {
    let body = model.header.body
    let here = Link.bodyDossier(body.id)
    return officePage(
      frame, "一企一卷：\(body.row.name)",
      trail: [("工作台", .desk), ("检验检测机构", .bodies), (body.row.name, .body(body.id))]
    ) {
      pageHead(body.row.name, "一企一卷：这家机构在本系统里发生过的一切，按时间排列。") {
        download(frame, body.id, "pdf", "下载PDF")
        download(frame, body.id, "zip", "下载整卷（ZIP）")
      }
      BodyPages.tabs(frame, model.header, here)
      problemList(model.problems)
      p(.class("quiet")) {
        "现有能力参数\(model.capabilities.text)项，"
        a(.href(Link.capabilities(body.id))) { "查看附表" }
        "；每次变更列在大事记里，卷宗中附全部明细。"
      }
      card("大事记", note: "共\(model.paging.total)件") {
        filters(model, here)
        if model.entries.isEmpty {
          p(.class("quiet")) { "没有符合条件的记录。" }
        } else {
          list(model.entries)
          if model.paging.pages > 1 { pager(model.paging, here, model.filter.pairs) }
        }
      }
      p(.class("small quiet")) {
        "下载的卷宗只含您有权查看的内容，个人信息按规定隐去，每次下载都记入操作日志。ZIP含PDF、全部登记数据（CSV、JSON）和留存的文件。"
      }
    }
  }

  /// A POST: what leaves the house is written down.
  private static func download(
    _ frame: Frame, _ id: BodyID, _ format: String, _ caption: String
  ) -> some HTML {
    postForm(.bodyDossier(id), frame.formToken) {
      hiddenField("format", format)
      button(.class("button"), .type("submit")) { caption }
    }
  }

  private static func filters(_ model: Model, _ here: Link) -> some HTML {
    getForm(here, .class("filters")) {
      selectField(
        "内容", "kind", model.filter.kind?.code ?? "",
        [("", "全部")]
          + model.kinds.map { ($0.code, "\($0.label)（\(model.counts[$0] ?? 0)）") })
      selectField(
        "年份", "year", model.filter.year.map(String.init) ?? "",
        [("", "全部")] + model.years.map { (String($0), "\($0)年") })
      sideButton("筛选")
    }
  }

  private static func list(_ entries: [TimelineEntry]) -> some HTML {
    ol(.class("timeline")) {
      each(entries) { entry in
        li {
          span(.class("small quiet")) { entry.at.chinese }
          chip(entry.kind.tint, entry.kind.label)
          div {
            if let link = entry.link {
              a(.href(link)) { entry.title }
            } else {
              entry.title
            }
            if !entry.detail.isEmpty { p(.class("small quiet")) { entry.detail } }
          }
        }
      }
    }
  }
}
