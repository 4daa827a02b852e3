internal import HTML
internal import HTTP
internal import Sheets
internal import Storage

extension Link {
  package static let imports = Link("/imports")
  package static func importFile(_ id: ImportID) -> Link { Link("/imports", id) }
  static func importColumns(_ id: ImportID) -> Link { Link("/imports", id, "columns") }
  static func importCheck(_ id: ImportID) -> Link { Link("/imports", id, "check") }
  static func importAccept(_ id: ImportID) -> Link { Link("/imports", id, "accept") }
  static func importCancel(_ id: ImportID) -> Link { Link("/imports", id, "cancel") }
  static func importDrop(_ id: ImportID) -> Link { Link("/imports", id, "drop") }
  static func importOriginal(_ id: ImportID) -> Link { Link("/imports", id, "file") }
  static func importFindings(_ id: ImportID) -> Link { Link("/imports", id, "findings") }
  static func importAnnotated(_ id: ImportID) -> Link { Link("/imports", id, "annotated") }
  static func importTemplate(_ kind: ImportKind) -> Link {
    Link("/import-templates", kind.rawValue)
  }
}

extension Imports {
  static let importRoutes: [Route] = [
    .get("/imports", .importFiles) { call in try importsPage([], call) },
    .post("/imports", .importFiles, uploadAnswer),
    .get("/import-templates/:kind", .importFiles, templateAnswer),
    .get("/imports/:id", .importFiles) { call in
      try importPage(try call.id("id", ImportID.init), [], call)
    },
    .get("/imports/:id/columns", .importFiles) { call in
      try columnsPage(try call.id("id", ImportID.init), [], call)
    },
    .post("/imports/:id/columns", .importFiles, columnsAnswer),
    .post("/imports/:id/check", .importFiles) { call in
      let id = try call.id("id", ImportID.init)
      return try answerDecision(id, nil, call) { actor in
        try check(id, by: actor, call.house)
      }
    },
    .post("/imports/:id/cancel", .importFiles) { call in
      let id = try call.id("id", ImportID.init)
      return try answerDecision(id, nil, call) { actor in
        let record = try call.house.store.read {
          try importRecord(id, for: actor, call.house.datasets, $0)
        }
        call.house.jobs.cancel(record.jobName)
      }
    },
    .post("/imports/:id/accept", .importFiles) { call in
      let id = try call.id("id", ImportID.init)
      return try answerDecision(id, .imported, call) { actor in
        try accept(id, by: actor, call.house)
      }
    },
    .post("/imports/:id/drop", .importFiles) { call in
      let id = try call.id("id", ImportID.init)
      return try answerDecision(id, .dropped, call) { actor in
        try drop(id, by: actor, call.house)
      }
    },
    .get("/imports/:id/file", .importFiles, originalAnswer),
    .get("/imports/:id/findings", .importFiles, findingsAnswer),
    .get("/imports/:id/annotated", .importFiles, annotatedAnswer),
  ]

  private static func importsPage(_ problems: [String], _ call: Call) throws -> Response {
    let actor = try call.actor()
    let page = Paging.page(call.request.query["page"])
    let found = try call.house.store.read {
      try importRecords(for: actor, page: page, call.house.datasets, $0)
    }
    let model = ImportPages.ListModel(
      rows: found.rows, paging: Paging(page: page, total: found.total),
      kind: call.request.form["kind"] ?? call.request.query["kind"] ?? "",
      kinds: call.house.datasets.brought(by: actor), problems: problems)
    return .html(
      ImportPages.list(call.frame(.imports), model).document(),
      status: problems.isEmpty ? 200 : 422)
  }

  @Sendable private static func templateAnswer(_ call: Call) throws -> Response {
    guard let kind = call.parameters["kind"].flatMap({ call.house.datasets.kind($0) }),
      call.house.datasets.brought(by: try call.actor()).contains(kind)
    else { throw Problem.notFound }
    let format = call.request.query["format"].flatMap(TableFormat.init(rawValue:)) ?? .csv
    let file = try TemporaryTable(call.house)
    try file.write(kind, format, named: kind.label, now: call.now) { write in
      for example in kind.examples { try write(example) }
    }
    return file.response(format, named: "\(kind.label)导入模板")
  }

