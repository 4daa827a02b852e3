internal import HTML
internal import HTTP
internal import Storage

extension Link {
  static let exports = Link("/exports")
  package static let exportFile = Link("/exports/file")
  static let exportTable = Link("/exports/table")
  static let exportCancel = Link("/exports/cancel")
  static func exportRun(_ id: String) -> Link { exports.with([("run", id)]) }
}

extension Imports {
  static let exportRoutes: [Route] = [
    .get("/exports", .exportFiles) { call in
      guard let id = call.request.query["run"] else { return try exportPage([], call) }
      return try runPage(id, call)
    },
    .get("/exports/file", .exportFiles) { call in
      guard let kind = call.house.datasets.kind(call.request.query["kind"] ?? ""),
        call.house.datasets.takenOut(by: try call.actor()).contains(kind)
      else {
        return try exportPage(["请选择要导出的内容。"], call)
      }
      do {
        return try exportAnswer(kind, call)
      } catch Problem.refused(let reasons) {
        return try exportPage(reasons, call)
      }
    },
    .get("/exports/table", .exportFiles) { call in
      let run = try exportRun(call.request.query["run"] ?? "", call)
      guard case .success(let table) = run.outcome else {
        return .redirect(to: Link.exportRun(run.id).address)
      }
      return table.response(removing: false)
    },
    .post("/exports/cancel", .exportFiles) { call in
      let run = try exportRun(call.request.form["run"] ?? "", call)
      run.cancel()
      return .redirect(to: Link.exportRun(run.id).address)
    },
  ]

  /// - Throws: `Problem.notFound` for somebody else's.
  private static func exportRun(_ id: String, _ call: Call) throws -> ExportRun {
    guard let run = call.house.exports.run(id, of: try call.actor()) else {
      throw Problem.notFound
    }
    return run
  }

  private static func runPage(_ id: String, _ call: Call) throws -> Response {
    guard let run = call.house.exports.run(id, of: try call.actor()) else {
      return try exportPage(["这次导出已经不在了：写好的文件保留一小时，服务器重新启动后也不再保留。请重新导出。"], call)
    }
    let state: ExportPages.Run.State =
      switch run.outcome {
      case nil: .writing
      case .success(let table): .ready(bytes: table.size)
      case .failure(Problem.refused(let reasons)): .failed(reasons)
      case .failure(is Jobs.Cancelled): .failed(["已取消，没有留下文件。"])
      case .failure(StoreError.full): .failed(["磁盘已满，没有写完。请先通知系统管理员清理磁盘，再重新导出。"])
      case .failure: .failed(["没有写完，请重新导出。"])
      }
    let model = ExportPages.Run(id: id, title: run.title, rows: run.rows, state: state)
    var response = Response.html(ExportPages.run(call.frame(.imports), model).document())
    // Looks again by itself, also without script.
    if run.outcome == nil { response.setHeader("Refresh", "2") }
    return response
  }

  private static func exportPage(_ problems: [String], _ call: Call) throws -> Response {
    let query = call.request.query
    let model = ExportPages.Model(
      kind: query["kind"] ?? "", kinds: call.house.datasets.takenOut(by: try call.actor()),
      format: query["format"] ?? "xlsx", day: query["as-of"] ?? "",
      problems: problems)
    return .html(
      ExportPages.form(call.frame(.imports), model).document(),
      status: problems.isEmpty ? 200 : 422)
  }
}
