internal import HTML
internal import Supervision

enum ImportPages {
  struct ListModel {
    let rows: [ImportRecord]
    let paging: Paging
    let kind: String
    /// What this person may bring.
    let kinds: [ImportKind]
    let problems: [String]
  }

  static func list(_ frame: Frame, _ model: ListModel) -> some HTML {
    officePage(frame, "文件导入", trail: [("工作台", .desk)]) {
      pageHead("文件导入", "先检查，后导入：上传后逐行列出问题和建议，确认后才入库。原始文件留存备查。") {
        a(.class("button"), .href(Link.exports)) { "导出名录库" }
      }
      problemList(model.problems)
      card("上传文件") {
        uploadForm(.imports, frame.formToken) {
          selectField(
            "内容", "kind", model.kind, model.kinds.map { ($0.rawValue, $0.label) })
          div(.class("field")) {
            label(.for("file")) { "文件" }
            input(
              .type("file"), .id("file"), .name("file"),
              .data("accept", ".xlsx,.csv,.tsv,.txt,text/csv,text/tab-separated-values"))
            p(.class("hint")) {
              "Excel或WPS工作簿（.xlsx），或CSV、TSV（UTF-8、GB18030）。旧的.xls请先另存为.xlsx。不超过64 MB；更大的文件请管理员用命令行导入。"
            }
          }
          submitButton("上传并检查")
        }
      }
      templates(model.kinds)
      card("导入记录") {
        if model.rows.isEmpty {
          emptyState("还没有导入过文件。请先下载模板，填好后上传。")
        } else {
          recordTable(model.rows)
          pager(model.paging, .imports, [])
        }
      }
    }
  }

  private static func templates(_ kinds: [ImportKind]) -> some HTML {
    card("模板与列", note: "列的次序不限，也可以使用英文列名") {
      each(kinds) { kind in
        details {
          summary { kind.label }
          p {
            a(.href(Link.importTemplate(kind).with([("format", "xlsx")]))) {
              "下载\(kind.label)模板（XLSX）"
            }
            " "
            a(.href(Link.importTemplate(kind))) { "CSV" }
          }
          dataTable(["列名", "英文列名", "必须", "内容"]) {
            each(kind.columns) { column in
              tr {
                td { column.name }
                td { code { column.code } }
                td { column.isRequired ? "是" : "" }
                td(.class("quiet")) { column.hint }
              }
            }
          }
        }
      }
    }
  }

  private static func recordTable(_ rows: [ImportRecord]) -> some HTML {
    div(.class("scroll")) {
      table {
        thead {
          tr {
            heading("时间")
            heading("内容")
            heading("文件")
            heading("办理人")
            heading("新增", isNumber: true)
            heading("更新", isNumber: true)
            heading("终止", isNumber: true)
            heading("不合格", isNumber: true)
            heading("状态")
            heading("指纹")
          }
        }
        tbody {
          each(rows) { row in
            tr {
              td { row.at.chinese }
              td { row.kind.label }
              td(.class("name")) { a(.href(Link.importFile(row.id))) { row.fileName } }
              td { row.accountName }
              td(.class("num")) { row.counts.new }
              td(.class("num")) { row.counts.changed }
              td(.class("num")) { row.counts.ended }
              td(.class("num")) { row.counts.refused }
              td { chip(row.state.tint, row.state.label) }
              td { hash(row.digest) }
            }
          }
        }
      }
    }
  }
}
