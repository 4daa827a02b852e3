internal import HTML
internal import HTTP
internal import Sheets
internal import Storage

extension Link {
  static let imports = Link("/imports")
  static func importFile(_ id: ImportID) -> Link { Link("/imports", id) }
  static func importAccept(_ id: ImportID) -> Link { Link("/imports", id, "accept") }
  static func importDrop(_ id: ImportID) -> Link { Link("/imports", id, "drop") }
  static func importOriginal(_ id: ImportID) -> Link { Link("/imports", id, "file") }
  static func importFindings(_ id: ImportID) -> Link { Link("/imports", id, "findings") }
  static func importTemplate(_ kind: ImportKind) -> Link {
    Link("/import-templates", kind.rawValue)
  }
}

extension Registry {
  static let importRoutes: [Route] = [
    .get("/imports", .changeRegistry) { call in try importsPage([], call) },
    .post("/imports", .changeRegistry, uploadAnswer),
    .get("/import-templates/:kind", .changeRegistry) { call in
      guard let kind = call.parameters["kind"].flatMap(ImportKind.init(rawValue:)) else {
        throw Problem.notFound
      }
      return .bytes(
        csv(header: kind.columns.map(\.name), rows: kind.examples),
        type: "text/csv; charset=utf-8", fileName: "\(kind.label)导入模板.csv")
    },
    .get("/imports/:id", .changeRegistry) { call in
      try importPage(try call.id("id", ImportID.init), [], call)
    },
    .post("/imports/:id/accept", .changeRegistry) { call in
      let id = try call.id("id", ImportID.init)
      return try answerDecision(id, .imported, call) { actor in
        try accept(id, by: actor, call.house)
      }
    },
    .post("/imports/:id/drop", .changeRegistry) { call in
      let id = try call.id("id", ImportID.init)
      return try answerDecision(id, .dropped, call) { actor in
        try drop(id, by: actor, call.house)
      }
    },
    .get("/imports/:id/file", .changeRegistry, originalAnswer),
    .get("/imports/:id/findings", .changeRegistry, findingsAnswer),
  ]

  private static func importsPage(_ problems: [String], _ call: Call) throws -> Response {
    let actor = try call.actor()
    let page = Paging.page(call.request.query["page"])
    let found = try call.house.store.read {
      try importRecords(in: actor.scope, page: page, $0)
    }
    let model = ImportPages.ListModel(
      rows: found.rows, paging: Paging(page: page, total: found.total),
      kind: call.request.form["kind"] ?? call.request.query["kind"] ?? "", problems: problems)
    return .html(
      ImportPages.list(call.frame(.imports), model).document(),
      status: problems.isEmpty ? 200 : 422)
  }

  @Sendable private static func uploadAnswer(_ call: Call) throws -> Response {
    let actor = try call.actor()
    guard let kind = ImportKind(rawValue: call.request.form["kind"] ?? "") else {
      return try importsPage(["请选择文件的内容。"], call)
    }
    guard let file = call.request.files.first(where: { $0.field == "file" }),
      !file.fileName.isEmpty || file.size > 0
    else { return try importsPage(["请选择要上传的文件。"], call) }
    do {
      let report = try importFile(
        kind: kind, fileName: file.fileName, bytes: try KeptFiles.read(file.path),
        accept: false, by: actor, call.house)
      return .redirect(to: Link.importFile(report.id).address)
    } catch Problem.refused(let reasons) {
      return try importsPage(reasons, call)
    }
  }

  private static func importPage(
    _ id: ImportID, _ problems: [String], _ call: Call
  ) throws -> Response {
    let actor = try call.actor()
    let page = Paging.page(call.request.query["page"])
    let model = try call.house.store.read { db in
      let record = try importRecord(id, in: actor.scope, db)
      let found = try findings(of: id, page: page, db)
      return ImportPages.Model(
        record: record, findings: found.rows, paging: Paging(page: page, total: found.total),
        problems: problems)
    }
    return .html(
      ImportPages.one(call.frame(.imports), model).document(),
      status: problems.isEmpty ? 200 : 422)
  }

  private static func answerDecision(
    _ id: ImportID, _ done: Done, _ call: Call, _ decide: (Actor) throws -> Void
  ) throws -> Response {
    do {
      try decide(try call.actor())
    } catch Problem.refused(let reasons) {
      return try importPage(id, reasons, call)
    }
    return .redirect(to: Link.importFile(id).done(done).address)
  }

  @Sendable private static func originalAnswer(_ call: Call) throws -> Response {
    let actor = try call.actor()
    let id = try call.id("id", ImportID.init)
    let record = try call.house.store.read { try importRecord(id, in: actor.scope, $0) }
    guard record.state != .dropped else { throw Problem.notFound }
    let kept = KeptFiles(dataFolder: call.house.surroundings.dataFolder)
    return .bytes(
      try kept.read(record.digest), type: "application/octet-stream", fileName: record.fileName)
  }

  @Sendable private static func findingsAnswer(_ call: Call) throws -> Response {
    let actor = try call.actor()
    let id = try call.id("id", ImportID.init)
    let rows = try call.house.store.read { db in
      _ = try importRecord(id, in: actor.scope, db)
      return try allFindings(of: id, db)
    }
    let lines = rows.lazy.map { finding in
      [
        finding.row.map { String($0) } ?? "", finding.column, finding.value, finding.reason,
        finding.suggestion, finding.isRefused ? "不合格" : "提示",
      ]
    }
    return .bytes(
      csv(header: ["行", "列", "内容", "问题", "建议", "处理"], rows: lines),
      type: "text/csv; charset=utf-8", fileName: "导入\(id)问题清单.csv")
  }
}
