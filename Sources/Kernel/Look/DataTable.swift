package import HTML
internal import Supervision

/// A table of a page about one record.
package func dataTable<Rows: HTML>(_ headings: [String], @HTMLBuilder rows: () -> Rows) -> some HTML
{
  let rows = rows()
  return div(.class("scroll")) {
    table {
      thead { tr { each(headings) { caption in heading(caption) } } }
      tbody { rows }
    }
  }
}

/// The file a record came from.
@HTMLBuilder
package func sourceLine(_ source: ImportSource?) -> some HTML {
  if let source {
    p(.class("small quiet")) {
      "来自 \(source.at.chinese) 导入的文件 "
      if source.isOpen {
        a(.href(Link.importFile(source.id))) { source.fileName }
      } else {
        source.fileName
      }
    }
  }
}
