internal import HTML
internal import Supervision

enum JournalPages {
  struct Model {
    let entries: [JournalEntry]
    let paging: Paging
    let kind: String
    let subject: String
  }

  static func list(_ frame: Frame, _ model: Model) -> some HTML {
    officePage(frame, "操作日志", trail: [("工作台", .desk)]) {
      pageHead("操作日志", "每条记录带有前一条的指纹，改动、缺失或调换任何一条都能查出：mingcha journal verify。")
      card {
        getForm(.journal, .class("filters")) {
          inputField("记录种类", "kind", model.kind, hint: "如 visit、draw、plan、account")
          inputField("记录编号", "subject", model.subject)
          submitButton("筛选")
        }
        if model.entries.isEmpty {
          emptyState("没有符合条件的日志。请放宽筛选条件。")
        } else {
          entryTable(model.entries)
          pager(model.paging, .journal, [("kind", model.kind), ("subject", model.subject)])
        }
      }
    }
  }

  private static func entryTable(_ entries: [JournalEntry]) -> some HTML {
    div(.class("scroll")) {
      table {
        thead {
          tr {
            heading("序号", isNumber: true)
            heading("时间")
            heading("谁")
            heading("做了什么")
            heading("记录")
            heading("理由")
            heading("指纹")
          }
        }
        tbody {
          each(entries) { entry in
            tr {
              td(.class("num")) { entry.number }
              td { Instant(milliseconds: entry.at).chinese }
              td { entry.actor }
              td { JournalWords.label(entry.action) }
              td { "\(entry.subjectKind) \(entry.subject)" }
              td(.class("quiet")) { entry.reason }
              td { hash(entry.digest) }
            }
          }
        }
      }
    }
  }
}
