package import HTML
internal import Sheets

/// The buttons of a list page that take its records out, with its filters.
package func exportActions(_ link: Link, _ filters: [(String, String)]) -> some HTML {
  span(.class("actions")) {
    a(.class("button"), .href(link.with(filters + [("format", "xlsx")]))) { "导出Excel" }
    a(.class("button"), .href(link.with(filters + [("format", "csv")]))) { "导出CSV" }
  }
}

enum ExportPages {
  struct Model {
    let kind: String
    /// What this person may take out.
    let kinds: [ImportKind]
    let format: String
    let day: String
    let problems: [String]
  }

  static func form(_ frame: Frame, _ model: Model) -> some HTML {
    officePage(frame, "导出", trail: [("工作台", .desk)]) {
      pageHead("导出名录库", "您管辖范围内的全部记录，不限行数。列与导入模板相同，改正后可以原样导入。每次导出都记入操作日志。")
      problemList(model.problems)
      card("导出") {
        getForm(.exportFile) {
          selectField(
            "内容", "kind", model.kind, model.kinds.map { ($0.rawValue, $0.label) })
          selectField(
            "格式", "format", model.format,
            TableFormat.allCases.map { ($0.rawValue, $0.label) })
          inputField(
            "截至哪一天", "as-of", model.day, kind: .day, hint: "可空，空为现在；不保存历史的名录只能导出现在的状态")
          submitButton("导出")
        }
      }
    }
  }

  /// A table that is written while nobody waits for it.
  struct Run {
    enum State {
      case writing
      case ready(bytes: Int)
      case failed([String])
    }
    let id: String
    let title: String
    let rows: Int
    let state: State
  }

  static func run(_ frame: Frame, _ model: Run) -> some HTML {
    officePage(frame, "导出：\(model.title)", trail: [("工作台", .desk), ("导出", Link.exports)]) {
      pageHead("导出：\(model.title)", explanation(model.state))
      card {
        switch model.state {
        case .writing:
          p(.role("status")) { "已写出\(model.rows)行" }
          postForm(.exportCancel, frame.formToken, .class("inline")) {
            hiddenField("run", model.id)
            button(.class("button"), .type("submit")) { "取消" }
          }
        case .ready(let bytes):
          p(.role("status")) { "共\(model.rows)行，\(sizeText(bytes))" }
          a(.class("button primary"), .href(Link.exportTable.with([("run", model.id)]))) { "下载文件" }
        case .failed(let reasons):
          problemList(reasons)
          a(.class("button"), .href(Link.exports)) { "重新导出" }
        }
      }
    }
  }

  private static func explanation(_ state: Run.State) -> String {
    switch state {
    case .writing: "行数较多，正在后台写出全部记录。可以离开本页，稍后回来下载。"
    case .ready: "已经写好，保留一小时，可以多次下载。"
    case .failed: "没有写好。"
    }
  }

  private static func sizeText(_ bytes: Int) -> String {
    bytes < 10 << 20 ? "\((bytes + 1023) / 1024) KB" : "\((bytes + (1 << 19)) >> 20) MB"
  }
}
