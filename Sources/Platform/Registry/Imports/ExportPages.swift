internal import HTML
internal import Sheets

/// The buttons of a list page that take its records out, with its filters.
func exportActions(_ link: Link, _ filters: [(String, String)]) -> some HTML {
  span(.class("actions")) {
    a(.class("button"), .href(link.with(filters + [("format", "xlsx")]))) { "导出Excel" }
    a(.class("button"), .href(link.with(filters + [("format", "csv")]))) { "导出CSV" }
  }
}

enum ExportPages {
  struct Model {
    let kind: String
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
            "内容", "kind", model.kind, ImportKind.allCases.map { ($0.rawValue, $0.label) })
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
}
