internal import HTTP
internal import Kernel
internal import Storage
internal import Supervision

/// The governing documents as files bring them and take them away; their clauses are a library of
/// their own.
package struct DocumentLibrary: Library {
  let code = "documents"
  let label = "规范性文件"

  let columns = [
    ImportColumn("文号", "number", aliases: ["文件编号", "发文字号"], isRequired: true, "没有文号的填写全称"),
    ImportColumn("标题", "title", aliases: ["文件名称", "名称"], isRequired: true, ""),
    ImportColumn("发文机关", "issuer", aliases: ["制定机关"], isRequired: true, ""),
    ImportColumn("种类", "kind", aliases: ["文件种类"], isRequired: true, "文件种类的名称"),
    ImportColumn(
      "适用地区", "jurisdiction", aliases: ["行政区划", "行政区划代码"], form: .code, isRequired: true,
      "六位代码或名称"),
    ImportColumn("发文日期", "issued_on", form: .day, "可空"),
    ImportColumn("施行日期", "valid_from", form: .day, "可空"),
    ImportColumn("失效日期", "valid_until", form: .day, "可空，表示现行有效"),
    ImportColumn("说明", "note", "可空"),
  ]

  let examples = [
    [
      "沪示例〔2026〕1号", "示例监督抽查工作通知", "上海市示例局", "工作通知与方案", "310000", "2026-01-05",
      "2026-01-05", "2026-12-31", "",
    ],
    ["沪示例〔2026〕2号", "示例检验检测管理规定", "上海市示例局", "规范性文件", "310000", "", "2026-03-01", "", ""],
  ]

  func pass(_ context: ImportContext) throws -> DocumentPass { try DocumentPass(context) }

  func export(
    _ request: ExportRequest, _ db: any Connection, _ write: ([String]) throws -> Void
  ) throws {
    let codes = try Reference.registryCodes(db)
    for document in try Governance.documents(
      region: request.actor.authority?.region ?? "x", at: request.asOf, db)
    {
      try write([
        document.number, document.title, document.issuer, codes.name(.document, document.kind),
        document.jurisdiction, document.issuedOn?.iso ?? "", document.validFrom?.iso ?? "",
        document.validUntil?.iso ?? "", document.note,
      ])
    }
  }
}

/// One way of a file through the governing documents.
struct DocumentPass: LibraryPass {
  struct Step: Sendable {
    let draft: DocumentDraft
    let over: DocumentID?
  }

  let context: ImportContext
  private let codes: RegistryCodes
  private var known: [String: Governance.Document] = [:]

  package init(_ context: ImportContext) throws {
    self.context = context
    codes = try Reference.registryCodes(context.db)
  }

  mutating func prepare(_ rows: [RowIntake]) throws {
    known = try Governance.documents(numbers: rows.compactMap { $0.cell("number") }, context.db)
  }

  mutating func read(_ intake: inout RowIntake) throws -> RowOutcome<Step>? {
    let reader = context.reader
    let number = intake.text("number", "文号", 60, reader)
    if let number { intake.claim(number, "number") }
    let known = number.flatMap { self.known[$0] }
    var draft = DocumentDraft()
    draft.number = number ?? ""
    draft.title = intake.text("title", "标题", 200, reader) ?? ""
    intake.title = draft.title
    draft.issuer = intake.text("issuer", "发文机关", 200, reader) ?? ""
    draft.kind = intake.take("kind") { cell throws(CellFault) in try kind(cell, over: known) } ?? ""
    draft.jurisdiction =
      intake.take("jurisdiction") { cell throws(CellFault) in
        cell == known?.jurisdiction ? cell : try reader.region(cell)
      } ?? ""
    draft.issuedOn = intake.day("issued_on", "发文日期", reader) ?? known?.issuedOn?.iso ?? ""
    draft.validFrom = intake.day("valid_from", "施行日期", reader) ?? known?.validFrom?.iso ?? ""
    draft.validUntil =
      intake.day("valid_until", "失效日期", reader) ?? known?.validUntil?.iso ?? ""
    draft.note =
      intake.take("note") { cell throws(CellFault) in
        try reader.text(cell, "说明", limit: 2000, isRequired: false)
      } ?? known?.note ?? ""
    if !draft.validFrom.isEmpty, !draft.validUntil.isEmpty, draft.validUntil < draft.validFrom {
      intake.refuse("valid_until", "失效日期早于施行日期。", "请核对。")
    }
    guard !intake.isRefused else { return nil }
    return outcome(draft, over: known, &intake)
  }

  /// A kind in force, or the one that stands there.
  private func kind(
    _ cell: String, over known: Governance.Document?
  ) throws(CellFault) -> String {
    let cell = CellReader.trimmed(cell)
    if let known, cell == codes.name(.document, known.kind) { return known.kind }
    return try context.reader.known(cell, "文件种类", codes.names(.document, on: context.today))
  }

  private func outcome(
    _ draft: DocumentDraft, over known: Governance.Document?, _ intake: inout RowIntake
  ) -> RowOutcome<Step>? {
    guard let known else { return .new(Step(draft: draft, over: nil)) }
    let regions = context.reader.regions
    intake.change("标题", known.title, draft.title)
    intake.change("发文机关", known.issuer, draft.issuer)
    intake.change(
      "种类", codes.name(.document, known.kind), codes.name(.document, draft.kind))
    intake.change("适用地区", regions[known.jurisdiction], regions[draft.jurisdiction])
    intake.change("发文日期", known.issuedOn?.iso ?? "", draft.issuedOn)
    intake.change("施行日期", known.validFrom?.iso ?? "", draft.validFrom)
    intake.change("失效日期", known.validUntil?.iso ?? "", draft.validUntil)
    intake.change("说明", known.note, draft.note)
    guard !intake.changes.isEmpty else { return .same }
    guard context.reader.scope.contains(known.jurisdiction) else {
      intake.refuse("number", "这份文件由上级登记，只能由上级修改。", "请删去这一行，或保持原来的内容。")
      return nil
    }
    let step = Step(draft: draft, over: known.id)
    let hasEnded = known.validUntil == nil && !draft.validUntil.isEmpty
    return hasEnded && intake.changes.count == 1 ? .ended(step) : .changed(step)
  }

  mutating func store(_ steps: [Step], _ writing: ImportWriting) throws {
    for step in steps {
      try Governance.store(step.draft, over: step.over, by: writing.change, writing.transaction)
    }
  }
}
