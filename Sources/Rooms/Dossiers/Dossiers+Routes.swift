internal import Bodies
internal import Capabilities
internal import Documents
internal import HTML
internal import HTTP
package import Kernel
internal import Resources
internal import Storage
internal import Supervision

extension Link {
  package static func bodyDossier(_ id: BodyID) -> Link { Link("/bodies", id, "dossier") }
}

extension Dossiers {
  package static let routes: [Route] = [
    .get("/bodies/:id/dossier", .readRegistry) { call in try page([], call) },
    // A POST, although it changes no record: what leaves the house is written down.
    .post("/bodies/:id/dossier", .readRegistry, download),
  ]

  private static func page(_ problems: [String], _ call: Call) throws -> Response {
    let actor = try call.actor()
    let id = try call.id("id", BodyID.init)
    let query = call.request.query
    let kinds = kinds(call.house.rooms)
    let filter = TimelineFilter(
      kind: query["kind"].flatMap { code in kinds.first { $0.code == code } },
      year: query["year"].flatMap { Int($0) })
    let number = Paging.page(query["page"])
    let model = try call.house.store.read { db in
      let header = try Bodies.header(of: id, .now, for: actor, on: call.now.day, db)
      let all = try timeline(
        of: header.body, for: actor, on: call.now.day, call.house.rooms, db)
      let entries = all.filter(filter.holds)
      let first = min(Paging.offset(number), entries.count)
      return DossierPages.Model(
        header: header,
        entries: Array(entries[first..<min(first + Paging.pageSize, entries.count)]),
        paging: Paging(page: number, total: entries.count), filter: filter,
        years: Set(all.map(\.at.day.year)).sorted(by: >),
        kinds: kinds, counts: Dictionary(grouping: all, by: \.kind).mapValues(\.count),
        capabilities: try Capabilities.count(of: id, db), problems: problems)
    }
    return .html(
      DossierPages.page(call.frame(.bodies), model).document(),
      status: problems.isEmpty ? 200 : 422)
  }

  @Sendable private static func download(_ call: Call) throws -> Response {
    let actor = try call.actor()
    let id = try call.id("id", BodyID.init)
    let isPack = call.request.form["format"] == "zip"
    let dossier = try call.house.store.read {
      try load(id, for: actor, on: call.now.day, call.house.rooms, $0)
    }
    let document = DossierPaper.document(
      DossierPaper.Model(
        dossier: dossier, madeBy: [actor.authority?.name ?? "", actor.name].joined(separator: " "),
        madeAt: call.now))
    let name = "一企一卷-\(dossier.body.row.uscc)-\(call.now.day.iso)"
    var paper = (name: name + ".pdf", bytes: [UInt8]())
    do throws(PaperFault) {
      paper.bytes = try call.house.papers.pdf(
        from: document, style: Resources.bytes("dossier.css"),
        in: call.house.surroundings.dataFolder)
    } catch {
      call.house.surroundings.log("event=paper-refused reason=\(error.logWord)")
      guard isPack, error.isMissing else { return try page([error.sentence], call) }
      paper = (name + ".html", document)
    }
    let kept = KeptFiles(dataFolder: call.house.surroundings.dataFolder)
    let bytes =
      isPack
      ? try DossierPack.zip(dossier, paper: paper, madeAt: call.now, file: kept.read)
      : paper.bytes
    try call.house.perform(by: actor) { transaction in
      transaction.journal(
        "registry.dossier", ("body", id.description),
        [("format", isPack ? "zip" : "pdf"), ("bytes", String(bytes.count))])
    }
    return isPack
      ? .bytes(bytes, type: "application/zip", fileName: name + ".zip")
      : .bytes(bytes, type: "application/pdf", fileName: name + ".pdf")
  }
}

extension PaperFault {
  var isMissing: Bool { if case .missing = self { true } else { false } }

  /// For the person who asked.
  var sentence: String {
    switch self {
    case .missing:
      "服务器上没有生成PDF的程序（Debian软件包weasyprint），请联系系统管理员安装；整卷ZIP仍可下载，其中的卷宗是网页格式。"
    case .busy: "正在生成的卷宗较多，请过一分钟再下载。"
    case .tooSlow(let seconds): "生成PDF超过\(seconds)秒，已停止。请稍后再试；仍不成功请联系系统管理员。"
    case .failed: "没有生成PDF，请稍后再试；仍不成功请联系系统管理员。"
    }
  }

  var logWord: String {
    switch self {
    case .missing: "missing"
    case .busy: "busy"
    case .tooSlow: "too-slow"
    case .failed: "failed"
    }
  }
}
