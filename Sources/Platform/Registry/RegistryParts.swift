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
