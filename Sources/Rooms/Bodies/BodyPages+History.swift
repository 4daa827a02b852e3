internal import HTML
internal import Kernel
internal import Supervision

extension BodyPages {
  struct HistoryModel {
    let header: BodyHeader
    /// Code of a kind of fact, `body`, `files`, or empty for everything.
    let kind: String
    let paging: Paging
    let lines: [StoryLine]
    /// The files among their sources that this person may open.
    let openImports: Set<ImportID>
  }

  static func historyPage(_ frame: Frame, _ model: HistoryModel) -> some HTML {
    let body = model.header.body
    let here = Link.bodyHistory(body.id)
    return officePage(
      frame, "变更记录：\(body.row.name)",
      trail: [("工作台", .desk), ("检验检测机构", .bodies), (body.row.name, .body(body.id))]
    ) {
      pageHead(body.row.name, "登记过什么、何时改为什么、来自哪里、由谁办理。任何一条都不会被覆盖。")
      tabs(frame, model.header, here)
      card("变更记录", note: "共\(model.paging.total)次") {
        getForm(here, .class("filters")) {
          selectField(
            "内容", "kind", model.kind,
            [("", "全部"), ("body", "登记信息")] + FactKind.all.map { ($0.code, $0.title) }
              + [("files", "文件")])
          sideButton("筛选")
        }
        if model.lines.isEmpty {
          p(.class("quiet")) { "没有这类变更。" }
        } else {
          storyList(model.lines, openImports: model.openImports)
          if model.paging.pages > 1 { pager(model.paging, here, [("kind", model.kind)]) }
        }
      }
    }
  }

  static func storyList(_ lines: [StoryLine], openImports: Set<ImportID>) -> some HTML {
    ol(.class("history")) {
      each(lines) { line in
        li {
          span(.class("small quiet")) { line.at.chinese + "　" }
          span(.class("small quiet")) { line.change?.origin ?? "来源未记录" }
          if let file = line.change?.file, openImports.contains(file) {
            a(.class("small"), .href(Link.importFile(file))) { "查看文件" }
          }
          p {
            line.sentences.joined(separator: "；") + "。"
            if line.mustBeFiled {
              span(.class("chip warn"), .title("沪市监认检〔2023〕246号附表第15项")) { "应办理变更手续" }
            }
          }
          if let reason = line.change?.reason, !reason.isEmpty {
            p(.class("small quiet")) { "理由：\(reason)" }
          }
        }
      }
    }
  }
}
