internal import HTML
internal import HTTP

extension Link {
  static let exports = Link("/exports")
  static let exportFile = Link("/exports/file")
}

extension Registry {
  static let exportRoutes: [Route] = [
    .get("/exports", .readRegistry) { call in exportPage([], call) },
    .get("/exports/file", .readRegistry) { call in
      guard let kind = ImportKind(rawValue: call.request.query["kind"] ?? "") else {
        return exportPage(["请选择要导出的内容。"], call)
      }
      do {
        return try exportAnswer(kind, call)
      } catch Problem.refused(let reasons) {
        return exportPage(reasons, call)
      }
    },
  ]

  private static func exportPage(_ problems: [String], _ call: Call) -> Response {
    let query = call.request.query
    let model = ExportPages.Model(
      kind: query["kind"] ?? "", format: query["format"] ?? "xlsx", day: query["as-of"] ?? "",
      problems: problems)
    return .html(
      ExportPages.form(call.frame(.imports), model).document(),
      status: problems.isEmpty ? 200 : 422)
  }
}