  @Sendable private static func uploadAnswer(_ call: Call) throws -> Response {
    let actor = try call.actor()
    guard let kind = call.house.datasets.kind(call.request.form["kind"] ?? "") else {
      return try importsPage(["请选择文件的内容。"], call)
    }
    guard let file = call.request.files.first(where: { $0.field == "file" }),
      !file.fileName.isEmpty || file.size > 0
    else { return try importsPage(["请选择要上传的文件。"], call) }
    do {
      let id = try receive(
        kind, path: file.path, fileName: file.fileName, by: actor, call.house)
      return .redirect(to: Link.importFile(id).address)
    } catch Problem.refused(let reasons) {
      return try importsPage(reasons, call)
    }
  }

  private static func importPage(
    _ id: ImportID, _ problems: [String], _ call: Call
  ) throws -> Response {
    let actor = try call.actor()
    let page = Paging.page(call.request.query["page"])
    let effect = call.request.query["show"].flatMap(ImportedRow.Effect.init(rawValue:))
    let (record, shown, total, history) = try call.house.store.read { db in
      let record = try importRecord(id, for: actor, call.house.datasets, db)
      let history = try Journal.history(of: "import", id, db)
      if let effect {
        let found = try importRows(of: id, effect, page: page, db)
        return (record, ImportPages.Shown.rows(effect, found.rows), found.total, history)
      }
      let found = try findings(of: id, page: page, db)
      return (record, .findings(found.rows), found.total, history)
    }
    if record.state == .received { return try columnsPage(id, problems, call) }
    let progress = call.house.jobs.control(of: record.jobName).map {
      ImportProgress(rows: $0.done, total: $0.total)
    }
    let model = ImportPages.Model(
      record: record, shown: shown, paging: Paging(page: page, total: total), problems: problems,
      history: history, progress: progress)
    var response = Response.html(
      ImportPages.one(call.frame(.imports), model).document(),
      status: problems.isEmpty ? 200 : 422)
    // Looks again by itself, also without script.
    if progress != nil { response.setHeader("Refresh", "2") }
    return response
  }

  private static func answerDecision(
    _ id: ImportID, _ done: Flash?, _ call: Call, _ decide: (Actor) throws -> Void
  ) throws -> Response {
    let actor = try call.actor()
    do {
      try decide(actor)
    } catch Problem.refused(let reasons) {
      return try importPage(id, reasons, call)
    }
    let record = try call.house.store.read {
      try importRecord(id, for: actor, call.house.datasets, $0)
    }
    let link = Link.importFile(id)
    let isOver = record.state == .accepted || record.state == .dropped
    return .redirect(to: (isOver ? done.map { link.done($0) } ?? link : link).address)
  }

  // MARK: columns

  private static func columnsPage(
    _ id: ImportID, _ problems: [String], _ call: Call, chosen given: [String: Int]? = nil
  ) throws -> Response {
    let actor = try call.actor()
    let (record, stored) = try call.house.store.read { db in
      (try importRecord(id, for: actor, call.house.datasets, db), try importPlaces(id, db))
    }
    try refuseDecided(record, call.house)
    let view = try call.house.recognitions.alone(actor.account) {
      try lookThrough(record, call)
    }
    let layout = view.layout
    let reading = layout.reading(record.kind.library)
    let isStored = layout.part == record.part && layout.headerRow == record.headerRow
    let places = given ?? (isStored && !stored.isEmpty ? stored : reading.guessed)
    let model = ImportPages.ColumnsModel(
      record: record, parts: view.parts, layout: layout, rows: view.rows, hidden: view.hidden,
      chosen: Dictionary(places.map { ($1, $0) }) { first, _ in first }, reading: reading,
      problems: problems)
    return .html(
      ImportPages.columns(call.frame(.imports), model).document(),
      status: problems.isEmpty ? 200 : 422)
  }

  /// What is shown of a table whose columns are in question.
  private struct TableView {
    let parts: [TableFile.Part]
    let layout: TableLayout
    let rows: [TableRow]
    let hidden: [ClosedRange<Int>]
  }

  private static func lookThrough(_ record: ImportRecord, _ call: Call) throws -> TableView {
    let table = try keptTable(record, call.house)
    let layout = try layout(record, table, call)
    let rows = try TableLayout.firstRows(of: table, part: layout.part)
    return TableView(
      parts: table.parts, layout: layout, rows: rows,
      hidden: try table.hiddenColumns(ofPart: layout.part))
  }

