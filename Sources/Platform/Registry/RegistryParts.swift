internal import HTML
internal import Supervision

/// A table of a page about one record.
func dataTable<Rows: HTML>(_ headings: [String], @HTMLBuilder rows: () -> Rows) -> some HTML {
  let rows = rows()
  return div(.class("scroll")) {
    table {
      thead { tr { each(headings) { caption in heading(caption) } } }
      tbody { rows }
    }
  }
}

/// What the journal says about a record, newest first.
func history(_ entries: [JournalEntry]) -> some HTML {
  card("变更与办理记录", note: "取自操作日志，不可修改") {
    if entries.isEmpty {
      p(.class("quiet")) { "导入之后没有人改动过。" }
    } else {
      ol(.class("history")) {
        each(entries) { entry in
          li {
            span(.class("small quiet")) {
              Instant(milliseconds: entry.at).chinese + " " + entry.actor + " "
            }
            entry.sentence
          }
        }
      }
    }
  }
}
