internal import HTTP
internal import Kernel
internal import Storage
internal import Supervision

/// The clauses of the governing documents as files bring them and take them away.
///
/// A clause is what others cite: it is added and never changed. A new text is a new document.
package struct ClauseLibrary: Library {
  let code = "clauses"
  let label = "文件条款"

  let columns = [
    ImportColumn("文号", "document", aliases: ["文件编号"], isRequired: true, "已登记的文件"),
    ImportColumn("条款号", "label", aliases: ["条款"], isRequired: true, "如 三（二）1"),
    ImportColumn("标题", "title", aliases: ["条款标题"], isRequired: true, ""),
    ImportColumn("内容", "content", aliases: ["条款内容"], "可空，只是标题的条款"),
  ]

  let examples = [
    ["沪示例〔2026〕1号", "一", "检查对象", "本市获得资质认定的检验检测机构。"],
    ["沪示例〔2026〕1号", "二（一）", "检查内容", "能力保持情况、报告和原始记录。"],
  ]

  func pass(_ context: ImportContext) throws -> ClausePass { ClausePass(context: context) }

  func export(
    _ request: ExportRequest, _ db: any Connection, _ write: ([String]) throws -> Void
  ) throws {
    try request.refuseAsOf(label)
    for document in try Governance.documents(
      region: request.actor.authority?.region ?? "x", at: nil, db)
    {
      for clause in try Governance.clauses(of: document.id, db) {
        try write([document.number, clause.label, clause.title, clause.content])
      }
    }
  }
}

/// One way of a file through the clauses.
struct ClausePass: LibraryPass {
  struct Step: Sendable {
    let document: DocumentID
    let label: String
    let title: String
    let content: String
  }

  let context: ImportContext
  private var documents: [String: Governance.Document] = [:]
  private var clauses: [DocumentID: [String: Governance.Clause]] = [:]

  package init(context: ImportContext) { self.context = context }

  mutating func prepare(_ rows: [RowIntake]) throws {
    documents = try Governance.documents(
      numbers: rows.compactMap { $0.cell("document") }, context.db)
    clauses = [:]
    for document in documents.values {
      clauses[document.id] = Dictionary(
        try Governance.clauses(of: document.id, context.db).map { ($0.label, $0) }
      ) { first, _ in first }
    }
  }

  mutating func read(_ intake: inout RowIntake) throws -> RowOutcome<Step>? {
    let reader = context.reader
    let document = intake.take("document") { cell throws(CellFault) in
      guard let found = documents[cell] else {
        throw CellFault("文件库中没有文号为“\(cell)”的文件。", "请先登记或导入这份文件，或核对文号。")
      }
      return found
    }
    let label = intake.text("label", "条款号", 30, reader)
    let title = intake.text("title", "标题", 100, reader)
    let content =
      intake.take("content") { cell throws(CellFault) in
        try reader.text(cell, "内容", limit: 4000, isRequired: false)
      } ?? ""
    guard let document, let label, let title, !intake.isRefused else { return nil }
    intake.title = "\(document.number) \(label)"
    intake.claim(intake.title, "label")
    guard !intake.isRefused else { return nil }
    if let known = clauses[document.id]?[label] {
      if known.title == title, known.content == content { return .same }
      intake.refuse("label", "这一条已登记，内容不同。条款不改动，因为职责和规则引用它。", "新的文本请登记为新的文件；如只是补充条款，请换条款号。")
      return nil
    }
    guard reader.scope.contains(document.jurisdiction) else {
      intake.refuse("document", "这份文件由上级登记，条款由上级补充。", "请联系上级办理。")
      return nil
    }
    return .new(Step(document: document.id, label: label, title: title, content: content))
  }

  mutating func store(_ steps: [Step], _ writing: ImportWriting) throws {
    for step in steps {
      try Governance.insertClause(
        of: step.document, label: step.label, title: step.title, content: step.content,
        writing.db)
    }
  }
}