  private static func keptTable(_ record: ImportRecord, _ house: House) throws -> TableFile {
    let kept = KeptFiles(dataFolder: house.surroundings.dataFolder)
    return try OpenedFile.table(kept.path(record.digest), record.fileName)
  }

  /// What the address or the form chooses, else what is stored.
  private static func layout(
    _ record: ImportRecord, _ table: TableFile, _ call: Call
  ) throws -> TableLayout {
    func number(_ name: String) -> Int? {
      (call.request.form[name] ?? call.request.query[name]).flatMap { Int($0) }
    }
    let part = number("part") ?? record.part
    guard table.parts.indices.contains(part) else { throw Problem.notFound }
    // Another sheet has its header elsewhere.
    let row = number("header") ?? (part == record.part ? record.headerRow : 0)
    let rows = try TableLayout.firstRows(of: table, part: part)
    guard rows.contains(where: { $0.number == row }) else {
      return try TableLayout.recognise(table, record.kind.library, part: part)
    }
    return try TableLayout.chosen(part: part, headerRow: row, in: table)
  }

  @Sendable private static func columnsAnswer(_ call: Call) throws -> Response {
    let actor = try call.actor()
    let id = try call.id("id", ImportID.init)
    let record = try call.house.store.read {
      try importRecord(id, for: actor, call.house.datasets, $0)
    }
    try refuseDecided(record, call.house)
    let layout = try call.house.recognitions.alone(actor.account) {
      try Self.layout(record, try keptTable(record, call.house), call)
    }
    var places: [String: Int] = [:]
    var problems: [String] = []
    for place in layout.header.indices {
      let code = call.request.form["c\(place)"] ?? ""
      guard let column = record.kind.columns.first(where: { $0.code == code }) else { continue }
      if let earlier = places[code] {
        problems.append("第\(earlier + 1)列和第\(place + 1)列都选了“\(column.name)”，请只留一列。")
      }
      places[code] = place
    }
    guard problems.isEmpty else { return try columnsPage(id, problems, call, chosen: places) }
    do {
      try chooseColumns(id, layout, places, by: actor, call.house)
    } catch Problem.refused(let reasons) {
      return try columnsPage(id, reasons, call, chosen: places)
    }
    return .redirect(to: Link.importFile(id).address)
  }

  // MARK: files

  @Sendable private static func originalAnswer(_ call: Call) throws -> Response {
    let actor = try call.actor()
    let id = try call.id("id", ImportID.init)
    let record = try call.house.store.read {
      try importRecord(id, for: actor, call.house.datasets, $0)
    }
    guard record.state != .dropped else { throw Problem.notFound }
    let kept = KeptFiles(dataFolder: call.house.surroundings.dataFolder)
    try kept.verify(record.digest)
    try noteTaken(record, "original", by: actor, call.house)
    return .file(
      path: kept.path(record.digest), size: record.size, type: "application/octet-stream",
      fileName: record.fileName)
  }

  @Sendable private static func annotatedAnswer(_ call: Call) throws -> Response {
    let actor = try call.actor()
    let id = try call.id("id", ImportID.init)
    let record = try call.house.store.read {
      try importRecord(id, for: actor, call.house.datasets, $0)
    }
    guard record.state != .dropped, record.state != .received, record.state != .failed else {
      throw Problem.notFound
    }
    let house = call.house
    let now = call.now
    return try house.exports.answer("\(record.fileName)的批注副本", for: actor, house) { run in
      let copy = try annotatedCopy(record, for: actor, now, house, run.report)
      try noteTaken(record, "annotated", by: actor, house)
      return copy
    }
  }

  /// A received file has every number as it was sent, so that who took it is written down.
  private static func noteTaken(
    _ record: ImportRecord, _ form: String, by actor: Actor, _ house: House
  ) throws {
    try house.perform(by: actor) { transaction in
      transaction.journal(
        "registry.import-file", ("import", record.id.description),
        [("kind", record.kind.rawValue), ("form", form)])
    }
  }

  @Sendable private static func findingsAnswer(_ call: Call) throws -> Response {
    let actor = try call.actor()
    let id = try call.id("id", ImportID.init)
    let rows = try call.house.store.read { db in
      _ = try importRecord(id, for: actor, call.house.datasets, db)
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
