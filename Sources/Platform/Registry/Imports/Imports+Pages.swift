internal import HTML
internal import Supervision

enum ImportPages {
  struct ListModel {
    let rows: [ImportRecord]
    let paging: Paging
    let kind: String
    let problems: [String]
  }

  static func list(_ frame: Frame, _ model: ListModel) -> some HTML {
    officePage(frame, "文件导入", trail: [("工作台", .desk)]) {
      pageHead("文件导入", "先检查，后导入：上传后逐行列出问题和建议，确认后才入库。原始文件留存备查。")
      problemList(model.problems)
      card("上传文件") {
        uploadForm(.imports, frame.formToken) {
          selectField(
            "内容", "kind", model.kind, ImportKind.allCases.map { ($0.rawValue, $0.label) })
          div(.class("field")) {
            label(.for("file")) { "文件" }
            input(
              .type("file"), .id("file"), .name("file"),
              .data("accept", ".csv,.tsv,.txt,text/csv,text/tab-separated-values"))
            p(.class("hint")) {
              "CSV或TSV，UTF-8或GB18030编码，第一行是列名。Excel和WPS文件请先另存为CSV。不超过64 MB。"
            }
          }
          submitButton("上传并检查")
        }
      }
      templates()
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

  private static func templates() -> some HTML {
    card("模板与列", note: "列的次序不限，也可以使用英文列名") {
      each(ImportKind.allCases) { kind in
        details {
          summary { kind.label }
          p { a(.href(Link.importTemplate(kind))) { "下载\(kind.label)模板" } }
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
              td(.class("num")) { row.counts.refused }
              td { chip(row.state.tint, row.state.label) }
              td { hash(row.digest) }
            }
          }
        }
      }
    }
  }

  struct Model {
    let record: ImportRecord
    let findings: [ImportFinding]
    let paging: Paging
    let problems: [String]
  }

  static func one(_ frame: Frame, _ model: Model) -> some HTML {
    let record = model.record
    return officePage(
      frame, record.fileName, trail: [("工作台", .desk), ("文件导入", .imports)]
    ) {
      pageHead("\(record.kind.label)：\(record.fileName)", explanation(record)) {
        if record.state != .dropped {
          a(.class("button"), .href(Link.importOriginal(record.id))) { "下载原始文件" }
        }
      }
      problemList(model.problems)
      card {
        p(.class("row")) { chip(record.state.tint, record.state.label) }
        factRow([
          ("读到", "\(record.counts.read)行"), ("新增", "\(record.counts.new)行"),
          ("更新", "\(record.counts.changed)行"), ("未变", "\(record.counts.same)行"),
          ("不合格", "\(record.counts.refused)行"),
        ])
        if record.state == .checked { decision(frame, record) }
      }
      findingCard(model)
      card("文件") {
        factList([
          ("文件名", record.fileName), ("大小", "\(record.size)字节"), ("编码", record.encoding),
          ("上传", "\(record.at.chinese) \(record.accountName)"),
          ("办理", record.decidedAt?.chinese ?? ""),
        ])
        p { "SHA-256 " }
        p { hash(record.digest, isWhole: true) }
      }
    }
  }

  private static func explanation(_ record: ImportRecord) -> String {
    switch record.state {
    case .checked:
      record.counts.effective > 0
        ? "检查完成，尚未入库。确认后一次导入全部合格行；不合格的行不导入，可以改正后另行上传。"
        : "检查完成，没有可以导入的行。"
    case .accepted: "全部合格行已经入库，原始文件已留存。"
    case .dropped: "已放弃，没有导入任何内容。"
    }
  }

  private static func decision(_ frame: Frame, _ record: ImportRecord) -> some HTML {
    div(.class("actions")) {
      if record.counts.effective > 0 {
        postForm(.importAccept(record.id), frame.formToken, .class("inline")) {
          submitButton("导入\(record.counts.effective)行")
        }
      }
      postForm(.importDrop(record.id), frame.formToken, .class("inline")) {
        button(.class("button"), .type("submit")) { "放弃这个文件" }
      }
    }
  }

  private static func findingCard(_ model: Model) -> some HTML {
    card("问题与提示", note: "“不合格”的行不导入；“提示”的行照样导入，请留意") {
      if model.findings.isEmpty {
        p(.class("quiet")) { "没有发现问题。" }
      } else {
        p { a(.href(Link.importFindings(model.record.id))) { "下载问题清单（CSV）" } }
        findingTable(model.findings)
        pager(model.paging, .importFile(model.record.id), [])
      }
    }
  }

  private static func findingTable(_ findings: [ImportFinding]) -> some HTML {
    div(.class("scroll")) {
      table {
        thead {
          tr {
            heading("行", isNumber: true)
            heading("列")
            heading("内容")
            heading("问题")
            heading("建议")
            heading("处理")
          }
        }
        tbody {
          each(findings) { finding in
            tr {
              td(.class("num")) { finding.row.map { String($0) } ?? "" }
              td { finding.column }
              td(.classes(finding.value.utf8.count > 30 ? "quiet" : nil)) { finding.value }
              td(.class("name")) { finding.reason }
              td(.class("name")) { finding.suggestion }
              td { finding.isRefused ? chip(.bad, "不合格") : chip(.warning, "提示") }
            }
          }
        }
      }
    }
  }
}
