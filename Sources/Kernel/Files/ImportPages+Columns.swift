internal import HTML
internal import Sheets

/// The page that asks which row and which columns of a file are what.
extension ImportPages {
  struct ColumnsModel {
    let record: ImportRecord
    let parts: [TableFile.Part]
    let layout: TableLayout
    /// The first rows of the part that is shown.
    let rows: [TableRow]
    /// Columns that are not shown when the file is opened, from 0.
    let hidden: [ClosedRange<Int>]
    /// Library column by place in the file.
    let chosen: [Int: String]
    let reading: HeaderReading
    let problems: [String]
  }

  static func columns(_ frame: Frame, _ model: ColumnsModel) -> some HTML {
    let record = model.record
    return officePage(
      frame, "核对列", trail: [("工作台", .desk), ("文件导入", .imports)]
    ) {
      pageHead(
        "核对表头和列：\(record.fileName)", "请确认哪一行是表头、每一列是什么。选择会记住，下次同样表头的文件不用再选。")
      problemList(model.problems)
      if !record.problem.isEmpty { p(.class("done"), .role("status")) { record.problem } }
      card("工作表和表头", note: "表头以上的标题行不导入") {
        layoutForm(model)
        firstRows(model)
      }
      card("每一列是什么", note: "\(record.kind.label)") {
        notes(model.reading)
        columnForm(frame, model)
      }
      postForm(.importDrop(record.id), frame.formToken, .class("inline")) {
        button(.class("button"), .type("submit")) { "放弃这个文件" }
      }
    }
  }

  private static func layoutForm(_ model: ColumnsModel) -> some HTML {
    getForm(.importColumns(model.record.id)) {
      if model.parts.count > 1 {
        selectField(
          "工作表", "part", String(model.layout.part),
          model.parts.enumerated().map {
            (String($0.offset), $0.element.name + ($0.element.isHidden ? "（隐藏）" : ""))
          })
      }
      selectField(
        "表头在第几行", "header", String(model.layout.headerRow),
        model.rows.map { row in
          (
            String(row.number),
            "第\(row.number)行："
              + row.cells.filter { !$0.isEmpty }.prefix(4)
              .joined(separator: "、").prefix(40)
          )
        })
      button(.class("button"), .type("submit")) { "按这一行重新识别" }
    }
  }

  private static func firstRows(_ model: ColumnsModel) -> some HTML {
    let width = min(12, model.rows.map(\.cells.count).max() ?? 0)
    return div(.class("scroll tall")) {
      table {
        tbody {
          each(Array(model.rows.prefix(10))) { row in
            tr {
              th(.scope("row"), .class("num")) {
                "\(row.number)" + (row.isHidden ? "（隐藏）" : "")
              }
              each(Array(0..<width)) { place in
                td { previewed(row, place, isHeader: row.number == model.layout.headerRow) }
              }
            }
          }
        }
      }
    }
  }

  @HTMLBuilder
  private static func previewed(_ row: TableRow, _ place: Int, isHeader: Bool) -> some HTML {
    let text = place < row.cells.count ? String(row.cells[place].prefix(20)) : ""
    if isHeader { b { text } } else { span(.class("quiet")) { text } }
  }

  @HTMLBuilder
  private static func notes(_ reading: HeaderReading) -> some HTML {
    if !reading.isPlain {
      ul(.class("problems")) {
        each(reading.questions(advice: "请在下面指明它是什么，不需要就选“不导入”。")) { question in
          li { question }
        }
      }
    }
  }

  private static func columnForm(_ frame: Frame, _ model: ColumnsModel) -> some HTML {
    let choices =
      [(value: "", label: "不导入")]
      + model.record.kind.columns.map {
        (value: $0.code, label: $0.name + ($0.isRequired ? "（必须）" : ""))
      }
    return postForm(.importColumns(model.record.id), frame.formToken) {
      hiddenField("part", String(model.layout.part))
      hiddenField("header", String(model.layout.headerRow))
      each(Array(model.layout.header.enumerated())) { column in
        selectField(
          caption(column.offset, column.element, model), "c\(column.offset)",
          model.chosen[column.offset] ?? "", choices, hint: example(column.offset, model))
      }
      submitButton("按这样检查")
    }
  }

  private static func caption(_ place: Int, _ name: String, _ model: ColumnsModel) -> String {
    let isHidden = model.hidden.contains { $0.contains(place) }
    return "第\(place + 1)列 \(name.isEmpty ? "（没有列名）" : name)" + (isHidden ? "（隐藏列）" : "")
  }

  /// What stands under a column in the first row of data.
  private static func example(_ place: Int, _ model: ColumnsModel) -> String? {
    let row = model.rows.first { $0.number > model.layout.headerRow }
    guard let row, place < row.cells.count, !row.cells[place].isEmpty else { return nil }
    return "例如：\(row.cells[place].prefix(30))"
  }
}
