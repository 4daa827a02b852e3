internal import HTTP
internal import Sheets
internal import Storage
internal import Supervision

extension ExportRequest {
  /// - Throws: `Problem.refused` when the state of an earlier day is asked of a library that keeps
  ///   none.
  func refuseAsOf(_ label: String) throws {
    guard asOf == nil else {
      throw Problem.refused("\(label)不保存历史状态，不能按过去的日期导出。请去掉日期后再导出。")
    }
  }
}

extension Registry {
  /// The list page's records as a file, in the columns of the import, so that it can be corrected
  /// and sent back.
  static func exportAnswer(_ kind: ImportKind, _ call: Call) throws -> Response {
    let request = ExportRequest(
      actor: try call.actor(), filter: call.request.query, asOf: nil, now: call.now)
    var rows: [[String]] = []
    try call.house.store.read { db in
      try kind.library.export(request, db) { rows.append($0) }
    }
    return .bytes(
      csv(header: kind.columns.map(\.name), rows: rows), type: "text/csv; charset=utf-8",
      fileName: "\(kind.label)-\(call.now.day.iso).csv")
  }
}
