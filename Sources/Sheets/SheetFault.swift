/// What is wrong in a file or a row, and what to do.
package struct SheetFault: Error, Hashable, Sendable, CustomStringConvertible {
  /// As the person sees it; nil when the whole file is meant.
  package let row: Int?
  /// The name of the column; nil when no single one is meant.
  package let column: String?
  /// What was found there, shortened.
  package let value: String
  package let reason: String
  package let suggestion: String

  package init(
    row: Int? = nil, column: String? = nil, value: String = "", reason: String,
    suggestion: String
  ) {
    self.row = row
    self.column = column
    self.value = value
    self.reason = reason
    self.suggestion = suggestion
  }

  /// `第3行“名称”列：…。…`
  package var description: String {
    let place = (row.map { "第\($0)行" } ?? "") + (column.map { "“\($0)”列" } ?? "")
    return (place.isEmpty ? "" : place + "：") + reason + suggestion
  }
}

let saveAsAdvice = "请用Excel或WPS打开原文件，选择“另存为”，类型选“Excel 工作簿（.xlsx）”或“CSV UTF-8（逗号分隔）”，再上传。"
